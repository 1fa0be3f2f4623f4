"""What an answer is: statements made of parts that know what they are, each with its citation, and their proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from corpus.document import Span
from index.ranks import Ranks
from index.vocabulary import Bridge

Outcome = Literal["answered", "partial", "not_found"]
PartKind = Literal["quote", "label", "note", "field", "asked", "count", "heading", "wording"]
FaultKind = Literal["document", "quote", "mark", "text", "number", "date", "ministry", "name"]


@dataclass(frozen=True, slots=True)
class CitedFootnote:
    """A footnote whose mark stands in the cited passage, as printed."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage is cited: how the index found it, its rank when all had been read, and the question's words in it.

    `relevance` is the logit of the cross-encoder, None where it did not read the passage.
    """

    ranks: Ranks
    rank: int
    relevance: float | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewerEdition:
    """A newer document of the series that a cited one belongs to; `is_draft` where it is not decided yet."""

    title: str
    published: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited passage. `quote` is the part of `text` that the answer uses; both are as printed.

    `sha256` is the hash of the published text that the quote was taken from, empty where it is not known.
    `spans` are the places of the quote in the published text, `start` and `end` their outer bounds (half-open
    code-point offsets). `page` is the printed page or slide on which the quote stands or, in a plan whose text shows
    the pages of its headings only, its section begins; None where it is not known. `why` is None for what was not searched for: a record that was listed,
    the list that follows an announcement.
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
    sha256: str = ""
    why: Why | None = None
    newer: NewerEdition | None = None

    @property
    def start(self) -> int:
        """Where the quote begins in the published text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the quote ends in the published text."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer's text that knows what it is.

    A quote is words of the quote cited, as shown; a label names the cited passage by its document, date, headings or
    record, or a document alone; a note tells the years that the quote counts from its date. A field is what a record
    holds or is called by, named without a citation; a heading is one of the plans, named likewise. What is asked is
    taken from the question, as it stands or in the plans' words; a count was counted; wording is the program's own.
    """

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Parts on one matter, all from the citation `number`, whose mark ends them; None where nothing is cited.

    A `note` stands behind the mark.
    """

    parts: tuple[Part, ...]
    number: int | None = None
    note: Part | None = None

    @property
    def text(self) -> str:
        """The statement as shown."""
        mark = "" if self.number is None else f" [{self.number}]"
        return "".join(part.text for part in self.parts) + mark + (self.note.text if self.note else "")


def shown_text(statements: Iterable[Statement]) -> str:
    """The statements as an answer shows them, a line each."""
    return "\n".join(statement.text for statement in statements)


@dataclass(frozen=True, slots=True)
class Fault:
    """What an answer would have shown without proof: `text` of the citation or of the statement (from 0) named."""

    kind: FaultKind
    text: str
    citation: int | None = None
    statement: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What was checked of an answer before it was shown: how many quotes and figures, how many of them hold."""

    quotes: int
    verbatim: int
    figures: int
    supported: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question: its outcome, the text shown (at most 600 characters) and 0 to 5 citations.

    `confidence` tells how near the plans come to the question (higher is surer), None for a question refused unread.
    `searched_for` are the plans' words with which it was looked up beside its own, `bridges` what each was put for.
    `understood_as` is the self-contained question that a follow-up was answered as; empty where nothing was changed.
    `text` is that of the `statements`; `proof` is what `chatbot.proof` found before it took out what does not hold.
    """

    question: str
    outcome: Outcome
    text: str
    citations: tuple[Citation, ...]
    latency_ms: float
    confidence: float | None = None
    understood_as: str = ""
    statements: tuple[Statement, ...] = ()
    proof: Proof | None = None
    searched_for: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()

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
            "searched_for": list(self.searched_for),
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
