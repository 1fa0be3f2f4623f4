"""第4 of 重点計画: groups, rows, 取組内容 and KPI, against the published text."""

import csv
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Document, Field, Passage, ProcedureGroup, Sentence, join_sentences
from corpus.layout import split_lines
from corpus.procedures import procedure_passages, procedure_region, read_procedure_groups

TEXT = (Path(__file__).parent.parent / "corpus/plans/juten-keikaku-2025.txt").read_text(encoding="utf-8")
LINES = split_lines(TEXT)
DATA = Path(__file__).parent / "data"
DOCUMENT = Document("juten", "重点計画", "2025-06-13", "デジタル庁", "閣議決定", "", "", "text", TEXT)
HEADER = "手続名\t根拠法令\t手続類型\t手続主体\t手続の受け手\t"


@cache
def groups() -> dict[str, ProcedureGroup]:
    return {group.number: group for group in read_procedure_groups(TEXT, LINES)}


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(procedure_passages(DOCUMENT, list(groups().values()), set()))


def squeeze(text: str) -> str:
    return "".join(text.split())


def gold(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_region_runs_from_the_real_heading_to_part_5() -> None:
    region = procedure_region(LINES)
    assert LINES[region.start].text == "## Ⅱ オンライン化を実施する行政手続等"
    assert LINES[region.stop].text == "## 第5 データ利活用制度の在り方に関する基本方針"


def test_no_region_in_another_text() -> None:
    lines = split_lines("第1 はじめに\n本文。\n")
    assert not procedure_region(lines)
    assert read_procedure_groups("第1 はじめに\n本文。\n", lines) == ()


def test_groups_are_numbered_1_to_77_and_named_as_printed() -> None:
    assert list(groups()) == [str(number) for number in range(1, 78)]
    group = groups()["2"]  # its heading prints 「@」 for 「◎」
    assert group.title.text == "国家資格オンライン・デジタル化"
    ministries = (
        "デジタル庁、内閣府、総務省、法務省、財務省、厚生労働省、国土交通省、経済産業省、文部科学省、こども家庭庁"
    )
    assert group.ministries.text == ministries
    assert group.heading_path == (
        "第4 オンライン化を実施する行政手続の一覧等",
        "Ⅱ オンライン化を実施する行政手続等",
        "1. 国民等、民間事業者等と国等との間の手続",
    )
    assert groups()["76"].title.text == "港湾行政手続（港湾関係手続）の電子化"


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("41", ("Ⅱ オンライン化を実施する行政手続等", "2. 国民等、民間事業者等と地方公共団体等との間の手続")),
        (
            "44",  # its running head breaks over two lines
            (
                "Ⅲ 添付書類の省略を実施する行政手続",
                "\uff11\uff0e登記事項証明書の添付省略",
                "（\uff11）法人及び不動産の登記情報に係る情報連携の仕組みの構築",
            ),
        ),
        ("47", ("Ⅲ 添付書類の省略を実施する行政手続", "2. 戸籍謄本等の添付省略")),
        ("50", ("IV 更なる利便性の向上を図る行政手続等", "1. オンライン化の共通基盤")),
        ("77", ("IV 更なる利便性の向上を図る行政手続等", "4. その他")),
    ],
)
def test_running_heads(number: str, path: tuple[str, ...]) -> None:
    assert groups()[number].heading_path[1:] == path


@pytest.mark.parametrize("row", gold("procedures.tsv"), ids=lambda row: f"{row['line']}")
def test_gold_rows(row: dict[str, str]) -> None:
    found = [item for item in groups()[row["group"]].rows if item.line == int(row["line"])]
    assert len(found) == 1
    names = ("name", "law", "type", "subject", "receiver", "procedure_id")
    assert {name: getattr(found[0], name).text for name in names} == {name: row[name] for name in names}


