"""Lists stay with the words that lead into them."""

from __future__ import annotations

import pytest
from gold import bare, rows

from corpus.document import Corpus, Sentence
from corpus.lists import LONGEST_LIST, announces, list_units
from corpus.passages import Unit, pack, pack_units


def _sentence(text: str) -> Sentence:
    return Sentence(text, ((0, len(text)),), starts_paragraph=True)


def _texts(units: list[Unit]) -> list[list[str]]:
    return [[sentence.text for sentence in unit.sentences] for unit in units]


@pytest.mark.parametrize(("doc_id", "lines", "first", "last"), rows("passages_together.tsv"))
def test_what_must_be_read_together_stands_in_one_passage(
    corpus: Corpus, doc_id: str, lines: str, first: str, last: str
) -> None:
    texts = [bare(passage.text) for passage in corpus.passages if passage.doc_id == doc_id]
    holding = [text for text in texts if bare(first) in text and bare(last) in text]
    assert [text for text in holding if text.index(bare(first)) < text.rindex(bare(last))], lines


def test_a_list_is_one_unit_with_its_lead_in_its_caption_and_its_tail() -> None:
    parts = [
        ("body", [_sentence("前の段落である。")]),
        ("body", [_sentence("次の業務について進める。"), _sentence("所管は報告する。")]),
        ("body", [_sentence("2026年度決定分")]),
        ("bullet", [_sentence("① 甲")]),
        ("bullet", [_sentence("② 乙")]),
        ("tail", [_sentence("に取り組む。")]),
        ("body", [_sentence("後の段落である。")]),
    ]
    assert _texts(list(list_units(parts))) == [
        ["前の段落である。"],
        ["次の業務について進める。", "所管は報告する。", "2026年度決定分", "① 甲", "② 乙", "に取り組む。"],
        ["後の段落である。"],
    ]


def test_items_that_do_not_fit_carry_their_lead_in() -> None:
    long = "甲" * (LONGEST_LIST // 2)
    parts = [("body", [_sentence("以下の対応を行う。")]), *(("bullet", [_sentence(f"{n}{long}")]) for n in "①②③")]
    groups = pack_units(list_units(parts))
    assert [group.lead_in for group in groups] == ["", "以下の対応を行う。", "以下の対応を行う。"]
    assert [group.sentences[-1].text[0] for group in groups] == ["①", "②", "③"]


def test_paragraphs_marked_by_a_circle_are_no_list() -> None:
    parts = [("bullet", [_sentence("○次の取組を進める。")]), ("bullet", [_sentence("○また、検討する。")])]
    assert _texts(list(list_units(parts))) == [["○次の取組を進める。"], ["○また、検討する。"]]


def test_a_table_is_one_unit_without_lead_in() -> None:
    parts = [("body", [_sentence("表のとおり。")]), ("row", [_sentence("甲 乙")]), ("row", [_sentence("丙 丁")])]
    assert _texts(list(list_units(parts))) == [["表のとおり。"], ["甲 乙", "丙 丁"]]


@pytest.mark.parametrize(
    ("parts", "announced"),
    [
        ([("body", ["以下の取組を進める。"])], True),
        ([("body", ["以下の取組を進める。"]), ("body", ["なお、議論がある。"])], True),
        ([("body", ["以下の取組を進める。"]), ("bullet", ["・ 甲"])], False),
        ([("body", ["取組を進める。"])], False),
    ],
)
def test_what_announces_the_headings_below(parts: list[tuple[str, list[str]]], announced: bool) -> None:
    assert announces([(kind, [_sentence(text) for text in texts]) for kind, texts in parts]) is announced


def test_pack_keeps_whole_sentences_up_to_the_maximum() -> None:
    sentences = [_sentence("あ" * 40 + "。") for _ in range(6)]
    assert [len(group) for group in pack(sentences, 100)] == [2, 2, 2]
    assert [s for group in pack(sentences, 100) for s in group] == sentences
