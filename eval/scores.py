"""Verdicts → scores: every measure over all questions, by type and by persona, with 95% bootstrap intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval import bootstrap
from eval.bootstrap import Floats
from eval.trec import MEASURES, measure_retrieval, retrieval_source
from eval.verdicts import STAGES, Judged, Verdict

Share = tuple[float, float]  # what a question gives to a measure: how much is right, out of how much; (0, 0) is nothing
Figures = dict[str, float | int | None]

VERDICTS: tuple[Verdict, ...] = ("CORRECT", "INCORRECT", "NOT_ATTEMPTED")
LATENCIES = tuple(f"latency_p{percentile}_ms" for percentile in bootstrap.PERCENTILES)


def _all(item: Judged) -> Share:
    return item.verdict == "CORRECT", 1


def _answerable(value: Callable[[Judged], float]) -> Callable[[Judged], Share]:
    return lambda item: (value(item), 1) if item.question.answerable else (0, 0)


def _citation_precision(item: Judged) -> Share:
    return (sum(item.cited), len(item.cited)) if item.question.answerable else (0, 0)


def _abstention(item: Judged) -> Share:
    return (0, 0) if item.question.answerable else _all(item)


def _precision_when_answering(item: Judged) -> Share:
    spoke = item.answer["outcome"] in ("answered", "partial") and item.stage != "failed"
    return _all(item) if spoke else (0, 0)


# A measure is Σ right / Σ counted over the questions. Those of retrieval come from the run and the qrels.
_SHARES: Mapping[str, Callable[[Judged], Share]] = {
    "answer_accuracy": _all,
    "cited@1": _answerable(lambda item: any(item.cited[:1])),
    "cited@5": _answerable(lambda item: any(item.cited)),
    "citation_precision": _citation_precision,
    "abstention": _abstention,
    "wrongly_abstained": _answerable(lambda item: item.verdict == "NOT_ATTEMPTED"),
    "precision_when_answering": _precision_when_answering,
    "verbatim_share": lambda item: (sum(item.verbatim), len(item.verbatim)),
}
SHARES = (*_SHARES, *MEASURES)


@dataclass(frozen=True, slots=True)
class Tally:
    """What each question gives to each measure of SHARES, and its latency (NaN where not known).

    *Shapes:* `right` and `counted` (questions, measures), `milliseconds` (questions,).
    """

    right: Floats
    counted: Floats
    milliseconds: Floats

    def of(self, questions: Sequence[int]) -> Tally:
        """The part of these questions."""
        at = np.array(questions, dtype=np.intp)
        return Tally(self.right[at], self.counted[at], self.milliseconds[at])

    def figures(self) -> Figures:
        """The number of questions and every measure; None for a measure for which nothing counts."""
        values = dict(zip(SHARES, bootstrap.shares(self.right, self.counted).tolist(), strict=True))
        times = self._known_times()
        percentiles = np.percentile(times, bootstrap.PERCENTILES).tolist() if len(times) else [None] * len(LATENCIES)
        named = {name: None if np.isnan(value) else value for name, value in values.items()}
        return {"n": len(self.right), **named, **dict(zip(LATENCIES, percentiles, strict=True))}

    def intervals(self) -> dict[str, list[float] | None]:
        """The 95% interval of every measure; None where the measure is."""
        pairs: dict[str, bootstrap.Interval | None] = dict.fromkeys((*SHARES, *LATENCIES))
        if len(self.right):
            shares = bootstrap.intervals(bootstrap.resampled_shares(self.right, self.counted))
            pairs |= dict(zip(SHARES, shares, strict=True))
        if len(times := self._known_times()):
            pairs |= dict(zip(LATENCIES, bootstrap.intervals(bootstrap.resampled_latencies(times)), strict=True))
        return {name: None if pair is None else list(pair) for name, pair in pairs.items()}

    def _known_times(self) -> Floats:
        return self.milliseconds[~np.isnan(self.milliseconds)]


def shares_of(judged: Sequence[Judged]) -> list[dict[str, Share]]:
    """What each question gives to each measure, in the order of the questions."""
    retrieval = measure_retrieval(judged, retrieval_source(judged))
    rows = []
    for item, values in zip(judged, retrieval, strict=True):
        row = {name: share(item) for name, share in _SHARES.items()}
        rows.append(row | {name: (value, 1) if item.question.answerable else (0, 0) for name, value in values.items()})
    return rows


def tally(rows: Sequence[Mapping[str, Sequence[float]]], latencies: Sequence[float | None]) -> Tally:
    """The shares and latencies of questions as arrays."""
    values = np.array([[row[name] for name in SHARES] for row in rows], dtype=np.float64).reshape(-1, len(SHARES), 2)
    return Tally(values[..., 0], values[..., 1], np.array(latencies, dtype=np.float64))


def score(judged: Sequence[Judged]) -> Figures:
    """The number of questions and every measure over them."""
    return _tally(judged).figures()


def report_scores(judged: Sequence[Judged]) -> dict[str, Any]:
    """The content of `scores.json`: measures, counts of verdicts, stages and proofs, parts by type and persona, intervals."""
    whole = _tally(judged)
    verdicts = Counter(item.verdict for item in judged)
    stages = Counter(item.stage for item in judged)
    return {
        **whole.figures(),
        "outcomes": {verdict: verdicts[verdict] for verdict in VERDICTS},
        "stages": {stage: stages[stage] for stage in STAGES},
        "proof": proof_counts(judged),
        "retrieval_source": retrieval_source(judged),
        "by_type": _parts(whole, [item.question.type for item in judged]),
        "by_persona": _parts(whole, [item.question.persona for item in judged]),
        "intervals": whole.intervals(),
    }


def proof_counts(judged: Sequence[Judged]) -> dict[str, int] | None:
    """What was proven before it was shown, over all answers that tell: see `chatbot.answer.Proof`; None where none does."""
    proofs = [item.answer["proof"] for item in judged if item.answer.get("proof")]
    if not proofs:
        return None
    counts = {name: sum(proof[name] for proof in proofs) for name in ("quotes", "verbatim", "figures", "supported")}
    return {"answers": len(proofs), "faults": sum(len(proof["faults"]) for proof in proofs), **counts}


def latency_of(item: Judged) -> float | None:
    """How long the answer took in milliseconds, where that is known."""
    value: float | None = item.answer.get("latency_ms")
    return value


def _tally(judged: Sequence[Judged]) -> Tally:
    return tally(shares_of(judged), [latency_of(item) for item in judged])


def _parts(whole: Tally, names: Sequence[str]) -> dict[str, Any]:
    """The measures of each name, in the order in which the names first stand."""
    parts = {name: whole.of([at for at, other in enumerate(names) if other == name]) for name in dict.fromkeys(names)}
    return {name: {**part.figures(), "intervals": part.intervals()} for name, part in parts.items()}
