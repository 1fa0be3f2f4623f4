"""BM25 over ready-made terms (library: bm25s; the Lucene variant, Kamphuis et al. 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray


class BM25:
    """Term statistics of n passages. Scores are >= 0, higher is better."""

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model = model
        self._size = size

    @classmethod
    def from_terms(cls, terms: Sequence[Sequence[str]]) -> BM25:
        """The index of passages given as lists of terms."""
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        model.index([list(passage) for passage in terms], show_progress=False)
        return cls(model, len(terms))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every passage, *shape* (n,); zeros where no term is known."""
        known = [term for term in terms if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

    def terms_in(self, terms: Sequence[str], places: Sequence[int]) -> list[set[str]]:
        """For each of the passages at `places`, which of `terms` it holds."""
        held: list[set[str]] = [set() for _ in places]
        is_asked = np.zeros(self._size, dtype=bool)
        is_asked[list(places)] = True
        at = {place: number for number, place in enumerate(places)}
        postings, starts = self._model.scores["indices"], self._model.scores["indptr"]
        for term in dict.fromkeys(terms):
            if (column := self._model.vocab_dict.get(term)) is not None:
                holders = postings[starts[column] : starts[column + 1]]
                for place in holders[is_asked[holders]].tolist():
                    held[at[place]].add(term)
        return held

    def save(self, folder: Path) -> None:
        """Write the statistics into `folder`."""
        self._model.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> BM25:
        """Read what `save` wrote; `size` is the number of passages."""
        return cls(bm25s.BM25.load(str(folder)), size)
