"""BERT (Devlin et al., 2019, arXiv:1810.04805) as an OpenVINO graph, straight from a model folder's weights.

The graph is made anew at every start, in a tenth of a second: nothing converted lies on disk that could be stale.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.runtime import CompiledGraph, RuntimeUnavailable

Node = Any  # openvino.Node
_MASKED = np.float32(-1e4)  # added to the attention score of padding


class UnknownArchitecture(Exception):
    """The folder holds no BERT that this module can build; the message says why."""


class BertGraph:
    """The layers of BERT over the weights of a folder, and what may be put on top of them.

    `hidden` holds the last layer, *shape* (batch, tokens, width). Every token is of segment 0. Build the outputs with
    `linear`, `mean` and `first`, then `compile` them.
    """

    def __init__(self, folder: Path, shared: Path | None = None) -> None:
        """Read config.json and the safetensors files; UnknownArchitecture where they are not those of a BERT.

        What is missing there is taken from the folder `shared`. RuntimeUnavailable where OpenVINO cannot be imported.
        """
        try:
            from openvino import Type, opset13
        except (ImportError, OSError) as error:
            raise RuntimeUnavailable(f"OpenVINO を読み込めません: {error}") from error
        self._ops = opset13
        self._config = read_config(folder)
        self._weights = ({} if shared is None else _read_weights(shared)) | _read_weights(folder)
        self.width = int(self._config["hidden_size"])
        self._ids, self._mask = (opset13.parameter([-1, -1], Type.i64) for _ in range(2))
        self._is_token = opset13.convert(self._mask, "f32")
        self.hidden = self._embeddings()
        score = opset13.multiply(opset13.subtract(np.float32(1), self._is_token), _MASKED)
        mask = opset13.unsqueeze(score, np.array([1, 2]))  # (batch, heads, tokens that ask, tokens)
        for number in range(self._config["num_hidden_layers"]):
            self.hidden = self._layer(f"encoder.layer.{number}", self.hidden, mask)

    def linear(self, values: Node, name: str) -> Node:
        """The linear layer `name` of the folder's weights over the last axis of `values`."""
        product = self._ops.matmul(values, self._weight(f"{name}.weight"), False, True)
        return self._ops.add(product, self._weight(f"{name}.bias"))

    def mean(self) -> Node:
        """The mean of `hidden` over the tokens that are not padding, *shape* (batch, width)."""
        is_token = self._ops.unsqueeze(self._is_token, np.array([2]))
        total = self._ops.reduce_sum(self._ops.multiply(self.hidden, is_token), np.array([1]))
        return self._ops.divide(total, self._ops.reduce_sum(is_token, np.array([1])))

    def first(self) -> Node:
        """`hidden` of the first token, which stands for the whole text, *shape* (batch, width)."""
        return self._ops.gather(self.hidden, np.int64(0), np.int64(1))

    def pairing(self, first: Node, last: Node) -> Node:
        """The inner products of all tokens of `first` with all of `last`, *shape* (batch, tokens, tokens)."""
        return self._ops.matmul(first, last, False, True)

    def tanh(self, values: Node) -> Node:
        """The hyperbolic tangent of every value."""
        return self._ops.tanh(values)

    def compile(self, outputs: Mapping[str, Node], precision: str | None = None, most_calls: int = 1) -> CompiledGraph:
        """The graph with these outputs, to be called with token ids and attention mask, each (batch, tokens) int64.

        `precision`, `most_calls` and RuntimeUnavailable as in `CompiledGraph`.
        """
        return CompiledGraph((self._ids, self._mask), outputs, precision, most_calls)

    def _weight(self, name: str) -> Node:
        try:
            values = self._weights[name]
        except KeyError as error:
            raise UnknownArchitecture(f"重み {name} がありません") from error
        constant = self._ops.constant(values)
        return self._ops.convert(constant, "f32") if values.dtype == np.float16 else constant

    def _embeddings(self) -> Node:
        tokens = self._ops.gather(self._ops.shape_of(self._ids, "i64"), np.int64(1), np.int64(0))
        positions = self._ops.range(
            self._ops.constant(np.int64(0)), tokens, self._ops.constant(np.int64(1)), output_type="i64"
        )
        words, places, segments = (
            self._ops.gather(self._weight(f"embeddings.{kind}_embeddings.weight"), numbers, np.int64(0))
            for kind, numbers in (("word", self._ids), ("position", positions), ("token_type", np.int64(0)))
        )
        return self._norm(self._ops.add(self._ops.add(words, places), segments), "embeddings.LayerNorm")

    def _layer(self, name: str, values: Node, mask: Node) -> Node:
        attended = self.linear(
            self._attention(f"{name}.attention.self", values, mask), f"{name}.attention.output.dense"
        )
        values = self._norm(self._ops.add(attended, values), f"{name}.attention.output.LayerNorm")
        inner = self._ops.gelu(self.linear(values, f"{name}.intermediate.dense"), "erf")
        outer = self.linear(inner, f"{name}.output.dense")
        return self._norm(self._ops.add(outer, values), f"{name}.output.LayerNorm")

    def _attention(self, name: str, values: Node, mask: Node) -> Node:
        heads = self._config["num_attention_heads"]
        swap = np.array([0, 2, 1, 3])  # (batch, tokens, heads, width / heads) and back
        split = [
            self._ops.reshape(self.linear(values, f"{name}.{part}"), np.array([0, 0, heads, self.width // heads]), True)
            for part in ("query", "key", "value")
        ]
        query, key, value = (self._ops.transpose(part, swap) for part in split)
        attended = self._ops.transpose(self._ops.scaled_dot_product_attention(query, key, value, mask), swap)
        return self._ops.reshape(attended, np.array([0, 0, self.width]), True)

    def _norm(self, values: Node, name: str) -> Node:
        epsilon = float(self._config["layer_norm_eps"])
        axis = self._ops.constant(np.array([-1]))
        scaled = self._ops.mvn(values, axis, normalize_variance=True, eps=epsilon, eps_mode="inside_sqrt")
        return self._ops.add(self._ops.multiply(scaled, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))


def read_config(folder: Path) -> dict[str, Any]:
    """config.json of a BERT; UnknownArchitecture for another kind of model."""
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UnknownArchitecture(f"config.json を読めません（{error}）") from error
    expected = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "is_decoder": False,
        "add_cross_attention": False,
    }
    for name, value in expected.items():
        if config.get(name, value) != value or (name == "model_type" and name not in config):
            raise UnknownArchitecture(f"config.json の {name} が {config.get(name)} です")
    return config


def _read_weights(folder: Path) -> dict[str, NDArray[Any]]:
    """The arrays of every safetensors file, by name; the prefix that a model with heads has is left out."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    weights: dict[str, NDArray[Any]] = {}
    for path in sorted(folder.glob("*.safetensors")):
        try:
            weights.update(load_file(path))
        except (OSError, SafetensorError, KeyError, TypeError) as error:  # KeyError: a type that numpy does not have
            raise UnknownArchitecture(f"{path.name} を読めません（{error!r}）") from error
    return {name.removeprefix("bert."): values for name, values in weights.items()}
