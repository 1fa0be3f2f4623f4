"""Prose plans: lines → sections of paragraphs and footnotes, page breaks rejoined.

A page break shows only as a sentence cut by a blank line, usually with that page's footnotes in between. So a
paragraph that ends without a full stop waits for the next running text, and footnotes are taken out on the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.layout import Flow, Line, trim
from corpus.sections import HeadingPath, heading_level

_FOOTNOTE = re.compile(r"\s*(?:<sup>(\d+)\)?</sup>|([⁰¹²³⁴⁵⁶⁷⁸⁹]+))\s*")
_RUBY = re.compile(r"<sup>[^<\d][^<]*</sup>")
_RULE = re.compile(r"\s*(?:-{3,}|\|?[-|\s]*-{3,}[-|\s]*)\s*$")
_CONTENTS_LINE = re.compile(r".*\t\s*\d+\s*$|第\d\t")
_BULLET = re.compile(r"\s*(?:-\s|・|○|※|[\uf000-\uf8ff])")
_TABLE_ROW = re.compile(r"\s*(?:-\s*)?\||.*\t.*\S.*\t")
_SHORTEST_CUT = 25  # characters; a shorter line without a full stop (a date, a caption) is complete
_NOTE_START = re.compile(r"\s*(?:-\s)?\s*(?:・|[（(]※|※|なお、)")
_FINISHED = tuple("。．！？：:")
_CLOSED = tuple("」』）)】＞>")
_PARTICLE = re.compile(r"[にをはがのとでもやへ]")
_KATAKANA = re.compile(r"[ァ-ヶー]+")
_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class Paragraph:
    """Running text of one section. `kind` is body, bullet or cell; `spans` leave out ruby and footnotes."""

    kind: str
    path: tuple[str, ...]
    spans: list[Span]


@dataclass(slots=True)
class Note:
    """A footnote: its number, its text, and where its first line begins."""

    number: int
    spans: list[Span]
    path: tuple[str, ...]

    @property
    def start(self) -> int:
        """Offset of the footnote's own text."""
        return self.spans[0][0]


@dataclass(slots=True)
class Prose:
    """What was read: paragraphs in reading order and footnotes."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_prose(text: str, lines: Sequence[Line]) -> Prose:
    """Paragraphs and footnotes of the given lines of `text`; tables of contents and rules are left out."""
    reader = _Reader(text)
    for block in _blocks(_without_contents(lines)):
        reader.read(block)
    return reader.finish()


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    kept, inside = [], False
    for line in lines:
        level = heading_level(line.text)
        if level is not None and line.text.strip("# \t*") == "目次":
            inside = True
        elif inside and level == 0:
            inside = False
        if not inside and not _CONTENTS_LINE.match(line.text):
            kept.append(line)
    return kept


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that belong together: cut at blank lines and where a heading, bullet, footnote or table row begins."""
    blocks: list[list[Line]] = []
    previous: Line | None = None
    for line in lines:
        if not line.text.strip():
            previous = None
            continue
        if previous is None or _starts_block(previous, line):
            blocks.append([line])
        else:
            blocks[-1].append(line)
        previous = line
    return blocks


def _starts_block(previous: Line, line: Line) -> bool:
    if _is_heading([previous]) or _is_heading([line]) or _TABLE_ROW.match(line.text):
        return True
    if _FOOTNOTE.match(line.text) or _BULLET.match(line.text) or _RULE.match(line.text) or _RULE.match(previous.text):
        return True
    return previous.text.rstrip().endswith(("。", "目指す姿")) or previous.number + 1 != line.number


def _is_heading(block: Sequence[Line]) -> bool:
    line = block[0].text
    if len(block) > 1 or _TABLE_ROW.match(line):
        return False
    return heading_level(line) is not None and not (line.lstrip().startswith("- ") and not _marked_heading(line))


