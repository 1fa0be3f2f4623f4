"""Permanent links: every passage has an element id of its own, and an address that finds it whatever its part."""

from __future__ import annotations

from chatbot.web.documents.notes import local_id
from chatbot.web.documents.text import ReadingTexts
from chatbot.web.escape import escape
from corpus.document import Passage
from corpus.normalize import display_text

_NAMING = 24  # characters of a passage that name it in its link


def element_id(passage: Passage) -> str:
    """The id of the element that shows the passage."""
    return f"p-{local_id(passage.id)}"


def permalink(passage: Passage, path: str, texts: ReadingTexts) -> str:
    """The link to a passage, named by its first words. `path` is that of the document."""
    words = display_text(passage.text).replace("\n", " ")[:_NAMING]
    label = escape(texts.permalink.format(words=words), " ")
    href = escape(f"{path}?passage={passage.id}#{element_id(passage)}")
    return f'<a class="permalink" href="{href}" aria-label="{label}">#</a>'
