"""The 出典票: what is written can be read back whatever it holds, and after other programs have saved it again."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import re
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chatbot.source_sheet import ReadSheet, SheetCitation, SourceSheet, UnreadableSheet, read_sheet, write_sheet
from chatbot.source_sheet.escapes import escaped, unescaped
from chatbot.source_sheet.labels import Language

SUFFIXES = ("md", "docx", "csv")
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(MANY, max_examples=12)  # a Word document takes a tenth of a second
NASTY = (
    "\r\n", "\r", "\n", "\n\n", "\t", " ", "\u3000", "\x00", "\x0b", "\x85", "\u2028", "\u200b", "\ufeff", "\u202e",
    "\ud800", "\ufffe", "\U000e0041", "|", "=", "=1+1", "+", "-", "@", "'", "''", '"', '""', ",", ";", "`", "```", "*",
    "**", "_", "#", "# ", "## 出典 9", "### 回答", "> ", "- 番号: 3", "1. ", "2)", "===", "---", "[1]", "![](https://e/)", "<b>",
    "<!--", "&amp;", "&#x41;", "\\", "\\\\", "\\\n", "$x$", "~~", "_x000D_", "_x005F_x000D_", "_x1_", " › ", "›",
    "\\›", "、", "2025-06-13", "1-2", "12", "007", "1e5", "TRUE", "（）", "計画", "𠮟る", "e\u0301", "葛\U000e0100",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=5)), max_size=8).map("".join)
spans = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=4).map(tuple)
moments = st.datetimes(
    datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30), timezones=st.just(datetime.UTC)
).map(lambda moment: moment.replace(microsecond=0))


@st.composite
def sheets(draw: st.DrawFn) -> SourceSheet:
    citations = tuple(
        SheetCitation(
            number=number,
            title=draw(texts),
            publisher=draw(texts),
            published=draw(texts),
            status=draw(st.one_of(st.just("案"), texts)),
            heading_path=tuple(draw(st.lists(texts, max_size=3))),
            page=draw(st.none() | st.integers(-1, 999)),
            quote=draw(texts),
            spans=draw(spans),
            sha256=draw(st.integers(0, 2**256 - 1).map("{:064x}".format)),
            doc_id=draw(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    )
    outcome = draw(st.sampled_from(("answered", "partial", "not_found")))
    return SourceSheet(
        draw(texts), draw(texts), outcome, draw(texts), draw(moments), draw(texts), citations  # type: ignore[arg-type]
    )  # fmt: skip


CITATION = SheetCitation(
    number=1,
    title="取りまとめ2026（案）",
    publisher="会議",
    published="2026-07-07",
    status="案",
    heading_path=("③ 子育て", "A › B"),
    page=12,
    quote="2026 年度を目途に整備する<sup>23</sup>。\n- 次の項目|表",
    spans=((3519, 3559), (3713, 3720)),
    sha256="0" * 62 + "e5",
    doc_id="torimatome-2026-draft",
)
MOMENT = datetime.datetime(2026, 7, 8, 9, 10, 11, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
SHEET = SourceSheet(
    "=いつ？", "出生届はいつ？", "answered", "2026 年度を目途に [1]", MOMENT, "keikaku 0.1.0", (CITATION,)
)


def as_written(sheet: SourceSheet) -> ReadSheet:
    return ReadSheet(sheet, sheet.answer_sha256, sheet.record_sha256)


def through_text(data: bytes, change: Callable[[str], str], encoding: str = "utf-8") -> bytes:
    return change(data.decode("utf-8-sig")).encode(encoding)


def saved_by_spreadsheet(data: bytes, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """As a spreadsheet reads and writes it: every cell quoted or not as it likes, CRLF inside cells too."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return re.sub("(?<!\r)\n", "\r\n", sink.getvalue()).encode(encoding)


def saved_by_word(data: bytes) -> bytes:
    """Opened and saved, each run cut in two, as Word does where it has checked the spelling."""
    document = docx.Document(io.BytesIO(data))
    for run in [run for table in document.tables for row in table.rows for run in row.cells[1].paragraphs[0].runs]:
        rest = copy.deepcopy(run._r)
        run.text, tail = run.text[:3], run.text[3:]
        run._r.addnext(rest)
        docx.text.run.Run(rest, run._parent).text = tail
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize("suffix", ["md", "csv"])
@given(sheet=sheets(), language=st.sampled_from(("ja", "en")))
@MANY
def test_what_is_written_is_read_back(suffix: str, sheet: SourceSheet, language: Language) -> None:
    assert read_sheet("票", write_sheet(sheet, suffix, language)) == as_written(sheet)


