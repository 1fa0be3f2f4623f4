"""Newer editions: documents of one series are told by their titles, without years, brackets and what they abridge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.points_in_time import in_force, is_older
from corpus.document import Document
from corpus.normalize import search_form

_EDITION = re.compile(
    r"\(.*?\)|(?:令和|平成)(?:\d+|元)(?:年度?)?版?|(?:20|19)\d\d(?:年度?)?版?|第\d+[期次版]|(?:の?概要|本文|改[訂定])版?"
)


def newer_edition(document: Document, documents: Sequence[Document]) -> Document | None:
    """The newest document of the same series that is surely newer, one in force before a draft; None without one."""
    newer = [
        other
        for other in documents
        if _series(other) == _series(document) and is_older(document.published, other.published)
    ]
    return max(newer, key=lambda other: (in_force(other), other.published), default=None)


def _series(document: Document) -> tuple[str, str]:
    """The bare title and the publisher, without what stands in brackets."""
    title, publisher = (search_form(text) for text in (document.title, document.publisher))
    return "".join(_EDITION.sub("", title).split()), re.sub(r"\(.*?\)", "", publisher)
