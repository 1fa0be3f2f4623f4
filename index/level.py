"""One level of the index, passages or sentences: dense and lexical scores over all of its texts, fused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bm25 import BM25
from index.dense import DenseIndex
from index.fusion import FUSIONS, fuse
from index.ranks import joined_terms
from index.settings import SHIPPED, SearchSettings
from index.tokenizer import bigrams, words

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥々]")
DENSE_FILE = "dense.faiss"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the index reads it: the search form's terms and its vector, *shape* (width,)."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    official_words: tuple[str, ...]
    official_bigrams: tuple[str, ...]
    vector: NDArray[np.float32]
    is_japanese: bool

    @classmethod
    def from_text(cls, text: str, vector: NDArray[np.float32], official: str = "") -> Query:
        """The query for `text`, which is in the search form; `official` are the plans' words for what it says."""
        return cls(
            tuple(words(text)),
            tuple(bigrams(text)),
            tuple(words(official)),
            tuple(bigrams(official)),
            vector,
            is_japanese(text),
        )


def is_japanese(text: str) -> bool:
    """Whether a text holds Japanese letters."""
    return bool(_JAPANESE.search(text))


@dataclass(frozen=True, slots=True)
class Rankings:
    """The rankings of n texts for a question: cosines, *shape* (n,), and those of BM25, each with its weight."""

    cosines: NDArray[np.float32]
    bm25: tuple[tuple[float, NDArray[np.float32]], ...]
    settings: SearchSettings

    @property
    def fused(self) -> NDArray[np.float32]:
        """The fused scores, *shape* (n,), in units of z, higher is better."""
        dense = [(self.settings.dense, self.cosines)] if self.settings.dense else []
        return FUSIONS[self.settings.fusion]([*dense, *self.bm25])

    @property
    def lexical(self) -> NDArray[np.float32]:
        """The scores of BM25 alone, weighted as in the fusion, *shape* (n,)."""
        return fuse(self.bm25) if self.bm25 else np.zeros_like(self.cosines)

    @property
    def matched(self) -> NDArray[np.bool_]:
        """Which texts hold a term that BM25 looked up, *shape* (n,)."""
        matched = np.zeros(self.cosines.shape, dtype=bool)
        for _, scores in self.bm25:
            matched |= scores > 0
        return matched


class Level:
    """n texts with their three rankings."""

    def __init__(self, dense: DenseIndex, word: BM25, bigram: BM25) -> None:
        self._dense = dense
        self._word = word
        self._bigram = bigram

    @classmethod
    def from_texts(cls, vectors: NDArray[np.float32], texts: Sequence[str]) -> Level:
        """The level of n texts: `vectors` for the dense ranking, `texts` for BM25."""
        return cls(
            DenseIndex.from_vectors(vectors),
            BM25.from_terms([words(text) for text in texts]),
            BM25.from_terms([bigrams(text) for text in texts]),
        )

    def cosines(self, query: Query) -> NDArray[np.float32]:
        """The cosine of every text with the question, *shape* (n,)."""
        return self._dense.scores(query.vector)

    def scores(self, query: Query, settings: SearchSettings = SHIPPED) -> NDArray[np.float32]:
        """The fused scores, *shape* (n,), in units of z, higher is better."""
        return self.rankings(query, settings).fused

    def rankings(self, query: Query, settings: SearchSettings = SHIPPED) -> Rankings:
        """The rankings that are fused.

        Without Japanese in the question its words are not those of the plans: BM25 reads their translations.
        """
        official = settings.official if query.official_words else 0.0
        lexical = (
            [(settings.words, query.words, query.bigrams), (official, query.official_words, query.official_bigrams)]
            if query.is_japanese
            else [(settings.translated, query.official_words, query.official_bigrams)]
        )
        rankings = []
        for weight, words_of, bigrams_of in lexical:
            if weight:
                rankings.append((weight, self._word.scores(words_of)))
                rankings.append((weight, self._bigram.scores(bigrams_of)))
        return Rankings(self.cosines(query), tuple(rankings), settings)

    def terms_in(self, query: Query, places: Sequence[int]) -> list[tuple[str, ...]]:
        """For each text at `places`, the words that BM25 looked up and found there, in the order of the question."""
        asked = [(query.words, query.bigrams)] if query.is_japanese else []
        found: list[tuple[str, ...]] = [() for _ in places]
        for words_of, bigrams_of in (*asked, (query.official_words, query.official_bigrams)):
            words_in = self._word.terms_in(words_of, places)
            borders = self._bigram.terms_in(bigrams_of, places)
            found = [
                tuple(dict.fromkeys((*terms, *joined_terms(words_of, held, border))))
                for terms, held, border in zip(found, words_in, borders, strict=True)
            ]
        return found

    def save(self, folder: Path) -> None:
        """Write the level into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._dense.save(folder / DENSE_FILE)
        self._word.save(folder / "words")
        self._bigram.save(folder / "bigrams")

    @classmethod
    def load(cls, folder: Path) -> Level:
        """Read what `save` wrote."""
        dense = DenseIndex.load(folder / DENSE_FILE)
        return cls(dense, BM25.load(folder / "words", dense.size), BM25.load(folder / "bigrams", dense.size))
