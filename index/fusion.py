"""Rankings → one ranking: a convex combination of normalised scores (Bruch et al. 2023, arXiv 2210.11934).

Reciprocal rank fusion (Cormack et al. 2009) is there to be measured against it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_RRF_K = 60


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


def fuse_ranks(weighted: Sequence[tuple[float, NDArray[np.float32]]]) -> NDArray[np.float32]:
    """Σ weight / (60 + rank), *shape* (n,), z-scored: what is added to it elsewhere is in units of z.

    Ties rank in the order given; a score of 0 or less is no rank.
    """
    fused = np.zeros(len(weighted[0][1]), dtype=np.float32)
    for weight, scores in weighted:
        order = np.argsort(-scores, kind="stable")
        order = order[scores[order] > 0]
        fused[order] += np.float32(weight) / (_RRF_K + np.arange(1, len(order) + 1, dtype=np.float32))
    return standardise(fused)


FUSIONS = {"convex": fuse, "reciprocal_rank": fuse_ranks}