@pytest.mark.parametrize("row", gold("procedure_groups.tsv"), ids=lambda row: row["group"])
def test_gold_groups(row: dict[str, str]) -> None:
    group = groups()[row["group"]]
    assert group.line == int(row["line"])
    assert (group.title.text, group.ministries.text) == (row["title"], row["ministries"])
    prose = join_sentences(group.measures)
    assert squeeze(prose).startswith(squeeze(row["measures_start"]))
    assert squeeze(prose).endswith(squeeze(row["measures_end"]))
    assert squeeze(join_sentences(group.kpi)) == squeeze(row["kpi"])


def test_rows_equal_their_lines_cell_for_cell() -> None:
    for group in groups().values():
        for row in group.rows:
            cells = (row.name, row.law, row.type, row.subject, row.receiver, row.procedure_id)
            printed = [cell.strip() for cell in TEXT.split("\n")[row.line - 1].split("\t")]
            assert [cell.text for cell in cells] == printed, row.line
            assert ["".join(TEXT[a:b] for a, b in cell.spans) for cell in cells] == printed, row.line
            assert (row.group_number, row.group_title) == (group.number, group.title.text)


def test_every_line_of_the_region_is_read_once() -> None:
    """What no record holds are running heads, heads of the three parts, table headers, and Markdown's dashes."""
    region = procedure_region(LINES)
    lists = next(i for i in region if LINES[i].text.startswith("## V "))
    used = [group.heading_span for group in groups().values()]
    used += [row.span for group in groups().values() for row in group.rows]
    for group in groups().values():
        used += [span for sentence in (*group.measures, *group.kpi) for span in sentence.spans]
    used.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(used))
    read = {TEXT.count("\n", 0, start) for start, _ in used}
    rest = [LINES[i].text.strip(" #") for i in range(region.start, lists) if i not in read]
    kept = re.compile(
        r"|-+|[（(].[）)] *(?:オンライン化対象手続|取組内容|KPI)|※ ?[（(].[）)] ?取組内容参照|手続名\t.*手続 ?ID"
        r"|(?:Ⅱ|Ⅲ|IV) .*|[1-4１][.．] ?(?:国民等、|その他|オンライン化の|登記事項|戸籍|住民票).*"
        r"|（[１２]）(?:法人及び不動産の登記情報に係る|登記事項証明書を省略する手続)|情報連携の仕組みの構築"
    )
    assert [text for text in rest if not kept.fullmatch(text)] == []


def test_every_table_line_is_one_row() -> None:
    region = procedure_region(LINES)
    table = {LINES[i].number for i in region if "\t" in LINES[i].text and not LINES[i].text.startswith(HEADER)}
    rows = Counter(row.line for group in groups().values() for row in group.rows)
    assert set(rows) == table
    assert set(rows.values()) == {1}
    assert len(rows) == 634


def test_tables_hold_as_many_rows_as_the_prose_says() -> None:
    stated = {}
    pattern = re.compile(
        r"(?:[（(]1[）)](?:に記載した|記載の)|^上記|^オンライン化対象の)\D{0,90}?(\d+)(?:つの)?(?:手続|申請)"
    )
    for group in groups().values():
        prose = squeeze("".join(sentence.text for sentence in group.measures)).translate({0xFF11: "1"})
        # the first such phrase, unless it counts a part only (「…のうち」「…を除く」 stand after the number)
        if match := pattern.search(prose):
            stated[group.number] = int(match[1])
    assert stated == {number: len(groups()[number].rows) for number in stated}
    assert {"1": 67, "2": 119, "4": 56, "20": 40, "31": 28, "36": 9, "42": 5}.items() <= stated.items()
    assert len(stated) >= 20


def test_all_rows_have_the_cells_that_are_always_printed() -> None:
    for group in groups().values():
        for row in group.rows:
            assert row.name.text and row.law.text and row.subject.text and row.procedure_id.text
            assert row.receiver.text or row.type.text == "縦覧等"
            assert row.receiver.text or row.receiver.spans == ()


