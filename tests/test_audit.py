"""The audit finds every kind of fault where there is one, and none in the five plans."""

from dataclasses import replace

import pytest
from small_index import small_corpus

from corpus.audit import audit
from corpus.document import Corpus, Footnote, Page, Sentence


def _faults(corpus: Corpus) -> list[tuple[str, int]]:
    return [(fault.problem, fault.line) for fault in audit(corpus)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1. デジタル社会の現状\t12", "目次の行"),
        ("はじめに ………… 3", "目次の行"),
        ("公開元URL https://example.go.jp", "サイトの部品や作業用の注記"),
        ("※イメージ画像であり、数字等はダミーです", "サイトの部品や作業用の注記"),
        ("**目標**を定める。", "書式の記号"),
        ("## 見出し", "書式の記号"),
        ("</p> <p>次の文。", "書式の記号"),
        ("強靱<sup>きょうじん</sup>な社会。", "書式の記号"),
        ("<sup>12</sup> 脚注の文。", "文の中の脚注"),
        ("本文である。³ 脚注の文。", "文の中の脚注"),
        ("検討を進め、", "途中で切れた文"),
        ("整備を", "途中で切れた文"),
        ("を確保する。", "途中で切れた文"),
        ("」の検討を行う。", "途中で切れた文"),
    ],
)
def test_a_fault_is_found(text: str, problem: str) -> None:
    assert _faults(small_corpus("一つ目の文。", text)) == [(problem, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "整備する<sup>12</sup>。",
        "3手続³⁷を対象とする。",
        "美容師免許の申請　規則　申請等　国　47296",
        "2026年度までに100",
        "はじめに",
        "（１）の手続（２件）。",
    ],
)
def test_a_sound_sentence_is_left_alone(text: str) -> None:
    assert _faults(small_corpus(text)) == []


def test_a_bracket_left_open_is_a_fault_where_its_line_goes_on() -> None:
    corpus = small_corpus("方策（以下「方策」という。）を定める。")
    (passage,) = corpus.passages
    cut = Sentence("方策（以下「方策」という。", ((0, 13),))
    assert _faults(replace(corpus, passages=(replace(passage, sentences=(cut,)),))) == [("途中で切れた文", 1)]
    assert _faults(small_corpus("基盤（ガバメント（仮称）を整備")) == []  # the source itself leaves it open


def test_a_sentence_may_run_through_a_list_that_its_passage_holds() -> None:
    corpus = small_corpus("これまで、", "・ 方針を定めること、", "・ 体制を整えること、", "について検討した。")
    sentences = tuple(sentence for passage in corpus.passages for sentence in passage.sentences)
    whole = replace(corpus, passages=(replace(corpus.passages[0], sentences=sentences),))
    assert _faults(whole) == []
    assert _faults(corpus) == [("途中で切れた文", 1), ("途中で切れた文", 2), ("途中で切れた文", 3)]


def test_a_page_number_is_found_alone_and_fused() -> None:
    corpus = small_corpus("12", "12※ 出典は次のとおり", "実施する（2024年度から） 12", "12月に実施", "2012")
    (document,) = corpus.documents
    assert _faults(corpus) == []
    paged = replace(corpus, documents=(replace(document, pages=(Page(12, 0),)),))
    assert _faults(paged) == [("ページ番号", 1), ("ページ番号", 2), ("ページ番号", 3)]


def test_a_footnote_inside_a_sentence_is_found() -> None:
    corpus = small_corpus("予定脚注の文。である。")
    note = Footnote("doc", 3, (Sentence("脚注の文。", ((2, 7),)),))
    assert _faults(replace(corpus, footnotes=(note,))) == [("文の中の脚注", 1)]


def test_a_changed_quotation_is_found() -> None:
    corpus = small_corpus("2026年度に整備する。")
    sentence = Sentence("2027年度に整備する。", ((0, 12),))
    changed = replace(corpus, passages=(replace(corpus.passages[0], sentences=(sentence,)),))
    assert _faults(changed) == [("原文と一致しない", 1)]


def test_the_plans_have_no_fault(corpus: Corpus) -> None:
    assert [(fault.problem, fault.doc_id, fault.line, fault.text) for fault in audit(corpus)] == []
