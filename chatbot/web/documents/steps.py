"""From one citation to the next: the addresses behind the links, which keys follow too."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.web.documents.citations import Cited, CitedQuotes
from corpus.document import Corpus


@dataclass(frozen=True, slots=True)
class Step:
    """The way to another citation: its number and address, and the title of its document where that is another one."""

    number: int
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Where one can go from a citation: to those before and after it, None where there is none.

    `keys` is the address of this one with the keys turned off or, where they are off, on.
    """

    previous: Step | None
    next: Step | None
    keys: str


def steps(quotes: CitedQuotes, corpus: Corpus, prefix: str, keys_off: bool) -> Steps:
    """The steps from the active citation, across documents; `prefix` is that of the language."""
    active = quotes.active

    def step(cited: Cited | None) -> Step | None:
        if cited is None or active is None:
            return None
        title = "" if cited.doc_id == active.doc_id else corpus.document(cited.doc_id).title
        return Step(cited.number, quotes.address(cited, prefix, keys_off), title)

    keys = quotes.address(active, prefix, not keys_off) if active else ""
    return Steps(step(quotes.beside(-1)), step(quotes.beside(1)), keys)
