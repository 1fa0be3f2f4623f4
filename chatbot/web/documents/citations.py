"""The citations of an answer in the address of a reading page, and back.

    /documents/<doc_id>?cite=1:3519-3559,3713-3720;2@<other doc_id>:700-800&at=1&turn=2#cite-1

holds the places of citations 1 and 2 in the published texts, half-open code-point offsets; 2 stands in another document.
The reader looks at 1, and came from the answer of turn 2. Of a question or an answer the address holds no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from chatbot.answer import Citation
from corpus.document import Document, Span

MOST_CITATIONS = 20
MOST_SPANS = 200  # of one citation; some 3,000 characters
LONGEST = 4_000  # characters of `cite`; browsers, servers and mail take addresses of twice that
_CITED = re.compile(
    r"(?:([1-9][0-9]{0,2})(?:@([a-z0-9-]{1,100}))?:)?([0-9]{1,9}-[0-9]{1,9}(?:,[0-9]{1,9}-[0-9]{1,9})*)"
)
_TURN = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation by its number in the answer, and the places of its quote in a document."""

    number: int
    doc_id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class CitedQuotes:
    """What the address of a page cites, in whatever documents. `active` is the one looked at, None where the page has none.

    `turn` is that of the answer in its conversation, None where the reader does not come from one. `is_damaged` where
    something of the address could not be read, or lies outside the text.
    """

    citations: tuple[Cited, ...] = ()
    active: Cited | None = None
    turn: int | None = None
    is_damaged: bool = False

    @property
    def here(self) -> tuple[Cited, ...]:
        """Those in the document of the active one."""
        return tuple(cited for cited in self.citations if self.active and cited.doc_id == self.active.doc_id)

    def beside(self, step: int) -> Cited | None:
        """The citation `step` places after the active one."""
        if self.active is None:
            return None
        index = self.citations.index(self.active) + step
        return self.citations[index] if 0 <= index < len(self.citations) else None

    def address(self, active: Cited, prefix: str, keys_off: bool = False) -> str:
        """The address that shows `active`, one of these, in its document, with keys to go on or without.

        `prefix` is that of the language: "" or "/en".
        """
        turn = "" if self.turn is None else f"&turn={self.turn}"
        query = f"?cite={write(self.citations, active)}&at={active.number}{turn}{'&keys=off' if keys_off else ''}"
        return f"{prefix}/documents/{quote(active.doc_id)}{query}#cite-{active.number}"


def citation_link(citation: Citation, citations: Sequence[Citation], prefix: str, turn: int | None = None) -> str:
    """The address of the document at the quote of `citation`, with the places of all `citations` of the answer."""
    quotes = CitedQuotes(tuple(_cited(other) for other in citations), turn=turn)
    return quotes.address(_cited(citation), prefix)


def quote_link(doc_id: str, spans: tuple[Span, ...], prefix: str) -> str:
    """The address of the document at one quote, which is marked."""
    cited = Cited(1, doc_id, spans)
    return CitedQuotes((cited,)).address(cited, prefix)


def write(citations: Sequence[Cited], active: Cited) -> str:
    """The citations as the value of `cite` on a page that shows `active`, which is always one of them.

    Of the others, those that would make it longer than LONGEST are left out.
    """
    room = LONGEST - len(_piece(active, active))
    pieces = []
    for cited in citations:
        piece = _piece(cited, active)
        if cited != active:
            if len(piece) >= room:
                continue
            room -= len(piece) + 1
        pieces.append(piece)
    return ";".join(pieces)


def read(cite: str, at: str, document: Document, lengths: Mapping[str, int], turn: str = "") -> CitedQuotes:
    """What the values of `cite`, `at` and `turn` cite, on a page of `document`. What cannot be, is left out.

    `lengths` are those of the texts of all documents, by doc_id, in characters.
    """
    whole = cite if len(cite) <= LONGEST else cite[:LONGEST].rpartition(";")[0]
    pieces = [piece for piece in whole.split(";") if piece]
    damaged = len(pieces) > MOST_CITATIONS or whole != cite
    found: dict[int, Cited] = {}
    for cited, is_whole in _read(pieces[:MOST_CITATIONS], document.doc_id, lengths):
        damaged = damaged or not is_whole or (cited is not None and cited.number in found)
        if cited:
            found.setdefault(cited.number, cited)
    here = [cited for cited in found.values() if cited.doc_id == document.doc_id]
    active = next((cited for cited in here if str(cited.number) == at), here[0] if here else None)
    return CitedQuotes(tuple(found.values()), active, int(turn) if _TURN.fullmatch(turn) else None, damaged)


def _cited(citation: Citation) -> Cited:
    return Cited(citation.number, citation.doc_id, citation.spans)


def _piece(cited: Cited, active: Cited) -> str:
    named = "" if cited.doc_id == active.doc_id else f"@{cited.doc_id}"
    return f"{cited.number}{named}:{','.join(f'{start}-{end}' for start, end in cited.spans[:MOST_SPANS])}"


def _read(pieces: Sequence[str], doc_id: str, lengths: Mapping[str, int]) -> Iterator[tuple[Cited | None, bool]]:
    """The citation of each piece, and whether all of it could be read; without a number it has its position."""
    for position, piece in enumerate(pieces, 1):
        match = _CITED.fullmatch(piece)
        named = str(match[2] or doc_id) if match else ""
        if not match or named not in lengths:
            yield None, False
            continue
        pairs = [(int(start), int(end)) for start, end in (pair.split("-") for pair in match[3].split(","))]
        spans = tuple((start, end) for start, end in pairs[:MOST_SPANS] if start < end <= lengths[named])
        yield (Cited(int(match[1] or position), named, spans) if spans else None), len(spans) == len(pairs)
