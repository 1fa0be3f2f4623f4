"""第3 of 重点計画: the rows of the timeline without bars, against the published text and against 第2."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from corpus.document import Document, Measure, Passage, Policy
from corpus.layout import split_lines
from corpus.policies import read_policies
from corpus.schedule import CONTEXT, schedule_passages, schedule_region, with_measures

TEXT = (Path(__file__).parent.parent / "corpus/plans/juten-keikaku-2025.txt").read_text(encoding="utf-8")
LINES = split_lines(TEXT)
DATA = Path(__file__).parent / "data"
DOCUMENT = Document("juten", "重点計画", "2025-06-13", "デジタル庁", "閣議決定", "", "", "text", TEXT)
# The bodies of 法務省, 国土交通省, 総務省, 農林水産省 and 内閣官房 that 第3 names where 第2 names the ministry.
AGENCIES = {
    "出入国在留管理庁": "法務省",
    "国土地理院": "国土交通省",
    "水産庁": "農林水産省",
    "内閣官房(NISC)": "内閣官房",
}


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(schedule_passages(DOCUMENT, LINES, set()))


def squeeze(text: str) -> str:
    return "".join(text.split())


@cache
def policies() -> tuple[Policy, ...]:
    return with_measures(read_policies(TEXT, LINES), TEXT, LINES)


def measures() -> list[tuple[str, Measure]]:
    return [(policy.number, measure) for policy in policies() for measure in policy.measures]


def gold(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_region() -> None:
    region = schedule_region(LINES)
    assert LINES[region.start].text == "### 第3 工程表"
    assert LINES[region.stop].text == "## 第4 オンライン化を実施する行政手続の一覧等"


def test_nothing_in_another_text() -> None:
    text = "## 第1 はじめに\n1-1\t甲\t乙\n"
    document = Document("x", "", "", "", "", "", "", "text", text)
    assert schedule_passages(document, split_lines(text), set()) == []


@pytest.mark.parametrize("row", gold("schedule.tsv"), ids=lambda row: row["line"])
def test_gold_rows(row: dict[str, str]) -> None:
    line = LINES[int(row["line"]) - 1]
    ((passage, sentence),) = [
        (passage, sentence)
        for passage in passages()
        for sentence in passage.sentences
        if line.start <= sentence.spans[0][0] <= line.start + len(line.text)
    ]
    assert passage.record == f"policy:{row['numbers']}"
    assert sentence.text == row["text"].replace("|", "\u3000")


@pytest.mark.parametrize("row", gold("measures.tsv"), ids=lambda row: row["line"])
def test_gold_measures(row: dict[str, str]) -> None:
    found = [(number, measure) for number, measure in measures() if measure.line == int(row["line"])]
    assert [number for number, _ in found] == row["numbers"].split(",")
    for _, measure in found:
        values = {"heading": measure.heading.text, "lead": measure.lead.text, "related": measure.related.text}
        assert values == {name: row[name] for name in values}


def test_a_row_of_several_policies_is_a_measure_of_each() -> None:
    first = {number: next(m for n, m in measures() if n == number).heading.text for number in ("2-1", "2-2", "3-69")}
    assert set(first.values()) == {"次世代の校務デジタル化推進実証事業の実施"}  # line 5870
    assert [m.line for n, m in measures() if n == "2-3"] == [5879, 5880, 5881, 5882]
    assert [m.line for n, m in measures() if n == "2-4"] == [5879, 5880, 5881, 5882]


def test_every_row_is_a_measure_and_no_header_or_bar() -> None:
    region = schedule_region(LINES)
    headers = ("施策管理", "\t\t\t")
    rows = {LINES[i].number for i in region if "\t" in LINES[i].text and not LINES[i].text.startswith(headers)}
    assert {measure.line for _, measure in measures()} == rows
    assert [policy.number for policy in policies() if not policy.measures] == ["2-14"]  # its page was lost
    for _, measure in measures():
        assert measure.heading.text and measure.lead.text, measure.line
        assert "■" not in measure.heading.text + measure.lead.text + measure.related.text
        assert not any(mark in measure.heading.text for mark in ("1Q", "工程表\t")), measure.line


def test_measures_are_verbatim() -> None:
    for _, measure in measures():
        for value in (measure.heading, measure.lead, measure.related):
            assert squeeze("".join(TEXT[start:end] for start, end in value.spans)) == squeeze(value.text)
            assert all(TEXT.count("\n", 0, start) + 1 == measure.line for start, _ in value.spans)


def test_ministries_of_measures_are_those_of_their_policy() -> None:
    """The cross-check of the numbers of the rows; what differs is what the two parts print differently."""
    unknown = set()
    for policy in policies():
        known = policy.lead.text + "、" + policy.related.text
        for measure in policy.measures:
            text = squeeze(measure.lead.text)
            for agency, ministry in (AGENCIES | {"内閣官房（NISC）": "内閣官房"}).items():
                text = text.replace(agency, ministry)
            names = [name for name in re.split("[、・]", text) if len(name) > 1]
            unknown |= {(policy.number, name) for name in names if name not in known}
    assert unknown == {
        ("1-27", "内閣官房"),
        ("2-24", "内閣官房"),
        ("3-46", "個人情報委員会"),  # a misprint of 個人情報保護委員会
    }


def test_every_row_stands_once_and_no_header() -> None:
    region = schedule_region(LINES)
    headers = ("施策管理", "\t\t\t")
    rows = {LINES[i].start for i in region if "\t" in LINES[i].text and not LINES[i].text.startswith(headers)}
    starts = [s.spans[0][0] for p in passages() if p.kind == "schedule" for s in p.sentences]
    read = [TEXT.rfind("\n", 0, start) + 1 for start in starts]
    assert len(read) == len(set(read)) == 1386
    assert set(read) - rows == set()
    assert not [p for p in passages() if "年度\u3000" in p.text or "1Q" in p.text or "■" in p.text]
    left = [LINES[i].text for i in region if LINES[i].start in rows - set(read)]
    assert left == []


def test_policies_are_those_of_part_2_but_one_on_a_page_that_was_lost() -> None:
    numbers = [n for p in passages() if p.record for n in p.record.removeprefix("policy:").split(",")]
    assert {policy.number for policy in read_policies(TEXT, LINES)} - set(numbers) == {"2-14"}
    assert set(numbers) <= {policy.number for policy in read_policies(TEXT, LINES)}


def test_every_lead_of_part_2_is_named_in_part_3() -> None:
    """The cross-check of the displaced fields of 第2."""
    unnamed = {}
    for policy in read_policies(TEXT, LINES):
        rows = [p for p in passages() if policy.number in p.record.removeprefix("policy:").split(",")]
        text = "\n".join(p.text for p in rows)
        for agency, ministry in AGENCIES.items():
            text = text.replace(agency, ministry)
        missing = [name for name in policy.lead.text.split("、") if name not in text]
        if rows and missing:
            unnamed[policy.number] = missing
    # 第2 names more ministries than 第3 for these two
    assert unnamed == {"2-2": ["デジタル庁"], "4-22": ["デジタル庁", "経済産業省"]}


def test_ruby_is_left_out() -> None:
    text = "\n".join(p.text for p in passages())
    assert "放送ネットワークの強弱化の推進\u3000総務省" in text  # 「弱」 is the source's misreading of 靱
    assert "<sup>" not in text


def test_passage() -> None:
    (passage,) = [p for p in passages() if p.record == "policy:1-1"]
    assert (passage.kind, passage.context) == ("schedule", CONTEXT)
    assert passage.heading_path == ("第3 工程表", "[No. 1-1] AIイノベーション促進とリスク対応の両立")
    assert passage.text.split("\n")[1:] == [
        "AI基本計画の策定\u3000内閣府\u3000－",
        "ガバナンスの実現\u3000内閣府\u3000－",
    ]
    (long,) = {p.heading_path for p in passages() if p.record == "policy:5-4"}
    assert long[-1].startswith("[No. 5-4] A I 関連人材の確保と教育振興等")
    assert max(len(squeeze(p.text)) for p in passages()) <= 440
    assert len({p.id for p in passages()}) == len(passages())


def test_note_above_the_table_is_kept() -> None:
    (note,) = [p for p in passages() if p.kind == "text"]
    assert note.text.startswith("※ 本工程表は、「第2 重点政策一覧」に記載する施策の取組スケジュールを示す")


def test_verbatim() -> None:
    for passage in passages():
        for sentence in passage.sentences:
            assert squeeze("".join(TEXT[start:end] for start, end in sentence.spans)) == squeeze(sentence.text)


def test_related_ministries_of_displaced_fields_are_named_in_part_3() -> None:
    with (DATA / "displaced.tsv").open(encoding="utf-8", newline="") as file:
        displaced = [row["number"] for row in csv.DictReader(file, delimiter="\t")]
    unnamed = {}
    for policy in policies():
        printed = "、".join(value.text for measure in policy.measures for value in (measure.lead, measure.related))
        missing = [name for name in policy.related.text.split("、") if len(name) > 1 and name not in printed]
        if policy.number in displaced and missing:
            unnamed[policy.number] = missing
    assert unnamed == {"3-28": ["内閣官房", "内閣府"]}  # 第3 names no related ministry there (lines 6320-6324)