@given(sheet=sheets(), language=st.sampled_from(("ja", "en")))
@FEW
def test_what_is_written_to_word_is_read_back(sheet: SourceSheet, language: Language) -> None:
    assert read_sheet("票", write_sheet(sheet, "docx", language)) == as_written(sheet)


@given(sheet=sheets(), line_end=st.sampled_from(("\r\n", "\r", " \n", "\t\r\n")))
@MANY
def test_markdown_stands_changed_line_ends(sheet: SourceSheet, line_end: str) -> None:
    data = through_text(write_sheet(sheet, "md"), lambda text: "\ufeff\n" + text.replace("\n", line_end))
    assert read_sheet("票.md", data) == as_written(sheet)


@given(sheet=sheets(), delimiter=st.sampled_from(",;\t"), encoding=st.sampled_from(("utf-8-sig", "utf-8", "utf-16")))
@MANY
def test_csv_stands_a_spreadsheet(sheet: SourceSheet, delimiter: str, encoding: str) -> None:
    data = saved_by_spreadsheet(write_sheet(sheet, "csv"), delimiter, encoding)
    assert read_sheet("票.csv", data) == as_written(sheet)


@given(sheet=sheets())
@FEW
def test_word_stands_being_saved_again(sheet: SourceSheet) -> None:
    assert read_sheet("票.docx", saved_by_word(write_sheet(sheet, "docx"))) == as_written(sheet)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_very_long_sheet_is_read_back(suffix: str) -> None:
    long = replace(SHEET, answer="行政の「計画」|=1\n" * 6000, citations=(replace(CITATION, quote="あ" * 100_000),))
    assert read_sheet("票", write_sheet(long, suffix)) == as_written(long)


@given(text=texts)
@MANY
def test_escapes_go_both_ways_and_leave_nothing_hidden(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not re.search("[\x00\r\x85\u2028\u200b\ud800\ufffe]", escaped(text))


@given(text=texts)
@MANY
def test_markdown_shows_the_characters_and_nothing_else(text: str) -> None:
    """As CommonMark reads it, every field is text: no link, no image, no emphasis, no heading of its own."""
    sheet = replace(SHEET, question=text, answer=text, citations=())
    tokens = MarkdownIt("commonmark").parse(write_sheet(sheet, "md").decode())
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "softbreak", "hardbreak"}
    assert sum(token.type == "heading_open" for token in tokens) == 4
    assert not {"fence", "code_block", "html_block", "hr"} & {token.type for token in tokens}


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-2", "@SUM(A1)", "\tx", "＝1", "'x", "2025-06-13", "1-2", "1e5", "007", "TRUE"])  # fmt: skip
def test_nothing_in_csv_runs_or_turns_into_a_date(cell: str) -> None:
    sheet = replace(SHEET, question=cell, citations=(replace(CITATION, quote=cell, published=cell),))
    rows = list(csv.reader(io.StringIO(write_sheet(sheet, "csv").decode("utf-8-sig"), newline="")))
    cells = {(number, label): text for number, label, text in rows}
    assert cells["", "質問"] == cells["1", "引用（原文どおり）"] == cells["1", "公表日"] == f"'{cell}"
    assert not any(re.match(r"[=+\-@\t]", text) for row in rows for text in row)


def test_numbers_and_words_in_csv_stay_plain() -> None:
    text = write_sheet(SHEET, "csv").decode("utf-8-sig")
    assert text.startswith("出典,項目,内容\r\n")
    assert "1,番号,1\r\n" in text and "1,ページ,12\r\n" in text
    assert '1,本文での位置（文字）,3519-3559、3713-3720\r\n' in text  # fmt: skip


def test_the_rows_of_csv_may_be_sorted() -> None:
    head, *rows = csv.reader(io.StringIO(write_sheet(SHEET, "csv").decode("utf-8-sig"), newline=""))
    sink = io.StringIO(newline="")
    csv.writer(sink).writerows([head, *sorted(rows, key=lambda row: row[1]), ["1", "メモ", "確認済み"]])
    assert read_sheet("票.csv", sink.getvalue().encode()) == as_written(SHEET)


def test_a_person_reads_markdown_as_it_is() -> None:
    text = write_sheet(SHEET, "md").decode()
    assert text.startswith("# 出典票\n\n## 質問と回答\n")
    assert "### 回答\n\n> 2026 年度を目途に \\[1\\]\n" in text
    assert (
        "- 公表日: 2026-07-07\n- 状態: 案\n- 注意: 案（決定前の文書）です。\n- 見出し: ③ 子育て › A \\\\› B\n- ページ: 12\n"
        in text
    )
    assert "> 2026 年度を目途に整備する\\<sup\\>23\\</sup\\>。\\\n> \\- 次の項目\\|表\n" in text


