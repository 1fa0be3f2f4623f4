"""A judged question → the words of its row in the table of all questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from chatbot.web.quotes import locate
from corpus.normalize import display_text
from eval.measures import ANSWER_CHARACTERS, normalise
from eval.report.coverage import confidence
from eval.report.figures import written
from eval.report.labels import japanese_date
from eval.verdicts import Judged

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A citation. `right` and `verbatim` are None where that was not judged, `pieces` the passage, quoted or not."""

    number: int
    right: bool | None
    verbatim: bool | None
    title: str
    facts: str
    path: str
    pieces: Pieces
    stray_quote: str


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the table. `keys` are the strings a right answer holds, each with whether this one does."""

    judged: Judged
    outcome: str
    answer: str
    error: str
    keys: tuple[tuple[str, bool], ...]
    evidence: tuple[tuple[str, str], ...]
    rank: str
    sources: tuple[Source, ...]
    latency_ms: float | None
    latency: str
    confidence: float | None


def table_row(item: Judged, titles: Mapping[str, str]) -> Row:
    """The row of `item`; `titles` names the documents by their source file."""
    answer, question = item.answer, item.question
    text = str(answer.get("answer") or "")
    latency = answer.get("latency_ms")
    return Row(
        judged=item,
        outcome=str(answer.get("outcome", "failed")),
        answer=text,
        error=str(answer.get("error") or ""),
        keys=_keys(text, question.answer_keys),
        evidence=tuple((titles.get(part.doc, part.doc), part.text) for part in question.evidence),
        rank=_rank(item),
        sources=_sources(answer.get("citations") or (), item),
        latency_ms=latency,
        latency=written(latency, "ms"),
        confidence=confidence(item),
    )


def _keys(answer: str, answer_keys: Sequence[Sequence[str]]) -> tuple[tuple[str, bool], ...]:
    text = normalise(answer)[:ANSWER_CHARACTERS]
    return tuple(("／".join(keys), any(normalise(key) in text for key in keys)) for keys in answer_keys)


def _rank(item: Judged) -> str:
    """Where the search found the first passage that holds an evidence; empty where that is not known."""
    if not item.question.evidence or not item.retrieved:
        return ""
    if not item.relevant:
        return "索引にない"
    ranks = [rank for rank, passage in enumerate(item.retrieved, 1) if passage in item.relevant]
    return f"{ranks[0]}位" if ranks else f"上位{len(item.retrieved)}件に入らなかった"


def _sources(citations: Sequence[Mapping[str, Any]], item: Judged) -> tuple[Source, ...]:
    rows = zip_longest(citations, item.cited, item.verbatim)
    return tuple(_source(number, *row) for number, row in enumerate(rows, 1) if row[0] is not None)


def _source(number: int, citation: Mapping[str, Any], right: bool | None, verbatim: bool | None) -> Source:
    text, quote = (display_text(str(citation.get(name) or "")) for name in ("text", "quote"))
    pieces = quoted_pieces(text, quote)
    return Source(
        number=number,
        right=right,
        verbatim=verbatim,
        title=display_text(str(citation.get("title") or citation.get("doc_id") or "（文書名なし）")),
        facts="　".join(_facts(citation)),
        path=_path(citation.get("heading_path") or ()),
        pieces=pieces,
        stray_quote="" if any(quoted for _, quoted in pieces) else quote,
    )


def _facts(citation: Mapping[str, Any]) -> list[str]:
    known = (japanese_date(str(citation.get("published") or "")), citation.get("publisher"), citation.get("status"))
    return [str(fact) for fact in known if fact]


def _path(headings: str | Sequence[object]) -> str:
    """Another system may give its headings as one text."""
    return " › ".join(display_text(str(heading)) for heading in ([headings] if isinstance(headings, str) else headings))


def quoted_pieces(text: str, quote: str) -> Pieces:
    """`text` cut where `quote` begins and ends, each piece with whether it is quoted."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in locate(text, quote):
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return tuple(piece for piece in [*pieces, (text[done:], False)] if piece[0])
