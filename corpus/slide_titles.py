"""The titles of slides, by how they are printed: running heads (「3. 今後の取組｜…」), series (…①), themes (教育：…)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.layout import Line
from corpus.slide_items import Item
from corpus.slide_pages import BREAK, is_box_start
from corpus.slide_wraps import has_gap

_SERIES = re.compile(r".{7,}[①-⑳](?:（.*）)?$")
_THEME = re.compile(r"[^\s：:（【＜「※0-9]{2,8}[：:]\s*[^\s「/].{4,}")
_NAMED = re.compile(
    r".{8,}(?:の必要性|取組方針|イメージ|体制|について|スケジュール|の概要|事例|の推進|の役割)(?:（[^）]*）)?$"
)
_NO_TITLE = re.compile(r"\s*(?:[\uf000-\uf8ff•・○〇●×※＜（(①-⑳❶-❿]|【(?!参考】)|.*[。、]\s*$)")
_OPEN_HEADLINE = re.compile(r".{4,14}[うくすつぬむるいたせ]")  # goes on in the next line: 「暮らしを支える」
_LONGEST = 60
_SHORTEST_HEADLINE = 8


class Titles:
    """Finds the titles of one deck: its running heads where it has any, else lines that look like titles."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._chapters = tuple({_key(line.text.split("｜")[0]) for line in lines if _is_running_head(line.text)})

    @property
    def are_running_heads(self) -> bool:
        """Whether a title is the head of a chapter, printed on every slide, and not the slide's own headline."""
        return bool(self._chapters)

    def __call__(self, lines: Sequence[Line]) -> list[int]:
        """The indexes of the titles among the lines of a stretch of text."""
        if self._chapters:
            return [i for i, line in enumerate(lines) if self._is_head(line.text)]
        return [i for i in range(len(lines)) if _is_divider(lines, i) or (_alone(lines, i) and _looks_it(lines[i]))]

    def _is_head(self, line: str) -> bool:
        return _key(line).startswith(self._chapters) and len(line) <= _LONGEST and "。" not in line


def slide_title(lines: Sequence[Line], titles: Titles) -> int | None:
    """The index of the title among the lines of one slide; the last of its boxes where none looks like a title."""
    found = titles(lines)
    if found or titles.are_running_heads:
        return found[0] if found else None
    last = max((i for i, line in enumerate(lines) if line.text.strip()), default=None)
    alone = last is not None and _alone(lines, last) and not _NO_TITLE.match(lines[last].text)
    return last if alone and last is not None and _SHORTEST_HEADLINE <= len(lines[last].text) <= _LONGEST else None


def headline(items: Sequence[Item], lines: Sequence[Line]) -> tuple[list[Item], str]:
    """The slide's own headline below or above its running head (empty where the text does not let one know).

    It is the first thing on the slide; where a number or a row of labels comes first, it is what follows the head.
    """
    items = list(items)
    while len(items) > 1 and _OPEN_HEADLINE.fullmatch(items[0].text) and not items[1].is_figure:
        items[:2] = [Item([*items[0].lines, *items[1].lines], items[0].path)]
    first = items[0] if items else None
    if first and (first.is_figure or has_gap(first.text)):
        head = next((line.number for line in lines if line.text == BREAK), 0)
        first = next((item for item in items if item.lines[0].number > head and not _starts_box(item)), None)
    is_headline = first and _SHORTEST_HEADLINE <= len(first.text) <= _LONGEST and not has_gap(first.text)
    return items, first.text if first and is_headline and not first.is_figure else ""


def _starts_box(item: Item) -> bool:
    return item.lines[0].text.startswith(" ")


def _is_running_head(line: str) -> bool:
    return bool(re.match(r"\s*[0-9０-９]+\s*[.．]\s*[^｜]+｜", line))


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _looks_it(line: Line) -> bool:
    text = line.text.strip()
    if len(text) > _LONGEST or _NO_TITLE.match(text):
        return False
    return any(pattern.fullmatch(text) for pattern in (_SERIES, _THEME, _NAMED))


def _is_divider(lines: Sequence[Line], index: int) -> bool:
    """A line alone on its slide, right before the next one."""
    is_first = not any(line.text.strip() for line in lines[:index])
    return is_first and bool(lines[index].text.strip()) and index + 1 < len(lines) and is_box_start(lines, index + 1)


def _alone(lines: Sequence[Line], index: int) -> bool:
    """A box of one line; the first line of a stretch may have its text right below."""
    is_first = not any(line.text.strip() for line in lines[:index])
    above = is_first or not lines[index - 1].text.strip() or is_box_start(lines, index)
    last = index + 1 == len(lines)
    return above and (is_first or last or not lines[index + 1].text.strip() or is_box_start(lines, index + 1))
