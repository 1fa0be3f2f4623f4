"""Sentences → passages that keep whole sentences and never cross a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.document import Sentence

TARGET_SHARE = 0.7  # of the maximum, from which on a new paragraph opens a new passage
MAXIMUM_CHARACTERS = 350


def pack(sentences: Iterable[Sentence], maximum: int = MAXIMUM_CHARACTERS) -> list[tuple[Sentence, ...]]:
    """Groups of neighbouring sentences, about 120 to `maximum` characters each; a longer sentence stands alone.

    A paragraph is kept together where it fits; a group is closed at a paragraph's start once it has reached the
    target length. A short rest joins the group before it where that stays within the maximum.
    """
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if groups and _fits(groups[-1], sentence, maximum):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    if len(groups) > 1 and _length(groups[-1]) < maximum // 3:
        if _length(groups[-2]) + _length(groups[-1]) <= maximum * 5 // 4:
            last = groups.pop()
            groups[-1].extend(last)
    return [tuple(group) for group in groups]


def _fits(group: Sequence[Sentence], sentence: Sentence, maximum: int) -> bool:
    length = _length(group)
    if sentence.starts_paragraph and length >= maximum * TARGET_SHARE:
        return False
    return length + len(sentence.text) <= maximum


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.text) for sentence in sentences)
