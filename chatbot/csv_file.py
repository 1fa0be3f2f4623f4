"""Rows as a CSV file that a spreadsheet opens as it should, and that cannot make it calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MARK = "\ufeff"  # without it, Excel reads UTF-8 as Shift_JIS
# What a cell of a spreadsheet begins a formula with (OWASP, CSV Injection), also behind a tab or a line end.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows by their columns below a header, as UTF-8 with a byte order mark; a formula's first sign gets a ' before it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[harmless(str(row[column])) for column in columns] for row in rows])
    return MARK + file.getvalue()


def harmless(cell: str) -> str:
    """`cell`, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
