"""Footnotes: which sentence each one annotates, and the term it explains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Sentence, Span
from corpus.prose import Note

_MARK = re.compile(r"<sup>(\d+)\)?</sup>|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_CLAUSE = 80  # characters
_SHORTEST_CLAUSE = 20
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TERM = re.compile(r"(?:「[^「」]*」|[ァ-ヶーA-Za-z0-9Ａ-Ｚａ-ｚ.・\-／/&]+|[一-龥々〆ァ-ヶーA-Za-z0-9]+)(?:等)?$")


@dataclass(frozen=True, slots=True)
class Annotated:
    """The place of a footnote mark: its offset, the term before it and the clause that the term closes."""

    number: int
    offset: int
    term: str
    clause: str
    path: tuple[str, ...]

    @property
    def context(self) -> str:
        """What the index reads before the footnote's own text, which rarely holds the term."""
        return self.clause if self.clause.endswith(self.term) and len(self.term) < 2 else f"{self.term}: {self.clause}"


def find_marks(sentences: Iterable[tuple[tuple[str, ...], Sentence]]) -> list[Annotated]:
    """Every footnote mark in the given sentences (each with its heading path)."""
    marks = []
    for path, sentence in sentences:
        for match in _MARK.finditer(sentence.text):
            before = _MARK.sub("", sentence.text[: match.start()])
            term = _TERM.search(before)
            number = int(match.group(1) or match.group(2).translate(_DIGITS))
            offset = _offset(sentence.spans, len("".join(sentence.text[: match.start()].split())))
            marks.append(Annotated(number, offset, term.group() if term else "", _clause(before), path))
    return marks


def annotated_by(note: Note, marks: Iterable[Annotated]) -> Annotated | None:
    """The mark that a footnote belongs to: the nearest of its number, since numbers start again in some parts."""
    same = [mark for mark in marks if mark.number == note.number]
    return min(same, key=lambda mark: abs(mark.offset - note.start), default=None)


def _clause(before: str) -> str:
    """The end of the text before a mark, from the last comma that leaves enough to tell what it is about."""
    tail = before[-_CLAUSE:]
    comma = tail.rfind("、", 0, len(tail) - _SHORTEST_CLAUSE)
    return tail[comma + 1 :]


def _offset(spans: tuple[Span, ...], position: int) -> int:
    for start, end in spans:
        if position <= end - start:
            return start + position
        position -= end - start
    return spans[-1][1]
