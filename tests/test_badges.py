"""The badges of answers and cards: what they say, and when they say nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_assistant import BIRTH_CITATIONS, BIRTHS, BY_SUMMER, PLAN, SUPERSEDED, cite

from chatbot.answer import Answer, Citation, NewerEdition, Proof
from chatbot.web import cards, render
from chatbot.web.badges import answer_badges, superseded, verbatim, withheld
from chatbot.web.text import ENGLISH, JAPANESE, Texts


def answer(*citations: Citation, proof: Proof | None = None) -> Answer:
    return Answer("問い", "answered", BY_SUMMER, citations, 1.0, proof=proof)


@pytest.mark.parametrize(
    ("texts", "proof", "said"),
    [
        (JAPANESE, Proof(3, 3, 0, 0), "原文一致 3/3"),
        (ENGLISH, Proof(3, 3, 0, 0), "Verbatim 3/3"),
        (JAPANESE, Proof(3, 2, 0, 0), "原文一致 2/3"),
    ],
)
def test_how_many_quotations_are_verbatim(texts: Texts, proof: Proof, said: str) -> None:
    assert verbatim(answer(proof=proof), texts) == f'<li class="status status-verbatim">{said}</li>'


@pytest.mark.parametrize("proof", [None, Proof(0, 0, 0, 0)])
def test_nothing_is_said_of_what_was_not_checked(proof: Proof | None) -> None:
    assert verbatim(answer(proof=proof), JAPANESE) == withheld(answer(proof=proof), JAPANESE) == ""
    assert answer_badges(answer(proof=proof), [], JAPANESE) == ""


def test_what_was_held_back_is_counted() -> None:
    assert withheld(answer(proof=Proof(3, 1, 0, 0)), JAPANESE) == "原文と一致しなかった引用2件は示していません。"
    shown = render.reply(answer(proof=Proof(3, 1, 0, 0)), 1, ENGLISH)
    assert "Quotations that did not match their source are not shown (2)." in shown


def test_an_answer_says_that_a_draft_is_among_its_sources() -> None:
    plan, draft = BIRTH_CITATIONS
    badge = '<li class="status status-draft">案を含む</li>'
    assert answer_badges(answer(), [plan, draft], JAPANESE) == f'<ul class="badges">{badge}</ul>'
    assert answer_badges(answer(), [plan], JAPANESE) == ""


@pytest.mark.parametrize(
    ("texts", "is_draft", "said"),
    [
        (JAPANESE, False, "後継あり"),
        (JAPANESE, True, "後継の案あり"),
        (ENGLISH, False, "Newer edition exists"),
        (ENGLISH, True, "Newer draft (案) exists"),
    ],
)
def test_a_superseded_source_is_named_on_answer_and_card(texts: Texts, is_draft: bool, said: str) -> None:
    source = replace(SUPERSEDED, newer=NewerEdition("みどり市計画2026", "2026", is_draft))
    assert f'<li class="status status-newer">{said}</li>' in answer_badges(answer(), [source, source], texts)
    assert answer_badges(answer(), [source, source], texts).count("<li") == 1
    colon = "：" if texts is JAPANESE else ": "
    badge = f'<span class="status status-newer">{said}{colon}<span lang="ja">みどり市計画2026</span></span>'
    assert superseded(source, texts) == badge
    assert badge in cards.source_card(source, 1, texts, cards.CardLinks("#"))


def test_the_newest_edition_has_no_badge() -> None:
    assert superseded(cite(1, PLAN, (), "文。", "文。"), JAPANESE) == ""


def test_a_further_passage_puts_no_badge_on_the_answer() -> None:
    _, draft = BIRTH_CITATIONS
    said = Answer("問い", "answered", BIRTHS, BIRTH_CITATIONS, 1.0)
    assert "案を含む" not in render.reply(said, 1, JAPANESE)
    assert draft.status == "案"
    assert "案を含む" in render.reply(replace(said, text=f"{BIRTHS}\n{BY_SUMMER}"), 1, JAPANESE)
