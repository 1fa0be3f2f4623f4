"""Tables of contents: kept out of the text, and read for the printed page on which a heading stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.document import Page
from corpus.layout import Line
from corpus.sections import heading_level

_ENTRY_LINE = re.compile(r".*\t\s*\d+\s*$|第\d\t")
_PART = re.compile(r"#*\s*第[0-9０-９]+\s")
_TITLE = "目次"
_POLICY = re.compile(r"\[No\.?\d+-\d+\]")
_NUMBER = re.compile(r"\[No\.?\d+-\d+\]|第\d+|[IVX]+|\(?\d+[).]?(?:\d+(?=\D))?")
_NOISE = re.compile(r"[\s#*○]|<[^>]*>|\[\^?\d+\]")
_RIGHT_COLUMN = 3  # the cell from which on an entry stands in the right one of two columns
_LONGEST_TITLE = 150
_ALIKE = 0.85  # of the characters: headings differ from their entries in a dot or a word


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as the table of contents prints it, in its form for comparing, and its page (None: none printed)."""

    title: str
    page: int | None


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines outside the tables of contents."""
    kept, inside = [], False
    for line in lines:
        level = heading_level(line.text)
        if level is not None and line.text.strip("# \t*") == _TITLE:
            inside = True
        elif inside and level == 0:
            inside = False
        if not inside and not _ENTRY_LINE.match(line.text):
            kept.append(line)
    return kept


def read_pages(lines: Sequence[Line]) -> tuple[Page, ...]:
    """The printed page on which each heading stands that a table of contents names, in the order of the text.

    A page without a number begins where the pages of a part are not known. A heading that is not found is left out.
    The numbers begin again in a part with pages of its own; two headings that were set in two columns of one page may
    stand in the text against the order of their pages.
    """
    starts: dict[int, int | None] = {}
    for first, after in _tables(lines):
        entries = _read_entries(lines[first:after])
        starts.update(_find(entries, lines[after:]))
    return tuple(Page(number, start) for start, number in sorted(starts.items()))


def _tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where the tables of contents stand: the first lines with tabs, and such lines right below the head of a part."""
    expected, in_part, index = True, False, 0
    while index < len(lines):
        text = lines[index].text
        if expected and "\t" in text:
            after = index
            while after < len(lines) and ("\t" in lines[after].text or not lines[after].text.strip()):
                after += 1
            yield index, after
            index, expected = after, False
            continue
        if _PART.match(text) or _bare(text) == _TITLE:
            expected = in_part = True
        elif in_part and text.strip():
            expected = False
        index += 1


def _read_entries(lines: Iterable[Line]) -> list[Entry]:
    """The entries down the left column, then down the right one."""
    columns: tuple[list[Entry], list[Entry]] = ([], [])
    for line in lines:
        title, start = "", 0
        for position, cell in enumerate(line.text.split("\t")):
            text = _bare(cell)
            if text.isdecimal() and title:
                columns[start >= _RIGHT_COLUMN].append(Entry(title, int(text)))
                title = ""
            elif text:
                title, start = title + text, start if title else position
        if title:
            columns[0].append(Entry(title, None))
    return columns[0] + columns[1]


def _find(entries: Sequence[Entry], lines: Sequence[Line]) -> Iterator[tuple[int, int | None]]:
    """Where the headings of the entries begin: policies by their number, others in the order of the entries."""
    headings = [(_bare(line.text), line.start) for line in lines if "\t" not in line.text and _may_be_heading(line)]
    policies = {match[0]: start for title, start in reversed(headings) if (match := _POLICY.match(title))}
    position = 0
    for entry in entries:
        if match := _POLICY.match(entry.title):
            if match[0] in policies:
                yield policies[match[0]], entry.page
            continue
        found = _nearest(entry.title, headings, position)
        if found is not None:
            yield headings[found][1], entry.page
            position = found + 1


def _may_be_heading(line: Line) -> bool:
    return bool(line.text.strip()) and len(line.text) <= _LONGEST_TITLE


def _nearest(title: str, headings: Sequence[tuple[str, int]], position: int) -> int | None:
    """The first heading from `position` on that equals the title, or else the first that is much like it."""
    following = range(position, len(headings))
    for index in following:
        if headings[index][0] == title:
            return index
    number = _NUMBER.match(title)
    for index in following:
        other = _NUMBER.match(headings[index][0])
        if number and other and number[0] == other[0]:
            if SequenceMatcher(None, title, headings[index][0]).ratio() >= _ALIKE:
                return index
    return None


def _bare(text: str) -> str:
    """The form in which entries and headings are compared."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))
