"""Thresholds fitted on hand-made verdicts."""

from __future__ import annotations

import pytest

from eval.calibration import MARGIN, NO_THRESHOLD, STEP, curve, fit, fit_partial
from eval.questions import Evidence, Question
from eval.verdicts import Judged, Verdict


def _judged(confidence: float | None, answerable: bool, right: bool, outcome: str = "answered") -> Judged:
    kind, evidence = ("fact", (Evidence("a.txt", "文"),)) if answerable else ("unanswerable", ())
    question = Question("q", "問い", kind, "official", (), (("文",),) if answerable else (), evidence, "")
    verdict: Verdict = "CORRECT" if right else "INCORRECT"
    answer = {"outcome": outcome, "confidence": confidence, "answer": "", "citations": []}
    return Judged(question, answer, verdict, (), "", frozenset(), ())


ITEMS = [
    _judged(0.95, True, True),
    _judged(0.90, True, True),
    _judged(0.86, True, False),
    _judged(0.80, False, False),
    _judged(0.70, False, False),
    _judged(None, False, True, "not_found"),
]


def test_the_curve_by_hand() -> None:
    points = curve(ITEMS)
    assert [point.threshold for point in points] == pytest.approx([NO_THRESHOLD, 0.75, 0.83, 0.88, 0.925])
    assert [point.answered for point in points] == pytest.approx([5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6])
    assert [point.answer_accuracy for point in points] == pytest.approx([3 / 6, 4 / 6, 5 / 6, 5 / 6, 4 / 6])
    assert [point.abstention for point in points] == pytest.approx([1 / 3, 2 / 3, 1, 1, 1])
    assert [point.wrongly_abstained for point in points] == pytest.approx([0, 0, 0, 1 / 3, 2 / 3])


def test_no_threshold_may_refuse_answerable_questions() -> None:
    point = fit(ITEMS)
    assert point.threshold == pytest.approx(0.83)  # 0.88 is as accurate, but refuses one of three
    assert (point.abstention, point.wrongly_abstained) == (1, 0)


def test_one_question_of_many_does_not_move_the_threshold() -> None:
    many = [_judged(0.9, True, True)] * 400 + [_judged(0.2, False, False), _judged(0.6, False, False)]
    assert fit([*many, _judged(0.7, True, True)]).threshold == pytest.approx((0.4 + 0.8) / 2)
    assert fit(many[-30:]).threshold == pytest.approx(0.75)


def test_where_no_threshold_helps_it_stays_below_what_was_seen() -> None:
    point = fit([_judged(0.9, True, True), _judged(0.8, True, True)])
    assert point.threshold == pytest.approx(0.8 - MARGIN)
    assert (point.answered, point.abstention) == (1, None)


def test_without_questions_there_is_nothing_to_fit() -> None:
    with pytest.raises(ValueError, match="しきい値を決める質問"):
        fit([])


def test_answers_most_of_which_are_wrong_are_partial() -> None:
    wrong = [_judged(0.85 + 0.001 * number, True, False) for number in range(4)]
    right = [_judged(0.86 + 0.001 * number, True, True) for number in range(10)]
    assert fit_partial([*wrong, *right], 0.8) == pytest.approx(0.862 + STEP)  # 4 of 7 wrong; with one more it is half
    assert fit_partial(right, 0.8) == 0.8
    assert fit_partial(wrong, 0.8) == 0.8  # too few to say so
