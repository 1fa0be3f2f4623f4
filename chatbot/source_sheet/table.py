"""A sheet as CSV: a row for each field, with the number of the citation that it belongs to before it.

The file opens in a spreadsheet as it is (UTF-8 with a byte order mark, CRLF) and can be read back after it was saved
there. What a spreadsheet would run as a formula, or turn into a number or a date, stands behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from chatbot.source_sheet.escapes import escaped, unescaped
from chatbot.source_sheet.labels import LABELS, Language
from chatbot.source_sheet.record import UnreadableSheet
from chatbot.source_sheet.sections import Section, SheetField

_FORMULA = re.compile(r"['=+\-@＝＋－＠\t]")  # https://owasp.org/www-community/attacks/CSV_Injection
_CONVERTED = re.compile(r"(?!(?:0|[1-9]\d{0,8})$)[\d\s.,:/%¥$()eE+-]*\d[\d\s.,:/%¥$()eE+-]*|TRUE|FALSE", re.IGNORECASE)
_GUARD = "'"
_FIRST_CELLS = "|".join(re.escape(words["source"]) for words in LABELS.values())
_BEGINNING = re.compile(rf'\s*"?(?:{_FIRST_CELLS})"?([,;\t])')


def write_table(sections: Sequence[Section], language: Language) -> bytes:
    """The file, in UTF-8 with a byte order mark."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink)
    writer.writerow([LABELS[language][key] for key in ("source", "item", "text")])
    for section in sections:
        for field in section.fields:
            number = "" if section.number is None else section.number
            writer.writerow([number, field.label, _guarded(escaped(field.text))])
    return sink.getvalue().encode("utf-8-sig")


def is_table(text: str) -> bool:
    """Whether a text begins as a sheet does."""
    return bool(_BEGINNING.match(text))


def read_table(text: str) -> list[list[SheetField]]:
    """The fields by section, that of the answer first, whatever the order of the rows.

    The delimiter is that of the first line: spreadsheets of other countries write semicolons, or tabs. UnreadableSheet
    where the quotes do not match.
    """
    beginning = _BEGINNING.match(text)
    lines = io.StringIO(re.sub(r"\r\n?", "\n", text).lstrip(), newline="")
    sections: dict[str, list[SheetField]] = {"": []}
    try:
        rows = csv.reader(lines, delimiter=beginning[1] if beginning else ",", strict=True)
        for row in list(rows)[1:]:
            if len(row) >= 3 and row[1]:
                fields = sections.setdefault(row[0].strip(), [])
                fields.append(SheetField(row[1], unescaped(row[2].removeprefix(_GUARD))))
    except csv.Error as error:
        raise UnreadableSheet(f"CSVとして壊れています（{error}）") from None
    return list(sections.values())


def _guarded(cell: str) -> str:
    return _GUARD + cell if _FORMULA.match(cell) or _CONVERTED.fullmatch(cell) else cell
