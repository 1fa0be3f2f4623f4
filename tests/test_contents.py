"""Printed pages, against what the tables of contents of the plan say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from gold import rows

from corpus.contents import read_pages, without_contents
from corpus.document import Corpus, Page
from corpus.layout import split_lines

PLAN = "juten-keikaku-2025"


@pytest.mark.parametrize(("heading", "page", "line", "contents_line"), rows("pages.tsv"))
def test_a_heading_stands_on_its_printed_page(
    corpus: Corpus, heading: str, page: str, line: str, contents_line: str
) -> None:
    document = corpus.document(PLAN)
    printed = split_lines(document.text)[int(line) - 1]
    assert printed.text.startswith(heading)
    assert document.page_at(printed.start) == (int(page) if page else None)
    assert split_lines(document.text)[int(contents_line) - 1].text.count(page)


def test_pages_never_go_back_within_a_part(corpus: Corpus) -> None:
    pages = corpus.document(PLAN).pages
    assert [page.start for page in pages] == sorted({page.start for page in pages})
    pairs = [(a.number, b.number) for a, b in pairwise(pages) if a.number and b.number]
    assert not [pair for pair in pairs if pair[1] < pair[0]]
    assert sum(page.number is None for page in pages) == 3  # 第3, 第4's own title and 第5 print no pages


def test_text_before_the_first_heading_has_no_page(corpus: Corpus) -> None:
    assert corpus.document(PLAN).page_at(0) is None
    assert corpus.document("torimatome-2026-draft").pages == ()


def test_two_columns_are_read_one_after_the_other() -> None:
    text = "目次\n\n1.\t甲\t3\t3.\t丙\t7\n2.\t乙\t5\t\t\t\n\n# 第1 部\n\n1. 甲\n\n2. 乙\n\n3. 丙"
    starts = [text.index(heading) for heading in ("1. 甲", "2. 乙", "3. 丙")]
    assert read_pages(split_lines(text)) == tuple(Page(n, s) for n, s in zip((3, 5, 7), starts, strict=True))


def test_a_heading_that_differs_in_a_dot_is_found_and_a_missing_one_is_left_out() -> None:
    text = "1.\tAI-フレンドリーな環境の整備\t3\n2.\t無い見出し\t4\n\n# 第1 部\n\n1. AI・フレンドリーな環境の整備\n\n本文である。"
    assert read_pages(split_lines(text)) == (Page(3, text.index("1. AI・")),)


def test_tables_of_contents_are_no_text() -> None:
    text = "1.\t甲\t3\n\n## 第5 部\n\n### 目次\n\n#### 1. 甲\n- (1) 乙\n\n## 第5 部\n\n本文である。"
    assert [line.text for line in without_contents(split_lines(text)) if line.text] == [
        "## 第5 部",
        "## 第5 部",
        "本文である。",
    ]
