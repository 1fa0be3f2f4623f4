"""Tables of contents: kept out of the text, and read for the printed page on which a heading stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.layout import Line
from corpus.sections import heading_level

_CONTENTS_LINE = re.compile(r".*\t\s*\d+\s*$|第\d\t")


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines outside the tables of contents."""
    kept, inside = [], False
    for line in lines:
        level = heading_level(line.text)
        if level is not None and line.text.strip("# \t*") == "目次":
            inside = True
        elif inside and level == 0:
            inside = False
        if not inside and not _CONTENTS_LINE.match(line.text):
            kept.append(line)
    return kept
