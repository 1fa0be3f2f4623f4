"""第4 Ⅴ of 重点計画: the lists of procedures for local governments, against the published text."""

import csv
from functools import cache
from pathlib import Path

import pytest

from corpus.document import Document, Passage, ProcedureList
from corpus.layout import split_lines
from corpus.procedure_lists import procedure_list_passages, read_procedure_lists

TEXT = (Path(__file__).parent.parent / "corpus/plans/juten-keikaku-2025.txt").read_text(encoding="utf-8")
LINES = split_lines(TEXT)
DATA = Path(__file__).parent / "data"
DOCUMENT = Document("juten", "重点計画", "2025-06-13", "デジタル庁", "閣議決定", "", "", "plan", TEXT)
CHAPTER = ("第4 オンライン化を実施する行政手続の一覧等", "V 地方公共団体が優先的にオンライン化を推進すべき手続")


@cache
def lists() -> dict[int, ProcedureList]:
    return {entry.line: entry for entry in read_procedure_lists(DOCUMENT, LINES)}


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(procedure_list_passages(DOCUMENT, LINES, set()))


def gold() -> list[dict[str, str]]:
    with (DATA / "procedure_lists.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def line_at(offset: int) -> int:
    return TEXT.count("\n", 0, offset) + 1


def test_nothing_in_another_text() -> None:
    text = "第1 はじめに\n- 1) 甲\n"
    document = Document("x", "", "", "", "", "", "", "plan", text)
    assert read_procedure_lists(document, split_lines(text)) == ()
    assert procedure_list_passages(document, split_lines(text), set()) == []


def test_lists_are_those_of_the_text() -> None:
    assert list(lists()) == [int(row["line"]) for row in gold()]


@pytest.mark.parametrize("row", gold(), ids=lambda row: row["line"])
def test_gold_lists(row: dict[str, str]) -> None:
    entry = lists()[int(row["line"])]
    assert (entry.title.text, str(len(entry.items))) == (row["title"], row["count"])
    assert entry.heading_path == (*CHAPTER, *([row["above"]] if row["above"] else []))
    for item, name in ((entry.items[0], "first"), (entry.items[-1], "last")):
        assert item.text == row[name]
        assert line_at(item.spans[0][0]) == int(row[f"{name}_line"])


def test_items_bear_their_printed_numbers_in_order() -> None:
    for entry in lists().values():
        printed = [LINES[line_at(item.spans[0][0]) - 1].text for item in entry.items]
        assert printed == [f"- {number}) {item.text}" for number, item in enumerate(entry.items, 1)]


def test_records_are_verbatim() -> None:
    for entry in lists().values():
        for value in (entry.title, *entry.items):
            ((start, end),) = value.spans
            assert TEXT[start:end] == value.text


def test_each_list_is_one_passage_below_its_headings() -> None:
    introduction, *others = passages()
    assert introduction.heading_path == CHAPTER
    assert introduction.text.startswith("デジタル庁及び総務省は、次に掲げる手続について、")
    assert introduction.text.endswith("関係府省庁と連携しガイドラインの作成等により支援する。")
    assert len(others) == len(lists())
    for passage, entry in zip(others, lists().values(), strict=True):
        items = [f"{number}) {item.text}" for number, item in enumerate(entry.items, 1)]
        above = [entry.heading_path[-1]] if entry.title.text.startswith("ア") else []
        assert passage.text.split("\n") == [*above, entry.title.text, *items]
        assert passage.heading_path == (*entry.heading_path, entry.title.text)


def test_passages_hold_every_line_of_the_chapter_once() -> None:
    read = [line_at(start) for passage in passages() for sentence in passage.sentences for start, _ in sentence.spans]
    assert read == [line.number for line in LINES[9486:9562] if line.text.strip()]
