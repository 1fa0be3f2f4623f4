"""Markdown and plain text."""

from __future__ import annotations

import re

from corpus.formats.dates import metadata_date
from corpus.formats.encoding import decode
from corpus.formats.extracted import Extracted, clean_text, plausible_title

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date):[ \t]*['\"]?(.*?)['\"]?[ \t]*$", re.MULTILINE)


def extract_plain(name: str, data: bytes) -> Extracted:
    """The text of a .md or .txt file; YAML front matter of Markdown is read for title and date and left out."""
    text = clean_text(decode(name, data))
    if not name.lower().endswith(".md"):
        return Extracted(text, "text/plain")
    front = _FRONT_MATTER.match(text)
    if not front:
        return Extracted(text, "text/markdown")
    fields = dict(_FIELD.findall(front.group(1)))
    title, published = plausible_title(fields.get("title", "")), metadata_date(fields.get("date", ""))
    return Extracted(text[front.end() :], "text/markdown", title, published)
