"""From one citation to the next: the addresses behind the links, which keys follow too."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.web.documents.citations import Cited, CitedQuotes, query


@dataclass(frozen=True, slots=True)
class Steps:
    """Where one can go from a citation: to those before and after it, empty where there is none.

    `keys` is the address of this one with the keys turned off or, where they are off, on.
    """

    previous: str
    next: str
    keys: str


def steps(quotes: CitedQuotes, path: str, keys_off: bool) -> Steps:
    """The steps from the active citation; `path` is that of the document, which finds the part of each."""

    def address(cited: Cited | None, off: bool) -> str:
        return path + query(quotes.written, cited.number, keys_off=off) if cited else ""

    return Steps(
        address(quotes.beside(-1), keys_off), address(quotes.beside(1), keys_off), address(quotes.active, not keys_off)
    )
