"""The bridge from everyday words to the words of the plans."""

from __future__ import annotations

from functools import cache
from importlib import resources

from corpus.normalize import search_form


def official_terms(text: str) -> list[str]:
    """The plans' words for the everyday words in `text` (in the search form), those that it holds already left out.

    Where one everyday word lies within another (確定申告 within nothing, 子 within 子ども), the longest counts.
    """
    terms: list[str] = []
    rest = text.lower()
    for everyday, official in _entries():
        if everyday in rest:
            rest = rest.replace(everyday, "\n")
            terms.extend(term for term in official if term.lower() not in text.lower())
    return list(dict.fromkeys(terms))


@cache
def _entries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Everyday word and official terms, the longest everyday word first."""
    lines = resources.files("index").joinpath("vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    entries = [(search_form(row[0]).lower(), tuple(search_form(term) for term in row[1].split())) for row in rows]
    return tuple(sorted(entries, key=lambda entry: -len(entry[0])))
