"""Two reports against each other: differences by hand, the test, the flips both ways."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_evaluation import BIRTHS, STATIONS, TEXTS, answer, citation, judged, question, silent

from eval.compare import compare, mcnemar
from eval.harness import write_report
from eval.scores import report_scores
from eval.verdicts import Judged

RIGHT = citation(TEXTS[0])


def _report(folder: Path, items: Sequence[Judged]) -> Path:
    write_report(folder, "試験", report_scores(items), items, None)
    return folder


def _item(name: str, right: bool, ms: float | None = 10.0, found: Sequence[str] | None = (BIRTHS,)) -> Judged:
    given = answer("2026年度" if right else "5万局", *[RIGHT] * right, name=name, latency_ms=ms)
    return judged(question(name), given, found)


@pytest.mark.parametrize(
    ("up", "down", "p"),
    [(0, 0, 1), (1, 0, 1), (3, 3, 1), (6, 0, 2 / 64), (0, 6, 2 / 64), (8, 2, 2 * (1 + 10 + 45) / 1024)],
)
def test_mcnemar_by_hand(up: int, down: int, p: float) -> None:
    assert mcnemar(up, down) == pytest.approx(p)


def test_mcnemar_of_many_flips() -> None:
    assert mcnemar(2000, 2000) == 1
    assert mcnemar(3000, 1000) < 1e-100


def test_differences_and_flips(tmp_path: Path) -> None:
    rights = [(True, True), (False, True), (False, True), (True, False)]
    before = [_item(f"q{n}", a) for n, (a, _) in enumerate(rights)]
    after = [_item(f"q{n}", b, ms=30.0) for n, (_, b) in enumerate(rights)]
    result = compare(
        _report(tmp_path / "a", [*before, _item("only a", True)]),
        _report(tmp_path / "b", [_item("only b", True), *after]),
    )
    assert (result.n, result.only_a, result.only_b) == (4, ("only a",), ("only b",))
    accuracy = result.changes["answer_accuracy"]
    assert (accuracy.a, accuracy.b, accuracy.difference) == (2 / 4, 3 / 4, 1 / 4)
    assert (accuracy.up, accuracy.down, accuracy.p) == (2, 1, 1)
    assert accuracy.interval is not None and accuracy.interval[0] < 0 < accuracy.interval[1]
    assert [(flip.id, flip.question, flip.stage) for flip in result.won] == [
        ("q1", "q1は？", "ranked_low"),
        ("q2", "q2は？", "ranked_low"),
    ]
    assert [(flip.id, flip.stage) for flip in result.lost] == [("q3", "ranked_low")]
    assert result.changes["latency_p50_ms"].difference == 20
    assert result.changes["latency_p50_ms"].interval == (20, 20)
    assert result.changes["abstention"].difference is None
    assert result.changes["recall@1"].difference == 0


def test_a_clear_change_is_significant(tmp_path: Path) -> None:
    before = [_item(str(n), n < 10) for n in range(40)]
    after = [_item(str(n), n < 30) for n in range(40)]
    change = compare(_report(tmp_path / "a", before), _report(tmp_path / "b", after)).changes["answer_accuracy"]
    assert change.interval is not None and change.interval == pytest.approx((0.35, 0.65), abs=0.03)
    assert change.p == pytest.approx(2 / 2**20)


def test_a_verdict_that_stays_wrong_is_no_flip(tmp_path: Path) -> None:
    a = _report(tmp_path / "a", [judged(question(), silent(), [BIRTHS])])
    b = _report(tmp_path / "b", [judged(question(), answer("5万局"), [STATIONS])])
    result = compare(a, b)
    assert (result.won, result.lost) == ((), ())
    change = result.changes["wrongly_abstained"]
    assert (change.difference, change.up, change.down) == (-1, 0, 1)


def test_rankings_of_another_kind_are_not_compared(tmp_path: Path) -> None:
    a = _report(tmp_path / "a", [_item("q", True)])
    b = _report(tmp_path / "b", [_item("q", True, ms=None, found=None)])
    result = compare(a, b)
    assert not result.same_ranking
    assert {"recall@10", "ndcg@10", "mrr@10"}.isdisjoint(result.changes)
    assert result.changes["cited@1"].difference == 0
    latency = result.changes["latency_p95_ms"]
    assert (latency.a, latency.b, latency.difference, latency.interval) == (10, None, None, None)


def test_a_question_that_was_reworded_is_another(tmp_path: Path) -> None:
    a, b = _report(tmp_path / "a", [_item("q", True)]), _report(tmp_path / "b", [_item("q", True)])
    path = b / "verdicts.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("qは？", "qか？"), encoding="utf-8")
    with pytest.raises(ValueError, match="同じ質問が一つもありません"):
        compare(a, b)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("verdicts.jsonl", None, r"報告のフォルダではありません（verdicts\.jsonl がありません）"),
        ("verdicts.jsonl", "{", "報告として読めません"),
        ("verdicts.jsonl", '{"id": "q", "shares": {}, "latency_ms": 1}', "報告として読めません.*answer_accuracy"),
        ("scores.json", "[]", "報告として読めません"),
    ],
)
def test_a_folder_that_is_no_report_is_named(tmp_path: Path, name: str, content: str | None, message: str) -> None:
    a, b = _report(tmp_path / "a", [_item("q", True)]), _report(tmp_path / "b", [_item("q", True)])
    (b / name).unlink()
    if content is not None:
        (b / name).write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        compare(a, b)
