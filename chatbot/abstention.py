"""When the plans are silent: the reasons not to answer, each of which is told to the user."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from chatbot.attributes import Attribute, unanswered
from chatbot.evidence import Evidence
from chatbot.question import Asked
from chatbot.thresholds import Thresholds
from corpus.normalize import search_form
from index.level import is_japanese
from index.retriever import Hit
from index.tokenizer import words
from index.vocabulary import names_a_subject, official_terms

Reason = Literal["unrelated", "not_in_list", "no_edition"] | Attribute

_TOPIC_ALLOWANCE = 0.02
_SUBJECT_ALLOWANCE = 0.06  # an English question without a word of the plans' field must be so much nearer
_READ_HITS = 5
_NAME_SHARE = 0.35  # of the specific words of a procedure's name that the question must hold,
_LONG_NAME_SHARE = 0.25  # or, where it holds several of them,
_SEVERAL = 2
_BRACKETS = re.compile(r"\(.*?\)")
_GENERIC = set(
    "申請 届出 届 届け 登録 請求 交付 手続 手続き 免許 許可 認定 証 証明 書 試験 受験 法律 国 都道府県 知事 対象 id ID オン ライン 化 事項".split()
)


def confidence_of(hits: Sequence[Hit], topic: str) -> float | None:
    """How near the plans come to a question: the cosine of the best sentence of the best hits; None without a hit.

    The cosine of a follow-up is a mean with and without its `topic`, and so a little lower: that is made up for.
    """
    best = max((scored.cosine for hit in hits[:_READ_HITS] for scored in hit.sentences), default=None)
    return None if best is None else best + (_TOPIC_ALLOWANCE if topic else 0.0)


def is_doubtful(question: str, topic: str, hits: Sequence[Hit], thresholds: Thresholds | None) -> bool:
    """Whether an answer from `hits` is so far from the question that most such answers were wrong."""
    confidence = confidence_of(hits, topic)
    if thresholds is None or confidence is None:
        return False
    return confidence < thresholds.of(is_japanese(search_form(f"{topic} {question}")))[1]


def why_silent(
    question: str,
    topic: str,
    asked: Asked,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    thresholds: Thresholds | None,
) -> Reason | None:
    """Why `question` is not answered from `hits` by `evidence`, or None where it can be.

    `topic` is what was asked before, where the question leaves it out. Without `thresholds` no confidence is too low.
    """
    text = search_form(f"{topic} {question}")
    japanese = is_japanese(text)
    confidence = confidence_of(hits, topic)
    lowest = thresholds.of(japanese)[0] if thresholds else -1.0
    if confidence is None or confidence < lowest:
        return "unrelated"
    record = asked.policy_number or asked.procedure_id
    if not (japanese or record or names_a_subject(text) or confidence >= lowest + _SUBJECT_ALLOWANCE):
        return "unrelated"  # not one word of the plans' field
    if "cell" in asked:
        return None if record or not japanese or _names_a_procedure(text, hits) else "not_in_list"
    quoted = [search_form(sentence.text) for item in evidence if item.chosen for sentence in item.sentences]
    found = [search_form(hit.passage.text) for hit in hits[:_READ_HITS]]
    return unanswered(search_form(question), quoted, found)


def _names_a_procedure(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a row or group among the hits has a name of which the question, or its official words, holds enough."""
    known = {*words(text), *words(" ".join(official_terms(text)))} - _GENERIC
    return any(_is_named(name, known) for hit in hits[: _READ_HITS + 3] for name in _names(hit))


def _names(hit: Hit) -> list[str]:
    if hit.passage.kind == "procedure":
        return [hit.passage.text.split("\u3000")[0]]
    if hit.passage.kind == "group":
        return [hit.passage.heading_path[-2]]
    return []


def _is_named(name: str, known: set[str]) -> bool:
    specific = {*words(_BRACKETS.sub("", search_form(name)))} - _GENERIC
    shared = len(specific & known)
    least = _LONG_NAME_SHARE if shared >= _SEVERAL else _NAME_SHARE
    return bool(specific) and shared >= least * len(specific)
