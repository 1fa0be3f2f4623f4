"""What the index reads of a passage or a sentence: document, heading path and context before the text itself."""

from __future__ import annotations

from corpus.document import Document, Passage, Sentence
from corpus.normalize import search_form

_RECORDS = {"policy", "schedule", "procedure"}  # their innermost heading says all; those above are the same for many


def dense_text(passage: Passage) -> str:
    """What the encoder reads of a passage: the innermost headings, a footnote's term, the text."""
    text = search_form(passage.text)
    heading = _heading(passage, 1 if passage.kind in _RECORDS else 2)
    context = "" if passage.kind in _RECORDS else search_form(passage.context)
    if passage.kind in _RECORDS and text.startswith(heading):
        heading = ""
    return "\n".join(part for part in (heading, context, text) if part)


def lexical_text(document: Document, passage: Passage) -> str:
    """What BM25 reads of a passage: document title, all headings, the context, the text."""
    parts = (search_form(document.title), _heading(passage, len(passage.heading_path)), search_form(passage.context))
    return " ".join([*parts, search_form(passage.text)])


def sentence_text(passage: Passage, sentence: Sentence) -> str:
    """What the encoder and BM25 read of a sentence: a footnote's term and the sentence.

    For a passage of one sentence, and for the schedule, whose cells say nothing alone, it is the passage's text.
    """
    if len(passage.sentences) == 1 or passage.kind == "schedule":
        return dense_text(passage)
    context = search_form(passage.context) if passage.kind == "footnote" else ""
    return "\n".join(part for part in (context, search_form(sentence.text)) if part)


def _heading(passage: Passage, depth: int) -> str:
    return search_form(" ".join(passage.heading_path[-depth:] if depth else ()))
