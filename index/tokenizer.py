"""Japanese terms for BM25: dictionary words, and character bigrams that catch what the dictionary splits wrongly.

Both read the search form of a text (`corpus.normalize.search_form`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import fugashi

from corpus.document import Span

_SKIPPED = {"助詞", "助動詞", "補助記号", "記号", "空白"}
_AROUND = _SKIPPED | {"接続詞"}  # at the ends of a phrase
_BRACKETS = set("「」『』（）()")
_INFLECTED = {"動詞", "形容詞"}
_RUN = re.compile(r"[0-9a-z]+(?:[.,][0-9]+)*|[ぁ-んァ-ヶー一-龥々〆]+")
_NUMBER = re.compile(r"(?<=\d),(?=\d{3})")
_STOP = {
    "為る",
    "有る",
    "居る",
    "成る",
    "事",
    "物",
    "等",
    "何",
    "何時",
    "何処",
    "誰",
    "教える",
    "下さる",
    "言う",
    "因る",
}


def words(text: str) -> list[str]:
    """Content words: nouns as they stand, verbs and adjectives by their dictionary form, particles left out."""
    terms = []
    for word in _tagger()(_plain(text)):
        kind = word.feature.pos1
        if kind in _SKIPPED:
            continue
        lemma = word.feature.lemma if kind in _INFLECTED else None
        term = lemma.split("-")[0] if lemma else word.surface
        if term not in _STOP:
            terms.append(term)
    return terms


def proper_nouns(text: str) -> list[str]:
    """The proper nouns (固有名詞) as they stand, in the order of the text."""
    return [word.surface for word in _tagger()(text) if word.feature.pos2 == "固有名詞"]


def without_particles(text: str) -> Span:
    """Where `text` stands without the particles, punctuation and white space at its ends; brackets are kept."""
    kept: list[Span] = []
    end = 0
    for word in _tagger()(text):
        start = text.index(word.surface, end)
        end = start + len(word.surface)
        if word.feature.pos1 not in _AROUND or word.surface in _BRACKETS:
            kept.append((start, end))
    return (kept[0][0], kept[-1][1]) if kept else (0, len(text))


def bigrams(text: str) -> list[str]:
    """Character bigrams of the Japanese runs; Latin words and numbers stay whole."""
    terms = []
    for run in _RUN.findall(_plain(text)):
        if run[0].isascii() or len(run) == 1:
            terms.append(run)
        else:
            terms.extend(run[start : start + 2] for start in range(len(run) - 1))
    return terms


def _plain(text: str) -> str:
    return _NUMBER.sub("", text.lower())


@cache
def _tagger() -> Any:
    return fugashi.Tagger()
