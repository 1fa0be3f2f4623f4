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
from index.fusion import fuse
from index.tokenizer import bigrams, words

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥々]")
DENSE_FILE = "dense.faiss"
DENSE_WEIGHT = 2.0
WORD_WEIGHT = 1.0
BIGRAM_WEIGHT = 1.0
OFFICIAL_WEIGHT = 0.15
TRANSLATED_WEIGHT = 1.2


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

    def scores(self, query: Query) -> NDArray[np.float32]:
        """The fused z-scores, *shape* (n,), higher is better.

        Without Japanese in the question its words are not those of the plans: BM25 reads their translations.
        """
        cosines = self.cosines(query)
        if not query.is_japanese:
            return fuse(
                [
                    (DENSE_WEIGHT, cosines),
                    (TRANSLATED_WEIGHT, self._word.scores(query.official_words)),
                    (TRANSLATED_WEIGHT, self._bigram.scores(query.official_bigrams)),
                ]
            )
        lexical = [
            (WORD_WEIGHT, self._word.scores(query.words)),
            (BIGRAM_WEIGHT, self._bigram.scores(query.bigrams)),
        ]
        if query.official_words:
            lexical += [
                (OFFICIAL_WEIGHT, self._word.scores(query.official_words)),
                (OFFICIAL_WEIGHT, self._bigram.scores(query.official_bigrams)),
            ]
        return fuse([(DENSE_WEIGHT, cosines), *lexical])

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
