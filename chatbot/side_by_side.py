"""What each document says of a question or topic, oldest first, with the statements on one matter side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.alignment import ALIKE, align, similarity
from chatbot.answer import Statement
from chatbot.changes import figure_changed
from chatbot.comparison import words_of
from chatbot.question import Asked
from chatbot.statements import Said, all_statements, best_statements
from corpus.document import Document
from corpus.editions import by_date
from corpus.normalize import search_form
from index.retriever import Hit
from index.tokenizer import words
from index.vocabulary import added_terms

HITS = 200  # so many, that each document that speaks of a matter is among them
_SHARE = 0.3  # of the best hit's score that a document's must have to speak of the matter,
_COVERED_SHARE = 0.75  # and of the subject's words in the best hit
_UNCOVERED_SHARE = 0.6  # of the best hit's score, where the cross-encoder finds an answer in other words
_MOST = 5  # statements of a document, with those that speak of a matter that a neighbour states
_FIGURE_CHANGED = 0.2  # similarity that two statements gain by a figure about the same words that changed


Row = tuple[Said | None, ...]  # what each document that speaks says of one matter


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The documents that speak, oldest first, with rows of as many cells; those that do not; why none is shown."""

    speaking: tuple[Document, ...] = ()
    rows: tuple[Row, ...] = ()
    silent: tuple[Document, ...] = ()
    refusal: tuple[Statement, ...] = ()


def oldest_first(documents: Sequence[Document]) -> list[Document]:
    """The documents by date; one of which only the year is known comes before those of that year."""
    return sorted(documents, key=lambda document: by_date(document.published))


def side_by_side(subject: str, asked: Asked, hits: Sequence[Hit], documents: Sequence[Document]) -> SideBySide:
    """What `documents` say of `subject`, by its hits (`HITS` of them, best first)."""
    hits = [hit for hit in hits if hit.passage.kind not in ("footnote", "schedule")]
    named = _named(subject, hits)
    found = _speaking(named, hits)
    ordered = oldest_first(documents)
    speaking = [document for document in ordered if document.doc_id in found]
    if not asked.kinds:
        asked = replace(asked, kinds=frozenset({"date", "number"}))  # it is in these that plans differ
    said = [best_statements(asked, named, document, found[document.doc_id]) for document in speaking]
    said = _with_counterparts(said, [all_statements(document, found[document.doc_id]) for document in speaking])
    silent = tuple(document for document in ordered if document.doc_id not in found)
    rows = sorted(
        _rows(said), key=lambda row: sum(cell is not None for cell in row) < 2
    )  # what stands alone comes last
    return SideBySide(tuple(speaking), tuple(rows), silent)


def likeness(older: str, newer: str) -> float:
    """The similarity of two statements; a figure about the same words that changed makes them more alike."""
    alike = similarity(older, newer)
    if ALIKE - _FIGURE_CHANGED <= alike < ALIKE and figure_changed(older, newer):
        return alike + _FIGURE_CHANGED
    return alike


def _named(subject: str, hits: Sequence[Hit]) -> set[str]:
    """The words of the subject, or the plans' words for them, that stand in the best hit."""
    text = search_form(subject)
    return {*words(text), *words(" ".join(added_terms(text)))} & words_of(hits[0]) if hits else set()


def _speaking(named: set[str], hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """The hits of each document that speaks of the subject, best first."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        is_near = bool(named) and hit.score >= _SHARE * hits[0].score  # first: words take a while to be told apart
        is_covered = is_near and len(named & words_of(hit)) >= _COVERED_SHARE * len(named)
        is_read = hit.relevance is not None and hit.relevance > 0 and hit.score >= _UNCOVERED_SHARE * hits[0].score
        if hit is hits[0] or is_covered or is_read:
            found.setdefault(hit.passage.doc_id, []).append(hit)
    return found


def _with_counterparts(said: Sequence[list[Said]], candidates: Sequence[Sequence[Said]]) -> list[list[Said]]:
    """The statements of each document, with those that speak of a matter that the next or the one before states."""
    whole = [list(column) for column in said]
    for here in range(len(said)):
        for there in (here - 1, here + 1):
            if 0 <= there < len(said):
                for statement in said[here]:
                    _add_counterpart(statement, whole[there], candidates[there])
    return [sorted(column, key=lambda statement: statement.sentences[0].spans) for column in whole]


def _add_counterpart(statement: Said, column: list[Said], candidates: Sequence[Said]) -> None:
    if len(column) >= _MOST or any(_alike(statement, other) >= ALIKE for other in column):
        return
    shown = {sentence.spans for other in column for sentence in other.sentences}
    others = [other for other in candidates if not any(sentence.spans in shown for sentence in other.sentences)]
    best = max(others, key=lambda other: _alike(statement, other), default=None)
    if best is not None and _alike(statement, best) >= ALIKE:
        column.append(best)


def _alike(one: Said, two: Said) -> float:
    older, newer = sorted((one, two), key=lambda said: by_date(said.document.published))
    return likeness(older.text, newer.text)


def _rows(said: Sequence[Sequence[Said]]) -> list[Row]:
    """A row for each matter; a statement joins the row whose newest statement is most like it."""
    rows: list[list[Said | None]] = []
    for count, column in enumerate(said):
        newest = [next(cell for cell in reversed(row) if cell) for row in rows]
        pairs = align([statement.text for statement in newest], [statement.text for statement in column], likeness)
        rows = [
            [*(rows[i] if i is not None else [None] * count), column[j] if j is not None else None] for i, j in pairs
        ]
    return [tuple(row) for row in rows]
