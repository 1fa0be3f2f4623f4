"""Records found by everyday words, in Japanese or English: which words are looked for, and how well a record fits.

A word of the query may stand in a record itself, by one of the plans' words for it (パスポート: 旅券), or by all the words
that it is made of. Records that hold all of the query come first; only where none does are those shown that hold a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from corpus.listing import folded
from corpus.normalize import search_form
from index.level import is_japanese
from index.tokenizer import words
from index.vocabulary import english_words, japanese_terms, official_terms, unknown_words

_LITERAL, _OFFICIAL, _WORD = 3.0, 2.0, 1.0
_NAME, _WHOLE_FIELD = 3.0, 10.0  # the first text of a record is its name
_COMMON = 0.2  # of the records: a term of more of them tells nothing, where the query did not say it itself
_RARE = 0.1  # likewise, where a part of the query is all that is found; a single character then tells nothing either
_NEAR = 0.5  # of the best score: what is shown where only a part of the query is found
_NUMBER_MARK = re.compile(r"no\.?\s*(?=\d)", re.IGNORECASE)
# Words that ask rather than say what is looked for.
_ASKING = set("手続 手続き 方法 仕方 やり方 オンライン 出来る できる 知る 必要 欲しい 調べる".split())
_ASKING_ENGLISH = set(
    "i my me we you to of for in on at by how do does can is are be what when where which and or with get".split()
)

Weights = dict[int, float]  # the place of a record that holds something → how well it does


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the query: itself, the plans' words for it, and the words that it is made of."""

    literal: str
    official: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The places of the records that fit, best first; whether they hold the whole query; the plans' words looked for."""

    places: tuple[int, ...]
    is_whole: bool = True
    searched_for: tuple[str, ...] = ()


class RecordSearch:
    """A search over records, each given as its texts, the name first."""

    def __init__(self, records: Sequence[Sequence[str]]) -> None:
        self._fields = [[folded(text) for text in texts if text] for texts in records]
        self._whole = ["\n".join(fields) for fields in self._fields]

    def find(self, query: str) -> Found:
        """The records that `query` asks for; all of them, in their order, where it asks for nothing."""
        found = Found(tuple(range(len(self._whole))))
        searched_for: list[str] = []
        for asked in _readings(query):
            searched_for += [term for word in asked for term in word.official]
            found = self._match(asked)
            if found.places and found.is_whole:
                break
        return Found(found.places, found.is_whole, tuple(dict.fromkeys(searched_for)))

    def _match(self, asked: Sequence[_Word]) -> Found:
        weights = {term: self._weights(term) for word in asked for term, _ in _terms(word)}
        scores = self._scores(asked, weights)
        held = [self._holding(word, weights) for word in asked]
        places = set.intersection(*held)
        is_whole = bool(places)
        if not is_whole:
            parts = [set(weights[part]) for word in asked for part in word.parts if len(part) > 1]
            places = set().union(*(some for some in [*held, *parts] if len(some) <= _RARE * len(self._whole)))
            best = max((scores[place] for place in places), default=0.0)
            places = {place for place in places if scores[place] >= _NEAR * best}
        return Found(tuple(sorted(places, key=lambda place: (-scores[place], place))), is_whole)

    def _weights(self, term: str) -> Weights:
        """The records that hold a term."""
        return {
            place: max(_weight(term, text, at) for at, text in enumerate(self._fields[place]))
            for place, whole in enumerate(self._whole)
            if term in whole
        }

    def _scores(self, asked: Sequence[_Word], weights: Mapping[str, Weights]) -> Weights:
        """How well the records fit that hold anything of what is asked for; a rare term counts more."""
        scores: Weights = {}
        for term, factor in (pair for word in asked for pair in _terms(word)):
            rarity = factor * log(1 + len(self._whole) / (1 + len(weights[term])))
            for place, weight in weights[term].items():
                scores[place] = scores.get(place, 0.0) + rarity * weight
        return scores

    def _holding(self, word: _Word, weights: Mapping[str, Weights]) -> set[int]:
        """The records that hold a word, in one way or another."""
        official = [set(weights[folded(term)]) for term in word.official]
        parts = [set(weights[part]) for part in word.parts]
        telling = [places for places in official if len(places) <= _COMMON * len(self._whole)]
        return set(weights[word.literal]).union(*telling, set.intersection(*parts) if parts else ())


def _weight(term: str, text: str, at: int) -> float:
    if term not in text:
        return 0.0
    return (_WHOLE_FIELD if term == text else 1.0) * (1.0 if at else _NAME)


def _terms(word: _Word) -> Iterable[tuple[str, float]]:
    """The terms of a word in the folded form, each once, with what it counts."""
    terms = dict.fromkeys(word.parts, _WORD) | {folded(term): _OFFICIAL for term in word.official}
    return (terms | {word.literal: _LITERAL}).items()


def _readings(query: str) -> Iterator[list[_Word]]:
    """The ways to read a query, that which says most first; none for an empty one."""
    typed = [text for part in _NUMBER_MARK.sub("", query).split() if folded(text := search_form(part))]
    if not typed:
        return
    if is_japanese(query):
        yield [_japanese(text) for text in typed]
        return
    yield [_Word(folded(text)) for text in typed]
    if phrase := japanese_terms(query):
        unknown = [word for word in unknown_words(query) if word not in _ASKING_ENGLISH]
        yield [_Word(folded(query), tuple(phrase)), *(_Word(word) for word in unknown)]
    english = [word for word in english_words(query) if word not in _ASKING_ENGLISH]
    if len(english) > 1:
        yield [_Word(word, tuple(japanese_terms(word))) for word in english]


def _japanese(text: str) -> _Word:
    parts = dict.fromkeys(folded(word) for word in words(text) if word not in _ASKING)
    return _Word(folded(text), tuple(official_terms(text)), tuple(parts))
