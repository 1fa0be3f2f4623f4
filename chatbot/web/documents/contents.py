"""The table of contents of a document: its headings, each with the address at which it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chatbot.web.documents.outline import Heading, sections
from chatbot.web.documents.parts import Part, Reading
from corpus.normalize import display_text

DEEPEST = 3  # headings below this depth stand in the text alone
FOLDED = 8  # entries below one heading from which on they are folded away


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as shown, its address, and how deep it stands below its section."""

    text: str
    href: str
    depth: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """An outermost heading and the entries below it."""

    entry: Entry
    entries: tuple[Entry, ...]

    @property
    def is_folded(self) -> bool:
        """Whether there are too many entries to be shown at once."""
        return len(self.entries) > FOLDED


def table_of_contents(reading: Reading, path: str) -> list[Chapter]:
    """The chapters of a document whose pages stand below `path`; what stands before the first heading has none."""
    chapters: list[Chapter] = []
    for before, part in pairwise((None, *reading.parts)):
        if part is None:
            continue
        for heading in headings(reading, part, before):
            if heading.goes_on or heading.depth > DEEPEST:
                continue
            entry = _entry(heading, f"{path}/{part.number}")
            if heading.depth == 0 or not chapters:
                chapters.append(Chapter(entry, ()))
            else:
                last = chapters[-1]
                chapters[-1] = Chapter(last.entry, (*last.entries, entry))
    return chapters


def contents_of(reading: Reading, part: Part) -> list[Entry]:
    """The headings of one part, with the fragments at which they stand on its page."""
    before = reading.parts[part.number - 2] if part.number > 1 else None
    return [_entry(heading, "") for heading in headings(reading, part, before) if heading.depth <= DEEPEST]


def headings(reading: Reading, part: Part, before: Part | None) -> Sequence[Heading]:
    """All headings of a part, those that go on from the part `before` among them."""
    return [heading for section in sections(reading.document, part, before) for heading in section.headings]


def part_title(reading: Reading, part: Part, part_of: str, untitled: str) -> str:
    """The outermost headings that a part shows; with its place among the parts of that heading, as in `part_of`."""
    tops = list(dict.fromkeys(passage.heading_path[0] for passage in part.passages if passage.heading_path))
    if not tops:
        return untitled
    first, last = (display_text(heading) for heading in (tops[0], tops[-1]))
    if len(tops) > 1:
        return f"{first} 〜 {last}"
    same = [other.number for other in reading.parts if any(p.heading_path[:1] == (tops[0],) for p in other.passages)]
    return first + part_of.format(number=same.index(part.number) + 1, count=len(same)) if len(same) > 1 else first


def _entry(heading: Heading, path: str) -> Entry:
    return Entry(display_text(heading.text), f"{path}#{heading.id}", heading.depth, heading.page)
