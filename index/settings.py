"""How the index is searched: the weights of the rankings, their fusion, and what can be left out to measure it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """The settings as shipped. A ranking of weight 0 is left out.

    `fusion` is of z-scores (convex) or of ranks; `bridges` are those from everyday words and from English to the words
    of the plans.
    """

    dense: float = 4.0
    words: float = 1.0
    bigrams: float = 1.0
    official: float = 0.15  # what the bridge adds to a Japanese question, for words and bigrams each
    official_kind: float = 0.4  # the same where a kind of passage is asked for: records go by official names
    translated: float = 1.2  # what it makes of an English one
    fusion: Literal["convex", "reciprocal_rank"] = "convex"
    bridges: bool = True
    names: bool = True  # what holds a name that the question quotes or writes in Latin letters gains
    read: int = 8  # hits that the cross-encoder reads, the second half only where the first holds no sure answer
    read_translated: int = 16  # the same of an English question, whose words are not those of the plans
    sure: float = 1.5  # the least relevance of a sure answer


SHIPPED = SearchSettings()
