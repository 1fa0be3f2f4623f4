"""Tables inside prose: their cells, and the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Span
from corpus.layout import Line, trim

_CELL = re.compile(r"[^|\t]+")
_DASHES = re.compile(r"-*")
_NUMBERED = re.compile(r"[①-⑳]|第\s*\d+\s*条")


def row_cells(line: Line) -> list[Span]:
    """Where the cells of a table row stand in the text; empty cells, rules and the dash of a list are left out."""
    cells = (trim(line.text, cell.span()) for cell in _CELL.finditer(line.text))
    shift = line.start
    return [(start + shift, end + shift) for start, end in cells if not _DASHES.fullmatch(line.text[start:end])]


def is_numbered_list(text: str, rows: Sequence[list[Span]]) -> bool:
    """Whether the table is a numbered list that was set in columns."""
    is_even = len(rows) > 1 and len({len(row) for row in rows}) == 1
    return is_even and all(_NUMBERED.match(text, start) for row in rows for start, _ in row)


def down_the_columns(rows: Sequence[list[Span]]) -> list[list[Span]]:
    """The cells one a row, the first column first."""
    return [[row[column]] for column in range(len(rows[0])) for row in rows]
