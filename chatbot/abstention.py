"""When the plans are silent: the reasons not to answer, each of which is told to the user."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import exp
from typing import Literal

from chatbot.attributes import Attribute, lacks_amount, unanswered
from chatbot.evidence import Evidence
from chatbot.question import Asked
from chatbot.thresholds import Thresholds
from corpus.document import Passage
from corpus.normalize import search_form
from index.level import is_japanese
from index.names import holds_english, quoted_in
from index.retriever import Hit
from index.tokenizer import words
from index.vocabulary import added_terms, japanese_terms, names_a_subject, official_terms

Reason = Literal["unrelated", "not_in_list", "no_edition", "no_policy", "no_procedure"] | Attribute

_SUBJECT_ALLOWANCE = 0.06  # an English question without a word of the plans' field must be so much nearer
_READ_HITS = 5
_COSINE_WEIGHT = 5.0  # a cosine moves between 0.2 and 0.8, a relevance between -6 and 6
_USUAL_COSINE = 0.48
_FAR = -2.0  # a relevance at which a passage surely does not answer
_SURE = 0.9  # a confidence at which the cross-encoder knows a procedure by another name
_NAME_SHARE = 0.35  # of the specific words of a procedure's name that the question must hold,
_LONG_NAME_SHARE = 0.25  # or, where it holds several of them,
_SEVERAL = 2
# What an official word for an act is said of: the 古物商 of 古物商の許可, the 車庫 of 車庫証明.
_OBJECT = re.compile(
    r"(?P<name>[一-龥々ァ-ヶーA-Za-z0-9・]{2,}|(?<![一-龥々ぁ-んァ-ヶー])[一-龥](?=の))の?(?:許可|免許|免状|登録|認可|認定|証明|届出|届け出|届|申請|試験|検定)"
)
_OBJECT_HITS = 2
_SPEECH = re.compile(r"[一-龥][ぁ-ん]{2,}[。!?]?$|(?:です|ます|ました|ください|ほしい|たい)[。!?]?$")  # no name
_LAST_SENTENCE = re.compile(r"[^。?!]+[。?!]*$")
_LATIN = re.compile(r"(?<![a-z])(?!url|http)[a-z]{3,}(?![a-z])")
_BRACKETS = re.compile(r"\(.*?\)")
_NO_OBJECT = set(
    "場合 日本 外国 国民 事業 省庁 通常 普通 仕事 商売 国家 根拠 資格 書類 最初 今回 全部 種類 同じ 新規 本人 会社 個人 カード".split()
)
_OF_PROCEDURES: set[Attribute | None] = {"no_papers", "no_period"}  # told of procedures, if at all, in prose
_GENERIC = set(
    "申請 届出 届 届け 登録 請求 交付 手続 手続き 免許 許可 認定 証 証明 書 試験 受験 法律 国 都道府県 知事 対象 id ID オン ライン 化 事項".split()
)


def confidence_of(hits: Sequence[Hit]) -> float | None:
    """How surely the plans answer a question, by the best of the best hits; None without a hit.

    Where a cross-encoder read them: a share in [0, 1] of its relevance and of the cosine of the best sentence, which
    tells a question from afar. Else that cosine.
    """
    best = hits[:_READ_HITS]
    cosine = _nearness(hits)
    if cosine is None:
        return None
    relevance = max((hit.relevance for hit in best if hit.relevance is not None), default=None)
    if relevance is None:
        return cosine
    return 1 / (1 + exp(-(relevance + _COSINE_WEIGHT * (cosine - _USUAL_COSINE))))


def _nearness(hits: Sequence[Hit]) -> float | None:
    """The cosine of the best sentence of the best hits; None without a hit."""
    return max((scored.cosine for hit in hits[:_READ_HITS] for scored in hit.sentences), default=None)


def is_doubtful(question: str, hits: Sequence[Hit], thresholds: Thresholds | None) -> bool:
    """Whether an answer from `hits` is so uncertain that most such answers were wrong."""
    confidence = confidence_of(hits)
    if thresholds is None or confidence is None:
        return False
    return confidence < thresholds.of(is_japanese(search_form(question)))[1]


def why_silent(
    question: str,
    asked: Asked,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    thresholds: Thresholds | None,
) -> Reason | None:
    """Why `question` is not answered from `hits` by `evidence`, or None where it can be.

    Without `thresholds` no confidence is too low.
    """
    text = search_form(question)
    japanese = is_japanese(text)
    confidence = confidence_of(hits)
    lowest = thresholds.of(japanese)[0] if thresholds else -1.0
    record = asked.policy_numbers or asked.procedure_id or ("cell" in asked and _is_official_name(text, hits))
    may_be_absent = "cell" in asked and not record  # from the list of procedures
    if confidence is None or (confidence < lowest and not record):
        return "not_in_list" if may_be_absent else "unrelated"
    if japanese and not record and _share_no_word(hits):
        return "unrelated"
    if not (japanese or record or names_a_subject(text) or confidence >= lowest + _SUBJECT_ALLOWANCE):
        return "unrelated"  # not one word of the plans' field
    chosen = [item for item in evidence if item.chosen]
    if may_be_absent and not _quotes_stand(text, hits):
        return "not_in_list"
    if not record and ("cell" in asked or _is_of_rows(chosen)) and not _objects_stand(text, hits):
        return "not_in_list"
    if "cell" in asked:
        is_sure = any(hit.relevance is not None for hit in hits) and confidence >= _SURE
        is_named = _names_a_procedure(text, hits) or (is_sure if japanese else _subject_stands(text, hits))
        if may_be_absent and not is_named:
            return "not_in_list"
    quoted = [search_form(sentence.text) for item in chosen for sentence in item.sentences]
    of_quotes = ((search_form(item.quote), _text_of(item.hit)) for item in chosen)
    if japanese and lacks_amount(text, of_quotes, official_terms):
        return "no_amount"
    if japanese and "cell" not in asked and not _latin_stands(text, hits):
        return "no_term"
    found = [search_form(hit.passage.text) for hit in hits[:_READ_HITS]]
    leading = [search_form(passage.text) for passage in _leading(chosen)]
    lacking = unanswered(text, quoted, found, leading)
    return lacking if "cell" not in asked or lacking in _OF_PROCEDURES else None


def _share_no_word(hits: Sequence[Hit]) -> bool:
    """Whether the index was searched, and none of the best hits holds a word of the question or the plans' word for one."""
    best = hits[:_READ_HITS]
    return any(hit.ranks for hit in best) and not any(len(term) > 1 for hit in best for term in hit.terms)


