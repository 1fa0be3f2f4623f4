"""What a 出典票 holds, and the checksums by which a later change to it is noticed."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from chatbot.answer import Answer, Citation, Outcome
from corpus.document import Span


class UnreadableSheet(ValueError):
    """A file is no 出典票, or not a whole one. The message says why, for the user."""


@dataclass(frozen=True, slots=True)
class SheetCitation:
    """One quote and where it stands.

    `quote` is as printed; `spans` are its places in the published text (half-open code-point offsets), `sha256` is the
    hash of that text.
    """

    number: int
    title: str
    publisher: str
    published: str
    status: str
    heading_path: tuple[str, ...]
    page: int | None
    quote: str
    spans: tuple[Span, ...]
    sha256: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """One answer with its quotes, as given at `answered_at` (with its time zone, whole seconds) by `program`."""

    question: str
    understood_as: str
    outcome: Outcome
    answer: str
    answered_at: datetime.datetime
    program: str
    citations: tuple[SheetCitation, ...]

    @property
    def answer_sha256(self) -> str:
        """The checksum of the answer's text."""
        return hashlib.sha256(self.answer.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def record_sha256(self) -> str:
        """The checksum of all the rest."""
        values = asdict(self) | {"answer": "", "answered_at": self.answered_at.isoformat()}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as read from a file, with the checksums that the file states."""

    sheet: SourceSheet
    answer_sha256: str
    record_sha256: str


def sheet_of(answer: Answer, answered_at: datetime.datetime | None = None) -> SourceSheet:
    """The sheet of an answer that was given at `answered_at`; None: now."""
    moment = answered_at or datetime.datetime.now().astimezone()
    return SourceSheet(
        question=answer.question,
        understood_as=answer.understood_as,
        outcome=answer.outcome,
        answer=answer.text,
        answered_at=moment.replace(microsecond=0),
        program=program(),
        citations=tuple(map(_cited, answer.citations)),
    )


@cache
def program() -> str:
    """The name and version of this program; without the version where it runs without being installed."""
    try:
        return f"keikaku {version('keikaku')}"
    except PackageNotFoundError:
        return "keikaku"


def _cited(citation: Citation) -> SheetCitation:
    return SheetCitation(
        number=citation.number,
        title=citation.title,
        publisher=citation.publisher,
        published=citation.published,
        status=citation.status,
        heading_path=citation.heading_path,
        page=citation.page,
        quote=citation.quote,
        spans=citation.spans,
        sha256=citation.sha256,
        doc_id=citation.doc_id,
    )
