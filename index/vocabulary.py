"""The bridges from everyday words and from English to the words of the plans."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from corpus.normalize import search_form

_LATIN = "[0-9a-z]"


def official_terms(text: str) -> list[str]:
    """The plans' words for the everyday words in `text` (in the search form), those that it holds already left out.

    Where one everyday word lies within another (ネット within ネットワーク, 落とした within 落とした物), the longest counts.
    One that begins or ends with a Latin letter or a digit counts only where no other follows or precedes it (PIA not
    within OLYMPIA).
    """
    terms: list[str] = []
    rest = text.lower()
    for everyday, official in _entries("vocabulary.tsv"):
        if everyday in rest and (match := re.search(_whole(everyday), rest)):
            rest = rest.replace(match.group(), "\n")
            terms.extend(term for term in official if term.lower() not in text.lower())
    return list(dict.fromkeys(terms))


def japanese_terms(text: str) -> list[str]:
    """The plans' words for the English words in `text`, in the order of the text; longer expressions count first."""
    rest = text.lower()
    found: list[tuple[int, tuple[str, ...]]] = []
    for english, japanese in _entries("glossary.tsv"):
        for match in re.finditer(rf"\b{re.escape(english)}(?:s|es)?\b", rest):
            found.append((match.start(), japanese))
            rest = rest[: match.start()] + "\n" * len(match.group()) + rest[match.end() :]
    return list(dict.fromkeys(term for _, terms in sorted(found) for term in terms))


def _whole(everyday: str) -> str:
    before = rf"(?<!{_LATIN})" if re.match(_LATIN, everyday[0]) else ""
    after = rf"(?!{_LATIN})" if re.match(_LATIN, everyday[-1]) else ""
    return before + re.escape(everyday) + after


@cache
def _entries(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The expressions of a table with the plans' words for them, the longest expression first."""
    lines = resources.files("index").joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    entries = [
        (search_form(expression).lower(), tuple(search_form(term) for term in row[1].split()))
        for row in rows
        for expression in row[0].split("、")
    ]
    return tuple(sorted(entries, key=lambda entry: -len(entry[0])))
