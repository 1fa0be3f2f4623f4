"""Sentence vectors: a sentence-transformers model with its prefixes, on this machine only."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read by the libraries when they are imported
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

BUNDLED = Path(__file__).parent / "models" / "e5-small-ja"
MAX_TOKENS = 512  # the model reads no more of a text
Progress = Callable[[int], None]  # gets the number of texts done so far, after every batch
_HASHED = (".json", ".model", ".safetensors")
_BATCH_CHARACTERS = 4800  # padded; with more, the activations leave the cache


class ModelError(ValueError):
    """The embedding model is missing or damaged; the message names what was seen and what was expected."""


class Encoder:
    """A sentence-transformers model with its query and passage prefixes."""

    def __init__(self, model: str, in_bfloat16: bool | None = None) -> None:
        """Load a folder, or a hub model from the local cache. `in_bfloat16` None: where the CPU computes in it."""
        self.name = model_name(model)
        import torch  # seconds: a program that only checks the index does without
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        if in_bfloat16 is None:
            cpu = torch.cpu.get_capabilities()
            in_bfloat16 = bool(cpu.get("avx512_bf16") or cpu.get("amx_bf16"))
        dtype = torch.bfloat16 if in_bfloat16 else torch.float32
        try:
            self._model = SentenceTransformer(model, device="cpu", model_kwargs={"dtype": dtype}, local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(f"埋め込みモデル {model} を手元から読み込めません: {error}") from error
        self._model.max_seq_length = min(self._model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        self.dimension = int(self._model.get_embedding_dimension())
        self.query_prefix, self.passage_prefix = prefixes(model, self._model.prompts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors of passages, *shape* (n, dimension), in the order given."""
        return self._encode_all(self.passage_prefix, texts, progress)

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors of questions, *shape* (n, dimension), in the order given: many are faster together."""
        return self._encode_all(self.query_prefix, texts, progress)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Unit vector of a question, *shape* (dimension,)."""
        vector: NDArray[np.float32] = self._encode([self.query_prefix + text])[0]
        return vector

    def _encode_all(self, prefix: str, texts: Sequence[str], progress: Progress | None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in _batches(texts):
            vectors[batch] = self._encode([prefix + texts[position] for position in batch])
            done += len(batch)
            if progress is not None:
                progress(done)
        return vectors

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(texts, batch_size=len(texts), prompt="", show_progress_bar=False)
        rows = np.asarray(vectors, dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)  # scaled in bfloat16, they were of length 1 ± 0.004
        return rows


class DeferredEncoder:
    """The encoder of `open_encoder`, its model loaded only when there is a text to encode."""

    def __init__(self, model: str | None = None) -> None:
        self.name = model_name(model)
        self._model = model

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """As `Encoder.encode_passages`."""
        return open_encoder(self._model).encode_passages(texts, progress)


def open_encoder(model: str | None = None) -> Encoder:
    """The encoder of `model`: a folder or a hub name; else of KEIKAKU_EMBEDDING_MODEL; else the bundled one.

    ModelError for a model that is not there or is damaged. Nothing is downloaded.
    """
    return Encoder(_chosen(model))


def model_name(model: str | None = None) -> str:
    """The identity of what `open_encoder` would load: a hub name, or a folder's name and a hash of its files."""
    chosen = _chosen(model)
    if (folder := Path(chosen)).is_dir():
        return f"{folder.resolve().name}:{_checked_hash(folder)}"
    if re.fullmatch(r"[\w-][\w.-]*(/[\w.-]+)?", chosen):
        return chosen
    raise ModelError(f"埋め込みモデルのフォルダー {chosen} がありません。")


def prefixes(model: str, prompts: dict[str, str]) -> tuple[str, str]:
    """What stands before a query and a passage: by the model cards of E5 and Ruri v3, else the model's own prompts."""
    name = Path(model).name.lower()
    if re.search(r"(^|-)e5(-|$)", name) and "instruct" not in name:
        return "query: ", "passage: "
    if "ruri-v3" in name:
        return "検索クエリ: ", "検索文書: "
    return prompts.get("query") or "", prompts.get("document") or prompts.get("passage") or ""


def _chosen(model: str | None) -> str:
    return model or os.environ.get("KEIKAKU_EMBEDDING_MODEL") or str(BUNDLED)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions in batches of like length, the longest first, each at most _BATCH_CHARACTERS with its padding."""
    lengths = [min(max(len(text), 50), 1000) for text in texts]  # 1000 characters: about what 512 tokens hold
    order = sorted(range(len(texts)), key=lambda position: -lengths[position])
    while order:
        size = _BATCH_CHARACTERS // lengths[order[0]]
        yield order[:size]
        order = order[size:]


def _checked_hash(folder: Path) -> str:
    """12 hex digits of the SHA-256 over weights and JSON files; ModelError if one is missing or not whole."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in _HASHED}
    wanted = {"modules.json"}
    digest = hashlib.sha256()
    for name in sorted(paths):
        content = paths[name].read_bytes()
        digest.update(name.encode() + content)
        if name.endswith(".safetensors"):
            _check_weights(paths[name], content)
        elif name.endswith(".json"):
            wanted |= _shards(paths[name], content)
    if missing := sorted(wanted - set(paths)):
        raise ModelError(f"モデルのフォルダー {folder} に {'、'.join(missing)} がありません。")
    return digest.hexdigest()[:12]


def _shards(path: Path, content: bytes) -> set[str]:
    """The files of weights that an index of shards names; none for another JSON file."""
    try:
        values = json.loads(content)
    except ValueError as error:
        raise ModelError(f"モデルのファイル {path} が壊れています（JSON として読めません）。") from error
    return set(values["weight_map"].values()) if path.name.endswith(".safetensors.index.json") else set()


def _check_weights(path: Path, content: bytes) -> None:
    """A safetensors file ends where the last tensor of its header ends."""
    start = 8 + int.from_bytes(content[:8], "little")
    ends = [int(end) for end in re.findall(rb'"data_offsets":\[\d+,(\d+)\]', content[8:start])]
    if not ends or len(content) != start + max(ends):
        expected = f"{start + max(ends):,} バイトのはずです" if ends else "見出しが読めません"
        raise ModelError(f"モデルの重み {path} が壊れています: {len(content):,} バイトですが、{expected}。")
