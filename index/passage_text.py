"""What index and cross-encoder read of a passage or a sentence: document, headings and context before the text itself."""

from __future__ import annotations

import re

from corpus.document import Document, Passage, Sentence
from corpus.normalize import search_form
from index.pairs import PassageText, joined

_SCHEDULE_CHARACTERS = 120  # the policy's title and its first measures; BM25 reads the rest
_HEAD_CHARACTERS = 120  # of what stands before the sentences for the cross-encoder
_RECORDS = {"policy", "schedule", "procedure"}  # their innermost heading says all; those above are the same for many
_GROUP_HEADING = re.compile(r"\d+\.\s.*[（(][◎@].+[）)]")


def dense_text(passage: Passage) -> str:
    """What the encoder reads of a passage: the innermost headings, a footnote's term, the text."""
    text = search_form(passage.text)
    if passage.kind == "schedule":
        text = text[:_SCHEDULE_CHARACTERS]
    heading = search_form(" ".join(_headings(passage)))
    context = search_form(_context(passage))
    if passage.kind in _RECORDS and text.startswith(heading):
        heading = ""
    return "\n".join(part for part in (heading, context, text) if part)


def lexical_text(document: Document, passage: Passage) -> str:
    """What BM25 reads of a passage: document title, all headings, the context, the text."""
    parts = (search_form(document.title), search_form(" ".join(passage.heading_path)), search_form(passage.context))
    return " ".join([*parts, search_form(passage.text)])


def sentence_text(passage: Passage, sentence: Sentence) -> str:
    """What BM25 reads of a sentence: a footnote's term and the sentence."""
    context = search_form(passage.context) if passage.kind == "footnote" else ""
    return "\n".join(part for part in (context, search_form(sentence.text)) if part)


def sentence_dense_text(passage: Passage, sentence: Sentence) -> str:
    """What the encoder reads of a sentence: as BM25, but the whole passage where the sentence says nothing alone.

    That is so for a passage of one sentence, for the cells of the schedule, a slide's fragments, the title of a policy
    and the heading of a group of procedures; these share their passage's vector.
    """
    is_title = (passage.kind == "policy" and sentence.text.startswith("[No.")) or (
        passage.kind == "group" and _GROUP_HEADING.fullmatch(sentence.text) is not None
    )
    if len(passage.sentences) == 1 or passage.kind in ("schedule", "slide") or is_title:
        return dense_text(passage)
    return sentence_text(passage, sentence)


def read_text(passage: Passage) -> PassageText:
    """What the cross-encoder reads of a passage: the innermost headings, a footnote's term, the sentences."""
    head = search_form(" ".join([*_headings(passage), _context(passage)]))[:_HEAD_CHARACTERS]
    return joined(head, [search_form(sentence.text) for sentence in passage.sentences])


def _headings(passage: Passage) -> tuple[str, ...]:
    return passage.heading_path[-1:] if passage.kind in _RECORDS else passage.heading_path[-2:]


def _context(passage: Passage) -> str:
    return "" if passage.kind in _RECORDS else passage.context