def test_a_passage_that_the_answer_does_not_cite_is_not_called_its_source() -> None:
    sheet = replace(SHEET, citations=(CITATION, replace(CITATION, number=2)))
    text = write_sheet(sheet, "md").decode()
    assert "## 出典 1\n" in text and "## 関連する記載 2\n" in text
    assert "## Source 1\n" in write_sheet(sheet, "md", "en").decode()


def test_word_has_a_table_for_the_answer_and_one_for_each_citation() -> None:
    document = docx.Document(io.BytesIO(write_sheet(SHEET, "docx")))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert headings == ["出典票", "質問と回答", "出典 1"]
    cells = {row.cells[0].text: row.cells[1].text for row in document.tables[1].rows}
    assert cells["引用（原文どおり）"] == CITATION.quote and cells["注意"] == "案（決定前の文書）です。"


def test_what_was_inserted_or_deleted_under_revision_counts() -> None:
    document = docx.Document(io.BytesIO(write_sheet(SHEET, "docx")))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "回答")
    run = row.cells[1].paragraphs[0].runs[0]._r
    inserted = OxmlElement("w:ins")
    run.addprevious(inserted)
    new = OxmlElement("w:r")
    new.append(OxmlElement("w:t"))
    new[0].text = "改ざん"
    inserted.append(new)
    deleted = OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)
    for text in run.iter(qn("w:t")):
        text.tag = qn("w:delText")
    sink = io.BytesIO()
    document.save(sink)
    assert read_sheet("票.docx", sink.getvalue()).sheet.answer == "改ざん"


def test_the_checksums_tell_the_answer_from_the_rest() -> None:
    other_answer, other_time = replace(SHEET, answer="別"), replace(SHEET, answered_at=MOMENT.replace(hour=8))
    assert other_answer.answer_sha256 != SHEET.answer_sha256 and other_answer.record_sha256 == SHEET.record_sha256
    assert other_time.answer_sha256 == SHEET.answer_sha256 and other_time.record_sha256 != SHEET.record_sha256


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "票: 空のファイルです。"),
        (b" \r\n\t", "票: 空のファイルです。"),
        ("# 計画\n\n- 項目: 値\n".encode(), "票: 出典票ではありません（「様式」がありません）。"),
        ("番号,名前\n1,2\n".encode(), "票: 出典票ではありません（Markdown、Word、CSV のどの様式でもありません）。"),
        (b"PK\x03\x04damaged", "票 は Word の文書（.docx）として壊れています。Word で保存し直してください。"),
        (b"\xff\x00\x81\xfe\x00\x92" * 9, "票 は文章のファイルではありません（バイナリ）。元のファイルを確かめてください。"),
        (b"# \x81\xff\xfd\xa0\x80", "票 の文字コードを判別できません"),
        ('出典,項目,内容\n,質問,"閉じない\n'.encode(), "票: CSVとして壊れています"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        read_sheet("票", data)
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- 様式: keikaku-source-sheet/1", "- 様式: keikaku-source-sheet/9", "この版では読めない様式です（keikaku-source-sheet/9）"),
        ("### 引用（原文どおり）", "### 引用", "「引用（原文どおり）」がありません"),
        ("3519-3559", "3519から", "「本文での位置（文字）」が読めません"),
        ("計画に答えがありました", "計画に答えはありません", "「結果」が読めません"),
        ("2026-07-08 09:10:11", "昨日", "「回答した日時」が読めません"),
        ("- 状態: 案", "- 状態: 案\n- 状態: 決定", "「状態」が二つあります"),
        ("- ページ: 12", "- ページ: 十二", "「ページ」が読めません"),
    ],
)  # fmt: skip
def test_a_damaged_sheet_names_what_is_damaged(old: str, new: str, message: str) -> None:
    data = write_sheet(SHEET, "md").replace(old.encode(), new.encode(), 1)
    with pytest.raises(UnreadableSheet, match=re.escape(message)):
        read_sheet("票.md", data)


def test_a_package_of_another_kind_is_no_sheet() -> None:
    document = docx.Document()
    document.add_table(1, 2).rows[0].cells[0].text = "項目"
    sink = io.BytesIO()
    document.save(sink)
    with pytest.raises(UnreadableSheet, match="出典票ではありません"):
        read_sheet("票.docx", sink.getvalue())


def test_an_unknown_suffix_is_refused() -> None:
    with pytest.raises(ValueError, match=r"出典票の形式「\.pdf」はありません。使えるのは \.md、\.docx、\.csv です。"):
        write_sheet(SHEET, "pdf")
