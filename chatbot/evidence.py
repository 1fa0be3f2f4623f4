"""Which sentences of the hits answer the question, and whether any does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.question import Asked
from corpus.document import Sentence
from corpus.normalize import search_form
from index.retriever import Hit

ANSWER_CHARACTERS = 420  # an answer stays readable; 600 is the format's limit
_READ_HITS = 8
_PASSAGE_WEIGHT = 1.0
_BONUS = 0.5  # z-score units for a sentence that holds the kind of thing asked for
_MARGIN = 1.2  # a sentence so far below the best is left out
_ITEM = re.compile(r"-?\s*[・○①-⑳\uf000-\uf8ff]|-\s|\d+[)）]")

_HOLDS = {
    "date": r"\d{4}年|令和|平成|年度|\d+月|本年|来年|【\d{2}",
    "money": r"円",
    "number": r"\d",
    "ministry": r"庁|省(?!力|略|エネ)|内閣|委員会|人事院",
    "definition": r"とは|のこと|をいう|指す|略称|略。|である。$|もの。$|制度|仕組み|システム。$",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _HOLDS.items()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with the sentences of it that answer (indexes in reading order) and their score."""

    hit: Hit
    chosen: tuple[int, ...]
    score: float

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The chosen sentences in reading order."""
        return tuple(self.hit.passage.sentences[index] for index in self.chosen)


def pick_evidence(asked: Asked, hits: Sequence[Hit]) -> list[Evidence]:
    """Every hit with its answering sentences, best first; a hit of which nothing is used keeps its best sentence."""
    ranked = sorted(
        ((_score(asked, hit, index), hit, index) for hit in hits[:_READ_HITS] for index in range(len(hit.sentences))),
        key=lambda candidate: -candidate[0],
    )
    chosen: dict[str, list[int]] = {}
    best: dict[str, float] = {}
    room = ANSWER_CHARACTERS
    for score, hit, index in ranked:
        best.setdefault(hit.passage.id, score)
        if score < ranked[0][0] - _MARGIN:
            continue
        taken = chosen.get(hit.passage.id, [])
        block = [i for i in _block(asked, hit, index) if i not in taken]
        length = sum(len(hit.sentences[i].sentence.text) for i in block)
        if block and (length <= room or not chosen):
            chosen.setdefault(hit.passage.id, []).extend(block)
            room -= length
    evidence = [
        Evidence(hit, tuple(sorted(chosen.get(hit.passage.id, ()))), best.get(hit.passage.id, float("-inf")))
        for hit in hits
    ]
    return sorted(evidence, key=lambda item: (not item.chosen, -item.score))


def holds(kind: str, text: str) -> bool:
    """Whether a text (in the search form) holds the kind of thing asked for."""
    return bool(_PATTERNS[kind].search(text))


def _score(asked: Asked, hit: Hit, index: int) -> float:
    scored = hit.sentences[index]
    text = search_form(scored.sentence.text)
    kinds = [kind for kind in _PATTERNS if kind in asked]
    bonus = sum(_BONUS for kind in kinds if holds(kind, text))
    return scored.score + _PASSAGE_WEIGHT * hit.score + bonus


def _block(asked: Asked, hit: Hit, index: int) -> list[int]:
    """The sentence with what it cannot be read without: the items of its list, the lines around a slide's fragment."""
    texts = [scored.sentence.text for scored in hit.sentences]
    if hit.passage.kind == "slide":
        return _window(texts, index, 160)
    if "list" in asked and any(_ITEM.match(text) for text in texts[index : index + 2]):
        start = index
        while start > 0 and _ITEM.match(texts[start]):
            start -= 1
        end = index + 1
        while end < len(texts) and _ITEM.match(texts[end]):
            end += 1
        return list(range(start, end))
    return [index]


def _window(texts: Sequence[str], index: int, characters: int) -> list[int]:
    start = end = index
    length = len(texts[index])
    while length < characters and (start > 0 or end + 1 < len(texts)):
        if end + 1 < len(texts):
            end += 1
            length += len(texts[end])
        if start > 0 and length < characters:
            start -= 1
            length += len(texts[start])
    return list(range(start, end + 1))
