"""How a sheet looks in Word: A4, a Japanese font, a table with a shaded column of labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_FONT = "Yu Gothic"
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_LABEL_FILL, _QUOTE_FILL = "E8F1FE", "FFF9E2"  # --asked and --draft of the window
_LABEL_WIDTH, _TEXT_WIDTH = Cm(4.2), Cm(12.8)


def new_document(title: str, language: str) -> Document:
    """An empty document with the styles of a sheet."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "keikaku"
    document.core_properties.language = language
    document.core_properties.comments = ""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    for name, size in (("Normal", 10.5), ("Heading 1", 18), ("Heading 2", 13)):
        _set_font(document.styles[name], size)
    return document


def add_table(document: Document, rows: Sequence[tuple[str, str, bool]]) -> None:
    """A table of labels, texts, and whether the text is set off."""
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, (_LABEL_WIDTH, _TEXT_WIDTH), strict=True):
        column.width = width
    for label, text, is_set_off in rows:
        label_cell, text_cell = table.add_row().cells
        label_cell.width, text_cell.width = _LABEL_WIDTH, _TEXT_WIDTH
        label_cell.paragraphs[0].add_run(label).bold = True
        text_cell.paragraphs[0].add_run(text)
        _shade(label_cell, _LABEL_FILL)
        if is_set_off:
            _shade(text_cell, _QUOTE_FILL)


def _set_font(style: Any, size: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    fonts.set(qn("w:eastAsia"), _FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:eastAsia"), "ja-JP")
    style.element.get_or_add_rPr().append(spoken)


def _shade(cell: Any, fill: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)
