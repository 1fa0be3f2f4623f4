"""When the plans are silent: the reasons not to answer, each of which is told to the user.

The thresholds were fitted on the development questions (`eval/questions/dev.jsonl`): no answerable question of a
language has a best sentence below its threshold there. Cosines differ from model to model, so a model of which the
thresholds are not known answers without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from chatbot.question import Asked
from corpus.normalize import search_form
from index.retriever import Hit
from index.tokenizer import words
from index.vocabulary import names_a_subject, official_terms

Reason = Literal["unrelated", "no_person", "no_amount", "not_in_list"]

# The least cosine of the best sentence by model: for a question in Japanese, and for one without Japanese.
_LOWEST_COSINE = {"e5-small-ja": (0.845, 0.78)}
_TOPIC_ALLOWANCE = 0.02  # the cosine of a follow-up is a mean with and without its topic
_READ_HITS = 5
_FACT_HITS = 3
_NAME_SHARE = 0.2  # of the specific words of a procedure's name that the question must hold
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥々]")
_PERSON = re.compile(
    r"誰(?!に|一人|もが|でも)|どなた|氏名は|議長は|社長|担当者の(?:名前|氏名)|name of the (?:person|minister)"
    r"|\bwho (?:is|are|was|serves|leads|chairs)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"いくら(?!か)|何円|金額|料金|値段|価格|年収|月額|手当|総額|手数料は|how much (?:money|does|is|will)|\bprice\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(.*?\)")
_GENERIC = set(
    "申請 届出 届 届け 登録 請求 交付 手続 手続き 免許 許可 認定 証 証明 書 試験 受験 法律 国 都道府県 知事 対象 id ID".split()
)


def lowest_confidence(model: str) -> float | None:
    """The confidence below which a question in Japanese is not answered; None where it is not known for `model`."""
    thresholds = _LOWEST_COSINE.get(model.split(":")[0])
    return thresholds[0] if thresholds else None


def best_cosine(hits: Sequence[Hit]) -> float | None:
    """The cosine of the best sentence of the best hits, an answer's confidence; None where there is no hit."""
    return max((scored.cosine for hit in hits[:_READ_HITS] for scored in hit.sentences), default=None)


def why_silent(question: str, topic: str, asked: Asked, hits: Sequence[Hit], model: str) -> Reason | None:
    """Why `question` is not answered from `hits`, or None where it can be.

    `topic` is what was asked before, where the question leaves it out; `model` names the encoder.
    """
    text = search_form(f"{topic} {question}")
    in_japanese, without_japanese = _LOWEST_COSINE.get(model.split(":")[0], (-1.0, -1.0))
    best = best_cosine(hits)
    lowest = in_japanese if _JAPANESE.search(text) else without_japanese
    if best is None or best < lowest - (_TOPIC_ALLOWANCE if topic else 0):
        return "unrelated"
    if asked.policy_number or asked.procedure_id:
        return None
    if not _JAPANESE.search(text) and not names_a_subject(text):  # not one word of the plans' field
        return "unrelated"
    if _PERSON.search(text) and "cell" not in asked:
        return "no_person"
    if _AMOUNT.search(text) and not any("円" in search_form(hit.passage.text) for hit in hits[:_FACT_HITS]):
        return "no_amount"
    if "cell" in asked and _JAPANESE.search(text) and not _names_a_procedure(text, hits):
        return "not_in_list"
    return None


def _names_a_procedure(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a row or group among the hits has a name of which the question, or its official words, holds enough."""
    known = {*words(text), *words(" ".join(official_terms(text)))} - _GENERIC
    return any(_share(name, known) >= _NAME_SHARE for hit in hits[: _READ_HITS + 3] for name in _names(hit))


def _names(hit: Hit) -> list[str]:
    if hit.passage.kind == "procedure":
        return [hit.passage.text.split("\u3000")[0]]
    if hit.passage.kind == "group":
        return [hit.passage.heading_path[-2]]
    return []


def _share(name: str, known: set[str]) -> float:
    specific = {*words(_BRACKETS.sub("", search_form(name)))} - _GENERIC
    return len(specific & known) / len(specific) if specific else 0.0
