"""The bundled cross-encoder as a reader: relevance of a passage, and where in it the answer stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bert import BertGraph
from index.pairs import TOKENS, Pair, PairTokenizer, PassageText, padded
from index.reading import Reading

Array = NDArray[np.float32]
Forward = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[Array, Array, Array]]
ARCHITECTURE = "KeikakuCrossEncoder"  # in config.json, by which such a folder is known
_BATCH_TOKENS = 768  # padded; with more, more of them are padding
_ANSWER_TOKENS = 40
_LENGTH_PENALTY = 1.2  # of the logarithm of the tokens; chosen on 400 questions of JaQuAD's train split


class CrossEncoderReader:
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
            relevance, start, end = self._forward(*padded([pairs[index] for index in batch]))
            for row, index in enumerate(batch):
                inside = slice(pairs[index].first, pairs[index].first + len(pairs[index].spans))
                found[index] = float(relevance[row]), start[row, inside], end[row, inside]
        return [found[index] for index in range(len(pairs))]


def _reading(passage: PassageText, pairs: Sequence[Pair], read: Sequence[tuple[float, Array, Array]]) -> Reading:
    """The reading of a passage by that of its windows: the most relevant one stands for it."""
    relevance, start, end = max(read, key=lambda window: window[0])
    pair = pairs[[window[0] for window in read].index(relevance)]
    starts, ends = _softmax(start), _softmax(end)
    first, last = _best_span(starts, ends)
    shares = (starts + ends) / 2
    begins = np.array([span[0] for span in pair.spans])
    sentences = tuple(float(shares[(begins >= left) & (begins < right)].sum()) for left, right in passage.sentences)
    return Reading(relevance, sentences, (pair.spans[first][0], pair.spans[last][1]))


def _best_span(starts: Array, ends: Array) -> tuple[int, int]:
    """The first and the last token of the likeliest span of at most _ANSWER_TOKENS, a shorter one before a longer.

    The ends are told apart without knowing each other: alone they join the start of one answer to the end of another.
    """
    joint = np.outer(starts, ends) * _span_weights()[: len(starts), : len(ends)]
    first, last = np.unravel_index(int(joint.argmax()), joint.shape)
    return int(first), int(last)


@cache
def _span_weights() -> Array:
    """What a span counts by its first and last token, *shape* (TOKENS, TOKENS); 0 where it is none or too long."""
    tokens = np.arange(TOKENS)
    length = tokens - tokens[:, None] + 1
    is_span = (length >= 1) & (length <= _ANSWER_TOKENS)
    weights: Array = np.where(is_span, np.maximum(length, 1) ** -_LENGTH_PENALTY, 0).astype(np.float32)
    return weights


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits - logits.max())
    shares: Array = powers / powers.sum()
    return shares


def is_reader(folder: Path) -> bool:
    """Whether a folder holds a cross-encoder as `index.cross_encoder.save` writes it."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.get("architectures") == [ARCHITECTURE]


def openvino_forward(folder: Path, encoder: Path, precision: str | None = None) -> Forward:
    """The cross-encoder in `folder` by OpenVINO, its word embeddings those of the folder `encoder`.

    RuntimeUnavailable where OpenVINO does not run, UnknownArchitecture for a folder of another kind.
    """
    graph = BertGraph(folder, shared=encoder)
    relevance = graph.linear(graph.tanh(graph.linear(graph.first(), "pooler")), "relevance")
    compiled = graph.compile({"relevance": relevance, "span": graph.linear(graph.hidden, "span")}, precision)

    def forward(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Array, Array, Array]:
        logits = compiled(ids, mask)
        return logits["relevance"][:, 0], logits["span"][:, :, 0], logits["span"][:, :, 1]

    return forward


def torch_forward(folder: Path, encoder: Path) -> Forward:
    """As `openvino_forward`, by torch in float32."""
    import torch

    from index.cross_encoder import load

    model = load(folder, encoder)

    def forward(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Array, Array, Array]:
        with torch.inference_mode():
            relevance, start, end = model(torch.from_numpy(ids), torch.from_numpy(mask))
        return relevance.numpy(), start.numpy(), end.numpy()

    return forward
