"""Documents of no known layout → passages: whole sentences, their headings, and nothing that is no text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import office_files as files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Page, Passage
from corpus.formats import extract_bytes
from corpus.office import read_office_document
from corpus.office.headings import heading_text, numbered_depth


def _document(name: str, text: str, pages: tuple[Page, ...] = ()) -> Document:
    return Document("plan-0", "計画", "2025", "みどり市", "登録文書", name, name, "office", text, pages=pages)


def _read(name: str, data: bytes) -> list[Passage]:
    extracted = extract_bytes(name, data)
    return read_office_document(_document(name, extracted.text, extracted.pages))


def _text(name: str, text: str) -> list[tuple[tuple[str, ...], str]]:
    return [(passage.heading_path, passage.text) for passage in read_office_document(_document(name, text))]


def _bare(text: str) -> str:
    return "".join(text.split())


def _assert_proven(document: Document, passages: Sequence[Passage]) -> None:
    for passage in passages:
        for sentence in passage.sentences:
            assert _bare("".join(document.text[a:b] for a, b in sentence.spans)) == _bare(sentence.text)
            assert _bare(sentence.text)
        assert _bare("".join(document.text[a:b] for a, b in passage.spans)) == _bare(passage.text)
    assert len({passage.id for passage in passages}) == len(passages)


PAGES = [
    ["みどり市デジタル計画", "目次", "第１章　総則 ……… 1", "第２章　施策 ……… 2"],
    [
        "みどり市デジタル計画",
        "第１章　総則",
        "１　目的",
        "　この計画は、人口減少が進む中でも、市民に身近な行政サービスを維持し、職員の業",
        "務の負担を減らすことを目的とする。計画の期間は、令和７年度から令和９年度までの",
        "３年間とする。市は、次の章に掲げる施策を進めるとともに、毎年度その進み具合を公",
        "- 1 -",
    ],
    [
        "みどり市デジタル計画",
        "表する。",
        "第２章　施策",
        "１　窓口",
        "（１）書かない窓口",
        "　書かない窓口を本庁と２支所に広げる。",
        "（２）手数料",
        "　次のとおりとする。",
        "① 住民票の写し　300円",
        "② 印鑑登録証明書　300円",
        "- 2 -",
    ],
    ["みどり市デジタル計画", "２　職員", "　研修を年１２回開く。", "- 3 -"],
]


def test_pdf_without_running_lines_and_contents_and_with_its_sentences_whole() -> None:
    passages = _read("plan.pdf", files.pdf(PAGES))
    assert [(passage.heading_path, passage.text) for passage in passages] == [
        (
            ("第１章 総則", "１ 目的"),
            "この計画は、人口減少が進む中でも、市民に身近な行政サービスを維持し、職員の業務の負担を減らすことを目的とする。"
            "計画の期間は、令和７年度から令和９年度までの３年間とする。"
            "市は、次の章に掲げる施策を進めるとともに、毎年度その進み具合を公表する。",
        ),
        (("第２章 施策", "１ 窓口", "（１）書かない窓口"), "書かない窓口を本庁と２支所に広げる。"),
        (
            ("第２章 施策", "１ 窓口", "（２）手数料"),
            "次のとおりとする。\n① 住民票の写し\u3000300円\n② 印鑑登録証明書\u3000300円",
        ),
        (("第２章 施策", "２ 職員"), "研修を年１２回開く。"),
    ]


def test_a_passage_knows_its_page() -> None:
    extracted = extract_bytes("plan.pdf", files.pdf(PAGES))
    document = _document("plan.pdf", extracted.text, extracted.pages)
    passages = read_office_document(document)
    assert [document.page_at(passage.spans[0][0]) for passage in passages] == [2, 3, 3, 4]


def test_footnotes_at_the_foot_of_a_page_do_not_cut_its_sentence() -> None:
    first = [
        "　市は、書かない窓口¹を本庁と支所に広げ、市民が申請書を書く手間を減らすとともに、",
        "¹ 職員が聞き取って申請書を作る窓口をいう。",
    ]
    second = ["職員の業務を見直す。"]
    text = "\n".join([*first, *second])
    pages = (Page(1, 0), Page(2, text.index("職員の業務")))
    (passage,) = read_office_document(_document("plan.pdf", text, pages))
    assert [sentence.text for sentence in passage.sentences] == [
        "市は、書かない窓口¹を本庁と支所に広げ、市民が申請書を書く手間を減らすとともに、職員の業務を見直す。",
        "¹ 職員が聞き取って申請書を作る窓口をいう。",
    ]


def test_markdown_loses_its_marks_and_keeps_its_tables() -> None:
    passages = _read("plan.md", files.MARKDOWN.encode())
    assert [(passage.heading_path, passage.context, passage.text) for passage in passages] == [
        (("総則",), "", "この計画は、行政手続の負担を減らすことを目的とする。"),
        (("総則", "目標"), "", "- オンライン申請を年間100件とする\n- 窓口の待ち時間を10分以内とする"),
        (
            ("総則", "目標"),
            "取組\u3000担当\u3000期限",
            "取組\u3000担当\u3000期限\n書かない窓口\u3000市民課\u3000令和7年度\nキャッシュレス\u3000会計課\u3000令和8年度",
        ),
    ]


def test_plain_text_finds_its_headings_by_their_numbering() -> None:
    assert _text("plan.txt", files.PLAIN) == [
        ((), "みどり市デジタル計画\n令和7年4月1日"),
        (("第１章 総則", "１ 目的"), "この計画は、行政手続の負担を減らすことを目的とする。"),
        (
            ("第１章 総則", "２ 目標"),
            "次の目標を掲げる。\n・オンライン申請を年間１００件とする\n・窓口の待ち時間を１０分以内とする",
        ),
    ]


def test_html_and_word_give_the_same_rows_under_the_same_headings() -> None:
    rows = "取組\u3000担当\u3000期限\n書かない窓口\u3000市民課\u3000令和7年度\n書かない窓口\u3000税務課\u3000令和8年度"
    for name, data in (("page.html", files.HTML.encode()), ("plan.docx", files.word())):
        (table,) = [passage for passage in _read(name, data) if passage.context]
        assert (table.heading_path[-1], table.context, table.text) == ("目標", "取組\u3000担当\u3000期限", rows)


def test_a_sentence_cut_by_a_blank_line_of_plain_text_is_whole() -> None:
    text = "市は、書かない窓口を本庁と支所に広げ、市民が申請書を書く手間を\n\n減らす。\n\n次の段落である。\n"
    assert _text("plan.txt", text) == [
        ((), "市は、書かない窓口を本庁と支所に広げ、市民が申請書を書く手間を減らす。\n次の段落である。")
    ]


def test_articles_stand_under_their_captions() -> None:
    text = "第１章　総則\n（目的）\n第１条　この要綱は、申請の方法を定める。\n（定義）\n第２条　次の用語を定める。\n（１）申請　届出を含む。\n（２）市民　通勤者を含む。\n"
    assert _text("youkou.txt", text) == [
        (("第１章 総則", "（目的）"), "第１条\u3000この要綱は、申請の方法を定める。"),
        (
            ("第１章 総則", "（定義）"),
            "第２条\u3000次の用語を定める。\n（１）申請\u3000届出を含む。\n（２）市民\u3000通勤者を含む。",
        ),
    ]


def test_short_lines_are_not_run_together() -> None:
    assert _text("list.txt", "住民票\n戸籍\n印鑑登録\n税証明\n") == [((), "住民票\n戸籍\n印鑑登録\n税証明")]


def test_rows_between_tabs_are_a_table() -> None:
    assert _text("table.txt", "取組\t担当\t期限\n窓口\t市民課\t令和7年度\n") == [
        ((), "取組\u3000担当\u3000期限\n窓口\u3000市民課\u3000令和7年度")
    ]


def test_a_row_after_another_passage_still_has_the_names_of_its_columns() -> None:
    rows = "\n".join(f"| 取組{number:03} を全庁で進める | 情報政策課と市民課 | 令和7年度 |" for number in range(30))
    passages = read_office_document(_document("t.md", f"# 表\n| 取組 | 担当 | 期限 |\n| --- | --- | --- |\n{rows}\n"))
    assert len(passages) > 1
    assert {passage.context for passage in passages} == {"取組\u3000担当\u3000期限"}
    assert sum(len(passage.sentences) for passage in passages) == 31


def test_what_is_longer_than_a_sentence_is_cut_at_a_comma() -> None:
    text = "市民課、税務課、" * 400
    passages = read_office_document(_document("long.txt", text))
    sentences = [sentence.text for passage in passages for sentence in passage.sentences]
    assert "".join(sentences) == text
    assert max(map(len, sentences)) <= 1000
    assert {sentence[-1] for sentence in sentences} == {"、"}


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("第１章　総則", True),
        ("第三節 施策の体系", True),
        ("Ⅱ 基本方針", True),
        ("１　計画の目的", True),
        ("2. 人材育成の推進", True),
        ("2-1 窓口改革", True),
        ("（３）書かない窓口", True),
        ("① オンライン申請", True),
        ("ア　対象者", True),
        ("【参考】", True),
        ("別紙１ 工程表", True),
        ("3 件の申請があった", False),
        ("１ 人当たり", False),
        ("2025年6月13日", False),
        ("1.5倍に増やす", False),
        ("10分以内とする", False),
        ("（１）申請は、書面で行い、", False),
        ("１　この計画は、市が定める。", False),
        ("みどり市デジタル計画", False),
        ("03-1234-5678", False),
    ],
)
def test_a_heading_is_known_by_its_numbering(line: str, is_heading: bool) -> None:
    assert (numbered_depth(line) is not None) == is_heading


def test_numberings_stand_in_their_usual_order() -> None:
    lines = [
        "第１編 総論",
        "第１章 総則",
        "第１節 目的",
        "Ⅰ 背景",
        "１ 現状",
        "1-1 人口",
        "（１）推移",
        "① 総数",
        "ア 男女",
        "（ア）男",
    ]
    depths = [numbered_depth(line) or 0 for line in lines]
    assert depths == sorted(depths) and len(set(depths)) == len(depths)


def test_heading_text_has_no_marks() -> None:
    assert heading_text("## **目標** ¹ ##") == "目標"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.pdf", files.pdf(PAGES)),
        ("sup.pdf", files.superscript_pdf()),
        ("plan.docx", files.word()),
        ("page.html", files.HTML.encode()),
        ("plan.md", files.MARKDOWN.encode()),
        ("plan.txt", files.PLAIN.encode("cp932")),
    ],
)
def test_every_passage_of_every_format_is_proven_by_its_document(name: str, data: bytes) -> None:
    extracted = extract_bytes(name, data)
    document = _document(name, extracted.text, extracted.pages)
    passages = read_office_document(document)
    assert passages
    _assert_proven(document, passages)


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "",
                "# 章",
                "## 節",
                "第１章　総則",
                "１　目的",
                "（１）窓口",
                "① 甲",
                "- 3 -",
                "| a | b |",
                "| --- | --- |",
            ]
        ),
        st.sampled_from(
            ["目次", "a\tb\tc", "---", "¹ 注である。", "第１章 ……… 3", "```", "（目的）", "第１条　定める。"]
        ),
        st.text("市民はを、。「」（）１1a *[]()|#<>_`\\\t\u3000¹・①", max_size=45),
    ),
    max_size=25,
)


@given(lines=_LINES, suffix=st.sampled_from(["pdf", "txt", "md", "docx"]), every=st.integers(1, 6))
@settings(max_examples=400, deadline=None)
def test_any_lines_give_proven_passages(lines: list[str], suffix: str, every: int) -> None:
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(0, len(lines), every)]
    pages = tuple(Page(number, start) for number, start in enumerate(starts, 1)) if suffix == "pdf" else ()
    document = _document(f"plan.{suffix}", text, pages)
    _assert_proven(document, read_office_document(document))


def test_ids_depend_on_the_document_and_the_text_alone() -> None:
    (passage,) = read_office_document(_document("a.txt", "計画を定める。"))
    digest = hashlib.sha256("text\n計画を定める。".encode()).hexdigest()[:12]
    assert passage.id == f"plan-0:{digest}"


def test_a_heading_numbered_anew_on_every_page_is_no_running_line() -> None:
    pages = [
        f"みどり市の計画\n{page}. 第{page}分野の取組\n第{page}分野では窓口を{page * 10}か所に増やす。\n- {page} -\n"
        for page in range(1, 6)
    ]
    starts = [sum(map(len, pages[:index])) for index in range(5)]
    document = _document("plan.pdf", "".join(pages), tuple(Page(n, start) for n, start in enumerate(starts, 1)))
    read = [(passage.heading_path, passage.text) for passage in read_office_document(document)]
    assert read == [((f"{n}. 第{n}分野の取組",), f"第{n}分野では窓口を{n * 10}か所に増やす。") for n in range(1, 6)]


def test_a_running_line_that_names_chapter_and_page_is_left_out() -> None:
    pages = [f"第2章 窓口 {page}\n窓口の数は{page * page}である。\n" for page in range(7, 12)]
    starts = [sum(map(len, pages[:index])) for index in range(5)]
    document = _document("plan.pdf", "".join(pages), tuple(Page(n, start) for n, start in enumerate(starts, 1)))
    text = _bare("".join(passage.text for passage in read_office_document(document)))
    assert text == "".join(f"窓口の数は{page * page}である。" for page in range(7, 12))
