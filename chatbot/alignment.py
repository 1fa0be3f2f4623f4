"""Which statements of two documents speak of one matter: those that share most words in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from corpus.normalize import search_form
from index.tokenizer import words

ALIKE = 0.5  # from which similarity on two statements speak of one matter
_FEWEST = 4  # words that two statements must share: headings of three words are alike by chance
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ITEM_END = re.compile(r"(?<=[】)])[、,]")  # slides list their measures in one sentence, each with its year behind it

Pair = tuple[int | None, int | None]


@lru_cache(maxsize=16384)
def similarity(older: str, newer: str) -> float:
    """How much two statements say the same, from 0 to 1.

    The mean of two shares of the longest common subsequence of their words: of both statements (Dice) and of the
    shorter one, since a slide says in ten words what a plan says in fifty. What a figure is does not count, nor does
    what stands beside the measure of a list that is meant.
    """
    return max(_similarity(one, two) for one in _items(older) for two in _items(newer))


def longest_common_subsequence(one: Sequence[str], two: Sequence[str]) -> int:
    """The length of the longest sequence of words that stands in both in that order, gaps allowed."""
    row = [0] * (len(two) + 1)
    for word in one:
        diagonal = 0
        for at, other in enumerate(two, 1):
            diagonal, row[at] = row[at], diagonal + 1 if word == other else max(row[at], row[at - 1])
    return row[-1]


def align(
    older: Sequence[str],
    newer: Sequence[str],
    likeness: Callable[[str, str], float] = similarity,
    least: float = ALIKE,
) -> list[Pair]:
    """Each statement once, beside the one that speaks of its matter, or beside None; indexes into the two sequences.

    The most alike are put together first, each with one other at most. The order of `older` is kept, and what only
    `newer` says comes behind what stands before it there, or last.
    """
    alike = [(likeness(one, two), i, j) for i, one in enumerate(older) for j, two in enumerate(newer)]
    partner: dict[int, int] = {}
    for score, i, j in sorted(alike, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if score >= least and i not in partner and j not in partner.values():
            partner[i] = j
    pairs: list[Pair] = [(i, partner.get(i)) for i in range(len(older))]
    for j in range(len(newer)):
        if j not in partner.values():
            place = next((at + 1 for at, pair in enumerate(pairs) if j and pair[1] == j - 1), len(pairs))
            pairs.insert(place, (None, j))
    return pairs


def _similarity(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    if len({*one} & {*two}) < _FEWEST - 1:  # saves most of the work
        return 0.0
    shared = longest_common_subsequence(one, two)
    if shared < _FEWEST:
        return 0.0
    return (2 * shared / (len(one) + len(two)) + shared / min(len(one), len(two))) / 2


@lru_cache(maxsize=4096)
def _items(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each measure that a statement lists, or of the whole where it lists none."""
    return tuple(tuple(words(_FIGURE.sub("0", item))) for item in _ITEM_END.split(search_form(text)))
