"""Sentences → passages that keep whole sentences and never cross a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Sentence

TARGET_SHARE = 0.7  # of the maximum, from which on a new paragraph opens a new passage
MAXIMUM_CHARACTERS = 350


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences that stay in one passage. `lead_in` opens the list to which they belong but which stands before them."""

    sentences: tuple[Sentence, ...]
    lead_in: str = ""


def pack(sentences: Iterable[Sentence], maximum: int = MAXIMUM_CHARACTERS) -> list[tuple[Sentence, ...]]:
    """Groups of neighbouring sentences, about 120 to `maximum` characters each; a longer sentence stands alone.

    A paragraph is kept together where it fits; a group is closed at a paragraph's start once it has reached the
    target length. A short rest joins the group before it where that stays within the maximum.
    """
    return [group.sentences for group in pack_units((Unit((sentence,)) for sentence in sentences), maximum)]


def pack_units(units: Iterable[Unit], maximum: int = MAXIMUM_CHARACTERS) -> list[Unit]:
    """As `pack`, of units that are never cut. A group has the lead-in of its first unit."""
    groups: list[list[Unit]] = []
    for unit in units:
        if groups and _fits(groups[-1], unit, maximum):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    if len(groups) > 1 and _length(groups[-1]) < maximum // 3:
        if _length(groups[-2]) + _length(groups[-1]) <= maximum * 5 // 4:
            last = groups.pop()
            groups[-1].extend(last)
    return [Unit(tuple(s for unit in group for s in unit.sentences), group[0].lead_in) for group in groups]


def _fits(group: Sequence[Unit], unit: Unit, maximum: int) -> bool:
    length = _length(group)
    if unit.sentences[0].starts_paragraph and length >= maximum * TARGET_SHARE:
        return False
    return length + _length([unit]) <= maximum


def _length(units: Iterable[Unit]) -> int:
    return sum(len(sentence.text) for unit in units for sentence in unit.sentences)
