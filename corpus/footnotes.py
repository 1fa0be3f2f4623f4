"""Footnotes: which sentence each one annotates, and the term it explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Sentence, Span
from corpus.layout import Flow
from corpus.prose import Heading, Note

_MARK = re.compile(r"<sup>(\d+)\)?</sup>|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CLAUSE = 80  # characters
_SHORTEST_CLAUSE = 20
_SHORT_NAME = re.compile(r"以下「([^「」]+)」という。[）)]$")
_TERM = re.compile(r"(?:「[^「」]*」|[ァ-ヶーA-Za-z0-9Ａ-Ｚａ-ｚ.・\-／/&]+|[一-龥々〆ァ-ヶーA-Za-z0-9]+)(?:等)?$")
_LAST_WORDS = re.compile(r"[^、。「」（）()]{1,20}$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: its number and place, the term before it, the clause that the term closes, and the section."""

    number: int
    span: Span
    term: str
    clause: str
    path: tuple[str, ...]

    @property
    def context(self) -> str:
        """What the index reads before the footnote's own text, which rarely holds the term."""
        return self.clause if len(self.term) < 2 else f"{self.term}: {self.clause}"


def find_marks(
    text: str, sections: Iterable[tuple[tuple[str, ...], Sequence[Sentence]]], headings: Iterable[Heading]
) -> list[Mark]:
    """Every footnote mark in the sentences of the sections and in the headings, in the order of the text."""
    marks = [mark for path, sentences in sections for s in sentences for mark in _marks(text, s.spans, path)]
    marks += [mark for heading in headings for mark in _marks(text, (heading.span,), heading.path)]
    return sorted(marks, key=lambda mark: mark.span)


def annotated_by(note: Note, marks: Iterable[Mark]) -> Mark | None:
    """The mark that a footnote belongs to: the nearest of its number, since numbers start again in some parts."""
    same = [mark for mark in marks if mark.number == note.number]
    return min(same, key=lambda mark: abs(mark.span[0] - note.start), default=None)


def _marks(text: str, spans: Sequence[Span], path: tuple[str, ...]) -> Iterator[Mark]:
    for index, (start, end) in enumerate(spans):
        for match in _MARK.finditer(text, start, end):
            before = _MARK.sub("", Flow(text, [*spans[:index], (start, match.start())]).text).lstrip("# ")
            number = int(match[1] or match[2].translate(_DIGITS))
            yield Mark(number, match.span(), _term(before), _clause(before), path)


def _term(before: str) -> str:
    """The words right before a mark that it explains."""
    if match := _SHORT_NAME.search(before):
        return match[1]
    match = _TERM.search(before) or _LAST_WORDS.search(before.rstrip("。"))
    return match[0] if match else ""


def _clause(before: str) -> str:
    """The end of the text before a mark, from the last comma that leaves enough to tell what it is about."""
    tail = before[-_CLAUSE:]
    comma = tail.rfind("、", 0, len(tail) - _SHORTEST_CLAUSE)
    return tail[comma + 1 :]
