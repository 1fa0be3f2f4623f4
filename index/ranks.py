"""Where a passage stands in each ranking, and which words of the question it was found by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places of a passage in the rankings that are fused, from 1; passages that score the same share the best.

    `bm25` is None where the passage holds no term of the question. `fused` is the place after the fusion and all that
    is added to it, before the cross-encoder reads.
    """

    dense: int
    bm25: int | None
    fused: int


def ranks_of(scores: NDArray[np.float32], places: Sequence[int]) -> list[int]:
    """The ranks, from 1, of `scores[places]` among all `scores`, *shape* (n,): 1 + how many are higher."""
    descending = np.sort(-scores)
    return [int(rank) + 1 for rank in np.searchsorted(descending, -scores[list(places)], side="left")]


def joined_terms(words: Sequence[str], held: Collection[str], borders: Collection[str]) -> tuple[str, ...]:
    """The words that are `held`, in order and once; neighbours whose border is a bigram of `borders` are one word.

    The dictionary splits 出生届 in two; where its bigram 生届 stands in question and passage, so does the whole.
    """
    terms: list[str] = []
    last = ""
    for word in words:
        is_held = word in held
        if is_held and last and last[-1] + word[0] in borders:
            terms[-1] += word
        elif is_held:
            terms.append(word)
        last = word if is_held else ""
    return tuple(dict.fromkeys(terms))
