"""What an answer is: sentences of the plans, each with its citation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import Span

Outcome = Literal["answered", "partial", "not_found"]


@dataclass(frozen=True, slots=True)
class CitedFootnote:
    """A footnote whose mark stands in the cited passage, as printed."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited passage. `quote` is the part of `text` that the answer uses; both are as printed.

    `spans` are the places of the quote in the published text, `start` and `end` their outer bounds (half-open
    code-point offsets). `page` is the printed page or slide on which the quote stands or, in a plan whose text shows
    the pages of its headings only, its section begins; None where it is not known.
    """

    number: int
    passage_id: str
    doc_id: str
    title: str
    published: str
    publisher: str
    status: str
    heading_path: tuple[str, ...]
    text: str
    quote: str
    spans: tuple[Span, ...]
    score: float
    page: int | None = None
    footnotes: tuple[CitedFootnote, ...] = ()

    @property
    def start(self) -> int:
        """Where the quote begins in the published text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the quote ends in the published text."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: its outcome, the text shown (at most 600 characters) and 0 to 5 citations.

    `confidence` tells how near the plans come to the question (higher is surer), None for a question refused unread.
    `understood_as` is the self-contained question that a follow-up was answered as; empty where nothing was changed.
    """

    question: str
    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    latency_ms: float
    confidence: float | None = None
    understood_as: str = ""

    def as_dict(self, question_id: str | None = None) -> dict[str, Any]:
        """The JSON form that `keikaku ask --json` prints."""
        return {
            "id": question_id,
            "question": self.question,
            "outcome": self.outcome,
            "answer": self.text,
            "citations": [_citation_dict(citation) for citation in self.citations],
            "latency_ms": round(self.latency_ms, 1),
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            "understood_as": self.understood_as,
        }


def _citation_dict(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "doc_id": citation.doc_id,
        "title": citation.title,
        "published": citation.published,
        "publisher": citation.publisher,
        "status": citation.status,
        "page": citation.page,
        "heading_path": list(citation.heading_path),
        "text": citation.text,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "spans": [list(span) for span in citation.spans],
        "score": round(citation.score, 4),
        "footnotes": [{"number": note.number, "text": note.text} for note in citation.footnotes],
    }
