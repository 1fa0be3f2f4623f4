"""HTML → the text of its main part: headings, paragraphs, lists and tables, without menus and ruby.

The page is taken as it is: no script runs and nothing that it links to is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.formats.dates import metadata_date
from corpus.formats.encoding import decode
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
from corpus.formats.webpage_parts import attribute, is_chrome, is_menu, is_shown, main_part

_BLOCKS = set(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DATE_NAMES = {
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "article:published_time",
    "date",
    "pubdate",
}
_MOST_DEEP = 250  # nested elements; a page of people holds a few dozen
_MOST_REPEATED = 1000  # rows over which a cell of a table spans at most


def extract_webpage(name: str, data: bytes) -> Extracted:
    """The main part of a page; UnreadableFile where it holds no text."""
    import lxml.html

    declared = _CHARSET.search(data[:2048])
    source = clean_text(decode(name, data, declared.group(1).decode() if declared else ""))
    parser = lxml.html.HTMLParser(encoding="utf-8")
    page = lxml.html.document_fromstring(_DECLARATION.sub("", source).encode(), parser=parser)
    root = main_part(page)
    text = "\n\n".join(_Reader(root).read())
    if not any(map(str.isalnum, text)):
        raise UnreadableFile(f"{name} には文章がありません。本文のあるページを保存し直してください。")
    return Extracted(text, "text/html", _title(page, root), _published(page))


def _title(page: Any, root: Any) -> str:
    headings = [" ".join(heading.text_content().split()) for heading in root.iter("h1")]
    if len(headings) == 1 and (title := plausible_title(headings[0])):
        return title
    title = next((" ".join(node.text_content().split()) for node in page.iter("title")), "")
    return plausible_title(re.split(r"\s*[|｜]\s*|\s+[-–—]\s+", title)[0])


def _published(page: Any) -> str:
    for meta in page.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _DATE_NAMES and (date := metadata_date(meta.get("content") or "")):
            return date
    return ""


class _Reader:
    """Walks the elements; text between blocks is gathered until a block begins or ends."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._is_body = root.tag == "body"
        self._blocks: list[str] = []
        self._inline: list[str] = []
        self._numbers: dict[Any, int] = {}  # of the next item in each numbered list

    def read(self) -> list[str]:
        """The blocks in document order."""
        self._walk(self._root, 0)
        self._close()
        return self._blocks

    def _walk(self, node: Any, depth: int) -> None:
        if depth > _MOST_DEEP:
            raise ValueError("elements nested too deeply")
        self._inline.append(node.text or "")
        for child in node:
            self._element(child, depth + 1)
            self._inline.append(child.tail or "")

    def _element(self, node: Any, depth: int) -> None:
        if not is_shown(node) or (node is not self._root and is_chrome(node)):
            return
        if node.tag == "br":
            self._inline.append("\v")
        elif node.tag == "sup":
            self._inline.append(_text(node).translate(SUPERSCRIPTS))
        elif node.tag not in _BLOCKS:
            self._walk(node, depth)
        elif node.tag not in ("ul", "ol") or not (self._is_body and is_menu(node)):
            self._close()
            self._block(node, depth)
            self._close()

    def _block(self, node: Any, depth: int) -> None:
        if re.fullmatch("h[1-6]", node.tag):
            if text := " ".join(_text(node).split()):
                self._blocks.append(f"{'#' * int(node.tag[1])} {text}")
        elif node.tag == "table" and (rows := _table(node)):
            self._blocks.append("\n".join(table_lines(rows, _has_header(node, rows))))
        elif node.tag == "pre":
            self._blocks.append(node.text_content().strip("\n"))
        elif node.tag == "dl" and (rows := _definitions(node)):
            self._blocks.append("\n".join(table_lines(rows, has_header=False)))
        else:
            first = len(self._blocks)
            self._walk(node, depth)
            self._close()
            if node.tag == "li" and first < len(self._blocks):
                self._blocks[first] = self._item_label(node, self._blocks[first]) + self._blocks[first]

    def _item_label(self, item: Any, text: str) -> str:
        """What a browser prints before a list item, where the item has no label of its own."""
        parent = item.getparent()
        is_labelled = text.startswith(("#", "|")) or bool(LIST_MARK.match(text))
        if parent is None or parent.tag != "ol":
            return "" if is_labelled else "・"
        start = attribute(parent, "start")
        number = self._numbers.get(parent, int(start) if start.isdecimal() and len(start) < 6 else 1)
        self._numbers[parent] = number + 1
        return "" if is_labelled else f"{number}. "

    def _close(self) -> None:
        text = _folded("".join(self._inline))
        self._inline = []
        if text:
            self._blocks.append(text)


