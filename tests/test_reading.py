"""A document as printed for a person who checks it."""

from dataclasses import replace

import pytest
from small_index import small_corpus

from corpus.document import Corpus, Page
from corpus.reading import reading


def test_sentences_stand_under_their_headings_behind_their_source_line() -> None:
    corpus = small_corpus("一つ目の文。", "", "三行目³の文。")
    corpus = replace(corpus, passages=tuple(passage for passage in corpus.passages if passage.text))
    lines = list(reading(corpus, "doc"))
    assert lines[0] == "試験計画（試験庁、2025-01-01、決定）"
    assert lines[1] == f"SHA-256 {corpus.documents[0].sha256}"
    assert lines[2:] == ["", "■ 1. 見出し", "     1  一つ目の文。", "", "     3  三行目³の文。"]


def test_a_new_page_is_named() -> None:
    corpus = small_corpus("一枚目。", "二枚目。")
    corpus = replace(corpus, documents=(replace(corpus.documents[0], pages=(Page(4, 0), Page(5, 5))),))
    headings = [line for line in reading(corpus, "doc") if line.startswith("■")]
    assert headings == ["■ 1. 見出し（4ページ）", "■ 1. 見出し（5ページ）"]


def test_an_unknown_document_or_section_is_named_with_what_there_is() -> None:
    corpus = small_corpus("文。")
    with pytest.raises(ValueError, match="文書 other はありません。あるのは doc です。"):
        list(reading(corpus, "other"))
    with pytest.raises(ValueError, match="「第9」を含む見出しはありません"):
        list(reading(corpus, "doc", "第9"))


def test_a_section_of_a_plan(corpus: Corpus) -> None:
    lines = list(reading(corpus, "torimatome-2026-draft", "電子処方箋 ux"))
    assert len([line for line in lines if line.startswith("■")]) == 1
    assert lines[3].endswith("② 電子処方箋利用者の UX 向上")
    assert lines[4] == "    98  電子処方箋の導入が進むためには、利用者目線でその利便性を実感できることが重要となる。"


def test_everything_that_can_be_cited_is_printed(corpus: Corpus) -> None:
    printed = "".join(
        "".join(line for document in corpus.documents for line in reading(corpus, document.doc_id)).split()
    )
    for passage in corpus.passages:
        if passage.kind in ("policy", "procedure"):
            assert "".join(passage.sentences[-1].text.split())[-8:] in printed, passage.id
