"""Any sentence-transformers model, computed by torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray


class SentenceTransformerModel:
    """What sentence-transformers makes of a folder, or of a hub model in the local cache."""

    def __init__(self, model: str, max_tokens: int, precision: str | None = None) -> None:
        """Load it; of a text no more than `max_tokens` are read. OSError or ValueError where it cannot be loaded.

        `precision`: "bf16" or "f32"; None: bfloat16 where the CPU computes in it.
        """
        import torch  # seconds: only where it is needed
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        if precision is None:
            cpu = torch.cpu.get_capabilities()
            precision = "bf16" if cpu.get("avx512_bf16") or cpu.get("amx_bf16") else "f32"
        dtype = {"bf16": torch.bfloat16, "f32": torch.float32}[precision]
        self._model = SentenceTransformer(model, device="cpu", model_kwargs={"dtype": dtype}, local_files_only=True)
        self._model.max_seq_length = min(self._model.max_seq_length or max_tokens, max_tokens)
        self.dimension = int(self._model.get_embedding_dimension())
        self.prompts: dict[str, str] = self._model.prompts

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of a batch, *shape* (n, dimension), of any length."""
        vectors = self._model.encode(list(texts), batch_size=len(texts), prompt="", show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def encode_batches(self, batches: Sequence[Sequence[str]]) -> Iterator[NDArray[np.float32]]:
        """`encode` of each batch, in order."""
        return map(self.encode, batches)
