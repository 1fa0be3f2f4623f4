"""Files of every format, and the one clear message for each that cannot be read."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import office_files as files
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.formats import SUFFIXES, UnreadableFile, extract, extract_bytes
from corpus.formats.dates import is_published_date, metadata_date, printed_date
from corpus.formats.extracted import plausible_title
from corpus.formats.word_styles import number_text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp932", "euc_jp", "iso2022_jp"]
)
def test_plain_text_is_read_in_every_encoding_of_japanese_offices(encoding: str) -> None:
    data = files.PLAIN.replace("\n", "\r\n").encode(encoding)
    assert extract_bytes("計画.txt", data).text == files.PLAIN


def test_shift_jis_with_the_characters_of_vendors() -> None:
    text = "①㈱みどり～髙橋が、﨑の字を使う。\n"
    assert extract_bytes("a.txt", text.encode("cp932")).text == text


def test_front_matter_of_markdown_is_metadata() -> None:
    extracted = extract_bytes("plan.md", files.MARKDOWN.encode())
    assert (extracted.title, extracted.published) == ("みどり市デジタル計画", "2025-04-01")
    assert extracted.text.startswith("# 総則\n")
    assert extracted.media_type == "text/markdown"


def test_html_gives_its_main_part_without_menus_ruby_and_scripts() -> None:
    extracted = extract_bytes("page.html", files.HTML.encode())
    assert (extracted.title, extracted.published) == ("みどり市デジタル計画", "2025-04-01")
    assert extracted.text.split("\n\n") == [
        "# みどり市デジタル計画",
        "## 総則",
        "この計画は、行政手続の負担を減らすことを目的とする。申請は100件¹である。",
        "## 目標",
        "・オンライン申請を年間100件とする",
        "・窓口の待ち時間を10分以内とする",
        "3. 窓口を見直す",
        "| 取組 | 担当 | 期限 |\n| --- | --- | --- |\n| 書かない窓口 | 市民課 | 令和7年度 |\n| 書かない窓口 | 税務課 | 令和8年度 |",
        "| 対象 | 市民 |",
    ]


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_html_in_the_encoding_that_it_declares(encoding: str) -> None:
    source = files.HTML.replace('charset="utf-8"', f'charset="{encoding}"')
    assert "この計画は、行政手続の負担を" in extract_bytes("page.htm", source.encode(encoding)).text


def test_html_without_a_main_part_is_read_without_its_menu() -> None:
    page = "<ul><li><a href=a>くらし</a><li><a href=b>市政</a><li><a href=c>観光</a></ul><p>計画を定める。</p><p>以上。</p>"
    assert extract_bytes("page.html", page.encode()).text == "計画を定める。\n\n以上。"


def test_word_gives_everything_that_stands_on_paper() -> None:
    extracted = extract_bytes("plan.docx", files.word())
    assert extracted.title == "みどり市デジタル計画"
    assert extracted.text.split("\n\n") == [
        "# 総則",
        "この計画は、行政手続の負担を減らすことを目的とする。",
        "## 目標",
        "・オンライン申請を年間100件とする",
        "1. 窓口を見直す",
        "2. 職員を育てる",
        "| 取組 | 担当 | 期限 |\n| --- | --- | --- |\n| 書かない窓口 | 市民課 | 令和7年度 |\n| 書かない窓口 | 税務課 | 令和8年度 |",
        "行政を改める。",
        "申請は20件¹とする。",
        "¹ 令和6年度の実績。",
        "見える文。",
        "枠の中の文。",
    ]


def test_word_prints_the_numbers_of_its_headings_and_text_boxes_once() -> None:
    assert extract_bytes("plan.docx", files.numbered_word()).text.split("\n\n") == [
        "# 第1章 総則",
        "## 1-1 目的",
        "## 1-2 期間",
        "# 第2章 施策",
        "## 2-1 窓口",
        "本文である。",
        "囲みの文。",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "printed"),
    [
        (3, "decimal", "3"),
        (12, "decimalFullWidth", "１２"),
        (4, "decimalEnclosedCircle", "④"),
        (9, "upperRoman", "IX"),
        (2, "aiueoFullWidth", "イ"),
        (2, "irohaFullWidth", "ロ"),
        (23, "japaneseCounting", "二十三"),
        (10, "chineseCounting", "十"),
        (1, "none", ""),
    ],
)
def test_word_prints_numbers_in_japanese(number: int, kind: str, printed: str) -> None:
    assert number_text(number, kind) == printed


def test_pdf_knows_its_pages() -> None:
    data = files.pdf([["一枚目の文章を、ここに書く。"], ["二枚目の文章を、ここに書く。"]], title="みどり市デジタル計画")
    extracted = extract_bytes("plan.pdf", data)
    assert extracted.text == "一枚目の文章を、ここに書く。\n二枚目の文章を、ここに書く。"
    assert [(page.number, extracted.text[page.start]) for page in extracted.pages] == [(1, "一"), (2, "二")]
    assert extracted.title == "みどり市デジタル計画"


def test_pdf_keeps_single_characters_of_fonts_that_are_not_embedded() -> None:
    lines = ["行政手続の負担を減らす", "。", "○", "３"]
    assert extract_bytes("plan.pdf", files.pdf([lines])).text.split("\n") == lines


def test_pdf_that_only_pdfium_can_read_says_that_characters_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.pdf.drops_characters", lambda *_: True)  # it depends on the fonts installed
    monkeypatch.setattr("pypdf.PdfReader", lambda _: 1 / 0)
    extracted = extract_bytes("plan.pdf", files.pdf([["行政手続の負担を減らす"]]))
    assert extracted.text == "行政手続の負担を減らす"
    assert extracted.remarks == (
        "フォントが埋め込まれていないため、一部の文字を取り出せませんでした。フォントを埋め込んだ PDF をお勧めします。",
    )


def test_pdf_marks_raised_digits_so_that_they_are_no_part_of_a_number() -> None:
    text = extract_bytes("plan.pdf", files.superscript_pdf()).text
    assert text == "申請は100件¹²、面積は50m²、CO2は10tとする。"


def test_pdf_names_pages_without_text() -> None:
    pages = [["この計画は、行政手続の負担を減らし、書かない窓口を広げることを目的とする。"], [], ["次の文を書く。"]]
    (remark,) = extract_bytes("plan.pdf", files.pdf(pages)).remarks
    assert remark.startswith("3 ページのうち 2 ページには文字情報がない")


UNREADABLE = {
    "empty.txt": (b"", "空のファイル"),
    "blank.txt": (b" \r\n\xe3\x80\x80", "文章がありません"),
    "binary.txt": (bytes(range(256)) * 40, "バイナリ"),
    "controls.txt": (b"\x01\x02\x03\x04 text " * 40, "制御文字"),
    "latin.txt": ("Ça été créé par un élève, déjà vu, où ça?".encode("latin-1"), "UTF-8、UTF-16、Shift_JIS"),
    "chinese.txt": ("本計劃旨在減輕行政手續之負擔,並推動線上申請。".encode("big5"), "文字コードを判別できません"),
    "broken.txt": (b"\xef\xbb\xbf\xe8\xa8\x88\xff", "UTF-8 として壊れています"),
    "pdf.txt": (files.pdf([["中身はPDFである。"]]), "拡張子を .pdf に変えて"),
    "page.txt": (files.HTML.encode(), "拡張子を .html に変えて"),
    "word.md": (files.word(), "拡張子を .docx に変えて"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "パスワード付き"),
    "nozip.docx": ("これは Word の文書ではない。".encode(), "壊れています"),
    "cut.docx": (files.word()[:3000], "壊れています"),
    "bomb.docx": (files.zip_bomb(), "展開すると大きすぎます"),
    "sheet.xlsx": (b"PK\x03\x04", "読めるのは .pdf、.docx、.html、.htm、.md、.txt です"),
    "noname": (b"text", "読めるのは"),
    "menu.html": (b"<html><body><nav>menu</nav><script>1</script></body></html>", "文章がありません"),
    "encrypted.pdf": (files.pdf([["秘密の文章である。"]], password="secret"), "パスワードで保護されています"),
    "nopage.pdf": (files.blank_pdf(0), "ページがありません"),
    "scan.pdf": (files.blank_pdf(3), "文字情報がありません（スキャン画像）"),
    "broken.pdf": (b"%PDF-1.7\n" + bytes(100), "壊れているか"),
    "long.pdf": (files.blank_pdf(2001), "2,001 ページあり大きすぎます"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_with_one_clear_message(name: str, tmp_path: Path) -> None:
    data, reason = UNREADABLE[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as refused:
        extract(path)
    assert name in str(refused.value) and reason in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("name", "megabytes"), [("big.txt", 20), ("big.html", 20), ("big.pdf", 50), ("big.docx", 50)])
def test_files_that_are_too_large_are_refused_unread(name: str, megabytes: int, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"text ")
    os.truncate(path, 60 << 20)
    with pytest.raises(UnreadableFile, match=f"大きすぎます（{megabytes} MB まで）"):
        extract(path)


def test_paths_that_are_no_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in (
        ("folder.txt", "フォルダです"),
        ("missing.txt", "見つかりません"),
        ("pipe.txt", "通常のファイル"),
    ):
        with pytest.raises(UnreadableFile, match=reason):
            extract(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("文章である。")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="権限がありません"):
        extract(path)


@pytest.mark.parametrize("name", ["計画 案.txt", "плaн.TXT", "plan 📄.txt", "..txt.txt", "-rf.txt"])
def test_any_file_name_will_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(files.PLAIN, encoding="utf-8")
    assert extract(path).text == files.PLAIN


_HEADS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "令和７年度、".encode("cp932"),
)


@given(suffix=st.sampled_from(SUFFIXES), head=st.sampled_from(_HEADS), tail=st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_random_bytes_give_a_text_or_the_one_error(suffix: str, head: bytes, tail: bytes) -> None:
    _extracts_or_refuses(f"a{suffix}", head + tail)


_VALID = {
    "a.pdf": files.pdf([["この計画は、行政手続の負担を減らすことを目的とする。"]] * 2),
    "a.docx": files.word(),
    "a.html": files.HTML.encode(),
    "a.md": files.MARKDOWN.encode("cp932"),
}


@given(
    name=st.sampled_from(sorted(_VALID)),
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_files_give_a_text_or_the_one_error(name: str, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(_VALID[name])
    for place, change in changes:
        start = int(place * len(data))
        data[start : start + len(change)] = change
    _extracts_or_refuses(name, bytes(data))


def _extracts_or_refuses(name: str, data: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        text = extract_bytes(name, data).text
        assert text.encode().decode() == text and "\r" not in text and "\0" not in text


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("令和７年４月１日", "2025-04-01"),
        ("更新日：2025年4月1日", "2025-04-01"),
        ("平成31年4月", "2019-04"),
        ("令和元年12月20日 閣議決定", "2019-12-20"),
        ("（令和 7 年 6 月 13 日）", "2025-06-13"),
        ("2024（令和6）年3月", "2024-03"),
        ("令和7年2月30日", ""),
        ("令和99年4月1日", ""),
        ("令和7年4月1日から窓口を開く。", ""),
        ("令和7年度", ""),
    ],
)
def test_the_date_printed_on_the_first_lines(line: str, date: str) -> None:
    assert printed_date(f"# みどり市デジタル計画\n\n{line}\n\n本文である。") == date


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("D:20250613101500+09'00'", "2025-06-13"),
        ("2025-06-13T10:15:00+09:00", "2025-06-13"),
        ("2025", "2025"),
        ("19000101", ""),
        ("29990101", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_of_metadata_is_taken_where_it_can_be(stated: str, date: str) -> None:
    assert metadata_date(stated) == date


def test_dates_that_are_given_must_be_real() -> None:
    assert [is_published_date(text) for text in ("2025", "2025-06", "2024-02-29")] == [True, True, True]
    wrong = ("2025-02-29", "2025-13", "25-06-13", "2025/06/13", "２０２５", "2025-6-1", "")
    assert [text for text in wrong if is_published_date(text)] == []


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Microsoft Word - みどり市計画.docx", "みどり市計画"),
        ("PowerPoint プレゼンテーション", ""),
        ("untitled", ""),
        ("スライド 1", ""),
        ("  みどり市\n計画 ", "みどり市 計画"),
    ],
)
def test_a_title_of_metadata_is_taken_where_somebody_wrote_it(stated: str, title: str) -> None:
    assert plausible_title(stated) == title
