"""What a slide says, told apart from the entries of its diagrams: labels and numbers that say nothing alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.slide_items import HEADING, KNOWN_HEADING, Item
from corpus.slide_wraps import has_gap

_DIAGRAM = 3  # entries: fewer make no diagram
_FIGURES = 3  # numbers apart from their labels make a slide an infographic
_SAID = 0.4  # share of the characters: where less is said in lists and sentences, all is a diagram


def told_apart(items: Sequence[Item], unbroken: str) -> tuple[list[Item], list[Item]]:
    """The statements, each with the label that heads it, and the entries of diagrams; few entries stay where they are."""
    said = [item.is_statement for item in items]
    said = [is_said or _is_listed(items, said, index) for index, is_said in enumerate(said)]
    kept = [is_said or _heads(items, said, index, unbroken) for index, is_said in enumerate(said)]
    entries = [item for item, is_kept in zip(items, kept, strict=True) if not is_kept]
    if len(entries) < _DIAGRAM:
        return [item if is_kept else replace(item, path=()) for item, is_kept in zip(items, kept, strict=True)], []
    return [item for item, is_kept in zip(items, kept, strict=True) if is_kept], entries


def _is_listed(items: Sequence[Item], said: Sequence[bool], index: int) -> bool:
    """Whether an item is a short one of a list that says more beside it."""
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(items) and said[i]]
    return bool(items[index].kind) and any(items[i].kind == items[index].kind for i in beside)


def _heads(items: Sequence[Item], said: Sequence[bool], index: int, unbroken: str) -> bool:
    """Whether a label heads the statement below it; one of several labels does not, unless it is known as a heading."""
    item = items[index]
    if index + 1 == len(items) or not said[index + 1] or item.path != items[index + 1].path or item.is_figure:
        return False
    if items[index + 1].text.startswith("※"):
        return False
    if index == 0 or said[index - 1]:
        return len(item.text) >= HEADING and not (index == 0 and has_gap(item.text))
    is_known = unbroken.count(f"\n{item.text}\n") > 1 or bool(KNOWN_HEADING.match(item.text))
    above = items[index - 1]
    return item.can_head(items[index + 1]) and (is_known or has_gap(above.text) or above.is_figure)


def without_numbering(items: Sequence[Item]) -> list[Item]:
    """The items without the numbers that only count the entries of a diagram, and without a single number."""
    numbers = [item for item in items if re.fullmatch(r"(?:[0-9０-９]\s*)+", item.text)]
    digits = ["".join(item.text.split()) for item in numbers]
    counted = {int(digit) for digit in "".join(digits)}
    is_numbering = len(counted) > 2 and counted == set(range(1, len(counted) + 1)) and max(map(len, digits)) <= 2
    is_single = len(numbers) == 1 and sum(item.is_figure for item in items) == 1
    return [item for item in items if item not in numbers or not (is_numbering or is_single)]


def is_infographic(items: Sequence[Item]) -> bool:
    """Whether a slide says little in lists and sentences, or prints its numbers apart from their labels."""
    said = sum(len(item.text) for item in items if item.is_said)
    return sum(item.is_figure for item in items) >= _FIGURES or said < _SAID * sum(len(item.text) for item in items)
