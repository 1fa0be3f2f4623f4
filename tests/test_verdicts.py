"""Verdicts, and where a wrong answer was lost, each case by hand."""

from __future__ import annotations

from typing import Any

import pytest
from small_evaluation import (
    BIRTHS,
    CORPUS,
    IDS,
    MINISTRY,
    PAPER,
    STATIONS,
    TEXTS,
    answer,
    citation,
    judged,
    question,
    silent,
)

from eval.questions import Question
from eval.verdicts import STAGES, judge_all

RIGHT = citation(TEXTS[0])
OTHER = citation(TEXTS[1])
UNANSWERABLE = question(kind="unanswerable")
TWO = question(keys=[["2026年度"], ["総務省"]], evidence=["オンライン届出を2026年度", "担当は総務省"])
NOWHERE = question(keys=[["2030年"]], evidence=["2030年に始める"])


@pytest.mark.parametrize(
    ("item", "given", "verdict", "stage"),
    [
        (question(), answer("２０２６ 年度", RIGHT), "CORRECT", ""),
        (question(), answer("2026年度", outcome="partial"), "CORRECT", ""),
        (question(), silent(), "NOT_ATTEMPTED", "abstained"),
        (UNANSWERABLE, silent(), "CORRECT", ""),
        (UNANSWERABLE, answer("2026年度", RIGHT), "INCORRECT", "not_silent"),
        (question(), answer(outcome="failed"), "INCORRECT", "failed"),
        (question(), answer("2026年度", RIGHT, outcome="timeout"), "INCORRECT", "failed"),
        (UNANSWERABLE, silent(error="1行目: 質問が空です"), "INCORRECT", "failed"),
        (question(), answer(""), "INCORRECT", "not_cited"),
    ],
)
def test_verdicts(item: Question, given: dict[str, Any], verdict: str, stage: str) -> None:
    result = judged(item, given)
    assert (result.verdict, result.stage) == (verdict, stage)


@pytest.mark.parametrize(
    ("item", "given", "retrieved", "stage"),
    [
        (NOWHERE, answer("2026年度", RIGHT), [BIRTHS], "not_in_index"),
        (NOWHERE, silent(), [BIRTHS], "not_in_index"),
        (question(), answer("5万局 [1]", OTHER), [STATIONS, MINISTRY], "not_retrieved"),
        (question(), silent(), [STATIONS], "not_retrieved"),
        (question(), silent(), [STATIONS, BIRTHS], "abstained"),
        (question(), silent(), [], "abstained"),  # refused unread
        (question(), answer("5万局 [1]", OTHER), [STATIONS, BIRTHS], "ranked_low"),
        (question(), answer("5万局 [1]", OTHER, RIGHT), [STATIONS, BIRTHS], "not_picked"),  # [2] is not in the answer
        (question(), answer("始める [2]", OTHER, RIGHT), [STATIONS, BIRTHS], "lost"),
        (question(), answer("始める", RIGHT), [BIRTHS], "lost"),  # without numbers every quote counts
        (question(), answer("始める", citation(TEXTS[0], "出生届")), [BIRTHS], "not_picked"),
        (question(), answer("あ" * 600 + "2026年度 [1]", RIGHT), [BIRTHS], "lost"),  # beyond what counts
        (question(), answer("始める [6]", *[OTHER] * 5, RIGHT), [BIRTHS], "ranked_low"),  # the sixth does not count
        (TWO, answer("2026年度 [1]", RIGHT), [BIRTHS, STATIONS], "not_retrieved"),  # of the missing half
        (TWO, answer("2026年度 [1]", RIGHT), [BIRTHS, MINISTRY], "ranked_low"),
        (TWO, answer("2026年度 [1]", RIGHT, citation(TEXTS[2])), [BIRTHS, MINISTRY], "not_picked"),
        (TWO, answer("始める [1]", RIGHT), [BIRTHS, STATIONS], "not_retrieved"),  # both missing: the earlier place
    ],
)
def test_where_an_answer_was_lost(item: Question, given: dict[str, Any], retrieved: list[str], stage: str) -> None:
    assert judged(item, given, retrieved).stage == stage


def test_the_evidence_of_a_translated_key_is_all_evidence() -> None:
    item = question(kind="english", keys=[["birth registration"]])
    assert judged(item, answer("始める [1]", RIGHT), [BIRTHS]).stage == "lost"
    assert judged(item, answer("局 [2]", RIGHT, OTHER), [BIRTHS]).stage == "not_picked"


def test_relevant_are_the_passages_of_the_document_that_hold_evidence() -> None:
    item = question(evidence=["2026年度に", "５万 局"])
    assert judged(item, silent()).relevant == {BIRTHS, PAPER, STATIONS}
    assert judged(UNANSWERABLE, silent()).relevant == frozenset()


def test_evidence_of_another_document_makes_nothing_relevant() -> None:
    item = question()
    foreign = [type(proof)("else.txt", proof.text) for proof in item.evidence]
    elsewhere = type(item)(item.id, "", "fact", "official", (), item.answer_keys, tuple(foreign))
    assert judged(elsewhere, silent()).relevant == frozenset()


def test_retrieved_is_cut_at_twenty_and_holds_nothing_twice() -> None:
    names = [f"p{number}" for number in range(30)]
    result = judged(question(), answer("始める", OTHER), ["p0", *names[:19], BIRTHS, "p20"])
    assert result.retrieved == (*names[:19], BIRTHS)
    assert judged(question(), answer("始める", OTHER), [*names[:20], BIRTHS]).stage == "not_retrieved"


def test_citations_stand_for_the_relevant_passages_each_once() -> None:
    item = question(evidence=["2026年度に"])  # in the first and the last passage
    result = judged(item, answer("", OTHER, RIGHT, RIGHT, RIGHT))
    assert result.cited == (False, True, True, True)
    assert result.cited_ids == ("citation-1", BIRTHS, PAPER, "citation-4")


def test_verbatim_is_told_for_the_first_five() -> None:
    given = answer("", RIGHT, citation(TEXTS[1], "６万局"), *[OTHER] * 4)
    assert judged(question(), given).verbatim == (True, False, True, True, True)


def test_a_failed_answer_has_no_citations() -> None:
    result = judged(question(), answer("2026年度", RIGHT, error="時間切れ"))
    assert (result.cited, result.verbatim, result.cited_ids) == ((), (), ())


def test_judge_all_reads_what_was_found_from_the_answers() -> None:
    known, unknown = judge_all([question("a"), question("b")], [answer(retrieved=[STATIONS, BIRTHS]), answer()], CORPUS)
    assert (known.retrieved, known.stage) == ((STATIONS, BIRTHS), "ranked_low")
    assert (unknown.retrieved, unknown.stage) == ((), "not_cited")


def test_the_stages_have_japanese_names() -> None:
    assert list(STAGES) == (
        "not_in_index not_retrieved ranked_low not_cited not_picked abstained lost not_silent failed".split()
    )
    assert STAGES["lost"] == "数値や名称が落ちた"
    assert len(set(IDS)) == 4
