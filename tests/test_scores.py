"""Scores by hand: every measure, parts, intervals."""

from __future__ import annotations

import json

import pytest
from small_evaluation import BIRTHS, STATIONS, TEXTS, answer, citation, judged, question, silent

from eval.scores import report_scores, score
from eval.verdicts import Judged

RIGHT, OTHER = citation(TEXTS[0]), citation(TEXTS[1])
FALSE = citation(TEXTS[0], "出生届を 2027 年度に始める。")


def _items() -> list[Judged]:
    return [
        judged(question("a"), answer("2026年度", RIGHT, OTHER, latency_ms=10), [BIRTHS, STATIONS]),
        judged(
            question("b", persona="citizen"),
            answer("違う", OTHER, FALSE, outcome="partial", latency_ms=30),
            [STATIONS, BIRTHS],
        ),
        judged(question("c", "list"), silent(latency_ms=20), [BIRTHS]),
        judged(question("d", "list"), answer(outcome="failed", latency_ms=None)),
        judged(question("u", "unanswerable"), silent(latency_ms=None), []),
        judged(question("v", "unanswerable"), answer("2026年度", RIGHT, latency_ms=40), [BIRTHS]),
    ]


def test_scores_by_hand() -> None:
    assert score(_items()) == pytest.approx(
        {
            "n": 6,
            "answer_accuracy": 2 / 6,
            "cited@1": 1 / 4,
            "cited@5": 2 / 4,
            "citation_precision": 2 / 4,
            "abstention": 1 / 2,
            "wrongly_abstained": 1 / 4,
            "precision_when_answering": 1 / 3,
            "verbatim_share": 4 / 5,
            "recall@1": 2 / 4,
            "recall@5": 3 / 4,
            "recall@10": 3 / 4,
            "recall@20": 3 / 4,
            "mrr@10": (1 + 1 / 2 + 1 + 0) / 4,
            "ndcg@10": (1 + 0.63092975 + 1 + 0) / 4,
            "latency_p50_ms": 25,
            "latency_p95_ms": 38.5,
        }
    )


def test_only_the_first_five_citations_make_the_precision() -> None:
    item = judged(question(), answer("2026年度", *[OTHER] * 4, RIGHT, RIGHT, RIGHT))
    scores = score([item])
    assert (scores["cited@1"], scores["cited@5"], scores["citation_precision"]) == (0, 1, 1 / 5)


def test_an_answer_beside_an_error_is_none() -> None:
    items = [
        judged(question("a"), answer("2026年度", RIGHT, error="時間切れ")),
        judged(question("b"), answer("2026年度")),
    ]
    scores = score(items)
    assert (scores["answer_accuracy"], scores["precision_when_answering"], scores["cited@1"]) == (1 / 2, 1, 0)


def test_a_share_over_nothing_is_none() -> None:
    scores = score([judged(question(kind="unanswerable"), answer("はい", latency_ms=None))])
    assert (scores["answer_accuracy"], scores["abstention"], scores["precision_when_answering"]) == (0, 0, 0)
    names = (
        "cited@1 cited@5 citation_precision wrongly_abstained verbatim_share recall@10 ndcg@10 latency_p50_ms".split()
    )
    assert [scores[name] for name in names] == [None] * len(names)


def test_no_question_at_all() -> None:
    scores = report_scores([])
    assert (scores["n"], scores["answer_accuracy"], scores["intervals"]["answer_accuracy"]) == (0, None, None)
    assert (scores["by_type"], scores["outcomes"]["CORRECT"]) == ({}, 0)


def test_the_report_holds_counts_and_parts() -> None:
    scores = report_scores(_items())
    assert scores["outcomes"] == {"CORRECT": 2, "INCORRECT": 3, "NOT_ATTEMPTED": 1}
    assert {name: count for name, count in scores["stages"].items() if count} == {
        "not_picked": 1,
        "abstained": 1,
        "not_silent": 1,
        "failed": 1,
    }
    assert list(scores["by_type"]) == ["fact", "list", "unanswerable"]
    assert [part["n"] for part in scores["by_type"].values()] == [2, 2, 2]
    assert scores["by_type"]["list"]["wrongly_abstained"] == 1 / 2
    assert scores["by_type"]["list"]["recall@10"] == 1 / 2
    assert [part["answer_accuracy"] for part in scores["by_persona"].values()] == pytest.approx([2 / 5, 0])
    assert scores["retrieval_source"] == "hits"
    assert scores["by_type"]["fact"].keys() == scores.keys() & {*score([]), "intervals"}
    assert json.loads(json.dumps(scores, allow_nan=False)) == scores


def test_intervals_hold_the_score_and_do_not_change() -> None:
    items = [judged(question(str(n)), answer("2026年度" if n % 4 else "", RIGHT)) for n in range(40)]
    scores = report_scores(items)
    low, high = scores["intervals"]["answer_accuracy"]
    assert 0.57 <= low < scores["answer_accuracy"] == 0.75 < high <= 0.9  # 0.75 ± 1.96 · √(0.75 · 0.25 / 40)
    assert scores["intervals"]["cited@1"] == [1, 1]
    assert scores["intervals"]["abstention"] is None
    assert scores["intervals"]["latency_p95_ms"] == [10, 10]
    assert report_scores(items) == scores
    assert scores["by_type"]["fact"]["intervals"] == scores["intervals"]
