"""A question → ranked passages and the sentences in them that answer best."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage, Sentence
from corpus.normalize import search_form
from index.level import Level, Query, Rankings, is_japanese
from index.names import names_in
from index.pairs import PassageText
from index.passage_text import read_text
from index.ranks import Ranks, ranks_of
from index.reading import Reading, Reranker
from index.settings import SHIPPED, SearchSettings
from index.vocabulary import added_terms, in_official_words

_KIND_BIAS = {"schedule": -1.5}  # it repeats policy titles and states nothing
_NAMED = 10.0  # z-score units: a record that the question names comes first
_NAMED_DOCUMENT = 3.5
_NAMED_KIND = 2.5
_NEAR = 2.0  # any gain from 1 to 3 answers the same
_LIFTED_HITS = 3
_LIFT = 0.8  # z-score units between a hit and the rest of its record
_SENTENCE_WEIGHT = 0.1  # how much its best sentence counts in a passage's score


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit with its fused score (higher is better), and how likely the answer stands in it.

    `share` is given that the passage answers; 0 where no cross-encoder read it.
    """

    sentence: Sentence
    score: float
    cosine: float
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: its rank from 1, its fused score, the cosine behind it, and its sentences in order.

    `relevance` is the logit of the cross-encoder that read it with the question; None where none did. `ranks` tell how
    the index found it, None for what was not searched for; `terms` are the words that BM25 looked up and found in it.
    """

    passage: Passage
    rank: int
    score: float
    cosine: float
    sentences: tuple[ScoredSentence, ...]
    relevance: float | None = None
    ranks: Ranks | None = None
    terms: tuple[str, ...] = ()


class QueryEncoder(Protocol):
    """What searching needs of an encoder."""

    name: str

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector, *shape* (width,)."""
        ...


