"""The notes that say why: how a question was understood, and how a passage was found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_assistant import PLAN, WHY, cite

from chatbot.answer import Answer, Why
from chatbot.web.text import ENGLISH, JAPANESE
from chatbot.web.why import passage_note, question_note
from index.ranks import Ranks
from index.vocabulary import Bridge

ASKED = Answer("スマホでは？", "answered", "本文", (), 1.0)
CITATION = cite(2, PLAN, (), "文。", "文。")


def values(note: str) -> list[str]:
    return [part.split("</dd>")[0] for part in note.split("<dd>")[1:]]


def test_the_ranks_and_terms_of_a_passage() -> None:
    note = passage_note(replace(CITATION, why=WHY), JAPANESE)
    assert "<summary>この箇所が選ばれた理由（出典2）</summary><dl><dt>一致した言葉</dt>" in note
    assert values(note) == [
        "出生届、オンライン",
        "3位",
        "1位",
        "2位",
        "1位（関連度 +2.3。0を超えるほど、答えがありそうです）",
    ]


def test_a_passage_found_by_its_meaning_alone_and_not_read() -> None:
    why = Why(Ranks(dense=1, bm25=None, fused=13), rank=13, relevance=None, terms=())
    assert values(passage_note(replace(CITATION, why=why), JAPANESE)) == [
        "なし（意味の近さで見つかりました）",
        "1位",
        "一致なし",
        "13位",
        "読み合わせの対象外（13位）",
    ]
    assert values(passage_note(replace(CITATION, why=why), ENGLISH))[2:] == [
        "no match",
        "13",
        "not among those read (13)",
    ]


@pytest.mark.parametrize(("relevance", "shown"), [(-2.34, "−2.3"), (0.04, "+0.0"), (6.0, "+6.0")])
def test_a_relevance_has_its_sign(relevance: float, shown: str) -> None:
    note = passage_note(replace(CITATION, why=replace(WHY, relevance=relevance)), JAPANESE)
    assert f"関連度 {shown}。" in note


def test_what_was_not_searched_for_says_so() -> None:
    note = passage_note(CITATION, JAPANESE)
    assert "<dl>" not in note and f"<p>{JAPANESE.why.not_searched}</p>" in note


def test_a_question_as_it_stands() -> None:
    assert "<ul><li>質問の言葉のままで探しました。</li></ul>" in question_note(ASKED, True, JAPANESE)


def test_a_follow_up_and_the_words_put_for_others() -> None:
    bridges = (Bridge("スマホ", ("スマートフォン",)), Bridge("引っ越し", ("引越し", "転入")))
    note = question_note(replace(ASKED, understood_as="旅券の申請は？", bridges=bridges), True, JAPANESE)
    assert note.split("<li>")[1:4] == [
        "前の質問を補い、〈旅券の申請は？〉として探しました。</li>",
        "「スマホ」は「スマートフォン」でも探しました。</li>",
        "「引っ越し」は「引越し」「転入」でも探しました。</li>",
    ]
    assert JAPANESE.why.how_to_switch_off in note
    assert "“引っ越し” was also looked up as 引越し、転入." in question_note(
        replace(ASKED, bridges=bridges), True, ENGLISH
    )


def test_with_the_switch_off_nothing_is_said_of_other_words() -> None:
    note = question_note(replace(ASKED, bridges=(Bridge("スマホ", ("スマートフォン",)),)), False, JAPANESE)
    assert note.count("<li>") == 1 and JAPANESE.why.switched_off in note
