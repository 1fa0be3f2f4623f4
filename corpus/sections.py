"""Headings by their numbering: which line is one, how deep it stands, and the path that leads to it."""

from __future__ import annotations

import re
import unicodedata

_KANA = "アイウエオカキクケコサシスセソタチツテト"
# The numbering of a heading, outermost first. The number of # marks in the source is unreliable, the numbering is not.
_NUMBERINGS = (
    r"第[0-9０-９]+(?=\s)",
    r"[IⅠⅡⅢⅣⅤV]+(?=[.．\s])\.?",
    r"[0-9０-９]+[.．](?!\s*[0-9０-９]{1,2}\s)|※",
    r"[0-9０-９]+[.．]\s*[0-9０-９]{1,2}(?=\s)|[0-9]{1,2}(?=\s+[^\s0-9])",
    r"【.+】$",
    r"●",
    r"[<‹＜〈].+[>›＞〉]$",
    r"[(（][0-9０-９]+[)）]",
    r"[①-⑳]",
    rf"[{_KANA}](?=[\s.．])[.．]?",
    rf"[(（][{_KANA}][)）]",
    r"[A-Z](?=\s)",
    r"[(（][a-z][)）]",
    r"[(（].+[)）]$",
)
_LEVELS = tuple(re.compile(pattern) for pattern in _NUMBERINGS)
_UNNUMBERED = len(_LEVELS)
_BRACKETED = _UNNUMBERED - 1
_MARKUP = re.compile(r"\*\*|^#+\s*|<sup>[^<]*</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_ORDINAL = re.compile(rf"\d+|[a-z{_KANA}]", re.IGNORECASE)
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
    if text.startswith("※") and not marked:  # a note on what stands above
        return None
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(text)
        if match and (match.end() < len(text) or text[-1] in "】>›＞〉)）"):
            return level
    return _UNNUMBERED if marked else None


def is_bracketed(line: str) -> bool:
    """Whether the line is one pair of brackets: a heading, or an explanation of the line above."""
    return heading_level(line) == _BRACKETED


def follows(line: str, heading: str) -> bool:
    """Whether `line` carries the number next to that of `heading`, in the same numbering (エ after ウ)."""
    level, number = heading_level(line), _ordinal(line)
    before = _ordinal(heading)
    if level is None or level != heading_level(heading) or number is None or before is None:
        return False
    return number == before + 1


def _ordinal(line: str) -> int | None:
    match = _ORDINAL.search(unicodedata.normalize("NFKC", heading_text(line)))
    if not match:
        return None
    if match[0].isdecimal():
        return int(match[0])
    return _KANA.find(match[0]) if match[0] in _KANA else ord(match[0].lower())


class HeadingPath:
    """The headings above the line being read, outermost first."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    def enter(self, line: str, level: int) -> None:
        """Go to the section that the heading `line` opens."""
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, heading_text(line)))

    def leave(self) -> None:
        """Go back to the section above."""
        self._stack.pop()

    @property
    def path(self) -> tuple[str, ...]:
        """The headings that lead here, outermost first."""
        return tuple(text for _, text in self._stack)
