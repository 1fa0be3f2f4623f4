"""Retrieval measures against hand arithmetic, and the files that other tools read."""

from __future__ import annotations

from math import log2
from pathlib import Path

import ir_measures
import pytest
from small_evaluation import BIRTHS, MINISTRY, PAPER, STATIONS, TEXTS, answer, citation, judged, question, silent

from eval.trec import measure_retrieval, retrieval_source, write_trec

ONE = question("a")  # relevant: BIRTHS
THREE = question("b", evidence=["2026年度に", "総務省"])  # relevant: BIRTHS, PAPER, MINISTRY


def test_measures_by_hand() -> None:
    items = [
        judged(ONE, answer(name="a"), [STATIONS, MINISTRY, BIRTHS]),
        judged(THREE, answer(name="b"), [MINISTRY, STATIONS, "x", PAPER, "y", BIRTHS]),
    ]
    first, second = measure_retrieval(items, "hits")
    assert first == pytest.approx(
        {"recall@1": 0, "recall@5": 1, "recall@10": 1, "recall@20": 1, "mrr@10": 1 / 3, "ndcg@10": 1 / log2(4)}
    )
    assert [second[f"recall@{k}"] for k in (1, 5, 10, 20)] == pytest.approx([1 / 3, 2 / 3, 1, 1])
    assert second["mrr@10"] == 1
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert second["ndcg@10"] == pytest.approx((1 + 1 / log2(5) + 1 / log2(7)) / ideal)


def test_a_rank_beyond_ten_counts_for_recall_at_20_only() -> None:
    (values,) = measure_retrieval([judged(ONE, answer(), [*(f"p{n}" for n in range(10)), BIRTHS])], "hits")
    assert values == {"recall@1": 0, "recall@5": 0, "recall@10": 0, "recall@20": 1, "mrr@10": 0, "ndcg@10": 0}


def test_nothing_vanishes() -> None:
    nowhere = question("n", evidence=["無い文"])
    items = [
        judged(nowhere, answer(name="n"), [BIRTHS]),  # no qrels
        judged(ONE, answer(name="a"), []),  # no run
        judged(question("f"), answer(outcome="failed", name="f")),
        judged(question("u", "unanswerable"), silent("u"), [BIRTHS]),
    ]
    assert [set(values.values()) for values in measure_retrieval(items, "hits")] == [{0.0}] * 4
    assert [set(values.values()) for values in measure_retrieval(items[:1], "hits")] == [{0.0}]  # no qrels at all
    assert measure_retrieval([], "hits") == []


def test_the_order_of_the_ids_breaks_no_tie() -> None:
    for retrieved in ([BIRTHS, "zzz", "aaa"], [BIRTHS, "aaa", "zzz"]):
        assert measure_retrieval([judged(ONE, answer(), retrieved)], "hits")[0]["recall@1"] == 1


def test_without_what_was_found_the_citations_are_ranked() -> None:
    items = [judged(ONE, answer("", citation(TEXTS[1]), citation(TEXTS[0]), name="a"))]
    assert retrieval_source(items) == "citations"
    (values,) = measure_retrieval(items, "citations")
    assert (values["recall@1"], values["recall@5"], values["mrr@10"]) == (0, 1, 1 / 2)


def test_the_source_is_the_citations_where_one_answer_does_not_tell() -> None:
    told, failed = judged(ONE, silent(), []), judged(ONE, answer(outcome="failed"))
    assert retrieval_source([told, failed]) == "hits"
    assert retrieval_source([told, failed, judged(ONE, silent())]) == "citations"


def test_files_in_the_columns_of_trec_eval(tmp_path: Path) -> None:
    items = [
        judged(question("質問 1%"), answer(), [STATIONS, BIRTHS]),
        judged(question("u", "unanswerable"), silent("u"), [PAPER]),
    ]
    write_trec(tmp_path, items, "hits")
    assert (tmp_path / "run.trec").read_text(encoding="utf-8") == (
        f"質問%201%25 Q0 {STATIONS} 1 2 keikaku\n質問%201%25 Q0 {BIRTHS} 2 1 keikaku\nu Q0 {PAPER} 1 1 keikaku\n"
    )
    assert (tmp_path / "qrels.trec").read_text(encoding="utf-8") == f"質問%201%25 0 {BIRTHS} 1\n"


def test_the_files_read_back_give_the_same_measures(tmp_path: Path) -> None:
    items = [
        judged(ONE, answer(name="a"), [STATIONS, BIRTHS]),
        judged(THREE, answer(name="b"), [PAPER, STATIONS, MINISTRY]),
    ]
    write_trec(tmp_path, items, "hits")
    run = list(ir_measures.read_trec_run(str(tmp_path / "run.trec")))
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.trec")))
    values = measure_retrieval(items, "hits")
    mean = sum(value["ndcg@10"] for value in values) / 2
    assert ir_measures.calc_aggregate([ir_measures.nDCG @ 10], qrels, run) == {
        ir_measures.nDCG @ 10: pytest.approx(mean)
    }
