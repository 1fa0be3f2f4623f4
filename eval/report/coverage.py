"""The coverage–accuracy curve: how often the answers are right if only the surest questions are answered.

El-Yaniv and Wiener (2010), "On the Foundations of Noise-free Selective Classification", JMLR 11, call it the
risk–coverage curve; here accuracy, 1 − risk, is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.verdicts import Judged


@dataclass(frozen=True, slots=True)
class Point:
    """Answering the questions of at least `confidence` answers `coverage` of all, of which `accuracy` are right."""

    coverage: float
    accuracy: float
    confidence: float | None = None


def coverage_curve(judged: Sequence[Judged]) -> list[Point]:
    """A point for every confidence that occurs, highest first; empty where no answer has one.

    A question that was refused has no answer that could be right: it counts as wrong where the curve answers it. One
    without a confidence is never answered, yet it counts among all.
    """
    sure = sorted((-value, _right(item)) for item in judged if (value := confidence(item)) is not None)
    points: list[Point] = []
    answered = right = 0
    for negative, group in groupby(sure, key=lambda pair: pair[0]):
        for _, is_right in group:
            answered += 1
            right += is_right
        points.append(Point(answered / len(judged), right / answered, -negative))
    return points


def at_threshold(points: Sequence[Point], threshold: float) -> Point | None:
    """Where the curve stands if questions of at least `threshold` are answered; None if that is no question."""
    reached = [point for point in points if point.confidence is not None and point.confidence >= threshold]
    return reached[-1] if reached else None


def in_use(judged: Sequence[Judged]) -> Point | None:
    """The share of questions that were really answered, and how often that was right; None if none was."""
    spoke = [item for item in judged if _spoke(item)]
    return Point(len(spoke) / len(judged), sum(map(_right, spoke)) / len(spoke)) if spoke else None


def confidence(item: Judged) -> float | None:
    """How sure the system was of the question; None where that is not known."""
    value = item.answer.get("confidence")
    return float(value) if value is not None and math.isfinite(value) else None


def _spoke(item: Judged) -> bool:
    return item.answer.get("outcome") in ("answered", "partial") and item.stage != "failed"


def _right(item: Judged) -> bool:
    return item.verdict == "CORRECT" and _spoke(item)
