"""The reranker of the passages found: the bundled cross-encoder, another one, or none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.encoder import BUNDLED as ENCODER
from index.encoder import ModelError, load_by_runtime, model_name
from index.pairs import PairTokenizer, PassageText
from index.reader import CrossEncoderReader, is_reader, openvino_forward, torch_forward
from index.reading import Reading, Reranker

BUNDLED = Path(__file__).parent / "models" / "reader-ja"
OFF = "off"


def open_reranker(model: str | None = None) -> Reranker | None:
    """The reranker `model`: a folder or a hub name; else of KEIKAKU_RERANKER_MODEL; else the bundled one.

    None where that is "off", or where none is bundled. ModelError for a model that is not there or is damaged.
    """
    chosen = model or os.environ.get("KEIKAKU_RERANKER_MODEL") or ""
    if chosen == OFF or (not chosen and not BUNDLED.is_dir()):
        return None
    name = model_name(chosen or str(BUNDLED), "config.json")
    if is_reader(folder := Path(chosen or BUNDLED)):
        forward = load_by_runtime(
            f"再順位付けモデル {folder}",
            lambda: openvino_forward(folder, ENCODER),
            lambda: torch_forward(folder, ENCODER),
        )
        return CrossEncoderReader(name, PairTokenizer(ENCODER), forward)
    return PairScorer(chosen, name)


class PairScorer:
    """A cross-encoder of sentence-transformers that gives relevance alone: it points at no sentence."""

    def __init__(self, model: str, name: str) -> None:
        """Load a folder, or a hub model from the local cache; ModelError where that fails."""
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        self.name = name
        try:
            self._model: Any = CrossEncoder(model, device="cpu", local_files_only=True, activation_fn=Identity())
        except (OSError, ValueError) as error:
            raise ModelError(f"再順位付けモデル {model} を手元から読み込めません: {error}") from error

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        """A reading of each passage, in the order given."""
        scores = self._model.predict([(question, passage.text) for passage in passages], show_progress_bar=False)
        return [
            Reading(float(score), tuple(0.0 for _ in passage.sentences), (0, len(passage.text)))
            for score, passage in zip(scores, passages, strict=True)
        ]
