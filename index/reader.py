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
Forward = Callable[[NDArray[np.int64], NDArray[np.int64]], tuple[Array, Array]]
ARCHITECTURE = "KeikakuCrossEncoder"  # in config.json, by which such a folder is known
_BATCH_TOKENS = 768  # padded; with more, more of them are padding
_LENGTH_PENALTY = 1.2  # of the logarithm of the tokens; chosen on 400 questions of JaQuAD's train split


class CrossEncoderReader:
    """The cross-encoder with its tokenizer."""

    def __init__(self, name: str, tokenizer: PairTokenizer, forward: Forward) -> None:
        """`forward` computes relevance (n,) and spans by first and last token (n, t, t) from ids and mask (n, t)."""
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

    def _read(self, pairs: Sequence[Pair]) -> list[tuple[float, Array]]:
        """Relevance, and the logits of the spans of the passage's tokens, in the order given."""
        found: dict[int, tuple[float, Array]] = {}
        order = sorted(range(len(pairs)), key=lambda index: len(pairs[index].ids))
        while order:
            size = max(1, _BATCH_TOKENS // len(pairs[order[-1]].ids))
            batch, order = order[-size:], order[:-size]
            relevance, spans = self._forward(*padded([pairs[index] for index in batch]))
            for row, index in enumerate(batch):
                inside = slice(pairs[index].first, pairs[index].first + len(pairs[index].spans))
                found[index] = float(relevance[row]), spans[row, inside, inside]
        return [found[index] for index in range(len(pairs))]


def _reading(passage: PassageText, pairs: Sequence[Pair], read: Sequence[tuple[float, Array]]) -> Reading:
    """The reading of a passage by that of its windows: the most relevant one stands for it."""
    relevance, logits = max(read, key=lambda window: window[0])
    pair = pairs[[window[0] for window in read].index(relevance)]
    spans = _probabilities(logits)
    first, last = _best_span(spans)
    shares = (spans.sum(axis=1) + spans.sum(axis=0)) / 2
    begins = np.array([span[0] for span in pair.spans])
    sentences = tuple(float(shares[(begins >= left) & (begins < right)].sum()) for left, right in passage.sentences)
    return Reading(relevance, sentences, (pair.spans[first][0], pair.spans[last][1]))


def _probabilities(logits: Array) -> Array:
    """Of every span by its first and last token, *shape* (t, t); 0 where the last stands before the first."""
    is_span = _span_weights()[: len(logits), : len(logits)] > 0
    powers = np.exp(logits - logits[is_span].max(), where=is_span, out=np.zeros_like(logits))
    shares: Array = powers / powers.sum()
    return shares


def _best_span(spans: Array) -> tuple[int, int]:
    """The first and the last token of the likeliest span, a shorter one before a longer."""
    first, last = np.unravel_index(int((spans * _span_weights()[: len(spans), : len(spans)]).argmax()), spans.shape)
    return int(first), int(last)


@cache
def _span_weights() -> Array:
    """What a span counts by its first and last token, *shape* (TOKENS, TOKENS); 0 where it is none."""
    tokens = np.arange(TOKENS)
    length = tokens - tokens[:, None] + 1
    weights: Array = np.where(length >= 1, np.maximum(length, 1) ** -_LENGTH_PENALTY, 0).astype(np.float32)
    return weights


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
    edges = graph.linear(graph.hidden, "span")
    pairing = graph.pairing(graph.linear(graph.hidden, "first"), graph.linear(graph.hidden, "last"))
    compiled = graph.compile({"relevance": relevance, "edges": edges, "pairing": pairing}, precision)

    def forward(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Array, Array]:
        logits = compiled(ids, mask)
        start, end = np.moveaxis(logits["edges"], 2, 0)
        return logits["relevance"][:, 0], start[:, :, None] + end[:, None, :] + logits["pairing"]

    return forward


def torch_forward(folder: Path, encoder: Path) -> Forward:
    """As `openvino_forward`, by torch in float32."""
    import torch

    from index.cross_encoder import load

    model = load(folder, encoder)

    def forward(ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Array, Array]:
        with torch.inference_mode():
            relevance, spans = model(torch.from_numpy(ids), torch.from_numpy(mask))
        return relevance.numpy(), spans.numpy()

    return forward
