"""Is an answer right, is a citation right, is a quote verbatim: the rules of the question files.

Answers and citations are compared after `<sup>…</sup>` and the marks `* # |` are dropped, NFKC, white space dropped,
lower case; a quote is compared with the published text as printed, white space aside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpus.document import Document

ANSWER_CHARACTERS = 600
CITATIONS = 5


def normalise(text: str) -> str:
    """`text` in the form in which it is matched."""
    text = unicodedata.normalize("NFKC", re.sub(r"<sup>.*?</sup>", "", text))
    return re.sub(r"[\s*#|]", "", text).lower()


def holds_any(normal: str, texts: Iterable[str]) -> bool:
    """Whether one of `texts` stands in the normalised text `normal`."""
    return any(normalise(text) in normal for text in texts)


def missing_keys(answer: str, answer_keys: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The lists of alternatives of which none stands in the first 600 characters of the answer."""
    text = normalise(answer)[:ANSWER_CHARACTERS]
    return [keys for keys in answer_keys if not holds_any(text, keys)]


def right_citations(citations: Sequence[Mapping[str, Any]], evidence: Sequence[str]) -> list[bool]:
    """For each of the first 5 citations whether its text holds one of the evidence strings."""
    return [holds_any(normalise(citation["text"]), evidence) for citation in citations[:CITATIONS]]


def is_verbatim(citation: Mapping[str, Any], documents: Sequence[Document]) -> bool:
    """Whether the citation's quote stands at its spans in the published text, or, without spans, anywhere in it.

    The document is named by its id, its title or the name of its file.
    """
    quote, spans = _bare(citation.get("quote") or ""), citation.get("spans")
    named = citation.get("doc_id") or citation.get("title")
    texts = [document.text for document in documents if named in _names(document)]
    if not quote or not texts:
        return False
    if not spans:
        return quote in _bare(texts[0])
    try:
        return quote == _bare("".join(texts[0][start:end] for start, end in spans))
    except (TypeError, ValueError):
        return False


def _names(document: Document) -> tuple[str, ...]:
    return document.doc_id, document.title, document.source_file


def _bare(text: str) -> str:
    return "".join(text.split())
