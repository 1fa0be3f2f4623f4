"""Headings by their numbering: which line is one, how deep it stands, and the path that leads to it."""

from __future__ import annotations

import re

# The numbering of a heading, outermost first. The number of # marks in the source is unreliable, the numbering is not.
_NUMBERINGS = (
    r"第[0-9０-９]+(?=\s)",
    r"[IⅠⅡⅢⅣⅤV]+(?=[.．\s])\.?",
    r"[0-9０-９]+[.．](?:\s*[0-9０-９]+)?",
    r"【.+】$",
    r"●",
    r"[<‹＜〈].+[>›＞〉]$",
    r"[(（][0-9０-９]+[)）]",
    r"[①-⑳]",
    r"[アイウエオカキクケコサシスセソタチツテト](?=[\s.．])[.．]?",
    r"[(（][アイウエオカキクケコサシスセソ][)）]",
    r"[A-Z](?=\s)",
    r"[(（][a-z][)）]",
    r"[(（].+[)）]$",
)
_LEVELS = tuple(re.compile(pattern) for pattern in _NUMBERINGS)
_UNNUMBERED = len(_LEVELS)
_MARKUP = re.compile(r"^-\s+(?=[①-⑳])|\*\*|^#+\s*|<sup>[^<]*</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
MAXIMUM_HEADING = 70


def heading_text(line: str) -> str:
    """A heading line without Markdown marks, ruby and footnote marks."""
    return _MARKUP.sub("", _MARKUP.sub("", line.strip())).strip()


def heading_level(line: str) -> int | None:
    """How deep a heading stands (0 is outermost), or None where the line is no heading."""
    marked = line.lstrip().startswith("#")
    text = heading_text(line)
    if not text or len(text) > MAXIMUM_HEADING or text.endswith(("。", "、", "，")):
        return None
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(text)
        if match and (match.end() < len(text) or text[-1] in "】>›＞〉)）"):
            return level
    return _UNNUMBERED if marked else None


class HeadingPath:
    """The headings above the line being read, outermost first."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    def enter(self, line: str, level: int) -> None:
        """Go to the section that the heading `line` opens."""
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, heading_text(line)))

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that lead here, outermost first."""
        return tuple(text for _, text in self._stack)
