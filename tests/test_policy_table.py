"""The table of policies: filters, the two orders, and the cells of the file."""

from __future__ import annotations

import pytest

from chatbot.policy_table import PolicyFilter, PolicyTable
from corpus.document import Corpus


@pytest.fixture(scope="module")
def table(corpus: Corpus) -> PolicyTable:
    return PolicyTable(corpus)


def _numbers(table: PolicyTable, wanted: PolicyFilter) -> list[str]:
    return [entry.policy.number for entry in table.find(wanted).entries]


def test_a_ministry_that_leads_or_joins_in(table: PolicyTable, corpus: Corpus) -> None:
    lead = [p.number for p in corpus.policies if "こども家庭庁" in p.lead.text]
    either = [p.number for p in corpus.policies if "こども家庭庁" in p.lead.text + p.related.text]
    assert _numbers(table, PolicyFilter(ministry="こども家庭庁", is_lead=True)) == lead
    assert _numbers(table, PolicyFilter(ministry="こども家庭庁")) == either
    assert (len(lead), len(either)) == (10, 23)


def test_what_is_printed_for_none_is_no_ministry(table: PolicyTable) -> None:
    assert table.ministries[0] == "デジタル庁" and not {"—", "－", "ー", ""} & set(table.ministries)


def test_a_chapter(table: PolicyTable) -> None:
    numbers = _numbers(table, PolicyFilter(chapter="5"))
    assert len(numbers) == 12 and {number[:2] for number in numbers} == {"5-"}


def test_years_keep_the_deadlines_in_them(table: PolicyTable) -> None:
    (entry,) = table.find(PolicyFilter("1-16", first_year=2033)).entries
    assert [deadline.text for deadline in entry.deadlines] == ["2033年度までに"]
    assert table.find(PolicyFilter("1-16", first_year=2028, last_year=2032)).entries == ()
    assert _numbers(table, PolicyFilter(first_year=2033)) == ["1-16", "3-40", "5-5"]


def test_sorted_by_number_and_by_deadline(table: PolicyTable) -> None:
    numbers = [entry.policy.number for entry in table.find(PolicyFilter(), "number").entries]
    assert numbers[:2] == ["1-1", "1-2"] and numbers[9] == "1-10" and numbers[-1] == "5-12"
    backwards = [entry.policy.number for entry in table.find(PolicyFilter(), "-number").entries]
    assert backwards == numbers[::-1]
    by_deadline = table.find(PolicyFilter(), "deadline").entries
    assert [entry.earliest.text for entry in by_deadline[:2] if entry.earliest] == [
        "2025年6月までに",
        "2025年9月頃を目途に",
    ]
    latest = table.find(PolicyFilter(), "-deadline").entries
    assert latest[0].policy.number == "3-40"
    assert not by_deadline[-1].deadlines and not latest[-1].deadlines


def test_without_an_order_the_best_match_comes_first(table: PolicyTable) -> None:
    assert _numbers(table, PolicyFilter("ガバメントクラウド 移行"))[0] == "3-80"
    assert _numbers(table, PolicyFilter("drone"))[0] == "1-19"


def test_the_cells_of_the_file(table: PolicyTable) -> None:
    entry = table.entry("1-16")
    assert entry is not None
    row = table.csv_row(entry)
    assert row["期限"] == "2028-03-31\n2034-03-31"
    assert row["期限の表現"] == "2027年度目途に\n2033年度までに"
    assert row["期限の文"].count("\n") == 1 and "ドローン航路" in row["期限の文"]
    assert row["章"].startswith("AI・デジタル技術等のテクノロジーの徹底活用")
