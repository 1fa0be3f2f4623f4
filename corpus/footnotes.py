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
_CLAUSE = 120  # characters
_SHORTEST_CLAUSE = 20
_QUOTED = re.compile(r"以下「([^「」]+)」という。[）)]$|「([^「」]{1,100})$")
_WORD = r"[ァ-ヶーA-Za-z0-9・\-／/&]+|[一-龥々〆ァ-ヶーA-Za-z0-9,.%]+|[A-Za-z][A-Za-z0-9 .&()/\-]*[A-Za-z0-9)]"
_TERM = re.compile(rf"(?:「[^「」]*」|[^、。「」（）()]+に関する法律|(?:{_WORD})(?:\s*[（(][^（）()]+[）)])?)(?:等)?$")
_LAST_WORDS = re.compile(r"[^、。「」（）()]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: its number and place, the term before it, the clause that the term closes, and the section."""

    number: int
    span: Span
    term: str
    clause: str
    path: tuple[str, ...]
    is_named: bool  # the term is a name, not just the last words

    @property
    def context(self) -> str:
        """What the index reads before the footnote's own text, which rarely holds the term."""
        return f"{self.term}: {self.clause}" if len(self.term) > 1 and self.is_named else self.clause


def find_marks(
    text: str, sections: Iterable[tuple[tuple[str, ...], Sequence[Sentence]]], headings: Iterable[Heading]
) -> list[Mark]:
    """Every footnote mark in the sentences of the sections and in the headings, in the order of the text."""
    marks = [mark for path, sentences in sections for s in sentences for mark in _marks(text, s.spans, path)]
    marks += [mark for heading in headings for mark in _marks(text, heading.spans, heading.path)]
    return sorted(marks, key=lambda mark: mark.span)


def annotated_by(note: Note, marks: Iterable[Mark]) -> Mark | None:
    """The mark that a footnote belongs to: the nearest of its number, since numbers start again in some parts."""
    same = [mark for mark in marks if mark.number == note.number]
    return min(same, key=lambda mark: abs(mark.span[0] - note.start), default=None)


def _marks(text: str, spans: Sequence[Span], path: tuple[str, ...]) -> Iterator[Mark]:
    for index, (start, end) in enumerate(spans):
        for match in _MARK.finditer(text, start, end):
            before = _MARK.sub("", Flow(text, [*spans[:index], (start, match.start())]).text)
            number = int(match[1] or match[2].translate(_DIGITS))
            name = _name(before)
            words = _LAST_WORDS.search(before.rstrip("。"))
            term = name or (words[0].strip() if words else "")
            yield Mark(number, match.span(), term, _clause(before), path, bool(name))


def _name(before: str) -> str:
    """The name that stands right before a mark, or an empty text."""
    if match := _QUOTED.search(before):
        return match[1] or match[2]
    match = _TERM.search(before)
    return match[0] if match else ""


def _clause(before: str) -> str:
    """The end of the text before a mark, from the last comma that leaves enough to tell what it is about."""
    comma = before.rfind("、", 0, max(len(before) - _SHORTEST_CLAUSE, 0))
    return before[comma + 1 :][-_CLAUSE:]
