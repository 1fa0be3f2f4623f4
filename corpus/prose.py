"""Prose plans: lines → paragraphs under their headings and footnotes, page breaks rejoined.

A page break shows only as a sentence cut by a blank line, usually with that page's footnotes in between. So a
paragraph that ends without a full stop waits for the next running text, and footnotes are taken out on the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.blocks import FULL_LINE, Block, footnote_mark, is_bullet, read_blocks
from corpus.columns import down_the_columns, is_numbered_list, row_cells
from corpus.contents import without_contents
from corpus.document import Span
from corpus.layout import Flow, Line, trim
from corpus.markup import printed_spans, without_ruby
from corpus.sections import HeadingPath, follows, heading_level, is_bracketed

_NOTE_ITEM = re.compile(r"\s*(?:-\s)?\s*(?:・|[（(]※|※|なお、)")
_FINISHED = tuple("。．！？：:")
_CLOSED = tuple("」』）)】＞>")
_AFTER_BRACKET = re.compile(r"[にをはがのとでもやへ（(]")
_KATAKANA = re.compile(r"[ァ-ヶー]+")
_TRAILING_MARKS = re.compile(r"(?:<sup>[^<]*</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹\s])+$")


@dataclass(slots=True)
class Paragraph:
    """Running text of one section. `spans` leave out ruby, markup and footnotes.

    `kind` is body, bullet, cell (of a list set in columns), row (of a table: a span for each cell) or tail (the end of
    a sentence that runs through a list).
    """

    kind: str
    path: tuple[str, ...]
    spans: list[Span]


@dataclass(slots=True)
class Note:
    """A footnote: its number and its paragraphs, each a list of spans, and the section in which it is printed."""

    number: int
    paragraphs: list[list[Span]]
    path: tuple[str, ...]

    @property
    def start(self) -> int:
        """Offset of the footnote's own text."""
        return self.paragraphs[0][0][0]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed, without markup, and the path that it ends."""

    spans: tuple[Span, ...]
    path: tuple[str, ...]


@dataclass(slots=True)
class Prose:
    """What was read, each in the order printed."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


