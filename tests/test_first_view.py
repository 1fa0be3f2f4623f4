"""The benchmark of the first view: which pages are over its budget, and the addresses that it opens."""

from __future__ import annotations

import pytest

from eval.benchmarks.first_view import Visit, over_budget, show
from eval.benchmarks.site_pages import PAGES


def _visits(*usable: float) -> list[Visit]:
    return [Visit(seconds / 2, seconds, 12_300, 3) for seconds in usable]


ROWS = {"soon": _visits(0.4, 9.0, 0.2), "late": _visits(2.6, 2.4, 2.7), "at once": _visits(2.5)}


def test_a_page_is_over_budget_by_its_median() -> None:
    assert over_budget(ROWS, 2.5) == ["late"]


def test_the_table_holds_the_figures_and_names_what_is_late(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["soon", "0.20", "4.50", "0.40", "9.00", "12.3", "3"]
    assert lines[-1].startswith("over the budget of 2.5 s: late (")


def test_an_address_is_encoded_and_keeps_its_parts() -> None:
    addresses = {page.name: page.address("/en") for page in PAGES}
    assert addresses["procedures, none"] == "/en/procedures?q=%E7%8A%AC%E3%81%AE%E7%99%BB%E9%8C%B2"
    assert addresses["cited place"].endswith(";2@juten-keikaku-2025:212274-212349;3:33200-33278&at=1&turn=1#cite-1")
    assert len(addresses) == len(PAGES)  # no name twice
