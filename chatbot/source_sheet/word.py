"""A sheet as a Word document: a table of labels and texts for the answer and for each citation.

Read back are the tables alone, whatever Word has made of styles, fonts and pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from chatbot.source_sheet.escapes import escaped, unescaped
from chatbot.source_sheet.record import UnreadableSheet
from chatbot.source_sheet.sections import Section, SheetField
from corpus.formats.word import check_package

_LEFT_OUT = {"del", "moveFrom", "rt", "rPr", "pPr", "instrText", "delText", "delInstrText", "Fallback", "tbl"}
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write_word(title: str, sections: Sequence[Section], language: str) -> bytes:
    """The file, a .docx package."""
    from chatbot.source_sheet.word_layout import add_table, new_document

    document = new_document(title, language)
    document.add_heading(title, 1)
    for section in sections:
        document.add_heading(section.heading, 2)
        add_table(document, [(field.label, escaped(field.text), field.is_long) for field in section.fields])
    sink = BytesIO()
    document.save(sink)
    return sink.getvalue()


def read_word(name: str, data: bytes) -> list[list[SheetField]]:
    """The fields by table; UnreadableSheet where the package is damaged."""
    import docx

    check_package(name, data)
    try:
        body = docx.Document(BytesIO(data)).element.body
    except Exception as error:  # the parser may fail in any way on bytes that nobody has checked
        raise UnreadableSheet("Word の文書として壊れています") from error
    return [list(_fields(table)) for table in body.iter(f"{_NAMESPACE}tbl")]


def _fields(table: Any) -> Iterator[SheetField]:
    for row in table.iter(f"{_NAMESPACE}tr"):
        cells = [_cell_text(cell) for cell in row.iter(f"{_NAMESPACE}tc")]
        if len(cells) >= 2:
            yield SheetField(cells[0], unescaped(cells[1]))


def _cell_text(cell: Any) -> str:
    """The text with what was inserted under revision and without what was deleted, a line for each paragraph."""
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_NAMESPACE}p"))


def _pieces(node: Any) -> Iterator[str]:
    for child in node:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "comment"
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _LEFT_OUT:
            yield from _pieces(child)
