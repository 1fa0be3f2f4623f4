"""Rankings → one ranking: a convex combination of normalised scores (Bruch et al. 2023, arXiv 2210.11934)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def standardise(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """z-scores, *shape* (n,); all zero where the scores do not differ."""
    deviation = float(scores.std())
    if deviation == 0.0:
        return np.zeros_like(scores)
    standard: NDArray[np.float32] = (scores - scores.mean()) / np.float32(deviation)
    return standard


def fuse(weighted: Sequence[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """The weighted mean of z-scored rankings, *shape* (n,); weights are positive."""
    total = sum(weight for weight, _ in weighted)
    fused: NDArray[np.float32] = np.sum(
        [np.float32(weight / total) * standardise(scores) for weight, scores in weighted], axis=0, dtype=np.float32
    )
    return fused
