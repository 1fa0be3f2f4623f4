"""The citations of an answer in the address of a reading page, and back.

    /documents/<doc_id>?cite=1:3519-3559,3713-3720;3:700-800&at=3#cite-3

holds the places of citations 1 and 3 in the published text, half-open code-point offsets; the reader looks at 3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from chatbot.answer import Citation
from corpus.document import Document, Span

MOST_CITATIONS = 20
MOST_SPANS = 200  # of one citation
_CITED = re.compile(r"(?:([1-9][0-9]{0,2}):)?([0-9]{1,9}-[0-9]{1,9}(?:,[0-9]{1,9}-[0-9]{1,9})*)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation by its number in the answer, and the places of its quote."""

    number: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class CitedQuotes:
    """What the address of a page cites. `active` is the one looked at, None where nothing is cited.

    `is_damaged` where something of it could not be read, or lies outside the text.
    """

    citations: tuple[Cited, ...] = ()
    active: Cited | None = None
    is_damaged: bool = False

    def beside(self, step: int) -> Cited | None:
        """The citation `step` places after the active one."""
        if self.active is None:
            return None
        index = self.citations.index(self.active) + step
        return self.citations[index] if 0 <= index < len(self.citations) else None

    @property
    def written(self) -> str:
        """The value of `cite`."""
        return write(self.citations)


def citation_link(citation: Citation, citations: Sequence[Citation], prefix: str) -> str:
    """The address of the document at the quote of `citation`, all `citations` of the answer in it marked.

    `prefix` is that of the language: "" or "/en".
    """
    cited = [Cited(other.number, other.spans) for other in citations if other.doc_id == citation.doc_id]
    return _link(citation.doc_id, cited, citation.number, prefix)


def quote_link(doc_id: str, spans: tuple[Span, ...], prefix: str) -> str:
    """The address of the document at one quote, which is marked."""
    return _link(doc_id, [Cited(1, spans)], 1, prefix)


def _link(doc_id: str, cited: Sequence[Cited], active: int, prefix: str) -> str:
    return f"{prefix}/documents/{quote(doc_id)}{query(write(cited), active)}"


def query(cited: str, active: int, keys_off: bool = False) -> str:
    """The query and the fragment of an address that shows the citation `active`, with keys to go on or without."""
    return f"?cite={cited}&at={active}{'&keys=off' if keys_off else ''}#cite-{active}"


def write(citations: Sequence[Cited]) -> str:
    """The citations as the value of `cite`."""
    return ";".join(f"{cited.number}:{','.join(f'{start}-{end}' for start, end in cited.spans)}" for cited in citations)


def read(cite: str, at: str, document: Document) -> CitedQuotes:
    """What the values of `cite` and `at` cite in `document`. What cannot be, is left out."""
    pieces = [piece for piece in cite.split(";") if piece]
    found: dict[int, Cited] = {}
    damaged = len(pieces) > MOST_CITATIONS
    for position, piece in enumerate(pieces[:MOST_CITATIONS], 1):
        cited, whole = _read(piece, position, len(document.text))
        damaged = damaged or not whole or (cited is not None and cited.number in found)
        if cited:
            found.setdefault(cited.number, cited)
    citations = tuple(found.values())
    active = next((cited for cited in citations if str(cited.number) == at), citations[0] if citations else None)
    return CitedQuotes(citations, active, damaged)


def _read(piece: str, position: int, length: int) -> tuple[Cited | None, bool]:
    """The citation of one piece, and whether all of it could be read; without a number it has its `position`."""
    match = _CITED.fullmatch(piece)
    if not match:
        return None, False
    pairs = [(int(start), int(end)) for start, end in (pair.split("-") for pair in match[2].split(","))]
    spans = tuple((start, end) for start, end in pairs[:MOST_SPANS] if start < end <= length)
    return (Cited(int(match[1] or position), spans) if spans else None), len(spans) == len(pairs)
