"""The overview of one page: columns that the text layer interleaves → items under the headings that are theirs.

Where on the slide a line stands is lost; which heading an item belongs to is a table (`data/overview_headings.tsv`), read
off the words of heading and item, with the reason for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from corpus.layout import Line
from corpus.slide_items import Item
from corpus.slide_lines import own_lines
from corpus.slides import Part, Slide

_MARKER = re.compile(r"[・※◆→<①-⑳]|[0-9]\. ")
_ENDED = re.compile(r"(?:[。】)]|等)$")
_NUMBERED = re.compile(r"(?<=\s)[0-9]\. ")
_PART = 500  # characters


@dataclass(frozen=True, slots=True)
class _Heading:
    """A row of the table: the heading's lines, the heading above it, and how its displaced items begin."""

    lines: tuple[str, ...]
    above: str
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.lines)


@dataclass(slots=True)
class _Group:
    """A heading as printed and its items."""

    heading: Item | None = None
    items: list[Item] = field(default_factory=list)


def read_overview(text: str, lines: Sequence[Line]) -> tuple[Slide, ...]:
    """The one slide, its items in the order of the slide, each under its heading."""
    headings = _headings()
    groups = {heading.text: _Group() for heading in headings}
    current = headings[0].text
    for item in _items(own_lines(lines), headings):
        if item.text in groups:
            current = item.text
            groups[current].heading = item
        else:
            groups[_owner(item, headings) or current].items.append(item)
    parts = _parts([(_path(heading, headings), groups[heading.text]) for heading in headings])
    return (Slide(None, parts[0].items[0][0][0], (), parts),) if parts else ()


def _items(lines: Sequence[Line], headings: Sequence[_Heading]) -> list[Item]:
    """Headings and items; an item goes on until it is ended, also beyond a numbered item printed at its side."""
    items: list[Item] = []
    open_item: Item | None = None
    openings = tuple(opening for heading in headings for opening in heading.items)
    title = {part: heading for heading in headings for part in heading.lines}
    for line in (piece for whole in lines for piece in _split(whole) if piece.text.strip()):
        bare = line.text.strip()
        if bare in title:
            first = items[-1] if items and bare != title[bare].lines[0] else None
            if first:
                first.lines.append(line)
            else:
                items.append(Item([line]))
            open_item = None
        elif open_item and not _MARKER.match(bare) and not bare.startswith(openings):
            open_item.lines.append(line)
            open_item = None if _ENDED.search(bare) else open_item
        else:
            items.append(Item([line]))
            beside = open_item if open_item and open_item.text.endswith("、") else items[-1]
            open_item = None if _ENDED.search(beside.text) else beside
    return items


def _split(line: Line) -> list[Line]:
    """A line in two where a numbered item of the next column begins inside it."""
    match = _NUMBERED.search(line.text)
    cut = match.start() if match else len(line.text)
    first = Line(line.number, line.start, line.text[:cut])
    return [first, Line(line.number, line.start + cut, line.text[cut:])]


def _owner(item: Item, headings: Sequence[_Heading]) -> str:
    return next((heading.text for heading in headings if heading.items and item.text.startswith(heading.items)), "")


def _path(heading: _Heading, headings: Sequence[_Heading]) -> tuple[str, ...]:
    """The headings above a heading, and itself where it stands under none or heads a group of others."""
    above = next((other for other in headings if other.text == heading.above), None)
    heads = any(other.above == heading.text for other in headings)
    return (*(_path(above, headings) if above else ()), *((heading.text,) if heads or not above else ()))


def _parts(groups: Sequence[tuple[tuple[str, ...], _Group]]) -> tuple[Part, ...]:
    """One part for each path; a group is never cut in two."""
    parts: list[tuple[tuple[str, ...], list[Item]]] = []
    for path, group in groups:
        named = group.heading is not None and group.heading.text not in path
        items = [*([group.heading] if group.heading and named else []), *group.items]
        length = sum(len(item.text) for item in items)
        if parts and parts[-1][0] == path and sum(len(item.text) for item in parts[-1][1]) + length <= _PART:
            parts[-1][1].extend(items)
        elif items:
            parts.append((path, items))
    return tuple(Part(path, tuple(tuple(item.spans) for item in items), is_whole=True) for path, items in parts)


@cache
def _headings() -> tuple[_Heading, ...]:
    text = resources.files("corpus").joinpath("data", "overview_headings.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(_Heading(tuple(row[0].split("|")), row[1], tuple(filter(None, row[2].split("|")))) for row in rows)
