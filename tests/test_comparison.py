"""Statements of documents of several dates: the newest in force first; what changed, older first."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chatbot.assistant import Assistant
from chatbot.comparison import compare, newest_first
from chatbot.evidence import Evidence
from chatbot.points_in_time import PointsInTime
from chatbot.question import Asked
from corpus.document import Document, Passage, Sentence
from index.retriever import Hit, ScoredSentence

OLD = Document("old", "2024年の方針", "2024-11-12", "", "会議資料", "", "", "prose", "", ("方針",))
NEW = Document("new", "2025年の計画", "2025-06-13", "", "決定", "", "", "prose", "", ("計画",))
DRAFT = Document("draft", "2026年の案", "2026-07-07", "", "案", "", "", "prose", "", ("取りまとめ",))
DOCUMENTS = {document.doc_id: document for document in (OLD, NEW, DRAFT)}


def _hit(rank: int, doc_id: str, text: str, score: float, kind: str = "text") -> Hit:
    sentence = Sentence(text, ((0, len(text)),), True)
    passage = Passage(f"{doc_id}:{rank}", doc_id, kind, ("1. 見出し",), (sentence,))
    return Hit(passage, rank, score, 0.9, (ScoredSentence(sentence, score, 0.9),))


def _documents(evidence: Sequence[Evidence]) -> list[str]:
    return [item.hit.passage.doc_id for item in evidence]


def _evidence(rank: int, doc_id: str, text: str, chosen: tuple[int, ...] = (0,)) -> Evidence:
    return Evidence(_hit(rank, doc_id, text, 9.0 - rank), chosen, 9.0 - rank)


def test_what_is_in_force_comes_before_a_draft_and_the_newer_before_the_older() -> None:
    text = "出生届のオンライン届出を{}年度に始める。"
    evidence = [
        _evidence(n, d, text.format(y)) for n, (d, y) in enumerate((("draft", 2028), ("old", 2026), ("new", 2027)))
    ]
    assert _documents(newest_first(evidence, DOCUMENTS)) == ["new", "old", "draft"]
    assert _documents(newest_first(evidence, DOCUMENTS, frozenset({"draft"}))) == ["draft", "old", "new"]


def test_other_matters_and_what_is_not_quoted_keep_their_places() -> None:
    evidence = [
        _evidence(1, "draft", "出生届のオンライン届出を2028年度に始める。"),
        _evidence(2, "new", "自動運転の車両を十地域で走らせる計画を立てる。"),
        _evidence(3, "old", "別の記載。", chosen=()),
        _evidence(4, "new", "出生届のオンライン届出を2027年度に始める。"),
    ]
    assert [item.hit.rank for item in newest_first(evidence, DOCUMENTS)] == [4, 2, 3, 1]


ASKED = Asked(frozenset({"date"}), None, None)
HITS = [
    _hit(1, "new", "出生届の届出を2027年度に始める。", 8.0),
    _hit(2, "new", "出生届の用語。", 7.9, kind="footnote"),
    _hit(3, "draft", "出生届の届出を2028年度に始める。", 7.0),
    _hit(4, "old", "出生届の届出を2026年度に始める。", 4.0),
]


def test_two_named_editions_are_quoted_older_first() -> None:
    points = PointsInTime(sides=(frozenset({"draft"}), frozenset({"old"})), subject="出生届の届出", compares=True)
    comparison = compare(replace(ASKED, points=points), HITS, DOCUMENTS)
    assert comparison is not None
    assert comparison.documents == ("old", "draft")
    assert comparison.silent == ()


def test_without_names_the_two_documents_that_speak_most_of_it_are_quoted() -> None:
    comparison = compare(replace(ASKED, points=PointsInTime(subject="出生届の届出", may_compare=True)), HITS, DOCUMENTS)
    assert comparison is not None
    assert comparison.documents == ("new", "draft")


def test_a_named_edition_that_is_silent_is_told() -> None:
    points = PointsInTime(sides=(frozenset({"new"}), frozenset({"old"})), subject="出生届の届出", compares=True)
    comparison = compare(replace(ASKED, points=points), HITS[:3], DOCUMENTS)
    assert comparison is not None
    assert comparison.documents == ("new",)
    assert comparison.silent == (OLD,)


@pytest.mark.parametrize(("relevance", "speaks"), [(0.5, True), (-0.5, False), (None, False)])
def test_a_named_edition_speaks_where_the_cross_encoder_finds_an_answer(relevance: float | None, speaks: bool) -> None:
    points = PointsInTime(sides=(frozenset({"new"}), frozenset({"old"})), subject="出生届の届出", compares=True)
    far = replace(HITS[3], score=1.0, relevance=relevance)
    comparison = compare(replace(ASKED, points=points), [*HITS[:3], far], DOCUMENTS)
    assert comparison is not None
    assert comparison.documents == (("old", "new") if speaks else ("new",))
    assert comparison.silent == (() if speaks else (OLD,))


def test_an_edition_on_a_slide_is_read_before_it_is_said_to_be_silent(assistant: Assistant) -> None:
    answer = assistant.answer_question(
        "出生届のオンライン化の時期は、2025年の概要と2026年の案とでどう書かれていますか。"
    )
    assert answer.outcome == "answered"
    assert [citation.doc_id for citation in answer.citations[:2]] == ["torimatome-2025-gaiyo", "torimatome-2026-draft"]
    assert "26年度目途" in answer.citations[0].quote


def test_one_document_alone_is_no_change() -> None:
    assert compare(replace(ASKED, points=PointsInTime(subject="出生届", may_compare=True)), HITS[:2], DOCUMENTS) is None
    comparison = compare(replace(ASKED, points=PointsInTime(subject="出生届", compares=True)), HITS[:2], DOCUMENTS)
    assert comparison is not None
    assert comparison.documents == ("new",)
    assert compare(replace(ASKED, points=PointsInTime(subject="出生届")), HITS, DOCUMENTS) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "子育て支援制度レジストリの整備時期の、2024年と2025年の違いは？",
            [
                "【今後の取組方針 2024-11-12】",
                "2024年度中に子育て支援制度レジストリを整備",
                "【重点計画 2025-06-13】",
                "2025年度中に「子育て支援制度レジストリ」を整備",
            ],
        ),
        (
            "自動運転の先行的事業化地域は、2025年の重点計画から2026年の取りまとめ案でどう変わりましたか",
            ["【重点計画 2025-06-13", "【取りまとめ2026（案） 2026-07-07", "13箇所"],
        ),
    ],
)
def test_both_sides_of_the_real_plans_in_order(assistant: Assistant, question: str, expected: list[str]) -> None:
    answer = assistant.answer_question(question)
    assert answer.outcome == "answered"
    text, at = answer.text, -1
    for piece in expected:
        assert text.find(piece, at + 1) > at, (piece, text)
        at = text.find(piece, at + 1)
    assert len(text) <= 600


def test_a_matter_of_one_plan_only_is_said_to_be_so(assistant: Assistant) -> None:
    answer = assistant.answer_question("美容師免許の申請は前の計画からどう変わりましたか")
    assert answer.outcome == "partial"
    assert "見つかったのは「重点計画 2025-06-13」だけです。" in answer.text


def test_a_named_edition_is_cited(assistant: Assistant) -> None:
    question = "2025年の取りまとめでは、保育現場のICT端末の導入率の目標は？"
    assert "torimatome-2025-gaiyo" in {citation.doc_id for citation in assistant.answer_question(question).citations}
