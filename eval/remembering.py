"""A cross-encoder that remembers what it read: an evaluation asks the same questions of the same passages again."""

from __future__ import annotations

from collections.abc import Sequence

from index.pairs import PassageText
from index.reading import Reading, Reranker

Readings = dict[tuple[str, str, PassageText], Reading]  # by reranker, question and passage


class RememberingReader:
    """A reranker that reads a passage for a question once, however often it is asked."""

    def __init__(self, reranker: Reranker, readings: Readings) -> None:
        """`readings` is what was read before, by any reranker; it grows."""
        self.name = reranker.name
        self._reranker = reranker
        self._readings = readings

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        """A reading of each passage, in the order given."""
        keys = [(self.name, question, passage) for passage in passages]
        if unread := [key[2] for key in keys if key not in self._readings]:
            for passage, reading in zip(unread, self._reranker.read(question, unread), strict=True):
                self._readings[self.name, question, passage] = reading
        return [self._readings[key] for key in keys]
