"""The marks of Markdown inside a line, which no reader of the printed form sees."""

from __future__ import annotations

import re

from corpus.document import Span

_MARKS = re.compile(
    r"<!--.*?-->|</?[a-zA-Z][^<>]*>"  # comments and tags of HTML
    r"|!\[[^\]]*\]\([^()\s]*\)"  # pictures
    r"|\[(?=[^\[\]]+\]\()|(?<=[^\s\]])\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"  # what stands around the text of a link
    r"|\*\*|__|(?<=\S)\*(?=\W|$)|(?<!\S)\*(?=\S)|~~|`+|^\s*>+\s?|^\s*\[[ xX]\]\s|\\(?=[|*_#\[\]])"
)
_LONGEST_LINE = 10_000  # characters; nobody wrote what is longer, and the patterns would take their time


def without_marks(text: str, span: Span) -> list[Span]:
    """`span` of a Markdown `text` in pieces that leave out links' targets, emphasis, pictures and HTML."""
    if span[1] - span[0] > _LONGEST_LINE:
        return [span]
    pieces, position, end = [], *span
    for mark in _MARKS.finditer(text[position:end]):
        pieces.append((position, span[0] + mark.start()))
        position = span[0] + mark.end()
    pieces.append((position, end))
    return [piece for piece in pieces if text[slice(*piece)].strip()]