def test_prose_drops_markdown_and_keeps_dashes_that_are_values() -> None:
    assert [s.text for s in groups()["2"].kpi] == [
        "・国家資格等情報連携・活用システムの利用資格数",
        "・国家資格等情報連携・活用システムを利用したオンライン申請件数",
    ]
    assert [s.text for s in groups()["16"].kpi] == ["オンラインによる受検申請の割合（2026 年度：10％）"]
    assert [s.text for s in groups()["42"].kpi] == ["遺失物管理システム移行済都道府県警察（2026 年度末：100％）"]
    assert [s.text for s in groups()["44"].kpi] == ["-"]
    assert [s.text for s in groups()["70"].kpi] == ["—"]
    assert groups()["45"].kpi == ()
    assert groups()["51"].measures[0].text.startswith("・G ビズ ID :事業者等が様々なサービスに")


def test_paragraphs_that_share_a_line_are_parted() -> None:
    texts = [sentence.text for sentence in groups()["41"].measures if sentence.starts_paragraph]
    assert [text[:6] for text in texts] == ["特定非営利活", "一方、これま", "（\uff11）に掲げ", "所轄庁及び "]  # in <p>
    texts = [sentence.text for sentence in groups()["8"].measures if sentence.starts_paragraph]
    assert [text[:7] for text in texts] == ["1 2025 ", "e-証明書を選", "更なる在留邦人", "2 申請の際に"]  # spaces
    for group in groups().values():
        assert not [s.text for s in (*group.measures, *group.kpi) if re.search(r"</?p>|\*\*|^#|^- |--", s.text)]


def test_a_row_with_too_few_cells_is_named() -> None:
    text = "## Ⅱ オンライン化を実施する行政手続等\n1. 甲（◎乙庁）\n（1）オンライン化対象手続\n丙\t丁\n"
    with pytest.raises(ValueError, match=r"4行目.*6列.*2列"):
        read_procedure_groups(text, split_lines(text))


def test_verbatim() -> None:
    items: list[Field | Sentence] = [sentence for passage in passages() for sentence in passage.sentences]
    for group in groups().values():
        items.extend([group.title, group.ministries, *group.measures, *group.kpi])
        for row in group.rows:
            items.extend([row.name, row.law, row.type, row.subject, row.receiver, row.procedure_id])
    for item in items:
        assert squeeze("".join(TEXT[start:end] for start, end in item.spans)) == squeeze(item.text)


def test_row_passage() -> None:
    passage = next(p for p in passages() if p.record == "procedure:10:5")
    assert passage.kind == "procedure"
    assert passage.heading_path[-1] == "10. 旅券の発給申請等"
    assert passage.text.startswith("公用旅券の紛失又は焼失の届出（外務大臣又は領事官に届出する場合）\u3000旅券法(")
    assert passage.text.endswith("\u3000申請等\u3000国民等\u3000国\u300014249")
    assert passage.context == "オンライン化対象手続 旅券の発給申請等"


def test_group_passages() -> None:
    of_group = [p for p in passages() if p.record == "group:36"]
    assert of_group[0].text.startswith(
        "36. マンション管理業登録等関係手続（◎国土交通省）\n（\uff11）に記載した 9 手続については、"
    )
    assert [p.heading_path[-1] for p in of_group] == ["（\uff12）取組内容", "（\uff13）KPI"]
    assert "マンション管理業登録等関係手続（国土交通省） オンライン化対象手続 9手続: " in of_group[0].context
    assert of_group[1].text == "（\uff11）に記載した手続について、オンライン化を目指す。"
    assert not [p for p in passages() if p.record == "group:70" and p.heading_path[-1] == "（\uff13）KPI"]


def test_passages_know_every_row_and_their_ids_differ() -> None:
    assert len({p.id for p in passages()}) == len(passages())
    assert sum(p.kind == "procedure" for p in passages()) == 634
