"""Lists and the words that lead into them: what must be read together stands in one passage where it fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from corpus.document import Sentence
from corpus.passages import Unit

LONGEST_LIST = 600  # characters that a passage may have, so that a list stays with its lead-in
_LONGEST_LEAD_IN = 160
_CAPTION = 25  # characters of a line between the lead-in and the items
_CUE = re.compile(r"次の|次に|次のとおり|以下の|以下に|以下、|下記")
_ITEM = re.compile(r"[・①-⑳※\uf000-\uf8ff]|[(（]?\d+[)）]|\d{1,2}\s|[ア-ン][.．]|[A-Z]「")

Part = tuple[str, Sequence[Sentence]]  # the kind of a paragraph and its sentences


def list_units(parts: Sequence[Part]) -> Iterator[Unit]:
    """The sentences of one section as units: a list with its lead-in, a table, and single sentences."""
    position = 0
    while position < len(parts):
        first = position
        while first < len(parts) and not _is_item(parts[first]):
            first += 1
        end = first
        while end < len(parts) and (_is_item(parts[end]) or (end > first and parts[end][0] == "tail")):
            end += 1
        lead = max(position, _lead_in(parts, first)) if first < len(parts) else first
        yield from _single(parts[position:lead])
        yield from _together(_sentences(parts[lead:first]), _sentences(parts[first:end]))
        position = end


def _is_item(part: Part) -> bool:
    return part[0] in ("cell", "heading") or (part[0] == "bullet" and bool(_ITEM.match(part[1][0].text)))


def _lead_in(parts: Sequence[Part], first: int) -> int:
    """Where the paragraphs begin that lead into the items at `first`: captions, and the nearest that says 次の or 以下の."""
    lead = first - 1
    while lead > 0 and sum(len(sentence.text) for sentence in parts[lead][1]) < _CAPTION and not _has_cue(parts[lead]):
        lead -= 1
    if lead > 0 and not _has_cue(parts[lead]) and _has_cue(parts[lead - 1]):
        lead -= 1
    return max(lead, 0)


def _has_cue(part: Part) -> bool:
    return any(_CUE.search(sentence.text) for sentence in part[1])


def announces(parts: Sequence[Part]) -> bool:
    """Whether the last two paragraphs (those after a list) say 次の or 以下の of something that does not follow in them."""
    last = list(takewhile(lambda part: not _is_item(part), reversed(parts)))[:2]
    return any(_has_cue(part) for part in last)


def _together(lead: Sequence[Sentence], items: Sequence[Sentence]) -> Iterator[Unit]:
    """One unit where it fits, without the beginning of a long lead-in where it must; else items that name theirs."""
    cue = next((i for i in reversed(range(len(lead))) if _CUE.search(lead[i].text)), len(lead) - 1)
    for start in (0, max(cue, 0)):
        if items and _length(lead[start:]) + _length(items) <= LONGEST_LIST:
            yield from (Unit((sentence,)) for sentence in lead[:start])
            yield Unit((*lead[start:], *items))
            return
    yield from (Unit((sentence,)) for sentence in lead)
    lead_in = lead[cue].text[-_LONGEST_LEAD_IN:] if lead else ""
    yield from (Unit((sentence,), lead_in) for sentence in items)


def _single(parts: Sequence[Part]) -> Iterator[Unit]:
    """Sentences one by one, but a table as a whole where it fits."""
    for is_table, run in groupby(parts, key=lambda part: part[0] == "row"):
        sentences = _sentences(list(run))
        if is_table and _length(sentences) <= LONGEST_LIST:
            yield Unit(tuple(sentences))
        else:
            yield from (Unit((sentence,)) for sentence in sentences)


def _sentences(parts: Sequence[Part]) -> list[Sentence]:
    return [sentence for _, sentences in parts for sentence in sentences]


def _length(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.text) for sentence in sentences)
