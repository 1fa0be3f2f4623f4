"""The headings of a part, each with an element id that depends on what stands below it alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from chatbot.web.documents.notes import local_id
from chatbot.web.documents.parts import Part
from corpus.document import Document, Passage


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with the headings above it as `path`, itself last; `goes_on` where it began in an earlier part.

    `page` is the page on which it stands, where that is known and not the one before.
    """

    id: str
    path: tuple[str, ...]
    goes_on: bool
    page: int | None = None

    @property
    def depth(self) -> int:
        """0 for the outermost."""
        return len(self.path) - 1

    @property
    def text(self) -> str:
        """The heading itself."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Section:
    """Passages under the same headings, and those of the headings that open here, outermost first."""

    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]


def sections(document: Document, part: Part, before: Part | None) -> Iterator[Section]:
    """The sections of a part; `before` is the part that comes before it."""
    above = before.passages[-1].heading_path if before else ()
    path: tuple[str, ...] = ()
    page: int | None = None
    for heading_path, group in groupby(part.passages, key=lambda passage: passage.heading_path):
        passages = tuple(group)
        page_here = document.page_at(passages[0].spans[0][0])
        opened = [heading_path[: depth + 1] for depth in range(_shared(path, heading_path), len(heading_path))]
        headings = tuple(
            Heading(
                f"h-{local_id(passages[0].id)}-{len(opening)}",
                opening,
                opening == above[: len(opening)] and not path,
                page_here if opening == opened[-1] and page_here != page else None,
            )
            for opening in opened
        )
        yield Section(headings, passages)
        path, page = heading_path, page_here


def _shared(path: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many headings two paths begin with."""
    count = 0
    for heading, heading_of_other in zip(path, other, strict=False):
        if heading != heading_of_other:
            break
        count += 1
    return count
