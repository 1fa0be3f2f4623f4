"""Raw lines and running text that remember where they stood in the published text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: 1-based number, offset of its first character, and the line without its line end."""

    number: int
    start: int
    text: str

    @property
    def span(self) -> Span:
        """Where the line stands, outer white space trimmed (empty for a blank line)."""
        return trim(self.text, (0, len(self.text)), self.start)


def split_lines(text: str) -> list[Line]:
    """The lines of a text; only LF ends a line, so that offsets and line numbers are those of the file."""
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, line))
        start += len(line) + 1
    return lines


def trim(text: str, span: Span, shift: int = 0) -> Span:
    """`span` of `text` without outer white space, moved by `shift`."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start + shift, end + shift


class Flow:
    """Text joined from spans of a published text; every character knows where it stood.

    A line break inside or between spans is dropped; where Latin words meet on both sides, a space takes its place (its
    offset is that of the break), but a number that the margin cut is put together.
    """

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        characters: list[str] = []
        offsets: list[int] = []
        for start, end in spans:
            for piece_start, piece_end in _unwrapped(text, start, end):
                if characters and _needs_space(characters[-1], text[piece_start]):
                    characters.append(" ")
                    offsets.append(offsets[-1])
                characters.extend(text[piece_start:piece_end])
                offsets.extend(range(piece_start, piece_end))
        self._source = text
        self.offsets = offsets  # where each character stands
        self.text = "".join(characters)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans of the published text behind `self.text[start:end]`, merged across mere white space."""
        return merge_spans(self._source, [(offset, offset + 1) for offset in self.offsets[start:end]])


def merge_spans(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, neighbours joined where nothing but white space lies between them."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and merged[-1][0] <= start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif merged and merged[-1][1] <= start and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _unwrapped(text: str, start: int, end: int) -> list[Span]:
    pieces = []
    position = start
    for line in text[start:end].split("\n"):
        first, last = trim(line, (0, len(line)), position)
        if first < last:
            pieces.append((first, last))
        position += len(line) + 1
    return pieces


def _needs_space(left: str, right: str) -> bool:
    if left.isdigit() and right.isdigit():  # a number that the margin cut
        return False
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
