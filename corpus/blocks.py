"""Lines of a prose plan → blocks: what belongs together before page breaks are rejoined, and what each block is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.layout import Line
from corpus.sections import heading_level

FULL_LINE = 35  # characters; a shorter line was not cut by the margin or by the end of a page

_FOOTNOTE = re.compile(r"\s*(?:<sup>(\d+)\)?</sup>|([⁰¹²³⁴⁵⁶⁷⁸⁹]+))\s*")
_RULE = re.compile(r"\s*-{3,}\s*$")
_BULLET = re.compile(r"\s*(?:-\s|・|○|※|[①-⑳]|[A-Z]「|[\uf000-\uf8ff])")
_ROW = re.compile(r"\s*(?:-\s*)?\||.*\t.*\S.*\t")
_NUMBERED_TITLE = re.compile(r"-\s+\d+\s+\S.*")
_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class Block:
    """Neighbouring lines of one kind: rule, footnote, row, heading, bullet or text."""

    kind: str
    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The text of its first line."""
        return self.lines[0].text

    @property
    def title(self) -> str:
        """Its first line without the dash of a list item."""
        return self.first.lstrip().removeprefix("- ")


def read_blocks(lines: Iterable[Line]) -> list[Block]:
    """Blocks in order: cut at blank lines, and where a line begins that stands for itself or the line above is full."""
    blocks: list[Block] = []
    previous: Line | None = None
    for line in lines:
        if not line.text.strip():
            previous = None
            continue
        kind = _kind(line.text)
        if previous is not None and kind == "text" and _is_wrapped(blocks[-1], previous, line):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block(kind, [line]))
        previous = line
    return list(_with_listed_headings(blocks))


def footnote_mark(line: str) -> tuple[int, int] | None:
    """The number of the footnote that begins with `line` and the offset of its text; None where none begins."""
    match = _FOOTNOTE.match(line)
    if not match:
        return None
    return int(match[1] or match[2].translate(_SUPERSCRIPT_DIGITS)), match.end()


def is_bullet(text: str) -> bool:
    """Whether `text` begins with the mark of a list item or of a paragraph set as one."""
    return bool(_BULLET.match(text))


def _kind(line: str) -> str:
    if _RULE.match(line):
        return "rule"
    if _FOOTNOTE.match(line):
        return "footnote"
    if _ROW.match(line):
        return "row"
    if not line.lstrip().startswith("- ") and heading_level(line) is not None:
        return "heading"
    return "bullet" if _BULLET.match(line) else "text"


def _is_wrapped(block: Block, previous: Line, line: Line) -> bool:
    """Whether `line` goes on in the line above, which the margin cut."""
    if block.kind not in ("text", "bullet", "footnote") or previous.number + 1 != line.number:
        return False
    return len(previous.text.strip()) >= FULL_LINE and not previous.text.rstrip().endswith("。")


def _with_listed_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Some headings are set as list items: the one item before a deeper heading, and an item with its text below."""
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind == "bullet" and following and _is_listed_heading(block, following):
            block.kind = "heading"
        yield block


def _is_listed_heading(block: Block, following: Block) -> bool:
    level = heading_level(block.title)
    if level is None or len(block.lines) > 1:
        return False
    if following.kind == "heading":
        deeper = heading_level(following.title)
        return deeper is not None and deeper > level
    directly_below = following.lines[0].number == block.lines[0].number + 1
    return following.kind == "text" and directly_below and bool(_NUMBERED_TITLE.match(block.first))
