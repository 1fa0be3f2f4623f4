"""The bridges from everyday words and from English to the words of the plans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.normalize import search_form
from index.level import is_japanese

_APOSTROPHE = re.compile(r"['’]s?\b")
_ENGLISH_WORD = re.compile(r"[a-z0-9]+(?:[.,]\d+)*")
_ARTICLES = {"a", "an", "the"}
_PLURALS = ((re.compile(r"(?<=\w\w)ies$"), "y"), (re.compile(r"(?<=ss|sh|ch)es$|(?<=x)es$|(?<=[^sui\d])s$"), ""))
_LATIN = "[0-9a-z]"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the plans say for an English expression; a generic one says nothing of what a question is about."""

    terms: tuple[str, ...]
    is_generic: bool


@dataclass(frozen=True, slots=True)
class Bridge:
    """An everyday or English expression as it stands in a question, and the plans' words for it."""

    said: str
    official: tuple[str, ...]


def added_terms(text: str) -> list[str]:
    """The plans' words with which a question (in the search form) is looked up beside its own."""
    return official_terms(text) if is_japanese(text) else japanese_terms(text)


def bridges(text: str) -> list[Bridge]:
    """What `added_terms` are taken from, longer everyday expressions first, English ones in the order of the text."""
    found = _official(text) if is_japanese(text) else _translated(text)
    return [bridge for bridge in found if bridge.official]


def official_terms(text: str) -> list[str]:
    """The plans' words for the everyday words in `text` (in the search form), those that it holds already left out.

    Where one everyday word lies within another (ネット within ネットワーク, 落とした within 落とした物), the longest counts.
    One that begins or ends with a Latin letter or a digit counts only where no other follows or precedes it (PIA not
    within OLYMPIA).
    """
    return terms_of(_official(text))


def in_official_words(text: str) -> str:
    """A Japanese `text` (in the search form) with the plans' words in the place of the everyday ones; another as it is."""
    official = {bridge.said: " ".join(bridge.official) for bridge in bridges(text)} if is_japanese(text) else {}
    if not official:
        return text
    said = re.compile("|".join(_whole(expression) for expression in official), re.IGNORECASE)
    return said.sub(lambda match: official[match.group().lower()], text)


def japanese_terms(text: str) -> list[str]:
    """The plans' words for the English words in `text`, in the order of the text; longer expressions count first."""
    return terms_of(_translated(text))


def names_a_subject(text: str) -> bool:
    """Whether an English `text` holds an expression of the plans' field: one that the glossary does not call generic."""
    return any(not entry.is_generic for _, entry in _entries(text))


def unknown_words(text: str) -> list[str]:
    """The words of an English `text` that stand in no expression of the glossary, as it compares words."""
    return [found for found in _read(text) if isinstance(found, str)]


def terms_of(found: Iterable[Bridge]) -> list[str]:
    """The plans' words of the bridges, each once."""
    return list(dict.fromkeys(term for bridge in found for term in bridge.official))


def _official(text: str) -> Iterator[Bridge]:
    rest = text.lower()
    for everyday, official in _everyday():
        if everyday in rest and (match := re.search(_whole(everyday), rest)):
            rest = rest.replace(match.group(), "\n")
            yield Bridge(everyday, tuple(term for term in official if term.lower() not in text.lower()))


def _translated(text: str) -> Iterator[Bridge]:
    return (Bridge(said, entry.terms) for said, entry in _entries(text))


def _entries(text: str) -> Iterator[tuple[str, _Entry]]:
    """Each expression of the glossary in `text`, with its entry."""
    return (found for found in _read(text) if not isinstance(found, str))


def _read(text: str) -> Iterator[tuple[str, _Entry] | str]:
    """The glossary's expressions in `text` with their entries, read from left to right, and the words that none holds.

    The longest expression at a word is taken.
    """
    glossary, longest = _glossary()
    words = english_words(text)
    at = 0
    while at < len(words):
        for end in range(min(at + longest, len(words)), at, -1):
            if entry := glossary.get(tuple(words[at:end])):
                yield " ".join(words[at:end]), entry
                at = end
                break
        else:
            yield words[at]
            at += 1


def english_words(text: str) -> list[str]:
    """The words of an English text as the glossary compares them.

    Lower case, singular, without articles and possessives; a hyphen parts two words as a space does.
    """
    words = _ENGLISH_WORD.findall(_APOSTROPHE.sub("", text.lower()))
    return [_singular(word) for word in words if word not in _ARTICLES]


def _singular(word: str) -> str:
    """`word` without the ending of a plural: no dictionary, but the same for a word and for its plural."""
    for ending, singular in _PLURALS:
        if ending.search(word):
            return ending.sub(singular, word)
    return word


def _whole(everyday: str) -> str:
    before = rf"(?<!{_LATIN})" if re.match(_LATIN, everyday[0]) else ""
    after = rf"(?!{_LATIN})" if re.match(_LATIN, everyday[-1]) else ""
    return before + re.escape(everyday) + after


@cache
def _glossary() -> tuple[dict[tuple[str, ...], _Entry], int]:
    """The entry of every English expression, and the words of the longest expression."""
    glossary = {}
    for expressions, japanese, mark in _rows("glossary.tsv"):
        entry = _Entry(tuple(search_form(term) for term in japanese.split()), mark == "generic")
        glossary.update({tuple(english_words(expression)): entry for expression in expressions.split(";")})
    return glossary, max(map(len, glossary))


@cache
def _everyday() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The everyday expressions with the plans' words for them, the longest expression first."""
    entries = [
        (search_form(expression).lower(), tuple(search_form(term) for term in official.split()))
        for everyday, official, _ in _rows("vocabulary.tsv")
        for expression in everyday.split("、")
    ]
    return tuple(sorted(entries, key=lambda entry: -len(entry[0])))


def _rows(name: str) -> list[list[str]]:
    """The cells of a table's rows; lines that begin with # are notes."""
    lines = resources.files("index").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
