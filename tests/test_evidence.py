"""Lists that stand in prose: asked for, they are quoted whole and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chatbot.assistant import LONGEST_ANSWER, Assistant
from chatbot.evidence import pick_evidence, worth_citing
from chatbot.question import read_question
from corpus.document import Passage, Sentence
from index.retriever import Hit, ScoredSentence

ALL = read_question("取組を全て挙げてください")


def _passage(name: str, texts: Sequence[str]) -> Passage:
    """A passage of paragraphs; a text that begins with + goes on in the paragraph before it."""
    sentences, start = [], 0
    for text in texts:
        bare = text.removeprefix("+")
        sentences.append(Sentence(bare, ((start, start + len(bare)),), not text.startswith("+")))
        start += len(bare) + 1
    return Passage(name, "doc", "text", ("1. 取組",), tuple(sentences))


def _hit(passage: Passage, score: float, best: int = 0) -> Hit:
    scored = (ScoredSentence(s, 4.0 if i == best else -20.0, 0.5) for i, s in enumerate(passage.sentences))
    return Hit(passage, 1, score, 0.5, tuple(scored))


@pytest.mark.parametrize("best", [0, 1, 3])
def test_a_list_is_taken_whole_with_what_leads_into_it(best: int) -> None:
    texts = [
        "次の取組を進める。",
        "第 1 条 甲を行う",
        "第 2 条 乙を行う。",
        "+乙には丙を含む。",
        "第 3 条 丁を行う",
        "以上である。",
    ]
    evidence = pick_evidence(ALL, [_hit(_passage("p", texts), 5.0, best)])
    assert evidence[0].chosen == (0, 1, 2, 3, 4) and evidence[0].omitted == 0


def test_a_list_that_is_too_long_ends_with_a_whole_item() -> None:
    texts = [
        "次の取組を進める。",
        *(mark + "あ" * 120 + "。" for mark in "①②③"),
        "④" + "い" * 100 + "。",
        "+" + "う" * 100,
    ]
    evidence = pick_evidence(ALL, [_hit(_passage("p", texts), 5.0)])
    assert evidence[0].chosen == (0, 1, 2, 3) and evidence[0].omitted == 1


def test_a_list_with_as_many_items_as_the_question_says_is_preferred() -> None:
    texts = ["目指す姿", "① 甲", "② 乙", "共通化の基準", "① 丙", "② 丁", "③ 戊"]
    hit = _hit(_passage("p", texts), 5.0)
    scored = [replace(one, score={0: 4.0, 3: 2.0}.get(i, -20.0)) for i, one in enumerate(hit.sentences)]
    hits = [replace(hit, sentences=tuple(scored))]
    assert pick_evidence(read_question("二つの姿は何ですか"), hits, room=1)[0].chosen == (0, 1, 2)
    assert pick_evidence(read_question("三つの基準は何ですか"), hits, room=1)[0].chosen == (3, 4, 5, 6)
    assert pick_evidence(read_question("What are the three standards?"), hits, room=1)[0].chosen[0] == 0


def test_a_list_on_another_slide_is_quoted_with_its_heading() -> None:
    first = _hit(_passage("p", ["〇 共通化すべき業務については、判断の基準を提示していくこととしている。"]), 5.0)
    slide = replace(_passage("q", ["共通化の基準", "① 甲か", "② 乙か", "③ 丙か"]), kind="slide")
    evidence = pick_evidence(read_question("三つの基準は何ですか"), [first, _hit(slide, 4.9)])
    assert [item.chosen for item in evidence if item.hit.passage is slide] == [(0, 1, 2, 3)]


@pytest.mark.parametrize(
    "whole", ["次の姿を目指す、①成長、②教育、③国際戦略である。", "「成長」、「教育」、「国際戦略」の姿を目指している。"]
)
def test_a_sentence_that_enumerates_as_many_things_is_preferred(whole: str) -> None:
    hit = _hit(_passage("p", ["三つの姿を目指していくことが求められている。", whole]), 5.0)
    hits = [replace(hit, sentences=tuple(replace(one, score=1.0) for one in hit.sentences))]
    assert pick_evidence(read_question("目指す三つの姿は何ですか"), hits, room=1)[0].chosen == (1,)
    assert pick_evidence(read_question("目指す四つの姿は何ですか"), hits, room=1)[0].chosen == (0,)


def test_what_was_reached_is_quoted_before_what_was_planned() -> None:
    planned, reached = "10箇所程度を選定し、支援する。", "13箇所を選定した。"
    hits = [_hit(_passage("p", [planned]), 5.0), _hit(_passage("q", [reached]), 4.8)]
    assert pick_evidence(read_question("実際に何箇所が選ばれましたか"), hits)[0].hit.passage.id == "q"
    assert pick_evidence(read_question("何箇所を選ぶ予定ですか"), hits)[0].hit.passage.id == "p"


def test_how_long_something_takes_is_no_date() -> None:
    dated, span = "2025年6月に交付を始めた。", "原則1週間で交付する。"
    hits = [_hit(_passage("p", [dated]), 5.0), _hit(_passage("q", [span]), 4.8)]
    assert pick_evidence(read_question("交付まで何日くらいかかりますか"), hits)[0].hit.passage.id == "q"
    assert pick_evidence(read_question("交付はいつからですか"), hits)[0].hit.passage.id == "p"


def test_a_date_is_no_number() -> None:
    dated, counted = "2027年度末での導入を2024年度に比べて増やす。", "59事業者が導入済みである。"
    hits = [_hit(_passage("p", [dated]), 5.0), _hit(_passage("q", [counted]), 4.8)]
    assert pick_evidence(read_question("何事業者が導入していますか。いくつですか"), hits)[0].hit.passage.id == "q"
    assert pick_evidence(read_question("導入はいつですか"), hits)[0].hit.passage.id == "p"


def test_prose_is_cited_before_a_policy_that_says_as_much() -> None:
    policy = replace(_passage("p", ["整備を進める。"]), kind="policy")
    hits = [_hit(policy, 5.0), _hit(_passage("q", ["整備を進めている。"]), 4.5)]
    assert [item.hit.passage.id for item in pick_evidence(read_question("何を進めますか"), hits)] == ["q", "p"]


def test_what_is_quoted_is_cited_first() -> None:
    hits = [_hit(_passage("p", ["甲である。"]), 5.0, best=-1), _hit(_passage("q", ["乙である。"]), 4.6)]
    evidence = [replace(item, chosen=(0,) if item.hit.passage.id == "q" else ()) for item in pick_evidence(ALL, hits)]
    evidence.sort(key=lambda item: item.hit.passage.id)
    near = [replace(item, score=5.0 - at) for at, item in enumerate(evidence)]
    assert [item.hit.passage.id for item in worth_citing(near, 5)] == ["q", "p"]


def test_the_answer_of_a_list_is_that_of_all_its_items() -> None:
    texts = ["目指す姿は次のとおり。", "① 甲", "② 乙", "基準は次のとおり。", "① 丙", "② 丁"]
    hit = _hit(_passage("p", texts), 5.0)
    shares = (0.5, 0.0, 0.0, 0.0, 0.3, 0.3)
    read = tuple(replace(scored, score=1.0, share=share) for scored, share in zip(hit.sentences, shares, strict=True))
    assert pick_evidence(ALL, [replace(hit, sentences=read)], room=1)[0].chosen == (3, 4, 5)


def test_a_short_item_of_a_slide_is_no_fragment_where_a_list_is_asked_for() -> None:
    slide = replace(_passage("p", ["基準は何か。", "判断の基準", "① 甲", "② 乙"]), kind="slide")
    prose = _passage("q", ["判断の基準を示す。"])
    hits = [_hit(slide, 5.0, best=1), _hit(prose, 4.8)]
    assert pick_evidence(read_question("二つの基準は何ですか"), hits)[0].chosen == (1, 2, 3)


def test_no_other_sentence_of_a_slide_stands_for_its_fragment() -> None:
    slide = replace(
        _passage("p", ["出生届のオンライン化", "端末の共同調達によりコストを三割ほど削減する取組を全国で進める。"]),
        kind="slide",
    )
    scored = [replace(one, score=score) for one, score in zip(_hit(slide, 4.9).sentences, (4.0, 3.0), strict=True)]
    hits = [
        _hit(_passage("q", ["出生届をオンラインで出せるようにする。"]), 5.0),
        replace(_hit(slide, 4.9), sentences=tuple(scored)),
    ]
    evidence = pick_evidence(read_question("出生届はどうなりますか"), hits)
    assert {item.hit.passage.id: item.chosen for item in evidence} == {"q": (0,), "p": ()}


def test_a_list_in_the_next_passage_follows_its_announcement() -> None:
    before = _passage("p", ["担い手が足りない。", "+このため、次の2つの柱の下で取組を行う。"])
    after = _passage("q", ["第一に、甲に取り組む。", "+甲を急ぐ。", "第二に、乙に取り組む。", "これらを進める。"])
    other = _passage("r", ["別の取組を進める。"])
    hits = [_hit(before, 5.0, best=1), _hit(other, 4.9), _hit(after, 1.0)]
    evidence = pick_evidence(read_question("2つの柱は何ですか"), hits, following={"p": after})
    assert [(item.hit.passage.id, item.chosen) for item in evidence[:2]] == [("p", (1,)), ("q", (0, 1, 2))]
    assert [item.hit.passage.id for item in evidence].count("q") == 1


def test_what_follows_is_left_alone_where_no_list_is_asked_for() -> None:
    before, after = _passage("p", ["次の2つの柱の下で取組を行う。"]), _passage("q", ["第一に、甲に取り組む。"])
    evidence = pick_evidence(read_question("いつ取り組みますか"), [_hit(before, 5.0)], following={"p": after})
    assert [item.hit.passage.id for item in evidence] == ["p"]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("サービス設計12箇条を全て挙げてください", [f"第 {number} 条" for number in range(1, 13)]),
        ("デジタル行財政改革の2つの柱は何ですか", ["次の2つの柱", "第一に、", "第二に、"]),
        ("デジタル社会形成のための基本原則を全て挙げてください", [*"①②③④⑤⑥⑦⑧⑨⑩"]),
    ],
)
def test_lists_of_the_plans_are_complete_and_in_order(assistant: Assistant, question: str, items: list[str]) -> None:
    text = assistant.answer_question(question).text
    places = [text.find(item) for item in items]
    assert -1 not in places and places == sorted(places) and len(text) <= LONGEST_ANSWER


def test_an_example_in_a_footnote_is_no_definition() -> None:
    note = replace(_passage("n", ["例：データを取り出す作業が増える。"]), kind="footnote")
    hits = [_hit(note, 5.0), _hit(_passage("p", ["計画基盤は、情報を渡す仕組みである。"]), 4.0)]
    assert pick_evidence(read_question("計画基盤とは何ですか"), hits)[0].hit is hits[1]
    assert pick_evidence(read_question("どのような課題がありますか"), hits)[0].hit is hits[0]