def read_prose(text: str, lines: Sequence[Line]) -> Prose:
    """Paragraphs, footnotes and headings of the given lines of `text`; tables of contents and rules are left out."""
    reader = _Reader(text)
    for block in read_blocks(without_contents(lines)):
        reader.read(block)
    return reader.finish()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._prose = Prose()
        self._path = HeadingPath()
        self._open: Paragraph | None = None  # may go on after a page break
        self._last: Paragraph | None = None  # of the section
        self._leading = False  # a sentence runs through the list being read
        self._note: Note | None = None
        self._page_broken = self._below_rule = False
        self._bare: Heading | None = None  # nothing has followed it yet
        self._rows: list[list[Span]] = []

    def read(self, block: Block) -> None:
        if block.kind == "row":
            self._rows.append([span for cell in row_cells(block.lines[0]) for span in without_ruby(self._text, cell)])
            return
        self._close_table()
        if block.kind == "rule":
            self._page_broken = self._below_rule = True
            return
        if block.kind == "footnote":
            self._read_note(block)
        elif block.kind == "heading" and not self._explains(block):
            self._read_heading(block)
        elif note := self._continued_note(block):
            self._continue_note(note, block)
        else:
            self._read_text(block)
        self._below_rule = False

    def finish(self) -> Prose:
        """Everything read; a heading that stands alone becomes a paragraph of the section above it."""
        self._close_table()
        self._keep_bare_heading()
        return self._prose

    def _close_table(self) -> None:
        rows = [row for row in self._rows if row]
        self._rows = []
        is_list = is_numbered_list(self._text, rows)
        for row in down_the_columns(rows) if is_list else rows:
            self._add(Paragraph("cell" if is_list else "row", self._path.path, row))

    def _explains(self, block: Block) -> bool:
        """A line in brackets is no heading where it explains the quotation right above it."""
        return self._last is not None and self._ends_with(self._last.spans, ("」",)) and is_bracketed(block.title)

    def _read_heading(self, block: Block) -> None:
        level = heading_level(block.title)
        assert level is not None
        known = {heading.path[-1] for heading in self._prose.headings}
        self._path.enter(block.title, level)
        path = self._path.path
        if self._bare and (len(path) > len(self._bare.path) or path[-1] == self._bare.path[-1]):
            self._bare = None  # it leads to a deeper section, or is printed again
        self._keep_bare_heading()
        heading = Heading(tuple(printed_spans(self._text, block.lines[0].span)), path)
        self._bare = None if path[-1] in known else heading
        self._prose.headings.append(heading)
        self._open = self._last = self._note = None
        self._leading = self._page_broken = False

    def _keep_bare_heading(self) -> None:
        if self._bare:
            self._prose.paragraphs.append(Paragraph("bullet", self._bare.path[:-1], list(self._bare.spans)))
            self._bare = None

    def _read_note(self, block: Block) -> None:
        mark = footnote_mark(block.first)
        assert mark is not None
        number, offset = mark
        first = trim(self._text, (block.lines[0].start + offset, block.lines[0].span[1]))
        if first[0] < first[1]:
            spans = [*printed_spans(self._text, first), *self._spans(block.lines[1:])]
            self._note = Note(number, [spans], self._path.path)
            self._prose.notes.append(self._note)
            self._page_broken = True

    def _continued_note(self, block: Block) -> Note | None:
        """The footnote in which `block` goes on: text right below a rule, or what an unfinished or listing note lacks."""
        if self._below_rule and self._prose.notes:
            return self._prose.notes[-1]
        if self._note is None:
            return None
        if not self._ends_with(self._note.paragraphs[-1], _FINISHED + _CLOSED):
            return self._note if block.kind == "bullet" or self._open is None else None
        return self._note if self._lists(self._note) and _NOTE_ITEM.match(block.first) else None

    def _lists(self, note: Note) -> bool:
        return any(is_bullet(self._text[slice(*spans[0])]) for spans in note.paragraphs)

    def _continue_note(self, note: Note, block: Block) -> None:
        last = note.paragraphs[-1]
        cut = not self._ends_with(last, _FINISHED + _CLOSED) and not is_bullet(self._text[slice(*last[0])])
        if cut and block.kind != "bullet":
            last.extend(self._spans(block.lines))
        else:
            note.paragraphs.append(self._spans(block.lines))
        self._page_broken = True

    def _read_text(self, block: Block) -> None:
        self._note = None
        spans, waiting = self._spans(block.lines), self._last if block.kind == "heading" else self._open
        if block.kind == "bullet":
            if self._bare and follows(block.title, self._bare.path[-1]):
                self._path.leave()  # a list of which the first items are set as headings
                self._keep_bare_heading()
            self._leading = self._leading or bool(waiting and waiting.kind == "body" and not self._is_closed(waiting))
            self._add(Paragraph("bullet", self._path.path, spans))
        elif waiting and self._goes_on(waiting, spans):
            waiting.spans.extend(self._without_repeat(waiting, spans))
            self._page_broken = False
            if self._ends_with(waiting.spans, _FINISHED):
                self._open = None
        else:
            kind = "tail" if self._leading and waiting else "body"
            self._leading = False
            self._add(Paragraph(kind, self._path.path, spans))

    def _add(self, paragraph: Paragraph) -> None:
        self._bare = self._note = None
        self._prose.paragraphs.append(paragraph)
        self._last = paragraph
        self._open = None if self._is_complete(paragraph) else paragraph
        self._page_broken = False

    def _is_complete(self, paragraph: Paragraph) -> bool:
        """Whether a page break cannot have cut the paragraph: it has its full stop, or is a caption."""
        if paragraph.kind in ("cell", "row") or self._ends_with(paragraph.spans, _FINISHED):
            return True
        is_caption = sum(end - start for start, end in paragraph.spans) < FULL_LINE
        return is_caption and not self._leading and not self._ends_with(paragraph.spans, ("、",))

    def _is_closed(self, paragraph: Paragraph) -> bool:
        return self._ends_with(paragraph.spans, _CLOSED)

    def _goes_on(self, waiting: Paragraph, spans: list[Span]) -> bool:
        """Whether running text continues the paragraph that waits, in which a list may be an open sentence."""
        if self._is_closed(waiting):
            return bool(_AFTER_BRACKET.match(self._text, spans[0][0]))
        return waiting.kind != "bullet" or self._page_broken or not self._leading

    def _ends_with(self, spans: list[Span], marks: tuple[str, ...]) -> bool:
        return _TRAILING_MARKS.sub("", self._text[slice(*spans[-1])]).endswith(marks)

    def _without_repeat(self, waiting: Paragraph, spans: list[Span]) -> list[Span]:
        """Some page breaks print the katakana word they cut from its beginning again; the repeat is left out."""
        before = Flow(self._text, waiting.spans).text
        start, end = spans[0]
        word = _KATAKANA.match(self._text[start:end])
        for length in range(len(word.group()) if word else 0, 0, -1):
            if before.endswith(self._text[start : start + length]):
                return [(start + length, end), *spans[1:]]
        return spans

    def _spans(self, lines: Sequence[Line]) -> list[Span]:
        return [span for line in lines for span in printed_spans(self._text, line.span)]
