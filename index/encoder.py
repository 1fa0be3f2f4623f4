"""Sentence vectors: a sentence-transformers model with its prefixes, on this machine only."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from index.bert import UnknownArchitecture
from index.projections import Projections, load_projections, projected
from index.runtime import Runtime, RuntimeUnavailable, chosen_runtime
from index.sentence_bert import SentenceBert
from index.sentence_transformer import SentenceTransformerModel

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read by the libraries when they are imported
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

BUNDLED = Path(__file__).parent / "models" / "e5-small-ja"
MAX_TOKENS = 512  # the model reads no more of a text
_log = logging.getLogger(__name__)
Progress = Callable[[int], None]  # gets the number of texts done so far, after every batch
_HASHED = (".json", ".model", ".safetensors")
Loaded = TypeVar("Loaded")
_BATCH_CHARACTERS = 2400  # padded; with more, the activations leave the cache


class ModelError(ValueError):
    """The embedding model is missing or damaged; the message names what was seen and what was expected."""


class SentenceModel(Protocol):
    """A model loaded by one of the runtimes."""

    dimension: int
    prompts: dict[str, str]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of a batch, *shape* (n, dimension), of any length."""
        ...

    def encode_batches(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """`encode` of each batch, in order."""
        ...


class Encoder:
    """A sentence-transformers model with its query and passage prefixes.

    The runtimes give the same vectors to a cosine of 0.999, so an index made by one serves the other.
    """

    def __init__(self, model: str, runtime: Runtime | None = None, precision: str | None = None) -> None:
        """Load a folder, or a hub model from the local cache, with the projections that lie beside it.

        `runtime` as in `load_by_runtime`. `precision`: "bf16" or "f32"; None: bfloat16 where the CPU computes in it.
        """
        self.name = model_name(model)
        by_openvino: Callable[[], SentenceModel] = lambda: SentenceBert(Path(model), MAX_TOKENS, precision)  # noqa: E731
        by_torch: Callable[[], SentenceModel] = lambda: SentenceTransformerModel(model, MAX_TOKENS, precision)  # noqa: E731
        self._model = load_by_runtime(f"埋め込みモデル {model}", by_openvino, by_torch, runtime)
        self.dimension = self._model.dimension
        self.query_prefix, self.passage_prefix = prefixes(model, self._model.prompts)
        projections = _projections(model, self.dimension)
        self._query_projection = projections.query if projections else None
        self._passage_projection = projections.passage if projections else None

    def without_projections(self) -> Encoder:
        """The same model, its vectors its own."""
        other = copy(self)
        other._query_projection = other._passage_projection = None
        return other

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors of passages, *shape* (n, dimension), in the order given."""
        return self._encode_all(self.passage_prefix, self._passage_projection, texts, progress)

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors of questions, *shape* (n, dimension), in the order given: many are faster together."""
        return self._encode_all(self.query_prefix, self._query_projection, texts, progress)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Unit vector of a question, *shape* (dimension,)."""
        rows = self._model.encode([self.query_prefix + text])
        vector: NDArray[np.float32] = projected(rows, self._query_projection)[0]
        return vector

    def _encode_all(
        self, prefix: str, projection: NDArray[np.float32] | None, texts: Sequence[str], progress: Progress | None
    ) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        batches = list(_batches(texts))
        encoded = self._model.encode_batches([[prefix + texts[position] for position in batch] for batch in batches])
        for batch, rows in zip(batches, encoded, strict=True):
            vectors[batch] = projected(rows, projection)
            done += len(batch)
            if progress is not None:
                progress(done)
        return vectors


class DeferredEncoder:
    """The encoder of `open_encoder`, its model loaded only when there is a text to encode."""

    def __init__(self, model: str | None = None) -> None:
        self.name = model_name(model)
        self._model = model

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """As `Encoder.encode_passages`."""
        return open_encoder(self._model).encode_passages(texts, progress)


def open_encoder(model: str | None = None, runtime: Runtime | None = None) -> Encoder:
    """The encoder of `model`: a folder or a hub name; else of KEIKAKU_EMBEDDING_MODEL; else the bundled one.

    `runtime`, else KEIKAKU_RUNTIME, chooses what computes it. ModelError for a model that is not there, is damaged, or
    that the chosen runtime does not compute. Nothing is downloaded.
    """
    return Encoder(_chosen(model), runtime)


def model_name(model: str | None = None, needed: str = "modules.json") -> str:
    """The identity of what `open_encoder` would load: a hub name, or a folder's name and a hash of its files."""
    chosen = _chosen(model)
    if (folder := Path(chosen)).is_dir():
        return f"{folder.resolve().name}:{_checked_hash(folder, needed)}"
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


def _chosen_runtime() -> Runtime | None:
    try:
        return chosen_runtime()
    except ValueError as error:
        raise ModelError(str(error)) from error


def load_by_runtime(
    name: str, by_openvino: Callable[[], Loaded], by_torch: Callable[[], Loaded], runtime: Runtime | None = None
) -> Loaded:
    """The model `name` as `runtime` loads it, else KEIKAKU_RUNTIME; by default OpenVINO, or torch where that does not do.

    ModelError where the runtime that was named does not compute it, or none loads it.
    """
    runtime = runtime or _chosen_runtime()
    if runtime != Runtime.TORCH:
        try:
            return by_openvino()
        except (UnknownArchitecture, RuntimeUnavailable) as reason:
            if runtime == Runtime.OPENVINO:
                raise ModelError(f"{name} は OpenVINO で動かせません: {reason}") from reason
            level = logging.WARNING if isinstance(reason, RuntimeUnavailable) else logging.INFO
            _log.log(level, "%s を torch で動かします（遅くなります）: %s", name, reason)
    try:
        return by_torch()
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: weights of other shapes or names
        raise ModelError(f"{name} を手元から読み込めません: {error}") from error


def _projections(model: str, width: int) -> Projections | None:
    """The projections beside a model; ModelError for a file that is not whole or of another width."""
    try:
        found = load_projections(Path(model))
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(f"埋め込みモデルの射影を読めません: {error}") from error
    if found and {found.query.shape, found.passage.shape} != {(width, width)}:
        raise ModelError(f"埋め込みモデルの射影は {width}×{width} のはずですが、{found.query.shape} です。")
    return found


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions in batches of like length, the longest first, each at most _BATCH_CHARACTERS with its padding."""
    lengths = [min(max(len(text), 50), 1000) for text in texts]  # 1000 characters: about what 512 tokens hold
    order = sorted(range(len(texts)), key=lambda position: -lengths[position])
    while order:
        size = _BATCH_CHARACTERS // lengths[order[0]]
        yield order[:size]
        order = order[size:]


def _checked_hash(folder: Path, needed: str) -> str:
    """12 hex digits of the SHA-256 over weights and JSON files; ModelError if one is missing or not whole."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in _HASHED}
    wanted = {needed}
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