def silent_edition(asked: Asked, hits: Sequence[Hit], evidence: Sequence[Evidence]) -> frozenset[str]:
    """The ids of the edition that a question asks of where only others answer it; none where that is not sure."""
    points = asked.points
    if len(points.sides) != 1 or points.compares or points.may_compare or not evidence:
        return frozenset()
    of_edition = [hit for hit in hits if hit.passage.doc_id in points.documents]
    read = [(hit.relevance, hit.passage.kind) for hit in of_edition if hit.relevance is not None]
    if any(kind == "slide" for _, kind in read):
        return frozenset()  # the cross-encoder makes little of labels and numbers
    is_elsewhere = evidence[0].hit.passage.doc_id not in points.documents and evidence[0].hit.relevance is not None
    return (
        points.documents
        if is_elsewhere and max((relevance for relevance, _ in read), default=_FAR) <= _FAR
        else frozenset()
    )


def _leading(quoted: Sequence[Evidence]) -> list[Passage]:
    """The passage of the first quote, and those of the same policy or group of procedures."""
    passages = [item.hit.passage for item in quoted]
    return [passage for passage in passages if passage is passages[0] or passage.unit == passages[0].unit != ""]


def _quotes_stand(text: str, hits: Sequence[Hit]) -> bool:
    """Whether each name that the question puts in quotation marks stands in a hit: it is meant literally."""
    names = [name for name in quoted_in(text) if not _SPEECH.search(name)]
    return _all_stand(names, hits)


def _objects_stand(text: str, hits: Sequence[Hit]) -> bool:
    """Whether each thing of which the question names an official act stands in one of the best hits, by some name."""
    found = [_text_of(hit) for hit in hits[:_OBJECT_HITS]]
    return all(
        any(_stands(match["name"], match.group(), one) for one in found)
        for match in _OBJECT.finditer(text)
        if match["name"] not in _NO_OBJECT and {*words(match["name"])} - _GENERIC - _NO_OBJECT
    )


def _is_of_rows(chosen: Sequence[Evidence]) -> bool:
    """Whether the answer would quote the list of procedures and nothing else."""
    return bool(chosen) and all(item.hit.passage.kind in ("procedure", "group") for item in chosen)


def _latin_stands(text: str, hits: Sequence[Hit]) -> bool:
    """Whether each name in Latin letters, of a Japanese question, stands in one of the best hits, or the plans' for it."""
    names = [] if holds_english(text) else _LATIN.findall(text.lower())
    return _all_stand(names, hits[:_READ_HITS], str.lower)


def _all_stand(names: Sequence[str], hits: Sequence[Hit], fold: Callable[[str], str] = str) -> bool:
    """Whether each name stands in one of the hits, as it is or by the plans' words for it, all texts folded."""
    if not names:
        return True
    found = fold("\n".join(_text_of(hit) for hit in hits))
    return all(any(fold(term) in found for term in (name, *official_terms(name))) for name in names)


def _stands(name: str, phrase: str, found: str) -> bool:
    """Whether a name, or all of its specific words, stand in a text as they are or by the plans' words for them.

    Of a licence, the text must speak too: a tax on hunting is no hunting licence.
    """
    if "免許" in phrase and "免" not in found:
        return False
    if any(term in found for term in (name, *official_terms(name), *official_terms(phrase))):
        return True
    specific = {*words(name)} - _GENERIC - _NO_OBJECT
    return all(any(term in found for term in (word, *official_terms(word))) for word in specific)


def _subject_stands(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a specific word of an English question stands in one of the best hits, as the glossary translates it."""
    found = "\n".join(_text_of(hit) for hit in hits[:_READ_HITS])
    subject = {*words(" ".join(japanese_terms(text)))} - _GENERIC - _NO_OBJECT
    return any(word in found for word in subject if len(word) > 1)


def _is_official_name(text: str, hits: Sequence[Hit]) -> bool:
    """Whether the best hit is a row of just the name that the plans have for what the last sentence calls it."""
    asking = _LAST_SENTENCE.search(text)
    is_row = bool(hits) and hits[0].passage.kind == "procedure"
    return is_row and asking is not None and _names(hits[0])[0] in official_terms(asking.group())


def _names_a_procedure(text: str, hits: Sequence[Hit]) -> bool:
    """Whether a row or group among the hits has a name of which the question, or its official words, holds enough."""
    known = {*words(text), *words(" ".join(added_terms(text)))} - _GENERIC
    return any(_is_named(name, known) for hit in hits[: _READ_HITS + 3] for name in _names(hit))


def _text_of(hit: Hit) -> str:
    """The text of a hit, its headings and a footnote's term, in the search form."""
    return search_form(" ".join((hit.passage.text, hit.passage.context, *hit.passage.heading_path)))


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
