"""CSV for spreadsheets: the mark, the header, and cells that must not become formulas."""

from __future__ import annotations

import csv
import io

import pytest

from chatbot.csv_file import csv_text, harmless


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-", "—", "－", "1-26", "旅券法=第3条", "'=1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_the_file_reads_back() -> None:
    text = csv_text(("手続名", "n"), [{"n": 1, "手続名": '=HYPERLINK("x")', "other": 3}, {"手続名": "a,\nb", "n": ""}])
    assert text.startswith("\ufeff手続名,n\n")
    assert list(csv.reader(io.StringIO(text[1:])))[1:] == [['\'=HYPERLINK("x")', "1"], ["a,\nb", ""]]
