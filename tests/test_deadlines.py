"""Deadlines against gold rows from the policies, worked out by hand, and against the published text.

A row of `data/deadlines.tsv` holds the number of a policy, words of one of its sentences, and the deadlines that begin
within those words, each as text|kind|last day; - for none. Where no calendar gives a last day, the fiscal year stands.
"""

from __future__ import annotations

import datetime

import pytest
from gold import bare, rows

from corpus.deadlines import Deadline, deadlines_in, policy_deadlines
from corpus.document import Corpus, Document, Policy, Sentence
from corpus.policies import field_sentences, policy_chapters

PLAN = "juten-keikaku-2025"


def _document(text: str, published: str) -> Document:
    return Document("d", "計画", published, "庁", "決定", "", "", "plan", text)


def _read(text: str, published: str = "2025-06-13") -> list[tuple[str, str, str]]:
    sentence = Sentence(text, ((0, len(text)),))
    return [_row(deadline) for deadline in deadlines_in([sentence], _document(text, published))]


def _row(deadline: Deadline) -> tuple[str, str, str]:
    return deadline.text, deadline.kind, str(deadline.last_day or deadline.year)


def _policy(corpus: Corpus, number: str) -> Policy:
    return next(policy for policy in corpus.policies if policy.number == number)


@pytest.mark.parametrize(("number", "words", "expected"), rows("deadlines.tsv"))
def test_gold_deadlines(corpus: Corpus, number: str, words: str, expected: str) -> None:
    policy, plan = _policy(corpus, number), corpus.document(PLAN)
    sentences = [*policy.body, *field_sentences(plan.text, policy.target)]
    holding = next((sentence for sentence in sentences if words in sentence.text), None)
    assert holding is not None, [sentence.text for sentence in sentences]
    start = holding.text.index(words)
    within = range(start, start + len(words))
    found = [d for d in deadlines_in([holding], plan) if d.place[0] in within]
    assert ["|".join(_row(deadline)) for deadline in found] == ([] if expected == "-" else expected.split(" "))


def test_every_deadline_stands_verbatim_in_its_sentence_and_in_the_plan(corpus: Corpus) -> None:
    text = corpus.document(PLAN).text
    deadlines = [d for policy in corpus.policies for d in policy_deadlines(policy, corpus.document(PLAN))]
    assert len(deadlines) == 267
    for deadline in deadlines:
        assert deadline.sentence.text[slice(*deadline.place)] == deadline.text
        assert bare("".join(text[start:end] for start, end in deadline.spans)) == bare(deadline.text)
        assert bare("".join(text[start:end] for start, end in deadline.sentence.spans)) == bare(deadline.sentence.text)


def test_years_of_either_calendar_in_any_width() -> None:
    assert _read("令和８年度末までに整備する。") == [("令和８年度末までに", "まで", "2027-03-31")]
    assert _read("2026 年度 中に開始する。") == [("2026 年度 中に", "中", "2027-03-31")]
    assert _read("平成30年3月までに整備した。", published="2017-06-01") == [("平成30年3月までに", "まで", "2018-03-31")]


def test_relative_years_count_from_the_date_of_the_document() -> None:
    assert _read("来年度中に行う。", published="2026-02-01") == [("来年度中に", "中", "2027-03-31")]


def test_a_leap_day_and_a_day_that_is_none() -> None:
    assert _read("2028年2月までに") == [("2028年2月までに", "まで", "2028-02-29")]
    assert _read("2027年2月30日までに") == [("2027年2月30日までに", "まで", "2027-02-28")]


def test_what_was_over_when_the_document_appeared_is_no_deadline() -> None:
    sentence = "2025年5月までに公表する。"
    assert _read(sentence, published="2025-06-13") == []
    assert _read(sentence, published="2025-05-01") == [("2025年5月までに", "まで", "2025-05-31")]
    assert _read("2024年夏を目途に") == []


@pytest.mark.parametrize(
    "text",
    [
        "2026年度中間評価",
        "2026年中央省庁",
        "2026年度内閣府予算",
        "2026年度中長期計画",
        "2026年度内訳",
        "2030年代中に",
        "2026年度までは続ける。",
    ],
)
def test_words_that_only_begin_like_one(text: str) -> None:
    assert _read(text) == []


def test_a_document_without_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="公表された月が要ります（2025）"):
        _read("2026年度中に", published="2025")


def test_a_deadline_without_a_day_is_ordered_at_the_end_of_its_fiscal_year() -> None:
    text = "2026年夏頃までに決める。"
    (deadline,) = deadlines_in([Sentence(text, ((0, len(text)),))], _document(text, "2025-06-13"))
    assert (deadline.last_day, deadline.year) == (None, 2026)
    assert deadline.order == datetime.date(2027, 3, 31)


def test_the_chapters_of_the_policies(corpus: Corpus) -> None:
    chapters = policy_chapters(corpus.document(PLAN).text)
    assert list(chapters) == ["1", "2", "3", "4", "5"]
    assert chapters["3"] == "競争・成長のための協調"
    assert {policy.number[0] for policy in corpus.policies} == set(chapters)
