"""Rows of the gold files in `data/`, and texts compared without white space."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from corpus.layout import split_lines

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """The cells of every row of `data/<name>`, without its header."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def bare(text: str) -> str:
    return "".join(text.split())


def line_at(text: str, offset: int) -> int:
    """The 1-based line of the character at `offset`."""
    return bisect_right(_starts(text), offset)


@lru_cache(maxsize=8)
def _starts(text: str) -> list[int]:
    return [line.start for line in split_lines(text)]
