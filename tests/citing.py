"""Citations of real passages, as the assistant makes them, for answers that tests make by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.answer import Citation
from corpus.document import Corpus, Passage, Sentence, join_sentences


def cite(corpus: Corpus, passage: Passage, sentences: Sequence[Sentence], number: int, **fields: Any) -> Citation:
    """A citation of sentences of a passage; `fields` are those that are to be otherwise, or that it has besides."""
    document = corpus.document(passage.doc_id)
    known: dict[str, Any] = {
        "number": number,
        "passage_id": passage.id,
        "doc_id": document.doc_id,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "status": document.status,
        "heading_path": passage.heading_path,
        "text": passage.text,
        "quote": join_sentences(list(sentences)),
        "spans": tuple(span for sentence in sentences for span in sentence.spans),
        "score": 1.0,
    }
    return Citation(**known | fields)
