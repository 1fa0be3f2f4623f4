"""Two reports on the same questions: what changed, whether it could be chance, and which questions flipped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.batch import read_lines
from eval import bootstrap
from eval.bootstrap import Floats
from eval.scores import LATENCIES, SHARES, Figures, Share, Tally, latency_of, shares_of, tally
from eval.trec import MEASURES
from eval.verdicts import Judged

VERDICTS_FILE = "verdicts.jsonl"
SCORES_FILE = "scores.json"
BINARY = ("answer_accuracy", "cited@1", "cited@5", "abstention", "wrongly_abstained")

Verdicts = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """A measure in both reports: the difference b − a with its 95% interval by paired bootstrap.

    `p` is McNemar's exact two-sided p, for a measure that is yes or no for every question; `up` and `down` are the
    questions that went from no to yes and back.
    """

    a: float | None
    b: float | None
    difference: float | None
    interval: bootstrap.Interval | None
    up: int | None = None
    down: int | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose verdict changed between right and wrong, with where the wrong answer was lost."""

    id: str
    question: str
    type: str
    persona: str
    verdict: str  # the wrong one
    stage: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Report b against report a over the `n` questions of both.

    `won` are wrong in a and right in b, `lost` the reverse. `same_ranking` is False where one report measures retrieval
    on what was found and the other on the citations: then the measures of retrieval are not among the `changes`.
    """

    n: int
    same_ranking: bool
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    changes: Mapping[str, Change]
    won: tuple[Flip, ...]
    lost: tuple[Flip, ...]


def write_verdicts(folder: Path, judged: Sequence[Judged]) -> None:
    """Write what a later comparison reads: verdict, stage and what each question gives to each measure."""
    lines = []
    for item, shares in zip(judged, shares_of(judged), strict=True):
        question = item.question
        row = {
            "id": question.id,
            "question": question.question,
            "type": question.type,
            "persona": question.persona,
            "verdict": item.verdict,
            "stage": item.stage,
            "cited": list(item.cited),
            "shares": {name: [float(right), float(counted)] for name, (right, counted) in shares.items()},
            "latency_ms": latency_of(item),
        }
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    (folder / VERDICTS_FILE).write_text("".join(lines), encoding="utf-8", newline="\n")


def compare(a: Path, b: Path) -> Comparison:
    """Compare the report folders `a` (before) and `b` (after); ValueError if they share no question."""
    before, after = _read_verdicts(a), _read_verdicts(b)
    both = [name for name, row in before.items() if name in after and row["question"] == after[name]["question"]]
    if not both:
        raise ValueError(f"{a} と {b} に、同じ質問が一つもありません。")
    rows = [(before[name], after[name]) for name in both]
    same_ranking = _retrieval_source(a) == _retrieval_source(b)
    changes = _changes([row for row, _ in rows], [row for _, row in rows])
    return Comparison(
        n=len(both),
        same_ranking=same_ranking,
        only_a=tuple(name for name in before if name not in both),
        only_b=tuple(name for name in after if name not in both),
        changes={name: change for name, change in changes.items() if same_ranking or name not in MEASURES},
        won=tuple(_flip(old) for old, new in rows if not _is_right(old) and _is_right(new)),
        lost=tuple(_flip(new) for old, new in rows if _is_right(old) and not _is_right(new)),
    )


def mcnemar(up: int, down: int) -> float:
    """The exact two-sided p of McNemar's test (1947): the binomial test of `up` against `down` with one half."""
    tail = sum(comb(up + down, count) for count in range(min(up, down) + 1))
    return min(1.0, 2 * tail / (1 << (up + down)))


def _read_verdicts(folder: Path) -> Verdicts:
    path = _file_of(folder, VERDICTS_FILE)
    try:
        rows = [json.loads(line) for _, line in read_lines(path)]
        _tally(rows)  # a row without a measure is no row of this version
        return {row["id"]: row for row in rows}
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: 報告として読めません（{error!r}）。") from error


def _retrieval_source(folder: Path) -> str:
    path = _file_of(folder, SCORES_FILE)
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["retrieval_source"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: 報告として読めません（{error!r}）。") from error


def _file_of(folder: Path, name: str) -> Path:
    if not (folder / name).is_file():
        raise ValueError(f"{folder}: 報告のフォルダではありません（{name} がありません）。")
    return folder / name


def _is_right(row: Mapping[str, Any]) -> bool:
    return bool(row["verdict"] == "CORRECT")


def _flip(wrong: Mapping[str, Any]) -> Flip:
    return Flip(*(wrong[name] for name in ("id", "question", "type", "persona", "verdict", "stage")))


def _changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> dict[str, Change]:
    a, b = _tally(before), _tally(after)
    old, new = a.figures(), b.figures()
    drawn = bootstrap.resampled_shares(b.right, b.counted) - bootstrap.resampled_shares(a.right, a.counted)
    intervals = dict(zip(SHARES, bootstrap.intervals(drawn), strict=True))
    changes = {}
    for name in SHARES:
        pairs = [(row["shares"][name], other["shares"][name]) for row, other in zip(before, after, strict=True)]
        changes[name] = _change(old, new, name, intervals[name], *_flips(name, pairs))
    for name, interval in zip(LATENCIES, _latency_intervals(a.milliseconds, b.milliseconds), strict=True):
        changes[name] = _change(old, new, name, interval)
    return changes


def _change(
    old: Figures,
    new: Figures,
    name: str,
    interval: bootstrap.Interval | None,
    up: int | None = None,
    down: int | None = None,
) -> Change:
    a, b = old[name], new[name]
    difference = None if a is None or b is None else b - a
    p = None if up is None or down is None else mcnemar(up, down)
    return Change(a, b, difference, interval if difference is not None else None, up, down, p)


def _flips(name: str, pairs: Sequence[tuple[Share, Share]]) -> tuple[int, int] | tuple[()]:
    """How many questions went from no to yes and from yes to no; nothing for a measure that is not yes or no."""
    if name not in BINARY:
        return ()
    return sum(b[0] > a[0] for a, b in pairs), sum(b[0] < a[0] for a, b in pairs)


def _latency_intervals(a: Floats, b: Floats) -> list[bootstrap.Interval | None]:
    """Of the differences of the percentiles, over the questions whose latency is known in both."""
    known = ~np.isnan(a) & ~np.isnan(b)
    if not known.any():
        return [None] * len(LATENCIES)
    return bootstrap.intervals(bootstrap.resampled_latencies(b[known]) - bootstrap.resampled_latencies(a[known]))


def _tally(rows: Sequence[Mapping[str, Any]]) -> Tally:
    return tally([row["shares"] for row in rows], [row["latency_ms"] for row in rows])
