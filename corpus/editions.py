"""Documents of one series: which document follows another, read from their titles, publishers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.document import Document
from corpus.normalize import search_form

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_TIME = re.compile(
    r"(?:令和|平成|昭和)(?:\d+|元)年?度?|(?:19|20)\d\d年?度?(?:[~〜\-](?:(?:19|20)\d\d)?年?度?)?|\d{1,2}月(?:\d{1,2}日)?"
)
_EDITION = re.compile(r"第(?:\d+|[一二三四五六七八九十]+)(?:次|期|版)|(?:改[訂定]|修正|暫定)?版|改[訂定]$")
_TELLING = 6  # characters of a series that tells a plan from those of others
_PART = re.compile(r"(?:の?(?:概要|要約|要旨|抜粋|本文|本体|全文|素案|原案|案))+$")


def series_of(title: str) -> str:
    """What the titles of all editions of a plan share: without its time, its number and what part of it this is.

    Empty where nothing else is in the title.
    """
    text = search_form(title)
    for pattern in (_BRACKETED, _TIME, _EDITION):
        text = pattern.sub("", text)
    bare = "".join(text.split())
    return _PART.sub("", bare)


def successor(document: Document, documents: Iterable[Document]) -> Document | None:
    """The newest of the `documents` that are newer editions of `document`, one in force before a draft; None without one.

    Editions have one series and one publisher, unless that is not known; then the series must be long enough to tell. A
    date of which only the year is known is newer only than earlier years.
    """
    newer = [other for other in documents if _is_edition(document, other) and _is_newer(other, document)]
    return max(newer, key=lambda other: (in_force(other), other.published), default=None)


def in_force(document: Document) -> bool:
    """Whether a document states what holds; a draft does not yet."""
    return "案" not in document.status


def by_date(published: str) -> tuple[str, str]:
    """The key that sorts dates, oldest first; of one month, that of which no more is known comes first."""
    return published[:7], published


def is_older(published: str, other: str) -> bool:
    """Whether the first of two dates (YYYY, YYYY-MM or YYYY-MM-DD) is surely before the second."""
    known = min(len(published), len(other))
    return published[:known] < other[:known]


def _is_newer(document: Document, other: Document) -> bool:
    return is_older(other.published, document.published)


def _is_edition(document: Document, other: Document) -> bool:
    series = series_of(document.title)
    if not series or series != series_of(other.title):
        return False
    one, two = _publisher(document), _publisher(other)
    return one == two if one and two else len(series) >= _TELLING


def _publisher(document: Document) -> str:
    return "".join(_BRACKETED.sub("", search_form(document.publisher)).split())
