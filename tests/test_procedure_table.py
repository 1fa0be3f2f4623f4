"""The table of procedures: what the filters keep, in numbers that the records give themselves."""

from __future__ import annotations

import time

import pytest

from chatbot.procedure_table import ProcedureFilter, ProcedureTable, csv_row
from corpus.document import Corpus


@pytest.fixture(scope="module")
def table(corpus: Corpus) -> ProcedureTable:
    return ProcedureTable(corpus)


def _names(table: ProcedureTable, wanted: ProcedureFilter) -> list[str]:
    return [entry.name for entry in table.find(wanted).entries]


def test_all_procedures_with_the_lists_behind_them(table: ProcedureTable) -> None:
    assert [sum(entry.is_listed is listed for entry in table.entries) for listed in (False, True)] == [634, 56]
    assert len(table.find(ProcedureFilter()).entries) == 690
    assert table.entries[-1].name == "転入予定市区町村への来庁予定の連絡"


def test_a_receiver_among_several_is_found(table: ProcedureTable, corpus: Corpus) -> None:
    cells = [row.receiver.text for group in corpus.procedure_groups for row in group.rows]
    found = table.find(ProcedureFilter(receiver="地方等")).entries
    assert len(found) == sum("地方等" in cell for cell in cells)
    assert {entry.cells["手続の受け手"] for entry in found} == {
        "地方等",
        "国又は地方等",
        "国、独立行政法人等又は地方等",
    }


def test_filters_work_together(table: ProcedureTable) -> None:
    wanted = ProcedureFilter("免許", group="31", type="申請等", receiver="国")
    found = table.find(wanted).entries
    assert {(entry.group, entry.cells["手続類型"]) for entry in found} == {("31", "申請等")}
    assert all("国" in entry.receivers for entry in found) and "宅地建物取引業の免許の申請" in _names(table, wanted)


def test_ministries_are_whole_names(table: ProcedureTable) -> None:
    entries = table.find(ProcedureFilter(ministry="内閣府")).entries
    assert {entry.group for entry in entries} == {"2", "41"}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("落とし物", "遺失者からの物を遺失した旨の届出（遺失届）の受理"),
        ("lost passport", "一般旅券の紛失又は焼失の届出（外務大臣又は領事官に届出する場合）"),
        ("宅建 免許 更新", "宅地建物取引業の免許の更新の申請"),
        ("47296", "美容師免許の申請"),
        ("罹災証明", "罹災証明書の発行申請"),
        ("引っ越し", "転出届"),
    ],
)
def test_everyday_words(table: ProcedureTable, query: str, first: str) -> None:
    found = table.find(ProcedureFilter(query))
    assert (found.entries[0].name, found.is_whole) == (first, True)


@pytest.mark.parametrize("query", ["犬の登録", "お店を開く", "天気"])
def test_what_is_not_in_the_list(table: ProcedureTable, query: str) -> None:
    assert table.find(ProcedureFilter(query)).entries == ()


def test_a_measure_without_a_table_is_named(table: ProcedureTable) -> None:
    found = table.find(ProcedureFilter("ドローン"))
    assert [group.number for group in found.groups] == ["73"] and found.entries == ()
    assert table.find(ProcedureFilter("ドローン", receiver="国")).groups == ()


def test_addresses_are_those_of_the_passages(table: ProcedureTable, corpus: Corpus) -> None:
    records = {passage.record for passage in corpus.passages if passage.kind == "procedure"}
    assert {f"procedure:{e.group}:{e.row}" for e in table.entries if not e.is_listed} == records
    entry = table.entry("31", "2")
    assert entry is not None and entry.name == "宅地建物取引業の免許の更新の申請"
    assert table.entry("31", "0") is None and table.entry("x", "1") is None


def test_a_row_of_the_csv(table: ProcedureTable) -> None:
    entry = table.entry("list-4", "1")
    assert entry is not None
    row = csv_row(entry)
    assert (row["group_no"], row["group_title"], row["手続名"]) == ("Ⅴ", "ウ. 被災者支援関係", "罹災証明書の発行申請")
    assert row["手続ID"] == row["ministries"] == ""


def test_all_rows_are_searched_in_well_under_50_milliseconds(table: ProcedureTable) -> None:
    queries = ["パスポートをなくした", "国家資格 登録", "lost passport", "申請"]
    for query in queries:  # the vocabulary is read once
        table.find(ProcedureFilter(query))
    times = []
    for query in queries * 5:
        start = time.perf_counter()
        table.find(ProcedureFilter(query, receiver="国"))
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.025
