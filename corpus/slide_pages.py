"""A deck's lines → its slides, and the page numbers printed on them.

Two blank lines part slides. Elsewhere the text layer marks a new slide only by a line that begins with a space, as it
marks a new box: such a line parts two slides where there is a title on either side of it.

A page number is known by its sequence, not by its shape: numbers grow by one from slide to slide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from corpus.layout import Line

BREAK = "\f"  # the text of the line that takes a page number's place
Titles = Callable[[Sequence[Line]], list[int]]  # the indexes of the titles among some lines

_NUMBER = re.compile(r"(?<![0-9.,/:-])[0-9]{1,3}(?![0-9.,/:-])")
_COUNTED = re.compile(r"\s*[年月日件人⼈名回度時分秒円万億千％%割倍か所箇ヶ個つ社者校団条手自都省業機以未のヵカ]")


def cut(lines: Sequence[Line], titles: Titles) -> list[list[Line]]:
    """The lines of each slide, in the order of the text."""
    slides = []
    for stretch in _stretches(lines):
        slides += _cut_at_titles(stretch, titles(stretch))
    return slides


def is_box_start(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins a new box or slide though no blank line stands before it."""
    return index > 0 and lines[index].text.startswith(" ") and bool(lines[index - 1].text.strip())


def number_slides(slides: Sequence[Sequence[Line]]) -> tuple[int | None, list[list[Line]]]:
    """The number of the first slide (None where no numbers are printed), and the slides without their numbers."""
    votes: Counter[int] = Counter()
    for index, slide in enumerate(slides):
        votes.update({int(match[0]) - index for line in slide for match in _candidates(line)})
    first, count = votes.most_common(1)[0] if votes else (0, 0)
    if count < 3:
        return None, [list(slide) for slide in slides]
    return first, [_without_number(slide, first + index) for index, slide in enumerate(slides)]


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    stretches: list[list[Line]] = [[]]
    blank = 0
    for line in lines:
        blank = 0 if line.text.strip() else blank + 1
        if blank == 2:
            stretches.append([])
        stretches[-1].append(line)
    return [stretch for stretch in stretches if any(line.text.strip() for line in stretch)]


def _cut_at_titles(lines: list[Line], titles: list[int]) -> list[list[Line]]:
    """Where several places could part two titles, the one that parts the text most evenly."""
    cuts = [0]
    for position, (before, title) in enumerate(pairwise(titles)):
        places = [i for i in range(before + 1, title + 1) if is_box_start(lines, i)]
        end = titles[position + 2] if position + 2 < len(titles) else len(lines)
        if places:
            cuts.append(min(places, key=lambda i: abs((i - cuts[-1]) - (end - i))))
    return [lines[first:last] for first, last in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _candidates(line: Line) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(line.text):
        if _rank(line, match) is not None:
            yield match


def _rank(line: Line, match: re.Match[str]) -> int | None:
    """How a page number may stand in its line, likeliest first; None where the number is part of a statement."""
    before, after = line.text[: match.start()], line.text[match.end() :]
    if not before.strip() and not after.strip():
        return 0
    if _COUNTED.match(after):
        return None
    if not after.strip():
        return 1 if before.endswith(" ") else None
    if not before.strip():
        return None if after[0].isspace() else 2
    return 3 if before[-1].isalpha() and after[0].isalpha() else None


def _without_number(lines: Sequence[Line], number: int) -> list[Line]:
    found = [
        (_rank(line, match), index, match)
        for index, line in enumerate(lines)
        for match in _candidates(line)
        if int(match[0]) == number
    ]
    if not found:
        return list(lines)
    _, index, match = min(found, key=lambda place: (place[0] or 0, place[1]))
    line = lines[index]
    after = Line(line.number, line.start + match.end(), line.text[match.end() :])
    pieces = [Line(line.number, line.start, line.text[: match.start()])]
    pieces += [Line(line.number, line.start + match.start(), BREAK)]
    pieces += [after] if after.text.strip() else []
    return [*lines[:index], *pieces, *lines[index + 1 :]]
