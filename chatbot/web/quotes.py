"""Where a quote stands in a text, whatever the white space between its characters."""

from __future__ import annotations

import re

from corpus.document import Span

_SENTENCE = re.compile(r"[^\n。]{8,}。?")  # a shorter one would be found by chance


def locate(text: str, quote: str) -> list[Span]:
    """The places of `quote` in `text`, in order, half-open and disjoint; empty where nothing of it stands there.

    A quote of sentences that do not stand side by side is looked up sentence by sentence.
    """
    whole = _find(text, quote)
    if whole:
        return [whole]
    found = [span for sentence in _SENTENCE.findall(quote) if (span := _find(text, sentence))]
    return _merged(found)


def _find(text: str, quote: str) -> Span | None:
    kept = [offset for offset, character in enumerate(text) if not character.isspace()]
    bare = "".join(quote.split())
    at = "".join(text[offset] for offset in kept).find(bare) if bare else -1
    return (kept[at], kept[at + len(bare) - 1] + 1) if at >= 0 else None


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
