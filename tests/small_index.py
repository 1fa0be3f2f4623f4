"""A small corpus and an encoder that needs no model: a vector counts the characters of a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.document import Corpus, Document, Passage, Sentence, passage_id

WIDTH = 64


class CharacterEncoder:
    """Stands in for index.encoder.Encoder."""

    dimension = WIDTH

    def __init__(self, name: str = "characters:1") -> None:
        self.name = name
        self.encoded = 0

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.encoded += len(texts)
        if progress:
            progress(len(texts))
        return np.stack([self.encode_query(text) for text in texts])

    def encode_queries(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return self.encode_passages(texts, progress)

    def without_projections(self) -> CharacterEncoder:
        return ReversedEncoder(self.name)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(WIDTH, dtype=np.float32)
        for character in text:
            vector[ord(character) % WIDTH] += 1
        return vector / (np.linalg.norm(vector) or 1)


class ReversedEncoder(CharacterEncoder):
    """The same encoder by its name, with other vectors."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return super().encode_query(text)[::-1]


def small_corpus(*texts: str) -> Corpus:
    """One document whose paragraphs are the given texts, each a passage of one sentence."""
    whole = "\n".join(texts)
    document = Document("doc", "試験計画", "2025-01-01", "試験庁", "決定", "", "doc.txt", "prose", whole, ("試験計画",))
    passages, start, earlier = [], 0, set[str]()
    for text in texts:
        sentence = Sentence(text, ((start, start + len(text)),), True)
        passages.append(Passage(passage_id("doc", "text", text, earlier), "doc", "text", ("1. 見出し",), (sentence,)))
        start += len(text) + 1
    return Corpus((document,), tuple(passages), (), ())
