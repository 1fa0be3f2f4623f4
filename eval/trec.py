"""Retrieval as the field writes and measures it: a run and qrels, and the measures of trec_eval (by ir-measures)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import ir_measures
from ir_measures import RR, R, nDCG

from eval.verdicts import Judged

Source = Literal["hits", "citations"]

TAG = "keikaku"
MEASURES = {
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "recall@20": R @ 20,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}


def retrieval_source(judged: Sequence[Judged]) -> Source:
    """What is ranked: the passages found, or the citations where not every answer tells what was found."""
    known = (item.retrieved or item.answer.get("retrieved") is not None for item in judged if item.stage != "failed")
    return "hits" if all(known) else "citations"


def measure_retrieval(judged: Sequence[Judged], source: Source) -> list[dict[str, float]]:
    """The measures of each question, in order; one for which nothing relevant was found, or is there, scores 0."""
    run, qrels = _run(judged, source), _qrels(judged)
    names = {measure: name for name, measure in MEASURES.items()}
    values = [dict.fromkeys(MEASURES, 0.0) for _ in judged]
    positions = {item.question.id: at for at, item in enumerate(judged)}
    if qrels:
        for metric in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
            values[positions[metric.query_id]][names[metric.measure]] = float(metric.value)
    return values


def write_trec(folder: Path, judged: Sequence[Judged], source: Source) -> None:
    """Write `run.trec` (query Q0 document rank score tag) and `qrels.trec` (query 0 document relevance).

    White space in an id is percent-encoded. A question to which no passage is relevant has no line among the qrels.
    """
    run = [
        f"{_bare(query)} Q0 {_bare(document)} {rank} {score:g} {TAG}\n"
        for query, scores in _run(judged, source).items()
        for rank, (document, score) in enumerate(scores.items(), 1)
    ]
    qrels = [
        f"{_bare(query)} 0 {_bare(document)} {relevance}\n"
        for query, judgements in _qrels(judged).items()
        for document, relevance in judgements.items()
    ]
    (folder / "run.trec").write_text("".join(run), encoding="utf-8", newline="\n")
    (folder / "qrels.trec").write_text("".join(qrels), encoding="utf-8", newline="\n")


def _run(judged: Sequence[Judged], source: Source) -> dict[str, dict[str, float]]:
    """Scores by question and passage. They count down from the first rank, so that no tool can see a tie."""
    rankings = {item.question.id: item.retrieved if source == "hits" else item.cited_ids for item in judged}
    return {
        query: {document: float(len(ranking) - at) for at, document in enumerate(ranking)}
        for query, ranking in rankings.items()
    }


def _qrels(judged: Sequence[Judged]) -> Mapping[str, dict[str, int]]:
    return {item.question.id: dict.fromkeys(sorted(item.relevant), 1) for item in judged if item.relevant}


def _bare(name: str) -> str:
    return re.sub(r"[\s%]", lambda match: quote(match[0]), name)
