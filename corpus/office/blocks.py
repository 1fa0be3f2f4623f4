"""Lines → blocks: headings, paragraphs, list items, table rows and footnotes; hard wraps and page breaks rejoined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Document, Span
from corpus.layout import Line, split_lines, trim
from corpus.office.headings import ARTICLE, CAPTION_DEPTH, marked_depth, numbered_depth
from corpus.office.running_lines import body_lines, page_index

ITEM = re.compile(
    r"\s*(?:[-*+]\s|[・○●◦▪□※◎☆★✓✔➢➤\uf000-\uf8ff]|[①-⑳]|[(（][0-9０-９ア-ンa-z]{1,2}[)）]|[0-9０-９]{1,2}[.．)）](?![0-9０-９]))"
)
_NOTE = re.compile(r"\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+\)?\s*(?=\S)|[*＊][0-9０-９]+\s|[注註][0-9０-９]{1,2}[)）:： 　])")
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|_{3,}|\*{3,}|[─━―ー＿…・]{5,})\s*")
_SEPARATOR = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\s*")
_LEADERS = re.compile(r".*\S\s*(?:[.．・…‥･]\s*){3,}[0-9０-９ⅰ-ⅹivx\-－]+\s*")  # an entry of a table of contents
_CONTENTS_TITLE = re.compile(r"[#\s]*(?:目\s*次|もくじ)\s*")
_CONTENTS_ENTRY = re.compile(r".*\S(?:\t|\s{2,}|\u3000)\s*[0-9０-９]{1,4}\s*")  # under such a title only
_FINISHED = re.compile(r"[。．！？!?：:]['\"”’」』）)】\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s*$")
_CUT = re.compile(r"[、，,のをにがはとでやへして・]\s*$|[（「『][^）」』]*$")  # no paragraph ends so
_NEVER_FIRST = re.compile(r"\s*[、。，．）」』】〕》ーっゃゅょッャュョ々]")  # no paragraph begins so
_INDENT = "\u3000"
_NARROWEST = 24  # half-width columns; shorter lines are captions and list items, not wrapped text
_LONGEST_ENTRY = 200  # characters of an entry of a table of contents, and of a line's end that is looked at
_LONG = 50  # half-width columns; before the end of a page a shorter line without a full stop is complete
_FULL = 0.7  # of the width of the lines around; a line that is shorter ends its paragraph
_WRAPPED = 0.85  # of the width of the page; a numbered line that is as wide may go on and be no heading


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a document in reading order.

    `kind` is heading, text, item, row, header (a row that names columns) or note. `depth` is that of a heading. `spans`
    of a row are its cells, where an empty cell is an empty span; `opens` says that a table begins with it.
    """

    kind: str
    spans: tuple[Span, ...]
    depth: int = 0
    opens: bool = False


@dataclass(slots=True)
class _Open:
    """A block that may go on with the next line."""

    kind: str
    spans: list[Span]
    last: Line
    width: int  # of its widest line
    candidate: int | None = None  # the depth of the heading that it may turn out to be


