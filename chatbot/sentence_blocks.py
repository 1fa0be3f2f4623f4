"""Sentences that belong together: a sentence that runs through a list, the items of a list, the lines around a fragment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Sentence

_ITEM = re.compile(r"-?\s*[・○①-⑳\uf000-\uf8ff]|-\s|[(（]?(?:\d+|[ア-ン])[)）]|[A-Z]「|（.*）$")
# Items that are set as paragraphs, without a mark that a list elsewhere could share.
_ORDINAL = re.compile(
    r"第\s?\d+\s?条\s|第[一二三四五六七八九十][にの、]|(?:[一二三四五六七八九十]|\d{1,2})つ目[はのに、]"
)
_RUNS_ON = ("、", "，")
_TAIL = re.compile(r"[をにはがへ][一-龥ァ-ヶ]|(?:に(?:ついて|より|取り|対し)|といった|などの?|等の)")


def running_sentence(texts: Sequence[str], index: int, most: int) -> list[int]:
    """The sentence at `index`, or all parts of one that runs through the items of a list, if of at most `most` characters."""
    start = index
    while start > 0 and (_ITEM.match(texts[start]) or (_TAIL.match(texts[start]) and _ITEM.match(texts[start - 1]))):
        start -= 1
    if start < index and not texts[start].endswith(_RUNS_ON):  # the item stands for itself
        start = index
    end = index + 1
    while end < len(texts) and (
        texts[end - 1].endswith(_RUNS_ON)
        or _TAIL.match(texts[end])
        or (_ITEM.match(texts[end]) and texts[start].endswith(_RUNS_ON))
    ):
        end += 1
    whole = list(range(start, end))
    return whole if sum(len(texts[i]) for i in whole) <= most else [index]


def is_item(text: str) -> bool:
    """Whether a sentence begins as the item of a list does."""
    return bool(_ITEM.match(text) or _ORDINAL.match(text))


def list_around(sentences: Sequence[Sentence], index: int) -> list[int]:
    """The whole list that the sentence at `index` belongs to or leads into; an item goes on up to the next paragraph."""
    start = index
    while start > 0 and _goes_on(sentences, start):
        start -= 1
    end = index + 1
    while end < len(sentences) and _goes_on(sentences, end):
        end += 1
    return list(range(start, end))


def _goes_on(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a sentence is an item, or a further sentence of an item's paragraph."""
    while index > 0 and not sentences[index].starts_paragraph and not is_item(sentences[index].text):
        index -= 1
    return is_item(sentences[index].text)


def whole_items(sentences: Sequence[Sentence], block: Sequence[int], room: int) -> tuple[list[int], int]:
    """As many sentences of a block as fit, without a part of an item, and how many of its items that leaves out."""
    kept = list(block)
    while len(kept) > 1 and sum(len(sentences[i].text) for i in kept) > room:
        cut = kept.pop()
        while len(kept) > 1 and not is_item(sentences[cut].text) and _goes_on(sentences, cut):
            cut = kept.pop()
    return kept, sum(is_item(sentences[i].text) for i in block[len(kept) :])


def window(texts: Sequence[str], index: int, characters: int) -> list[int]:
    """The lines around that at `index`, after it and before it in turn, up to `characters`."""
    start = end = index
    length = len(texts[index])
    while length < characters and (start > 0 or end + 1 < len(texts)):
        if end + 1 < len(texts):
            end += 1
            length += len(texts[end])
        if start > 0 and length < characters:
            start -= 1
            length += len(texts[start])
    return list(range(start, end + 1))
