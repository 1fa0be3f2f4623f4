"""The names that a question holds literally: what it quotes, and names in Latin letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"「([^「」]{2,30})」|『([^『』]{2,30})』")
_LATIN = re.compile(r"[a-z][a-z0-9&.-]+[a-z0-9]")
_ENGLISH = re.compile(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in lower case.

    A passage that holds it gains `gain`, in z-score units, unless more than `most_passages` hold it: it tells nothing then.
    """

    text: str
    gain: float
    most_passages: int


def names_in(text: str) -> list[Name]:
    """The names in a question (in the search form); of one in English, whose words are all Latin, only what it quotes."""
    text = text.lower()
    latin = [] if holds_english(text) else _LATIN.findall(text)
    return [*(Name(name, 2.0, 200) for name in quoted_in(text)), *(Name(name, 1.0, 80) for name in latin)]


def quoted_in(text: str) -> list[str]:
    """What a text puts in quotation marks, in its order."""
    return [name for match in _QUOTED.finditer(text) for name in match.groups() if name]


def holds_english(text: str) -> bool:
    """Whether a text holds an English phrase: a question in English may name a Japanese word."""
    return bool(_ENGLISH.search(text))
