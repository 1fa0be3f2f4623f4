"""A slide's lines → items: what was torn by hard wraps is rejoined, and each item knows its place on the slide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Span
from corpus.layout import Line
from corpus.slide_labels import VERTICAL, is_paired_head
from corpus.slide_pages import BREAK, is_box_start
from corpus.slide_wraps import MARKER, NOTE, Break, goes_on, has_gap, width

_STATEMENT = 20  # characters: a longer item is no label
_SHORT_MARKED = 12  # characters: a shorter item of a list is a label of a diagram, unless its list says more
_FIGURE = re.compile(r"[0-9０-９.,，．\s]+\S{0,3}")


@dataclass(slots=True)
class Item:
    """Lines of a slide that are one: a statement, an item of a list, a label. `path` is its row and column."""

    lines: list[Line]
    path: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The item as one line."""
        return "".join(line.text.strip() for line in self.lines)

    @property
    def spans(self) -> list[Span]:
        """Where the item stands."""
        return [line.span for line in self.lines]

    @property
    def is_figure(self) -> bool:
        """A number alone, or with its unit."""
        return bool(_FIGURE.fullmatch(self.text))

    @property
    def is_statement(self) -> bool:
        """Whether the item says something; else it is a label, or an entry of a diagram."""
        if self.text.endswith("。"):
            return True
        least = _SHORT_MARKED if MARKER.match(self.text) else _STATEMENT
        return len(self.text) >= least and not (has_gap(self.text) and not MARKER.match(self.text))


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a slide's columns and rows before its items are read."""

    heads: frozenset[str] = frozenset()  # lines that head a column
    pair: tuple[str, str] | None = None  # the heads of two columns that are printed apart from them
    outer: frozenset[str] = frozenset()  # vertical headings that stand on many slides


@dataclass(slots=True)
class _Place:
    """Where reading has got to: the row, the column, and the vertical headings met since the last item."""

    row: str = ""
    column: str = ""
    met: list[str] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(part for part in (self.row, self.column) if part)


def read_items(lines: Sequence[Line], layout: Layout, unbroken: str) -> tuple[list[Item], tuple[str, ...]]:
    """The items of a slide in the order of the text, and its vertical headings."""
    items: list[Item] = []
    place, labels = _Place(), []
    going = False  # whether the last item may go on
    for index, line in enumerate(lines):
        if line.text.startswith(VERTICAL):
            labels.append(line.text[1:])
            _enter_row(place, labels[-1], layout, lines[index + 1 :])
            going = False
        elif line.text == BREAK or _is_head(line.text, layout):
            place = _Place(column=line.text.strip() if line.text.strip() in layout.heads else "")
            going = False
        elif line.text.strip():
            place.met = []
            if going and goes_on(_break(items[-1], lines, index), unbroken):
                items[-1].lines.append(line)
                continue
            if layout.pair and place.column and NOTE.match(line.text):
                place.column = layout.pair[1]
            items.append(Item([line], place.path))
            going = True
    return items, tuple(labels)


def _is_head(line: str, layout: Layout) -> bool:
    return line.strip() in layout.heads or (layout.pair is not None and is_paired_head(line, layout.pair))


def _enter_row(place: _Place, label: str, layout: Layout, below: Sequence[Line]) -> None:
    """A vertical heading opens a row, unless it spans all rows or stands beside another one."""
    if label not in layout.outer:
        place.met.append(label)
    place.row = place.met[0] if len(place.met) == 1 else ""
    place.column = layout.pair[0] if layout.pair and _has_second_column(below, layout) else ""


def _has_second_column(below: Sequence[Line], layout: Layout) -> bool:
    for line in below:
        if line.text == BREAK or _is_head(line.text, layout):
            return False
        if line.text.startswith(VERTICAL):
            if line.text[1:] not in layout.outer:
                return False
        elif NOTE.match(line.text):
            return True
    return False


def _break(item: Item, lines: Sequence[Line], index: int) -> Break:
    in_box = bool(lines[index - 1].text.strip()) and not is_box_start(lines, index)
    after = []
    for line in lines[index:]:
        if line.text == BREAK or line.text.startswith(VERTICAL):
            break
        if line.text.strip():
            after.append(line)
    return Break(item.lines, after, in_box, _box_width(lines, index))


def _box_width(lines: Sequence[Line], index: int) -> float:
    first = last = index
    while first > 0 and lines[first - 1].text.strip() and not is_box_start(lines, first):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].text.strip() and not is_box_start(lines, last + 1):
        last += 1
    return max(width(line.text) for line in lines[first : last + 1])


def told_apart(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The statements, each with the labels that head it, and the entries of diagrams."""
    says = [item.is_statement for item in items]
    for index, item in enumerate(items):  # a short item of a list that says more elsewhere
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(items) and says[i]]
        marker = MARKER.match(item.text)
        if marker and any(_kind(items[i]) == _kind(item) for i in beside):
            says[index] = True
    for index in range(len(items) - 1, -1, -1):
        if not says[index] and index + 1 < len(items) and says[index + 1] and _heads(items, index, says):
            says[index] = True
    statements = [item for item, said in zip(items, says, strict=True) if said]
    return statements, [item for item, said in zip(items, says, strict=True) if not said]


_LONGEST_HEADING = 3  # labels: more in a row are a diagram


def _heads(items: Sequence[Item], index: int, says: Sequence[bool]) -> bool:
    """Whether a label heads the statement below it."""
    below = index
    while below + 1 < len(items) and says[below + 1] and not items[below + 1].is_statement:
        below += 1
    near = below - index < _LONGEST_HEADING and items[index].path == items[index + 1].path
    return near and not has_gap(items[index].text) and not items[index].is_figure


def _kind(item: Item) -> str:
    match = re.match(r"[\uf000-\uf8ff•・○〇×①-⑳❶-❿]", item.text)
    return "" if not match else ("①" if match[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫" else match[0])


def without_symbols(items: Sequence[Item]) -> list[Item]:
    """The items without lone symbols (＋, ・・・) and without numbers that only count the entries of a diagram."""
    digits = [re.sub(r"\s", "", item.text) for item in items if re.fullmatch(r"(?:[0-9０-９]\s*)+", item.text)]
    counted = {int(d) for text in digits if len(text) <= 2 for d in text}
    numbering = len(counted) >= 3 and counted == set(range(1, len(counted) + 1)) and all(len(d) <= 2 for d in digits)
    kept = []
    for item in items:
        bare = re.sub(r"\s", "", item.text)
        is_number = bool(re.fullmatch(r"[0-9０-９]{1,2}", bare))
        if any(c.isalnum() or c in "%％" for c in re.sub("[❶-❿○]", "", bare)) and not (numbering and is_number):
            kept.append(replace(item))
    return kept
