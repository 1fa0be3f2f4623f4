"""Word (.docx) → text: headings, paragraphs, lists, tables, text boxes and footnotes in document order.

python-docx opens the package; the text is read from its XML, since the library's own `text` leaves out what Japanese
documents are full of: words with ruby, inserted text under revision, content controls and text boxes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from corpus.formats.dates import metadata_date
from corpus.formats.extracted import (
    LIST_MARK,
    SUPERSCRIPTS,
    Extracted,
    UnreadableFile,
    clean_text,
    looks_like_header,
    plausible_title,
    table_lines,
)
from corpus.formats.word_styles import Numbering, Styles, attribute, tag

LARGEST_UNPACKED = 200 << 20  # bytes, all parts together
LARGEST_XML = 64 << 20  # bytes of one XML part; the tree of it takes many times that
MOST_PARTS = 10_000
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TRANSPARENT = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"}
_LEFT_OUT = {"del", "moveFrom", "rt", "rPr", "pPr", "instrText", "delText", "Fallback", "delInstrText"}
_TEMPLATE_DATE = "2013-12-23"  # of python-docx's own template, which programs leave as it is


def extract_word(name: str, data: bytes) -> Extracted:
    """The text of a .docx; UnreadableFile where it is no such package or unpacks to too much."""
    import docx

    check_package(name, data)
    document = docx.Document(BytesIO(data))
    text = clean_text(_Reader(document).read())
    properties = document.core_properties
    dated = str(properties.modified or properties.created or "")
    published = metadata_date(dated) if not dated.startswith(_TEMPLATE_DATE) else ""
    return Extracted(text, _MEDIA_TYPE, plausible_title(properties.title or ""), published)


def check_package(name: str, data: bytes) -> None:
    """Refuse what is no zip or would unpack to too much. `zipfile` never reads more of a part than it declares."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile(
            f"{name} は Word の文書（.docx）として壊れています。Word で保存し直してください。"
        ) from error
    if "word/document.xml" not in {part.filename for part in parts}:
        raise UnreadableFile(
            f"{name} は Word の文書（.docx）ではありません。Word で .docx として保存し直してください。"
        )
    xml = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or xml > LARGEST_XML or len(parts) > MOST_PARTS:
        raise UnreadableFile(
            f"{name} は展開すると大きすぎます（文章 {LARGEST_XML >> 20} MB、全体 {LARGEST_UNPACKED >> 20} MB まで）。画像を減らすか、分けて登録してください。"
        )


class _Reader:
    """Walks the body; footnotes are printed after the block that refers to them."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = Styles(document)
        self._numbering = Numbering(document)
        self._notes = _footnotes(document)
        self._waiting: list[str] = []  # footnotes referred to since the last block
        self._boxes: list[Any] = []  # text boxes met in the paragraph being read
        self._noted = 0

    def read(self) -> str:
        """All blocks, a blank line between two."""
        return "\n\n".join(self._blocks(self._body))

    def _blocks(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if tag(child) == "p":
                yield from self._paragraph(child)
            elif tag(child) == "tbl":
                yield from self._table(child)
            elif tag(child) in _TRANSPARENT and not _is_contents(child):
                yield from self._blocks(child)
            waiting, self._waiting = self._waiting, []
            yield from waiting

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        style = self._styles.of(paragraph)
        if style.is_contents:
            return
        text = self._text(paragraph)
        boxes, self._boxes = self._boxes, []
        label = self._numbering.label(paragraph, style) if text else ""
        if text and style.heading:
            yield f"{'#' * style.heading} {label}{' '.join(text.split())}"
        elif text:
            yield text if label == "・" and LIST_MARK.match(text) else label + text
        for box in boxes:
            yield from self._blocks(box)

    def _text(self, paragraph: Any) -> str:
        parts = [piece for child in paragraph for piece in self._pieces(child)]
        return "".join(parts).strip(" \t\r\n")

    def _pieces(self, node: Any) -> Iterator[str]:
        name = tag(node)
        if name == "t":
            yield node.text or ""
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name in ("footnoteReference", "endnoteReference"):
            yield self._refer(name, attribute(node, "id"))
        elif name == "txbxContent":
            self._boxes.append(node)
        elif name == "r" and (style := self._styles.run(node)):
            if style == "superscript":
                yield "".join(piece for child in node for piece in self._pieces(child)).translate(SUPERSCRIPTS)
        elif name not in _LEFT_OUT:
            for child in node:
                yield from self._pieces(child)

    def _refer(self, kind: str, number: str) -> str:
        note = self._notes.get((kind, number))
        if note is None:
            return ""
        self._noted += 1
        mark = str(self._noted).translate(SUPERSCRIPTS)
        paragraphs = (self._text(child) for child in note if tag(child) == "p")
        self._waiting.append(f"{mark} {' '.join(text for text in paragraphs if text)}")
        return mark

    def _table(self, table: Any) -> Iterator[str]:
        """Rows as lines; a table of one column is a frame around text, and a cell that spans rows stands in each."""
        rows = [list(_cells(row)) for row in _rows(table)]
        if max((len(row) for row in rows), default=0) < 2:
            for row in rows:
                for _, cell in row:
                    yield from self._blocks(cell)
            return
        texts: list[list[str]] = []
        above: dict[int, str] = {}
        for row in rows:
            cells: list[str] = []
            for column, cell in row:
                text = above.get(column, "") if _continues(cell) else self._cell_text(cell)
                above[column] = text
                cells.append(text)
            texts.append(cells)
        texts = [row for row in texts if any(row)]
        if texts:
            yield "\n".join(table_lines(texts, looks_like_header(texts)))

    def _cell_text(self, cell: Any) -> str:
        waiting, self._waiting = self._waiting, []
        text = " ".join(block.lstrip("#").strip() for block in self._blocks(cell))
        self._waiting = waiting + self._waiting
        return " ".join(part for part in re.sub(r"\|(?: --- \|)*", " ", text).split())


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if tag(child) == "tr":
            yield child
        elif tag(child) in _TRANSPARENT:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row, each with the grid column at which it begins."""
    column = 0
    for cell in row.iter():
        if tag(cell) == "tc" and next(cell.iterancestors(row.tag)) is row:
            yield column, cell
            spans = [attribute(span, "val") for span in cell.iter() if tag(span) == "gridSpan"]
            column += int(spans[0]) if spans and spans[0].isdigit() else 1


def _continues(cell: Any) -> bool:
    """Whether a cell goes on with the one above it."""
    for child in cell:
        if tag(child) == "tcPr":
            return any(tag(part) == "vMerge" and attribute(part, "val") != "restart" for part in child)
    return False


def _is_contents(block: Any) -> bool:
    """Whether a content control holds a table of contents."""
    return any(
        tag(node) == "docPartGallery" and attribute(node, "val") == "Table of Contents"
        for properties in block
        if tag(properties) == "sdtPr"
        for node in properties.iter()
    )


def _footnotes(document: Any) -> dict[tuple[str, str], Any]:
    """Footnotes and endnotes by the element that refers to them and their id; separators are left out."""
    from docx.oxml import parse_xml

    notes: dict[tuple[str, str], Any] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in ("footnotes", "endnotes") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if not attribute(note, "type"):
                    notes[kind.removesuffix("s") + "Reference", attribute(note, "id")] = note
    return notes
