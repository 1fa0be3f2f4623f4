"""Where a quote stands in a text, whatever the white space of its line breaks.

A quote is what stands at its spans, joined: sentences that a page break or a footnote cut stand apart in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from corpus.document import Span

_SHORTEST_PIECE = 4  # characters; a shorter one would be found by chance
_FURTHEST = 2000  # characters from one piece to the next: a page break with its footnotes, the gap between two items
_GAP = 4  # characters of white space and marks that may lie between two spans of one piece


def bare(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


def stands_at(text: str, spans: tuple[Span, ...], quote: str) -> bool:
    """Whether the quote, and nothing else, stands at the spans."""
    if not quote.strip() or not all(0 <= start < end <= len(text) for start, end in spans):
        return False
    return bare("".join(text[start:end] for start, end in spans)) == bare(quote)


def first_difference(quote: str, printed: str, around: int = 8) -> tuple[str, str]:
    """The words around the first character in which two texts differ, without white space: of the one, of the other."""
    quote, printed = bare(quote), bare(printed)
    at = next((at for at, (one, other) in enumerate(zip(quote, printed, strict=False)) if one != other), -1)
    if at < 0:
        at = min(len(quote), len(printed))
    return quote[max(at - around, 0) : at + around], printed[max(at - around, 0) : at + around]


def pieces_of(spans: tuple[Span, ...]) -> int:
    """In how many pieces a quote stands at its spans, where spans side by side are one."""
    return 1 + sum(start - end > _GAP for (_, end), (start, _) in pairwise(spans))


def find_quote(text: str, spans: tuple[Span, ...], quote: str) -> tuple[Span, ...]:
    """Where a quote that stood at `spans` of another text stands in this one; none where it is not found.

    Looked for is first the whole of it, moved, nearest to where it stood; then its pieces, as far apart as they may be.
    """
    first, last = bare(quote)[:1], bare(quote)[-1:]
    starts = [found.start() for found in re.finditer(re.escape(first), text)] if first else []
    for start in sorted(starts, key=lambda start: abs(start - spans[0][0])):
        by = start - spans[0][0]
        moved = tuple((start + by, end + by) for start, end in spans)
        if text[moved[-1][1] - 1 : moved[-1][1]] == last and stands_at(text, moved, quote):
            return moved
    return BareText(text).find(quote, pieces_of(spans), spans[0][0])


class BareText:
    """A text without white space that knows where its characters stood."""

    def __init__(self, text: str) -> None:
        self._offsets = [offset for offset, character in enumerate(text) if not character.isspace()]
        self._text = "".join(text[offset] for offset in self._offsets)

    def find(self, quote: str, pieces: int, near: int = 0) -> tuple[Span, ...]:
        """The spans of the quote in the text, in at most so many pieces; none where it does not stand there.

        Of several places the first behind the offset `near` is taken, else the first.
        """
        rest = bare(quote)
        for start in (bisect_left(self._offsets, near), 0):
            if found := self._in_order(rest, pieces, start):
                return found
        return ()

    def _in_order(self, rest: str, pieces: int, start: int) -> tuple[Span, ...]:
        """Each piece as long as can be, one behind the other; every one but the first near the one before."""
        found: list[Span] = []
        end = len(self._text)
        while rest and len(found) < pieces:
            length = self._longest(rest, start, end)
            if length < min(_SHORTEST_PIECE, len(rest)):
                return ()
            at = self._text.find(rest[:length], start, end)
            found.append((self._offsets[at], self._offsets[at + length - 1] + 1))
            start, rest = at + length, rest[length:]
            end = start + _FURTHEST
        return () if rest else tuple(found)

    def _longest(self, rest: str, start: int, end: int) -> int:
        """How many characters at the beginning of `rest` stand together in a part of the text, by bisection."""
        low, high = 0, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            if self._text.find(rest[:middle], start, end) >= 0:
                low = middle
            else:
                high = middle - 1
        return low