def _marked_heading(line: str) -> bool:
    """A heading written as the bullet `- ①` that explains itself in brackets or ends in a measure, not a list item."""
    return bool(re.match(r"\s*-\s+①.+（.+）$", line))


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._prose = Prose()
        self._headings = HeadingPath()
        self._open: Paragraph | None = None  # may go on after a page break
        self._note: Note | None = None
        self._page_broken = False
        self._bare: tuple[Span, tuple[str, ...]] | None = None  # a heading that nothing has followed yet
        self._rows: list[list[Span]] = []

    def read(self, block: list[Line]) -> None:
        if self._rows and not _TABLE_ROW.match(block[0].text):
            self._close_table()
        if _RULE.match(block[0].text):
            self._page_broken = True
        elif footnote := _FOOTNOTE.match(block[0].text):
            self._read_note(block, footnote)
        elif _TABLE_ROW.match(block[0].text):
            self._rows.append(self._cells(block[0]))
        elif _is_heading(block):
            self._read_heading(block[0])
        elif self._note and self._continues_note(block):
            self._note.spans.extend(self._spans(block))
        else:
            self._read_text(block)

    def finish(self) -> Prose:
        """Everything read; a heading that stands alone becomes a paragraph of the section above it."""
        self._close_table()
        self._keep_bare_heading()
        return self._prose

    def _close_table(self) -> None:
        """Tables without a header are lists in columns, read down the columns; others are read row by row."""
        rows = [row for row in self._rows if row]
        self._rows = []
        if len({len(row) for row in rows}) == 1 and len(rows) > 1 and _is_numbered(self._text, rows):
            rows = [[row[column]] for column in range(len(rows[0])) for row in rows]
        for row in rows:
            self._add(Paragraph("cell", self._headings.path, row))

    def _read_heading(self, line: Line) -> None:
        level = heading_level(line.text)
        assert level is not None
        before = self._headings.path
        self._headings.enter(line.text, level)
        if self._bare and len(self._headings.path) > len(self._bare[1]) + 1:
            self._bare = None  # it leads to a deeper section
        self._keep_bare_heading()
        self._bare = (line.span, self._headings.path[:-1] if before is not None else ())
        self._open = self._note = None
        self._page_broken = False

    def _keep_bare_heading(self) -> None:
        if self._bare:
            start, end = self._bare[0]
            start += len(self._text[start:end]) - len(self._text[start:end].lstrip("# "))
            self._prose.paragraphs.append(Paragraph("bullet", self._bare[1], [(start, end)]))
            self._bare = None

    def _read_note(self, block: list[Line], mark: re.Match[str]) -> None:
        number = int(mark.group(1) or mark.group(2).translate(_SUPERSCRIPT_DIGITS))
        spans = self._spans(block)
        spans[0] = (block[0].start + mark.end(), spans[0][1])
        if spans[0][0] >= spans[0][1]:
            return
        self._note = Note(number, spans, self._headings.path)
        self._prose.notes.append(self._note)
        self._page_broken = True

    def _continues_note(self, block: list[Line]) -> bool:
        assert self._note is not None
        first = block[0].text
        if not self._ends_finished(self._note.spans):
            return bool(_BULLET.match(first)) or self._open is None
        itemised = any(_BULLET.match(self._text[start:end]) for start, end in self._note.spans)
        return itemised and bool(_NOTE_START.match(first))

    def _read_text(self, block: list[Line]) -> None:
        bullet = bool(_BULLET.match(block[0].text))
        spans = self._spans(block)
        waiting = self._open
        self._note = None
        if waiting and not bullet and self._goes_on(waiting, spans):
            waiting.spans.extend(self._without_repeat(waiting, spans))
            if self._ends_with(waiting.spans, _FINISHED):
                self._open, self._page_broken = None, False
            return
        self._add(Paragraph("bullet" if bullet else "body", self._headings.path, spans))

    def _add(self, paragraph: Paragraph) -> None:
        self._bare = None
        self._note = None
        self._prose.paragraphs.append(paragraph)
        length = sum(end - start for start, end in paragraph.spans)
        finished = paragraph.kind == "cell" or length < _SHORTEST_CUT or self._ends_with(paragraph.spans, _FINISHED)
        self._open = None if finished else paragraph
        self._page_broken = False

    def _goes_on(self, waiting: Paragraph, spans: list[Span]) -> bool:
        """Whether running text continues the paragraph that waits: after a closing bracket only a particle does."""
        if self._ends_with(waiting.spans, _CLOSED):
            return bool(_PARTICLE.match(self._text, spans[0][0]))
        return waiting.kind == "body" or self._page_broken

    def _ends_finished(self, spans: list[Span]) -> bool:
        return self._ends_with(spans, _FINISHED + _CLOSED)

    def _ends_with(self, spans: list[Span], marks: tuple[str, ...]) -> bool:
        tail = self._text[spans[-1][0] : spans[-1][1]]
        return re.sub(r"(?:<sup>[^<]*</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹\s])+$", "", tail).endswith(marks)

    def _without_repeat(self, waiting: Paragraph, spans: list[Span]) -> list[Span]:
        """Some page breaks print the katakana word they cut from its beginning again; the repeat is left out."""
        before = Flow(self._text, waiting.spans).text
        start, end = spans[0]
        word = _KATAKANA.match(self._text[start:end])
        for length in range(len(word.group()) if word else 0, 0, -1):
            if before.endswith(self._text[start : start + length]):
                return [(start + length, end), *spans[1:]]
        return spans

    def _spans(self, block: list[Line]) -> list[Span]:
        return [span for line in block for span in without_ruby(self._text, line.span)]

    def _cells(self, line: Line) -> list[Span]:
        cells = [trim(line.text, cell.span(), line.start) for cell in re.finditer(r"[^|\t]+", line.text)]
        cells = [cell for cell in cells if self._text[slice(*cell)] not in ("", "-") and not _RULE.match(line.text)]
        return [span for cell in cells for span in without_ruby(self._text, cell)]


def without_ruby(text: str, span: Span) -> list[Span]:
    """`span` in pieces that leave out ruby, which is set as `<sup>` like the footnote marks but holds no number."""
    pieces, (start, end) = [], span
    for ruby in _RUBY.finditer(text, start, end):
        pieces.append((start, ruby.start()))
        start = ruby.end()
    pieces.append((start, end))
    return [piece for piece in pieces if text[slice(*piece)].strip()]


def _is_numbered(text: str, rows: list[list[Span]]) -> bool:
    return all(re.match(r"[①-⑳]|第\s*\d+\s*条", text[start:end]) for row in rows for start, end in row)
