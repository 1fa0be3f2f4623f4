"""README.md and RESULTS.md state the figures of `expected.toml`, no others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.expected import EXPECTED_FILE, MEASURES, Expected, ExpectedFile, Figure, read_expected
from eval.readme import END, START, STATED_IN, figures_block, stated_rows, write_figures

LIMITS = {"latency_p50_ms": 300, "latency_p95_ms": 800, "index_build_s": 180, "failed": 0, "verbatim_share": 1.0}
DEV = ExpectedFile("dev", "開発用", 63, dict.fromkeys(MEASURES, Figure(0.5, 0.1)) | {"cited@1": Figure(57 / 63, 0)})
EXPECTED = Expected(LIMITS, (DEV, replace(DEV, name="test", use="点検用", n=165)))


@pytest.fixture
def readme(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(f"# 計画\n\n{START}古い表\n{END}\n終わり\n", encoding="utf-8")
    write_figures([path], EXPECTED)
    return path


@pytest.mark.parametrize("path", STATED_IN, ids=lambda path: path.name)
def test_the_figures_as_stated_are_those_committed(path: Path) -> None:
    assert [row.line for row in stated_rows([path], read_expected(EXPECTED_FILE)) if not row.ok] == []


def test_the_block_is_a_row_a_measure_and_a_column_a_file() -> None:
    lines = figures_block(EXPECTED).splitlines()
    assert lines[0] == "|  | `dev`（開発用） | `test`（点検用） |"
    assert lines[2] == "| 問数 | 63 | 165 |"
    assert lines[3] == "| 回答の正解率 `answer_accuracy` | 0.500 | 0.500 |"
    assert lines[4] == "| 引用 1 件目が正しい `cited@1` | 0.905 | 0.905 |"
    for limit in ("中央値 300 ミリ秒", "95 パーセンタイル 800 ミリ秒", "180 秒", "0 問", "1.000"):
        assert limit in lines[-1]


def test_only_what_stands_between_the_comments_is_written(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert text == f"# 計画\n\n{START}{figures_block(EXPECTED)}{END}\n終わり\n"
    write_figures([readme], EXPECTED)
    assert readme.read_text("utf-8") == text
    assert [row.ok for row in stated_rows([readme], EXPECTED)] == [True]


def test_a_figure_that_has_drifted_is_named(readme: Path) -> None:
    readme.write_text(readme.read_text("utf-8").replace("0.905 | 0.905", "0.905 | 0.906"), "utf-8")
    (row,) = stated_rows([readme], EXPECTED)
    assert (row.ok, row.place) == (False, "README.md")
    start = "| 引用 1 件目が正しい `cited@1` | 0.905"
    assert row.expected == f"「{start} | 0.906 |」は「{start} | 0.905 |」のはずです"


def test_a_drift_by_the_last_decimal_and_a_line_too_many_are_seen(readme: Path) -> None:
    better = replace(DEV, figures={**DEV.figures, "ndcg@10": Figure(0.501, 0.1)})
    assert len(stated_rows([readme], replace(EXPECTED, files=(better, EXPECTED.files[1])))) == 1
    readme.write_text(readme.read_text("utf-8").replace(END, f"速い\n{END}"), "utf-8")
    (row,) = stated_rows([readme], EXPECTED)
    assert (row.ok, row.expected) == (False, "「速い」は「」のはずです")


@pytest.mark.parametrize("text", ["", START, END, END + START, START + START + END, START + END + END])
def test_a_file_without_a_place_for_the_figures(tmp_path: Path, text: str) -> None:
    path = tmp_path / "README.md"
    path.write_text(text, "utf-8")
    for act in (write_figures, stated_rows):
        with pytest.raises(ValueError, match=r"README\.md: 数値を書く場所を示す行"):
            act([path], EXPECTED)
    assert path.read_text("utf-8") == text
