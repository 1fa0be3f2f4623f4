"""What a cross-encoder reads: a question and a passage as one sequence of tokens, with the way back to characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.document import Span

QUESTION_TOKENS = 80
TOKENS = 320  # of a pair; a longer passage is read in windows


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as the cross-encoder reads it: a head (headings, a footnote's term), then its sentences, a line each.

    `sentences` are their places in `text`, one for each sentence of the passage, in its order.
    """

    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The token ids of `<s> question </s> passage </s>`, and the characters of each of the passage's tokens.

    `spans[i]` is where token `first + i` stands in the passage's text.
    """

    ids: tuple[int, ...]
    first: int
    spans: tuple[Span, ...]


def padded(pairs: Sequence[Pair]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids and mask of `pairs`, each *shape* (n, tokens of the longest). What pads is masked, whatever it is."""
    ids = np.zeros((len(pairs), max(len(pair.ids) for pair in pairs)), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        mask[row, : len(pair.ids)] = 1
    return ids, mask


def joined(head: str, sentences: Sequence[str]) -> PassageText:
    """A head and sentences as one text, a line each."""
    text = head
    places = []
    for sentence in sentences:
        text += "\n" if text else ""
        places.append((len(text), len(text) + len(sentence)))
        text += sentence
    return PassageText(text, tuple(places))


class PairTokenizer:
    """The tokenizer of the bundled encoder, for pairs."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._start, self._end = (self._id(token) for token in ("<s>", "</s>"))

    def _id(self, token: str) -> int:
        number = self._tokenizer.token_to_id(token)
        if number is None:
            raise ValueError(f"the tokenizer has no {token}")
        return int(number)

    def question(self, text: str) -> tuple[int, ...]:
        """The ids of a question, at most QUESTION_TOKENS."""
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids[:QUESTION_TOKENS])

    def passage(self, text: str) -> tuple[tuple[int, ...], tuple[Span, ...]]:
        """The ids of a passage's text, however long, and the characters of each."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return tuple(encoding.ids), tuple(encoding.offsets)

    def pairs(self, question: Sequence[int], ids: Sequence[int], spans: Sequence[Span]) -> list[Pair]:
        """A question with a passage, in windows that overlap by half where it is long."""
        room = TOKENS - len(question) - 3
        starts = [0] if len(ids) <= room else range(0, len(ids) - room // 2, room // 2)
        head = (self._start, *question, self._end)
        return [
            Pair((*head, *ids[start : start + room], self._end), len(head), tuple(spans[start : start + room]))
            for start in starts
        ]
