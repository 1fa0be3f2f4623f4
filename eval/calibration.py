"""The thresholds of silence, fitted on questions that were answered without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.verdicts import Judged
from index.level import is_japanese

WRONGLY_ABSTAINED = 0.02  # the most that a threshold may add to the share of answerable questions that are refused
MARGIN = 0.02  # cosine
LEAST_ANSWERS = 5
MANY = 300  # questions
STEP = 1e-4  # cosine; thresholds are written with four digits
NO_THRESHOLD = -1.0  # below every cosine


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold would give over all questions: shares in [0, 1]; None over no question."""

    threshold: float
    answered: float
    answer_accuracy: float
    abstention: float | None
    wrongly_abstained: float | None


def curve(judged: Sequence[Judged]) -> list[Point]:
    """A point for no threshold and for one just above each confidence, the lowest first.

    `judged` are verdicts on answers given without thresholds. A question without a confidence is refused in any case.
    """
    confidences = sorted({confidence for item in judged if (confidence := _confidence(item)) is not None})
    middles = [(low + high) / 2 for low, high in pairwise(confidences)]
    return [_point(judged, threshold) for threshold in (NO_THRESHOLD, *middles)]


def fit(judged: Sequence[Judged]) -> Point:
    """The point of the highest answer accuracy that refuses few answerable questions more; of equal ones the middle.

    Of many questions, one that loses one only counts as equal: that is noise.

    Where no threshold is as good as a low one, a little below every confidence seen is taken for the lowest. ValueError
    without a question.
    """
    if not judged:
        raise ValueError("しきい値を決める質問がありません。")
    points = curve(judged)
    most = (points[0].wrongly_abstained or 0.0) + WRONGLY_ABSTAINED
    allowed = [point for point in points if (point.wrongly_abstained or 0.0) <= most]
    best = max(point.answer_accuracy for point in allowed)
    least = best - (1.5 / len(judged) if len(judged) >= MANY else 0.0)
    equal = [point.threshold for point in allowed if point.answer_accuracy >= least]
    low, high = min(equal), max(equal)
    if low == NO_THRESHOLD:
        low = (
            min((confidence for item in judged if (confidence := _confidence(item)) is not None), default=0.0) - MARGIN
        )
    return _point(judged, (low + max(low, high)) / 2)


def fit_partial(judged: Sequence[Judged], threshold: float) -> float:
    """The highest confidence below which, down to `threshold`, fewer than half of the answers are right.

    `threshold` itself where there is none, or where fewer than LEAST_ANSWERS answers say so: then no answer is doubtful.
    """
    given = sorted(
        (confidence, item.verdict == "CORRECT")
        for item in judged
        if (confidence := _confidence(item)) is not None and not _is_silent(item, threshold)
    )
    highest = threshold
    for count in range(LEAST_ANSWERS, len(given) + 1):
        if sum(right for _, right in given[:count]) < count / 2:
            highest = given[count - 1][0] + STEP
    return highest


def of_language(judged: Sequence[Judged], japanese: bool) -> list[Judged]:
    """The questions that hold Japanese (with what was asked before), or the others: their cosines differ in height."""
    asked = ((item, " ".join([*item.question.history, item.question.question])) for item in judged)
    return [item for item, text in asked if is_japanese(text) == japanese]


def _point(judged: Sequence[Judged], threshold: float) -> Point:
    silent = [_is_silent(item, threshold) for item in judged]
    right = [
        not item.question.answerable if quiet else item.verdict == "CORRECT"
        for item, quiet in zip(judged, silent, strict=True)
    ]
    return Point(
        threshold=threshold,
        answered=1 - sum(silent) / len(judged),
        answer_accuracy=sum(right) / len(judged),
        abstention=_share([quiet for item, quiet in zip(judged, silent, strict=True) if not item.question.answerable]),
        wrongly_abstained=_share(
            [quiet for item, quiet in zip(judged, silent, strict=True) if item.question.answerable]
        ),
    )


def _is_silent(item: Judged, threshold: float) -> bool:
    confidence = _confidence(item)
    return item.answer["outcome"] == "not_found" or confidence is None or confidence < threshold


def _confidence(item: Judged) -> float | None:
    value = item.answer.get("confidence")
    return None if value is None else float(value)


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
