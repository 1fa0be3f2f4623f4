"""What the conversion to text put into a line, left out by spans: ruby, marks of Markdown, links."""

from __future__ import annotations

import re

from corpus.document import Span

_RUBY = re.compile(r"<sup>[^<\d][^<]*</sup>")
_MARKUP = re.compile(r"\*\*|<(https?://[^>\s]+)>|\[([^\]]*)\]\([^)]*\)")
_LINE_MARK = re.compile(r"\s*(?:#+\s+|-\s+)?")


def printed_spans(text: str, line: Span) -> list[Span]:
    """The line at `line` as printed, in pieces: without ruby, heading marks, list dash, bold marks and link brackets."""
    mark = _LINE_MARK.match(text, *line)
    assert mark is not None
    pieces = _without(_MARKUP, text, (mark.end(), line[1]))
    return [piece for plain in pieces for piece in without_ruby(text, plain)]


def without_ruby(text: str, span: Span) -> list[Span]:
    """`span` in pieces that leave out ruby, which is set as `<sup>` like the footnote marks but holds no number."""
    return _without(_RUBY, text, span)


def _without(pattern: re.Pattern[str], text: str, span: Span) -> list[Span]:
    """`span` in pieces without the matches of `pattern`, of which only a captured group stays."""
    pieces, (start, end) = [], span
    for match in pattern.finditer(text, start, end):
        pieces.append((start, match.start()))
        if match.lastindex:
            pieces.append(match.span(match.lastindex))
        start = match.end()
    pieces.append((start, end))
    return [piece for piece in pieces if text[slice(*piece)].strip()]
