"""A part of a document as HTML: its text, and the notes to it."""

from __future__ import annotations

from markupsafe import Markup

from chatbot.web.documents.blocks import Setter
from chatbot.web.documents.citations import CitedQuotes
from chatbot.web.documents.ink import Pen
from chatbot.web.documents.marks import NoteMarks
from chatbot.web.documents.outline import sections
from chatbot.web.documents.parts import Part, Reading
from chatbot.web.documents.shelf import Shelf
from chatbot.web.documents.text import ReadingTexts


def set_part(
    reading: Reading, part: Part, quotes: CitedQuotes, shelf: Shelf, path: str, texts: ReadingTexts
) -> tuple[Markup, Markup]:
    """The text of a part and its notes, what is cited of them marked. `path` is that of the document.

    All that is not a tag in them is escaped where it is written.
    """
    marks = NoteMarks(reading, part, path, texts.note_mark)
    pen = Pen(quotes, marks.mark, texts.cited_as)
    setter = Setter(reading.document, path, shelf.corpus, shelf.measures, texts)
    before = reading.parts[part.number - 2] if part.number > 1 else None
    of_headings = marks.of_headings()
    text = [setter.section(section, pen, of_headings) for section in sections(reading.document, part, before)]
    return Markup("".join(text)), Markup(setter.notes(part.notes, pen))
