"""The matching rule of the question files, worked out by hand and against a second reading of their README."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_evaluation import CORPUS, TEXTS, citation, judged, question

from eval.measures import is_verbatim, missing_keys, normalise, right_citations


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("３４，５９２ システム", "34,592システム"),
        ("利用<sup>16)</sup>者", "利用者"),
        ("**目標**：| ＡＩ #", "目標:ai"),
        ("①\n②", "12"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("令和８年度までに 100 ％とする", []),
        ("2026年度まで", [["100%"]]),
        ("100%", [["2026年度", "令和8年度"]]),
        ("", [["2026年度", "令和8年度"], ["100%"]]),
    ],
)
def test_every_list_of_keys_needs_one_of_its_alternatives(answer: str, missing: list[list[str]]) -> None:
    assert missing_keys(answer, [["2026年度", "令和8年度"], ["100%"]]) == missing


@pytest.mark.parametrize(
    ("before", "found"), [("あ" * 597, True), ("あ" * 598, False), ("あ \n" * 597, True), ("㍿" * 149, True)]
)
def test_the_first_600_characters_count_as_they_are_compared(before: str, found: bool) -> None:
    assert (not missing_keys(f"{before}5万局", [["５万局"]])) == found  # ㍿ is compared as 株式会社


def test_only_the_first_five_citations_count() -> None:
    citations = [{"text": text} for text in ("a", "b", "c", "d", "正しい 文", "正しい文")]
    assert right_citations(citations, ["正しい文"]) == [False, False, False, False, True]
    assert right_citations(citations, ["無い", "Ｂ"]) == [False, True, False, False, False]


START = len(TEXTS[0]) + 1  # of the second sentence


@pytest.mark.parametrize(
    ("quote", "more", "verbatim"),
    [
        ("基地局を５万局整備する。", {"spans": [[START, START + 12]]}, True),
        ("基地局を\n ５万局整備する。", {"spans": [[START, START + 4], [START + 4, START + 12]]}, True),
        ("基地局を5万局整備する。", {"spans": [[START, START + 12]]}, False),  # as printed, not as compared
        ("基地局を５万局整備する。", {"spans": [[START, START + 11]]}, False),
        ("基地局を５万局整備する。", {"spans": [[START + 1, START + 13]]}, False),
        ("基地局を５万局整備する。", {"spans": [[START]]}, False),
        ("基地局を５万局整備する。", {"spans": [["a", "b"]]}, False),
        ("５万局 整備", {}, True),
        ("５万局 整備", {"doc_id": None, "title": "試験計画"}, True),
        ("５万局 整備", {"doc_id": "doc.txt", "spans": None}, True),
        ("５万局 整備", {"doc_id": "other"}, False),
        ("６万局", {}, False),
        ("", {}, False),
    ],
)
def test_a_quote_is_verbatim_where_it_stands_in_the_published_text(
    quote: str, more: dict[str, Any], verbatim: bool
) -> None:
    assert is_verbatim(citation("", quote, **more), CORPUS.documents) == verbatim


def test_without_a_quote_nothing_is_proven() -> None:
    assert not is_verbatim({"doc_id": "doc", "text": "基地局"}, CORPUS.documents)


# A second reading of the README of the question files, kept as near to its words as code can be.


def _compared(text: str) -> str:
    text = unicodedata.normalize("NFKC", re.sub("<sup>[^\n]*?</sup>", "", text))
    return "".join(character for character in text if not character.isspace() and character not in "*#|").lower()


def _right_by_the_readme(kind: str, keys: list[list[str]], answer: dict[str, Any]) -> bool:
    if kind == "unanswerable":
        return bool(answer["outcome"] == "not_found")
    if answer["outcome"] == "not_found":
        return False
    for alternatives in keys:
        if not [key for key in alternatives if _compared(key) in _compared(answer["answer"])[:600]]:
            return False
    return True


PIECES = [
    "2026年度",
    "２０２６ 年度",
    "令和8年度",
    "5万局",
    "<sup>3</sup>",
    "**",
    "|",
    "#",
    "　",
    "\n",
    "ＡＩ",
    "ai",
    "㍿" * 70,
    "あ" * 290,
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
KEYS = st.lists(
    st.lists(st.sampled_from(["2026年度", "令和８年度", "5 万局", "AI", "無い"]), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


@given(
    kind=st.sampled_from(["fact", "list", "unanswerable"]),
    keys=KEYS,
    text=WORDS,
    outcome=st.sampled_from(["answered", "partial", "not_found"]),
)
def test_the_verdict_is_that_of_the_readme(kind: str, keys: list[list[str]], text: str, outcome: str) -> None:
    answer = {"id": "q", "outcome": outcome, "answer": text, "citations": [], "latency_ms": None}
    verdict = judged(question(kind=kind, keys=keys), answer).verdict
    assert (verdict == "CORRECT") == _right_by_the_readme(kind, keys, answer)


@given(st.lists(WORDS, max_size=8), st.lists(st.sampled_from(["2026年度", "ＡＩ", "5万 局"]), max_size=2))
def test_citations_are_right_as_the_readme_says(texts: list[str], evidence: list[str]) -> None:
    expected = [any(_compared(proof) in _compared(text) for proof in evidence) for text in texts][:5]
    assert right_citations([{"text": text} for text in texts], evidence) == expected
