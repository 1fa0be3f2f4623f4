"""The footnote marks of a page as links to their notes."""

from __future__ import annotations

from chatbot.web.documents.notes import Note, nearest
from chatbot.web.documents.parts import Part, Reading
from chatbot.web.documents.places import Places
from chatbot.web.escape import escape, hidden


class NoteMarks:
    """Writes the marks of one part. `path` is that of the document, `label` what a mark is called aloud."""

    def __init__(self, reading: Reading, part: Part, path: str, label: str) -> None:
        self._part = part
        self._path = path
        self._label = label
        self._parts = {note.id: of.number for of, note in reading.notes}
        self._notes = [note for _, note in reading.notes]
        self._at = {note.footnote.mark[0]: note for note in part.notes if note.footnote.mark}

    def mark(self, offset: int, shown: str) -> str:
        """The mark at `offset`: that of its note, or of a note cited again; plain where no note has its number."""
        if note := self._at.get(offset):
            return self._link(note, shown, f' id="ref-{note.id}"')
        if note := nearest(self._notes, int(shown.rstrip(")")), offset):
            return self._link(note, shown)
        return f"<sup>{escape(shown)}</sup>"

    def of_headings(self) -> dict[tuple[str, ...], str]:
        """The marks that stand in headings, which no passage shows, by heading path."""
        shown = Places([self._part.all_passages])
        marks: dict[tuple[str, ...], str] = {}
        for note in self._part.notes:
            mark = note.footnote.mark
            if mark and shown.at(mark[0]) is None:
                link = self._link(note, str(note.footnote.number), f' id="ref-{note.id}"')
                marks[note.path] = marks.get(note.path, "") + link
        return marks

    def _link(self, note: Note, shown: str, identity: str = "") -> str:
        number = self._parts[note.id]
        page = "" if number == self._part.number else f"{self._path}/{number}"
        href = escape(f"{page}#note-{note.id}")
        return f'<sup><a class="note-mark"{identity} href="{href}">{hidden(self._label)}{escape(shown)}</a></sup>'
