"""A sentence-transformers folder computed without sentence-transformers and torch: a BERT and the mean of its tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.bert import BertGraph, UnknownArchitecture, read_config
from index.runtime import CompiledGraph

_MANY_BATCHES = 8  # worth compiling the graph once more, which takes as long as some batches
_MOST_CALLS = 8  # each holds activations of its own
_MEANS = {"pooling_mode_mean_tokens", "mean"}


class SentenceBert:
    """Token ids by the folder's tokenizer.json, vectors by OpenVINO: the mean of the last layer over the tokens."""

    def __init__(self, folder: Path, max_tokens: int, precision: str | None = None) -> None:
        """Read `folder`; of a text no more than `max_tokens` are read. `precision` as in `CompiledGraph`.

        UnknownArchitecture for a folder of another kind, RuntimeUnavailable where OpenVINO does not run.
        """
        place = _transformer_of(folder)
        settings = _read_json(place / "sentence_bert_config.json")
        if settings.get("do_lower_case"):
            raise UnknownArchitecture("sentence_bert_config.json の do_lower_case が true です")
        if not (place / "tokenizer.json").is_file():
            raise UnknownArchitecture("tokenizer.json がありません")
        self._tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
        self._tokenizer.enable_truncation(min(settings.get("max_seq_length") or max_tokens, max_tokens))
        self._tokenizer.enable_padding()  # with id 0: padding is masked, whatever it is
        self._place, self._precision = place, precision
        self._compiled = self._compile()
        self.dimension = int(read_config(place)["hidden_size"])
        self.prompts: dict[str, str] = _read_json(folder / "config_sentence_transformers.json").get("prompts") or {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of a batch, *shape* (n, dimension), of any length."""
        return self._encode(self._compiled, texts)

    def encode_batches(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """`encode` of each batch, in order; many are computed side by side."""
        if len(batches) < _MANY_BATCHES:
            yield from map(self.encode, batches)
            return
        compiled = self._compile(_MOST_CALLS)
        with ThreadPoolExecutor(compiled.calls) as pool:
            yield from pool.map(partial(self._encode, compiled), batches)

    def _encode(self, compiled: CompiledGraph, texts: Sequence[str]) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([text.ids for text in encoded], dtype=np.int64)
        mask = np.array([text.attention_mask for text in encoded], dtype=np.int64)
        return compiled(ids, mask)["mean"]

    def _compile(self, most_calls: int = 1) -> CompiledGraph:
        graph = BertGraph(self._place)
        return graph.compile({"mean": graph.mean()}, self._precision, most_calls)


def _transformer_of(folder: Path) -> Path:
    """Where the BERT lies, if its mean is all that the folder's modules compute; else UnknownArchitecture."""
    if not (folder / "modules.json").is_file():
        raise UnknownArchitecture("modules.json がありません")
    modules: dict[str, Path] = {
        item["type"].rpartition(".")[2]: folder / item["path"] for item in _read_json(folder / "modules.json")
    }
    if list(modules) not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise UnknownArchitecture(f"modules.json が {'、'.join(modules)} です")
    pooling = _read_json(modules["Pooling"] / "config.json")
    modes = {name for name, value in pooling.items() if name.startswith("pooling_mode_") and value}
    if "pooling_mode" in pooling:
        modes = {str(pooling["pooling_mode"])}
    if len(modes) != 1 or not modes <= _MEANS or not pooling.get("include_prompt", True):
        raise UnknownArchitecture(f"Pooling が {'、'.join(sorted(modes))} です")
    return modules["Transformer"]


def _read_json(path: Path) -> Any:
    """What a JSON file holds; nothing where there is none."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}
