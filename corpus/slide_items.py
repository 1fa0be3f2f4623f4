"""A slide's lines → items: what was torn by hard wraps is rejoined, and each item knows its place on the slide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.layout import Line
from corpus.slide_labels import VERTICAL, is_paired_head
from corpus.slide_pages import BREAK, is_box_start
from corpus.slide_wraps import MARKER, NOTE, Break, goes_on, has_gap

_STATEMENT = 20  # characters: a longer item is no label
_SHORT_MARKED = 12  # characters: a shorter item of a list is a label of a diagram, unless its list says more
HEADING = 4  # characters: a shorter label heads nothing
_HEADING_OF_TEXT = 9  # the same for what stands above a text that is no list and no sentence
_NEARBY = 4  # lines of a list that show how wide it is set
_NUMBERED = re.compile(r"[0-9０-９]+[．.]|例）")
KNOWN_HEADING = re.compile(r"【.*】$|＜.*＞$|(?:19|20)[0-9]{2}年\S{0,6}$")
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
    def kind(self) -> str:
        """The mark of the list to which the item belongs."""
        return _kind(self.text)

    @property
    def is_said(self) -> bool:
        """Whether the item is beyond doubt a statement: an item of a list, or a whole sentence."""
        return self.text.endswith("。") or (bool(MARKER.match(self.text)) and self.is_statement)

    @property
    def is_statement(self) -> bool:
        """Whether the item says something; else it is a label, or an entry of a diagram."""
        if self.text.endswith("。"):
            return True
        is_marked = bool(MARKER.match(self.text)) and not _NUMBERED.match(self.text)
        return len(self.text) >= (_SHORT_MARKED if is_marked else _STATEMENT) and (is_marked or not has_gap(self.text))

    def can_head(self, below: Item) -> bool:
        """Whether the item, a label, may head the statement below it."""
        is_marked = below.is_said or bool(KNOWN_HEADING.match(self.text))
        least = HEADING if is_marked else _HEADING_OF_TEXT
        return len(self.text) >= least and not has_gap(self.text) and not self.is_figure


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
            if going and goes_on(_break(items, lines, index, layout), unbroken):
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


def _break(items: Sequence[Item], lines: Sequence[Line], index: int, layout: Layout) -> Break:
    after = []
    for line in lines[index:]:
        if line.text == BREAK or line.text.startswith(VERTICAL) or _is_head(line.text, layout):
            break
        if line.text.strip():
            after.append(line)
    item = items[-1]
    beside = [line for other in items[:-1] if _same_list(other, item) for line in other.lines[:2]][-_NEARBY:]
    beside += [line for line in after if _kind(line.text.strip()) == _kind(item.text)][:_NEARBY] if item.kind else []
    in_box = bool(lines[index - 1].text.strip()) and not is_box_start(lines, index)
    is_indented = lines[index].text.startswith(" ") and not lines[index - 1].text.strip()
    return Break(item.lines, after, _box(lines, index), beside, in_box, is_indented)


def _same_list(one: Item, other: Item) -> bool:
    return bool(one.kind) and one.kind == other.kind and one.path == other.path


def _box(lines: Sequence[Line], index: int) -> Sequence[Line]:
    """The lines around one that no blank line parts."""
    first = last = index
    while first > 0 and lines[first - 1].text.strip() and not is_box_start(lines, first):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].text.strip() and not is_box_start(lines, last + 1):
        last += 1
    return lines[first : last + 1]


def _kind(text: str) -> str:
    match = re.match(r"[\uf000-\uf8ff•・○〇×①-⑳❶-❿]", text)
    return "" if not match else ("①" if match[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫" else match[0])