@dataclass(slots=True)
class _Reader:
    document: Document
    page_width: int
    typed_numbers: bool  # whether numbered lines may be headings
    joins_gaps: bool  # whether a blank line may stand inside a sentence
    done: list[_Open | Block] = field(default_factory=list)
    waiting: _Open | None = None
    note: _Open | None = None
    noted: bool = False  # whether a footnote stands between the waiting block and the next line
    gap: bool = False
    in_contents: bool = False

    def read(self, line: Line) -> None:
        """Take the next line."""
        text = line.text
        if not text.strip() or _RULE.fullmatch(text) or self._is_contents(text):
            self.gap = True
            return
        if _SEPARATOR.fullmatch(text):
            self._name_columns()
        elif cells := _cells(line):
            self._add(Block("row", tuple(cells), opens=self.gap))
        elif depth := marked_depth(text):
            self._add(Block("heading", (line.span,), depth))
        elif _NOTE.match(text):
            self.note = _Open("note", [line.span], line, _width(text))
            self.done.append(self.note)
            self.noted = True
        else:
            self._read_text(line)
        self.gap = False

    def _is_contents(self, text: str) -> bool:
        """Whether a line belongs to a table of contents."""
        is_title = bool(_CONTENTS_TITLE.fullmatch(text))
        self.in_contents = is_title or (self.in_contents and bool(_CONTENTS_ENTRY.fullmatch(text[-_LONGEST_ENTRY:])))
        return self.in_contents or (len(text) <= _LONGEST_ENTRY and bool(_LEADERS.fullmatch(text)))

    def _read_text(self, line: Line) -> None:
        is_item = bool(ITEM.match(line.text))
        candidate = numbered_depth(line.text) if self.typed_numbers else None
        if self.note and self._on_page_of(self.note, line) and not self.gap:
            if not is_item and self._goes_on(self.note, line):
                self._extend(self.note, line)
                return
        before = self.waiting
        self.note = None
        if before and not is_item and self._goes_on(before, line, interrupts=candidate is not None):
            self._extend(before, line)
            self.noted = False
            return
        kind = "item" if is_item else "text"
        self.waiting = _Open(kind, [line.span], line, _width(line.text), candidate)
        self.done.append(self.waiting)
        self.noted = False

    def _extend(self, block: _Open, line: Line) -> None:
        block.spans.append(line.span)
        block.last = line
        block.width = max(block.width, _width(line.text))
        block.candidate = None

    def _add(self, block: Block) -> None:
        self.done.append(block)
        self.waiting = self.note = None

    def _name_columns(self) -> None:
        if self.done and isinstance(self.done[-1], Block) and self.done[-1].kind == "row":
            self.done[-1] = replace(self.done[-1], kind="header")

    def _on_page_of(self, block: _Open, line: Line) -> bool:
        pages = self.document.pages
        return page_index(pages, block.last.start) == page_index(pages, line.start)

    def _goes_on(self, block: _Open, line: Line, interrupts: bool = False) -> bool:
        """Whether `line` goes on with the paragraph of `block`; `interrupts` if it could be a heading by itself."""
        last, width = block.last.text[-_LONGEST_ENTRY:], _width(block.last.text)
        turned = not self._on_page_of(block, line)
        if _NEVER_FIRST.match(line.text):
            return not self.gap
        if block.candidate is not None and width < _WRAPPED * self.page_width:
            return False
        cut = bool(_CUT.search(last.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹ ")))
        if line.text.startswith(_INDENT) and not cut and (block.kind == "text" or self.document.pages):
            return False
        if self.gap:  # with a footnote in it, it is the end of a page
            cut = cut or (self.noted and width >= _LONG and not _FINISHED.search(last))
            return self.joins_gaps and cut and not interrupts
        if _FINISHED.search(last):
            return not turned and not interrupts and width >= _FULL * self.page_width
        if cut or interrupts:
            return cut and (not interrupts or width >= _FULL * self.page_width)
        around = max(block.width, min(_width(line.text), self.page_width))
        return width >= max(_NARROWEST, _FULL * around)


def read_blocks(document: Document) -> list[Block]:
    """The blocks of a document in reading order; running headers, page numbers and tables of contents are left out."""
    lines = body_lines(split_lines(document.text), document.pages)
    suffix = document.source_file.lower().rpartition(".")[2]
    has_marks = any(marked_depth(line.text) for line in lines)
    reader = _Reader(
        document,
        _page_width(lines, suffix),
        typed_numbers=not (has_marks and suffix in ("md", "html", "htm")),
        joins_gaps=suffix == "txt",
    )
    is_fenced = False
    for line in lines:
        if suffix == "md" and line.text.lstrip().startswith(("```", "~~~")):
            is_fenced = not is_fenced
            reader.gap = True
        elif is_fenced and not line.text.strip():
            reader.gap = True
        else:
            reader.read(line)
    return _resolved(document.text, reader.done)


def _resolved(text: str, found: Sequence[_Open | Block]) -> list[Block]:
    """Candidates become headings, or items where they follow each other without text between them."""
    blocks: list[Block] = []
    for index, block in enumerate(found):
        if isinstance(block, Block):
            blocks.append(block)
            continue
        depth = _heading_depth(text, found, index)
        kind = block.kind if block.candidate in (None, CAPTION_DEPTH) else "item"
        blocks.append(Block("heading" if depth else kind, tuple(block.spans), depth or 0))
    return blocks


def _heading_depth(text: str, found: Sequence[_Open | Block], index: int) -> int | None:
    candidate = _candidate(found, index)
    if candidate is None or index + 1 == len(found):
        return None
    if candidate == CAPTION_DEPTH:
        start, end = found[index + 1].spans[0]
        return CAPTION_DEPTH if ARTICLE.match(text, start, end) else None
    if candidate in (_candidate(found, index - 1), _candidate(found, index + 1)):
        return None
    return candidate


def _candidate(found: Sequence[_Open | Block], index: int) -> int | None:
    block = found[index] if 0 <= index < len(found) else None
    return block.candidate if isinstance(block, _Open) else None


def _cells(line: Line) -> list[Span]:
    """The cells of a table row, `| a | b |` or with tabs between them; empty for what is no row."""
    text = line.text.strip()
    if text.startswith("|") and text.count("|") > 2:
        start = line.text.index("|") + 1
        cells = re.split(r"(?<!\\)\|", line.text[start:].rstrip().removesuffix("|"))
    else:
        start, cells = 0, line.text.split("\t")
    spans = []
    for cell in cells:
        spans.append(trim(cell, (0, len(cell)), line.start + start))
        start += len(cell) + 1
    filled = sum(first < last for first, last in spans)
    return spans if filled > (0 if text.startswith("|") and len(cells) > 1 else 2) else []


def _page_width(lines: Sequence[Line], suffix: str) -> int:
    """The width at which the lines were wrapped, in half-width columns: nine in ten lines of some length are narrower."""
    widths = sorted(width for line in lines if (width := _width(line.text)) >= _NARROWEST)
    if not widths or suffix in ("docx", "html", "htm"):
        return 10**6  # nothing is wrapped
    return widths[len(widths) * 9 // 10]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text.strip(" "))