def _text(node: Any) -> str:
    """All text under an element as one line, without ruby and hidden parts."""
    return _folded("".join(_pieces(node, 0))).replace("\n", " ")


def _pieces(node: Any, depth: int) -> Iterator[str]:
    if depth > _MOST_DEEP:
        raise ValueError("elements nested too deeply")
    yield node.text or ""
    for child in node:
        if is_shown(child):
            is_apart = child.tag in _BLOCKS or child.tag == "br"
            text = "".join(_pieces(child, depth + 1))
            yield f" {text} " if is_apart else text.translate(SUPERSCRIPTS) if child.tag == "sup" else text
        yield child.tail or ""


def _folded(text: str) -> str:
    """White space as a browser shows it; a line break of the source between Japanese characters is none."""

    def fold(space: re.Match[str]) -> str:
        before, after = text[: space.start()][-1:], text[space.end() : space.end() + 1]
        wide = not (before.isascii() or after.isascii())
        return "" if "\n" in space.group() and wide else " "

    lines = (line.strip(" ") for line in _SPACE.sub(fold, text).split("\v"))
    return "\n".join(line for line in lines if line)


def _table(table: Any) -> list[list[str]]:
    """The cells of a table of data, a cell that spans rows in each of them; empty for a table that lays out a page."""
    nested = any(node is not table for node in table.iter("table", "h1", "h2", "h3", "h4"))
    if nested or attribute(table, "role") in ("presentation", "none"):
        return []
    rows: list[list[str]] = []
    spanning: dict[int, tuple[int, str]] = {}  # column → rows left to fill, and their text
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in (child for child in row if child.tag in ("td", "th") and is_shown(child)):
            _fill(cells, spanning)
            text, span = _text(cell), attribute(cell, "rowspan")
            if span.isdecimal() and len(span) < 6 and int(span) > 1:
                spanning[len(cells)] = (min(int(span), _MOST_REPEATED) - 1, text)
            cells.append(text)
        _fill(cells, spanning)
        if any(cells):
            rows.append(cells)
    return rows if max(map(len, rows), default=0) > 1 else []


def _fill(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    while len(cells) in spanning:
        left, text = spanning.pop(len(cells))
        if left > 1:
            spanning[len(cells)] = (left - 1, text)
        cells.append(text)


def _has_header(table: Any, rows: list[list[str]]) -> bool:
    first = next(table.iter("tr"))
    cells = [child.tag for child in first if child.tag in ("td", "th")]
    return len(rows) > 1 and (set(cells) == {"th"} or looks_like_header(rows))


def _definitions(definitions: Any) -> list[list[str]]:
    """Terms and their short definitions as rows; empty where a definition holds blocks of its own."""
    rows: list[list[str]] = []
    for child in definitions:
        if child.tag == "dt":
            rows.append([_text(child), ""])
        elif child.tag == "dd" and rows:
            if any(node.tag in _BLOCKS for node in child.iterdescendants() if isinstance(node.tag, str)):
                return []
            rows[-1][1] = f"{rows[-1][1]} {_text(child)}".strip()
        elif isinstance(child.tag, str):
            return []
    return rows
