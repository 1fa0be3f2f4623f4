"""Footnotes on a reading page: each mark leads to its note, and each note back to its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.web.documents.places import Places
from corpus.document import Footnote, Passage


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote with its passages, of which there is at least one."""

    footnote: Footnote
    passages: tuple[Passage, ...]

    @property
    def id(self) -> str:
        """The element id of the note, and behind another prefix that of its mark."""
        return local_id(self.passages[0].id)

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above the sentence that it annotates."""
        return self.passages[0].heading_path[:-1]


def local_id(passage_id: str) -> str:
    """A passage's id without that of its document, for element ids."""
    return passage_id.rpartition(":")[2]


def read_notes(footnotes: Sequence[Footnote], passages: Sequence[Passage]) -> list[Note]:
    """The footnotes of a document, each with its passages; `passages` are all of the document."""
    starts = {passage.spans[0]: passage for passage in passages if passage.kind == "footnote"}
    notes = []
    for footnote in footnotes:
        own = tuple(starts[s.spans[0]] for s in footnote.sentences if s.spans[0] in starts)
        if own:
            notes.append(Note(footnote, own))
    return notes


def place_notes(notes: Sequence[Note], parts: Sequence[Sequence[Passage]]) -> list[list[Note]]:
    """The notes of each part: those whose marks it shows, or the heading that carries the mark."""
    placed: list[list[Note]] = [[] for _ in parts]
    places = Places(parts)
    for note in notes:
        place = places.at(note.footnote.mark[0]) if note.footnote.mark else None
        placed[_under_heading(note, parts) if place is None else place].append(note)
    return placed


def _under_heading(note: Note, parts: Sequence[Sequence[Passage]]) -> int:
    path = note.path
    for index, passages in enumerate(parts):
        if any(passage.heading_path[: len(path)] == path for passage in passages):
            return index
    return len(parts) - 1


def nearest(notes: Sequence[Note], number: int, offset: int) -> Note | None:
    """The note of that number whose mark is nearest: a number may be set again, and numbers may start again."""
    same = [note for note in notes if note.footnote.number == number and note.footnote.mark]
    return min(same, key=lambda note: abs((note.footnote.mark or (0, 0))[0] - offset), default=None)