class Retriever:
    """The opened index."""

    def __init__(
        self,
        passages: tuple[Passage, ...],
        encoder: QueryEncoder,
        by_passage: Level,
        by_sentence: Level,
        reranker: Reranker | None = None,
        settings: SearchSettings = SHIPPED,
    ) -> None:
        self._settings = settings
        self.passages = passages
        self.model = encoder.name
        self.models = encoder.name if reranker is None else f"{encoder.name} + {reranker.name}"  # thresholds are theirs
        self._reranker = reranker
        self._texts: dict[str, PassageText] = {}
        self._encoder = encoder
        self._by_passage = by_passage
        self._by_sentence = by_sentence
        self._bias = np.array([_KIND_BIAS.get(passage.kind, 0.0) for passage in passages], dtype=np.float32)
        self._units: dict[str, list[int]] = {}
        for index, passage in enumerate(passages):
            if unit := passage.record if passage.kind == "procedure" else _unit(passage):
                self._units.setdefault(unit, []).append(index)
        counts = [len(passage.sentences) for passage in passages]
        self._first = np.concatenate([[0], np.cumsum(counts)]).astype(int)

    def search(
        self,
        question: str,
        topic: str = "",
        limit: int = 20,
        records: Collection[str] = (),
        documents: Collection[str] = (),
        kind: str | None = None,
        near: Collection[str] = (),
        read: bool = True,
        bridges: bool = True,
    ) -> list[Hit]:
        """The best `limit` passages for `question`, best first; ties in passage order.

        `topic` is what the question leaves out (the title of the policy that it names); the scores are the mean of those
        with and without it. The passages of `records`, which the question names, come first; those of `documents` that it
        names and of the `kind` that it asks for gain, and so do those `near` (ids of passages) to what it follows up. A
        record is one unit: the other passages of the best hits' records follow close behind them. With `read` the
        cross-encoder, if there is one, reads the first. Without `bridges` no other words than the question's are looked up.
        """
        settings = replace(self._settings, official=self._settings.official_kind) if kind else self._settings
        asked = [question] + ([f"{topic} {question}"] if topic else [])
        queries = [self._query(text, bridges) for text in asked]
        rankings = [self._by_passage.rankings(query, settings) for query in queries]
        sentences = _mean([self._by_sentence.scores(query, settings) for query in queries])
        sentence_cosines = _mean([self._by_sentence.cosines(query) for query in queries])
        best = np.maximum.reduceat(sentences, self._first[:-1])
        scores = _mean([ranking.fused for ranking in rankings])
        scores += np.float32(_SENTENCE_WEIGHT) * best + self._bias
        self._lift_asked(scores, records, documents, kind, near)
        if settings.names:
            self._lift_named(search_form(question), scores)
        self._lift_units(scores)
        order = np.argsort(-scores, kind="stable")[:limit].tolist()
        cosines, ranks = _mean([ranking.cosines for ranking in rankings]), _ranks(rankings, order)
        terms = self._by_passage.terms_in(queries[-1], order)
        hits = []
        for rank, (index, found_by) in enumerate(zip(order, ranks, strict=True), 1):
            passage = self.passages[index]
            offset = self._first[index]
            scored = tuple(
                ScoredSentence(sentence, float(sentences[offset + at]), float(sentence_cosines[offset + at]))
                for at, sentence in enumerate(passage.sentences)
            )
            score, cosine = float(scores[index]), float(cosines[index])
            hits.append(Hit(passage, rank, score, cosine, scored, None, found_by, terms[rank - 1]))
        if self._reranker is None or not read:
            return hits
        return self._reranked(self._reranker, f"{topic} {question}", hits, bridges and settings.bridges)

    def _reranked(self, reranker: Reranker, question: str, hits: Sequence[Hit], bridges: bool) -> list[Hit]:
        """The hits in the order of both stages; those that the cross-encoder does not read stay behind.

        It reads the second half only where nothing in the first is sure to answer. Where nothing is, with `bridges` it reads
        the first half again with the question in the plans' words, and of each hit the better reading counts.
        """
        count = self._settings.read if is_japanese(question) else self._settings.read_translated
        text = search_form(question)
        passages = [self._text(hit.passage) for hit in hits[:count]]
        read: list[Reading] = []
        halves = passages[: count // 2], passages[count // 2 :]
        for half in halves:
            if half and not self._is_sure(read):
                read += reranker.read(text, half)
        if bridges and read and not self._is_sure(read) and (official := in_official_words(text)) != text:
            for index, again in enumerate(reranker.read(official, halves[0])):
                read[index] = max(read[index], again, key=lambda reading: reading.relevance)
        first, rest = hits[: len(read)], hits[len(read) :]
        found = sorted(
            (_with(hit, reading) for hit, reading in zip(first, read, strict=True)), key=lambda hit: -hit.score
        )
        return [replace(hit, rank=rank) for rank, hit in enumerate([*found, *rest], 1)]

    def _is_sure(self, read: Sequence[Reading]) -> bool:
        """Whether one of the passages read surely answers."""
        return any(reading.relevance >= self._settings.sure for reading in read)

    def _text(self, passage: Passage) -> PassageText:
        if passage.id not in self._texts:
            self._texts[passage.id] = read_text(passage)
        return self._texts[passage.id]

    def _lift_asked(
        self,
        scores: NDArray[np.float32],
        records: Collection[str],
        documents: Collection[str],
        kind: str | None,
        near: Collection[str],
    ) -> None:
        """Let the passages gain that the question means, as `search` says."""
        for record in records:
            scores[self._units.get(record, [])] += np.float32(_NAMED)
        for index, passage in enumerate(self.passages if documents or kind or near else ()):
            scores[index] += _NAMED_DOCUMENT * (passage.doc_id in documents) + _NAMED_KIND * (passage.kind == kind)
            scores[index] += _NEAR * (passage.id in near)

    def _lift_named(self, question: str, scores: NDArray[np.float32]) -> None:
        """Let the passages gain that hold a name as the question has it."""
        for name in names_in(question):
            holding = [index for index, text in enumerate(self._written) if name.text in text]
            if len(holding) <= name.most_passages:
                scores[holding] += np.float32(name.gain)

    @cached_property
    def _written(self) -> list[str]:
        """What is read of each passage, in lower case."""
        return [self._text(passage).text.lower() for passage in self.passages]

    def _lift_units(self, scores: NDArray[np.float32]) -> None:
        for index in np.argsort(-scores, kind="stable")[:_LIFTED_HITS]:
            if unit := _unit(self.passages[index]):
                members = self._units[unit]
                scores[members] = np.maximum(scores[members], scores[index] - np.float32(_LIFT))

    def _query(self, question: str, bridges: bool) -> Query:
        text = search_form(question)
        official = " ".join(added_terms(text)) if bridges and self._settings.bridges else ""
        return Query.from_text(text, self._encoder.encode_query(text), official)


def _with(hit: Hit, reading: Reading) -> Hit:
    """The hit with what the cross-encoder read in it."""
    return replace(
        hit,
        score=hit.score + reading.lift,
        relevance=reading.relevance,
        sentences=tuple(
            replace(scored, share=share) for scored, share in zip(hit.sentences, reading.sentences, strict=True)
        ),
    )


def _unit(passage: Passage) -> str:
    """The record that passages share: a policy, or a group of procedures (of which the rows are many)."""
    if passage.kind == "policy":
        return passage.record
    return passage.record if passage.kind == "group" else ""


def _ranks(rankings: Sequence[Rankings], order: Sequence[int]) -> list[Ranks]:
    """The ranks of the passages at `order`, best first, in the means of the `rankings`."""
    dense = ranks_of(_mean([ranking.cosines for ranking in rankings]), order)
    matched = np.any([ranking.matched for ranking in rankings], axis=0)
    lexical = np.where(matched, _mean([ranking.lexical for ranking in rankings]), np.float32(-np.inf))
    bm25 = ranks_of(lexical, order)
    return [Ranks(dense[at], bm25[at] if matched[index] else None, at + 1) for at, index in enumerate(order)]


def _mean(rankings: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = np.mean(rankings, axis=0, dtype=np.float32)
    return mean
