"""Tables inside prose: their cells, and the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Span
from corpus.layout import Line, trim

_CELL = re.compile(r"[^|\t]+")
_NUMBERED = re.compile(r"[①-⑳]|第\s*\d+\s*条")


def row_cells(line: Line) -> list[Span]:
    """Where the cells of a table row stand in the text; empty cells and the dash of a list are left out."""
    cells = (trim(line.text, cell.span()) for cell in _CELL.finditer(line.text))
    shift = line.start
    return [(start + shift, end + shift) for start, end in cells if line.text[start:end] not in ("", "-")]


def in_reading_order(text: str, rows: Sequence[list[Span]]) -> list[list[Span]]:
    """Rows of cells; a numbered list that was set in columns is read down the columns, one cell a row."""
    rows = [row for row in rows if row]
    is_list = len(rows) > 1 and len({len(row) for row in rows}) == 1
    if is_list and all(_NUMBERED.match(text, start) for row in rows for start, _ in row):
        return [[row[column]] for column in range(len(rows[0])) for row in rows]
    return rows
