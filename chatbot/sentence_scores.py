"""How well a sentence of a hit answers the question, and a passage by its best sentence; in z-score units."""

from __future__ import annotations

import re

from chatbot.quantities import SPAN_OF_TIME
from chatbot.question import Asked
from chatbot.sentence_blocks import is_item, list_around
from corpus.normalize import search_form
from index.retriever import Hit

_SENTENCE_WEIGHT = 0.25
_SHARE_WEIGHT = 0.5  # of the share of the answer that the cross-encoder finds in the sentence
_BONUS = 1.0  # z-score units for a sentence that holds the kind of thing asked for
_COUNT_BONUS = 1.5  # the same for one of a list with as many items as the question says there are
_POINT_BONUS = 1.0  # the same for one that names a year or month that the question names
_FIELD_BONUS = 1.5  # the same for the field of a record that is asked for: who is in charge of a policy
_TITLE_MALUS = 6.0
_LACKING_MALUS = 1.2  # for a passage whose best sentence lacks the date or number asked for
_FRAGMENT = 30  # characters
_FRAGMENT_MALUS = 1.5  # in z-score units: prose on the matter is quoted first
_ORDER_WEIGHT = 0.25  # how much its best sentence counts in a passage's place among the citations
_KIND_PRIOR = {"policy": -0.8, "text": 0.4, "slide": 0.7}  # a policy repeats in brief what prose and slides explain
_BARE_NUMBER = re.compile(r"約?[\d,.]+\s*(?:%|[万億]|件|枚|名|人|回|団体|機関|社)*")
_BARE_NUMBERS = 2
_CIRCLED = re.compile("[①-⑳]")
_NAMED = re.compile("「[^「」]+」")
_MINISTRIES = re.compile(r"(?:主|関)?(?:担当|係)当?府省庁")
_EXAMPLE = re.compile("^例:")
_GROUP_HEADING = re.compile(r"\d+\.\s?.+\([◎@].+\)")  # of a group of procedures, with its ministries

_HOLDS = {
    "date": r"\d{4}年|令和|平成|年度|\d+月|本年|来年|【\d{2}",
    "money": r"円",
    "number": r"(?<![\d年.,])\d[\d,.]*(?!\d|[,.]\d|年|月|日|時点)",  # but no date
    "period": SPAN_OF_TIME,
    "ministry": r"庁|省(?!力|略|エネ)|内閣|委員会|人事院",
    "result": r"(?:[しきれいっ]た|なった|んだ)(?:[。、(]|ところ|が|もの|$)|完了|達成し|時点[でに]|現在[でに]?",
    "definition": r"とは|のこと|をいう|指す|略称|略。|である。$|もの。$|制度|仕組み|システム。$",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _HOLDS.items()}


def holds(kind: str, text: str) -> bool:
    """Whether a text (in the search form) holds the kind of thing asked for."""
    return bool(_PATTERNS[kind].search(text))


def sentence_score(asked: Asked, hit: Hit, index: int) -> float:
    """How well the sentence answers, by search and cross-encoder, and by whether it holds what is asked for."""
    scored = hit.sentences[index]
    text = search_form(scored.sentence.text)
    share = scored.share
    bonus = sum(_BONUS for kind, pattern in _PATTERNS.items() if kind in asked and pattern.search(text))
    bonus += _POINT_BONUS * asked.points.are_met_by(text)
    if "ministry" in asked and is_ministry_field(hit, text):
        bonus += _FIELD_BONUS
    if _says_nothing(asked, hit, text):
        bonus -= _TITLE_MALUS
    items = items_of(asked, hit, index)
    if "list" in asked and asked.items:
        marked = sum(is_item(hit.sentences[item].sentence.text) for item in items)
        bonus += _COUNT_BONUS * (asked.items in (marked, *_enumerated(scored.sentence.text)))
    if items:
        share = sum(hit.sentences[item].share for item in items)
    elif is_fragment(hit, text):
        bonus -= _FRAGMENT_MALUS
    return found_score(scored.score, share) + bonus


def found_score(score: float, share: float) -> float:
    """What search and cross-encoder give a sentence: its own score, and its share of the answer."""
    return _SENTENCE_WEIGHT * score + _SHARE_WEIGHT * share


def _enumerated(text: str) -> tuple[int, int]:
    """How many things a sentence enumerates by circled numbers, and by quotation marks."""
    return len(set(_CIRCLED.findall(text))), len(_NAMED.findall(text))


def items_of(asked: Asked, hit: Hit, index: int) -> list[int]:
    """The list that the sentence belongs to or leads into; empty for none, and where no list is asked for."""
    sentences = [scored.sentence for scored in hit.sentences]
    is_of_list = "list" in asked and any(is_item(sentence.text) for sentence in sentences[index : index + 2])
    return list_around(sentences, index) if is_of_list else []


def is_ministry_field(hit: Hit, text: str) -> bool:
    """Whether a sentence is a policy's field that names the ministries in charge, or those that take part."""
    return hit.passage.kind == "policy" and bool(_MINISTRIES.match(text))


def is_fragment(hit: Hit, text: str) -> bool:
    """A short line of a slide may be a label without its number, or a number without its label."""
    return hit.passage.kind == "slide" and len(text) < _FRAGMENT


def _says_nothing(asked: Asked, hit: Hit, text: str) -> bool:
    """What names the matter and states nothing of it: a title, a row of the schedule, a ministry nobody asked for.

    So does a footnote that gives an example, where a definition is asked for.
    """
    if hit.passage.kind == "policy":
        return text.startswith("[No.") or ("ministry" not in asked and is_ministry_field(hit, text))
    if hit.passage.kind == "group":
        return "ministry" not in asked and bool(_GROUP_HEADING.fullmatch(text))
    if hit.passage.kind == "slide":
        return text in [search_form(heading) for heading in hit.passage.heading_path]
    if hit.passage.kind == "footnote":
        return "definition" in asked and bool(_EXAMPLE.match(text))
    return hit.passage.kind == "schedule"


def score_of_hit(asked: Asked, hit: Hit) -> float:
    """The score of the search, less where the hit lacks what is asked for."""
    return hit.score - _LACKING_MALUS * _lacks(asked, hit)


def passage_score(asked: Asked, hit: Hit) -> float:
    """A hit's place among the citations: its own score, its kind, its best sentence."""
    best = max(sentence_score(asked, hit, index) for index in range(len(hit.sentences)))
    prior = _KIND_PRIOR.get(hit.passage.kind, 0.0)
    return score_of_hit(asked, hit) + prior + _ORDER_WEIGHT * best


def _lacks(asked: Asked, hit: Hit) -> bool:
    """Whether a date, number or span of time is asked for and the hit's best sentence holds none that can be read."""
    kinds = [kind for kind in ("date", "number", "money", "period") if kind in asked]
    if not kinds or is_infographic(hit):
        return bool(kinds)
    best = max(range(len(hit.sentences)), key=lambda index: sentence_score(asked, hit, index))
    text = search_form(hit.sentences[best].sentence.text)
    return not any(holds(kind, text) for kind in kinds)


def is_infographic(hit: Hit) -> bool:
    """A slide with numbers torn from their labels: what each of them counts cannot be read off the text."""
    numbers = [scored for scored in hit.sentences if _BARE_NUMBER.fullmatch(search_form(scored.sentence.text))]
    return hit.passage.kind == "slide" and len(numbers) >= _BARE_NUMBERS
