"""Measured figures against the expected ones: OK and FAIL each way, and the figures renewed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eval.expected import MEASURES, Expected, ExpectedFile, Figure
from eval.gate import Row, gate_rows, renew, summary

FIGURES = dict.fromkeys(MEASURES, Figure(0.5, 0.0)) | {
    "answer_accuracy": Figure(0.905, 0.01),
    "wrongly_abstained": Figure(0.03, 0.01),
}
LIMITS = {"latency_p50_ms": 300, "latency_p95_ms": 800, "index_build_s": 180, "failed": 0, "verbatim_share": 1.0}
EXPECTED = Expected(LIMITS, (ExpectedFile("dev", "開発用", 63, FIGURES), ExpectedFile("test", "点検用", 90, FIGURES)))
SCORES = {
    **dict.fromkeys(MEASURES, 0.5),
    "n": 63,
    "answer_accuracy": 57 / 63,  # 0.90476
    "wrongly_abstained": 0.03,
    "latency_p50_ms": 23.4,
    "latency_p95_ms": 42.25,
    "verbatim_share": 1.0,
    "stages": {"failed": 0},
    "proof": {"faults": 0},
}


def _row(measure: str, **changed: Any) -> Row:
    rows = gate_rows(EXPECTED, {"dev": SCORES | changed})
    return next(row for row in rows if row.measure == measure)


def test_a_row_for_every_figure_of_the_files_that_were_scored() -> None:
    rows = gate_rows(EXPECTED, {"dev": SCORES}, 120.5)
    limits = ["latency_p50_ms", "latency_p95_ms", "failed", "verbatim_share", "faults"]
    assert [row.measure for row in rows] == ["n", *MEASURES, *limits, "index_build_s"]
    assert [row.place for row in rows] == ["dev"] * 14 + ["build"]
    assert all(row.ok and not row.note for row in rows)
    assert summary(rows) == "OK 15、FAIL 0"


def test_a_row_as_it_is_printed() -> None:
    row = _row("answer_accuracy")
    assert row.line.split() == ["OK", "dev", "answer_accuracy", "0.905", "(期待", "0.905", "±0.01)"]
    assert _row("latency_p95_ms").line.split() == ["OK", "dev", "latency_p95_ms", "42.25", "(800", "以下)"]
    assert _row("cited@1", **{"cited@1": 0.4}).line.startswith("FAIL  dev ")


@pytest.mark.parametrize(
    ("measure", "measured", "ok", "better"),
    [
        ("answer_accuracy", 0.895, True, False),
        ("answer_accuracy", 0.8944, False, False),
        ("answer_accuracy", 0.915, True, False),
        ("answer_accuracy", 0.916, True, True),
        ("cited@1", 0.5004, True, False),  # no tolerance: equal at three decimals
        ("cited@1", 0.499, False, False),
        ("wrongly_abstained", 0.04, True, False),
        ("wrongly_abstained", 0.041, False, False),
        ("wrongly_abstained", 0.0, True, True),
    ],
)
def test_a_figure_may_be_worse_by_its_tolerance_and_better_by_any(
    measure: str, measured: float, ok: bool, better: bool
) -> None:
    row = _row(measure, **{measure: measured})
    assert (row.ok, row.note.startswith("良くなった")) == (ok, better)


def test_the_summary_counts_what_has_become_better_among_the_ok() -> None:
    rows = gate_rows(EXPECTED, {"dev": SCORES | {"answer_accuracy": 0.95, "cited@1": 0.1}})
    assert summary(rows) == "OK 13（うち 1 件は良くなった）、FAIL 1"


@pytest.mark.parametrize(
    ("measure", "changed"),
    [
        ("latency_p50_ms", {"latency_p50_ms": 300.01}),
        ("latency_p95_ms", {"latency_p95_ms": 801.0}),
        ("verbatim_share", {"verbatim_share": 0.9999}),  # 1.000 at three decimals, and one quotation is not verbatim
        ("failed", {"stages": {"failed": 1}}),
        ("faults", {"proof": {"faults": 1}}),
        ("faults", {"proof": None}),
        ("n", {"n": 62}),
    ],
)
def test_limits_have_no_tolerance(measure: str, changed: dict[str, Any]) -> None:
    assert not _row(measure, **changed).ok


def test_a_limit_that_is_just_met_is_ok() -> None:
    assert _row("latency_p50_ms", latency_p50_ms=300.0).ok
    assert gate_rows(EXPECTED, {}, 180.0)[0].ok
    assert not gate_rows(EXPECTED, {}, 180.1)[0].ok


@pytest.mark.parametrize("measure", ["abstention", "latency_p50_ms"])
@pytest.mark.parametrize("gone", [True, False])
def test_what_was_not_measured_fails(measure: str, gone: bool) -> None:
    scores = {name: value for name, value in SCORES.items() if name != measure}
    row = next(
        row
        for row in gate_rows(EXPECTED, {"dev": scores if gone else scores | {measure: None}})
        if row.measure == measure
    )
    assert (row.ok, row.measured, row.note) == (False, "–", "測れません")


def test_renewed_figures_are_those_measured_at_three_decimals() -> None:
    renewed = renew(EXPECTED, {"dev": SCORES | {"n": 64, "answer_accuracy": 0.77777, "abstention": 1}})
    dev, test = renewed.files
    assert (dev.n, dev.figures["answer_accuracy"]) == (64, Figure(0.778, 0.01))
    assert dev.figures["abstention"] == Figure(1.0, 0.0)
    assert dev.figures["cited@5"] == FIGURES["cited@5"]
    assert (test, renewed.limits) == (EXPECTED.files[1], LIMITS)


def test_what_was_just_renewed_is_ok_without_tolerance() -> None:
    exact = {name: replace(figure, tolerance=0.0) for name, figure in FIGURES.items()}
    strict = replace(EXPECTED, files=(replace(EXPECTED.files[0], figures=exact),))
    scores = {"dev": SCORES | dict.fromkeys(MEASURES, 0.12345)}
    assert all(row.ok and not row.note for row in gate_rows(renew(strict, scores), scores))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"stages": {"failed": 2}}, "dev: 失敗した質問が 2 問あるので、値を改めません。"),
        ({"abstention": None, "ndcg@10": None}, "dev: 「abstention、ndcg@10」を測れないので、値を改めません。"),
    ],
)
def test_a_run_with_gaps_renews_nothing(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        renew(EXPECTED, {"dev": SCORES | changed})
