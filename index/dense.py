"""Dense vectors in a FAISS index: exact inner product over unit vectors, which is the cosine."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray


class DenseIndex:
    """n unit vectors of one width. Scores are cosines in [-1, 1]."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """The index of the rows of `vectors`, *shape* (n, width), each of length 1."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @property
    def size(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Width of the vectors."""
        return int(self._index.d)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The rows that it was made from, *shape* (n, width)."""
        vectors: NDArray[np.float32] = self._index.reconstruct_n(0, self.size)
        return vectors

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of every passage with `query` (*shape* (width,)), *shape* (n,), in passage order."""
        values, order = self._index.search(query[None, :], self.size)
        scores = np.empty(self.size, dtype=np.float32)
        scores[order[0]] = values[0]
        return scores

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(path)))
