"""Reading the question together with each passage found: how well it answers, and where in it the answer stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from index.pairs import Pair, PairTokenizer, PassageText

Array = NDArray[np.float32]
Forward = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[Array, Array, Array]]
_BATCH_TOKENS = 4096  # padded
_ANSWER_TOKENS = 60
_RELEVANCE_WEIGHT = 0.6  # of a logit, against the first stage's z-scores
_MOST = 6.0  # a logit beyond it says no more


@dataclass(frozen=True, slots=True)
class Reading:
    """How a passage answers a question.

    `relevance` is a logit: 0 is as likely as "no passage answers". `sentences` are the shares of the answer's
    probability in each sentence of the passage (they sum to at most 1), `answer` is where the likeliest answer stands
    in the passage's text, `probability` how likely that is, given that the passage answers.
    """

    relevance: float
    sentences: tuple[float, ...]
    answer: Span
    probability: float


def mixed(score: float, relevance: float) -> float:
    """The score by which passages are ranked: the first stage's, and the cross-encoder's relevance."""
    return score + _RELEVANCE_WEIGHT * max(-_MOST, min(_MOST, relevance))


class Reranker:
    """The cross-encoder with its tokenizer."""

    def __init__(self, name: str, tokenizer: PairTokenizer, forward: Forward) -> None:
        """`forward` computes relevance (n,), start (n, t) and end (n, t) from token ids and mask (n, t)."""
        self.name = name
        self._tokenizer = tokenizer
        self._forward = forward
        self._passage = lru_cache(maxsize=8192)(tokenizer.passage)

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        """A reading of each passage, in the order given."""
        if not passages:
            return []
        tokens = self._tokenizer.question(question)
        windows = [self._tokenizer.pairs(tokens, *self._passage(passage.text)) for passage in passages]
        pairs = [pair for of_passage in windows for pair in of_passage]
        read = iter(self._read(pairs))
        return [
            _reading(passage, of_passage, [next(read) for _ in of_passage])
            for passage, of_passage in zip(passages, windows, strict=True)
        ]

    def _read(self, pairs: Sequence[Pair]) -> list[tuple[float, Array, Array]]:
        """Relevance, and start and end logits of the passage's tokens, in the order given."""
        found: dict[int, tuple[float, Array, Array]] = {}
        order = sorted(range(len(pairs)), key=lambda index: len(pairs[index].ids))
        while order:
            size = max(1, _BATCH_TOKENS // len(pairs[order[-1]].ids))
            batch, order = order[-size:], order[:-size]
            relevance, start, end = self._forward(*self._padded([pairs[index] for index in batch]))
            for row, index in enumerate(batch):
                inside = slice(pairs[index].first, pairs[index].first + len(pairs[index].spans))
                found[index] = float(relevance[row]), start[row, inside], end[row, inside]
        return [found[index] for index in range(len(pairs))]

    def _padded(self, pairs: Sequence[Pair]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ids = np.full((len(pairs), max(len(pair.ids) for pair in pairs)), self._tokenizer.pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, pair in enumerate(pairs):
            ids[row, : len(pair.ids)] = pair.ids
            mask[row, : len(pair.ids)] = 1
        return ids, mask


def _reading(passage: PassageText, pairs: Sequence[Pair], read: Sequence[tuple[float, Array, Array]]) -> Reading:
    """The reading of a passage by that of its windows: the most relevant one stands for it."""
    relevance, start, end = max(read, key=lambda window: window[0])
    pair = pairs[[window[0] for window in read].index(relevance)]
    starts, ends = _softmax(start), _softmax(end)
    first, last = _best_span(starts, ends)
    shares = (starts + ends) / 2
    begins = np.array([span[0] for span in pair.spans])
    sentences = tuple(float(shares[(begins >= left) & (begins < right)].sum()) for left, right in passage.sentences)
    return Reading(
        relevance, sentences, (pair.spans[first][0], pair.spans[last][1]), float(np.sqrt(starts[first] * ends[last]))
    )


def _best_span(starts: Array, ends: Array) -> tuple[int, int]:
    """The first and the last token of the likeliest span of at most _ANSWER_TOKENS."""
    joint = np.triu(np.outer(starts, ends))
    joint -= np.triu(joint, _ANSWER_TOKENS)
    first, last = np.unravel_index(int(joint.argmax()), joint.shape)
    return int(first), int(last)


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max())
    shares: Array = powers / powers.sum()
    return shares


def torch_forward(folder: Path, encoder: Path) -> Forward:
    """The cross-encoder in `folder` by torch, in bfloat16 where that is asked of the encoder too."""
    import torch

    from index.cross_encoder import load

    model = load(folder, encoder)

    def forward(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Array, Array, Array]:
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            relevance, start, end = model(torch.from_numpy(ids), torch.from_numpy(mask))
        return relevance.float().numpy(), start.float().numpy(), end.float().numpy()

    return forward
