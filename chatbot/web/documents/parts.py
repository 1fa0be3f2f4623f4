"""A document as it is read on the screen: its passages in reading order, cut into parts of a page each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from chatbot.web.documents.notes import Note, place_notes, read_notes
from chatbot.web.documents.places import Places
from chatbot.web.documents.rows import columns
from corpus.document import Corpus, Document, Passage

LONGEST_PART = 24_000  # characters; a page of it is under 200 kB
_ROW_TAGS = 60
_SHORTEST_PART = 1_000  # what is shorter does not stand alone before a long section


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows: passages in reading order, then the notes to them. Parts are numbered from 1."""

    number: int
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]

    @property
    def all_passages(self) -> Iterator[Passage]:
        """The passages of the text, then those of the notes."""
        yield from self.passages
        for note in self.notes:
            yield from note.passages


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and its parts; none where nothing of it could be read."""

    document: Document
    parts: tuple[Part, ...]

    @property
    def notes(self) -> Iterator[tuple[Part, Note]]:
        """Every note with the part on whose page it stands."""
        return ((part, note) for part in self.parts for note in part.notes)

    def part_with(self, passage_id: str) -> Part | None:
        """The part that shows that passage."""
        return next((part for part in self.parts if any(p.id == passage_id for p in part.all_passages)), None)

    def part_at(self, offset: int) -> Part | None:
        """The part that shows the character at `offset` of the published text."""
        index = Places([part.all_passages for part in self.parts]).at(offset)
        return None if index is None else self.parts[index]


def read_through(corpus: Corpus, doc_id: str) -> Reading:
    """The document of that id in parts; KeyError if there is none."""
    document = corpus.document(doc_id)
    passages = [passage for passage in corpus.passages if passage.doc_id == doc_id]
    notes = read_notes([note for note in corpus.footnotes if note.doc_id == doc_id], passages)
    of_notes = {passage.id for note in notes for passage in note.passages}
    body = _in_reading_order(corpus, document, [passage for passage in passages if passage.id not in of_notes])
    cut = _cut(body)
    placed = place_notes(notes, cut)
    return Reading(document, tuple(Part(n, tuple(p), tuple(placed[n - 1])) for n, p in enumerate(cut, 1)))


def _in_reading_order(corpus: Corpus, document: Document, passages: list[Passage]) -> list[Passage]:
    """As parsed; but in the 重点計画 the records are put together again.

    There a policy's last fields may be printed before its heading, and the heading of a group of procedures, which
    belongs to its 取組内容, before the table of the group.
    """
    if document.kind != "plan":
        return passages
    titles = {f"policy:{policy.number}": policy.title.spans[0][0] for policy in corpus.policies}

    def place(passage: Passage) -> tuple[int, bool, int]:
        start = passage.spans[0][0]
        if passage.kind == "policy":
            return titles[passage.record], bool(passage.context), start
        return (passage.spans[-1][0] if passage.kind == "group" else start), False, start

    return sorted(passages, key=place)


def _cut(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages in parts that begin at headings, where they can; a short section is not torn apart."""
    parts: list[list[Passage]] = []
    for _, section in groupby(passages, key=lambda passage: passage.heading_path[:1]):
        whole = list(section)
        for index, unit in enumerate(_units(whole, 1)):
            length = _length(parts[-1]) if parts else LONGEST_PART
            is_full = length + _length(unit if index else whole) > LONGEST_PART
            if is_full and (index or length >= _SHORTEST_PART):
                parts.append([])
            parts[-1].extend(unit)
    return parts


def _units(passages: list[Passage], depth: int) -> Iterator[list[Passage]]:
    """Runs of passages that are not longer than a part, cut at headings, the outermost first."""
    if _length(passages) <= LONGEST_PART or len(passages) == 1:
        yield passages
    elif all(len(passage.heading_path) < depth for passage in passages):
        yield from ([passage] for passage in passages)
    else:
        for _, section in groupby(passages, key=lambda passage: passage.heading_path[: depth + 1]):
            yield from _units(list(section), depth + 1)


def _length(passages: Sequence[Passage]) -> int:
    """Characters, and for a row of a table what its tags take."""
    return sum(
        len(sentence.text) + (_ROW_TAGS if columns(passage) else 0)
        for passage in passages
        for sentence in passage.sentences
    )
