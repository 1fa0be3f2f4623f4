"""Labels of a slide that are no statements: headings set one character a line, and the heads of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise

from corpus.layout import Line
from corpus.slide_pages import BREAK
from corpus.slide_wraps import BULLET, NOTE

VERTICAL = "\v"  # the text of the line that takes a vertical heading's place, followed by the heading
_RECURS = 3  # slides: a line that leads items on at least so many is the head of a column


def with_vertical(lines: Sequence[Line]) -> list[Line]:
    """The lines with each heading set one character a line put together."""
    out: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line(0, 0, BREAK)]:
        bare = line.text.strip()
        if len(bare) == 1 and not bare.isdigit() and (bare.isalpha() or bare == "・"):
            run.append(line)
            continue
        if len(run) > 1:
            out.append(replace(run[0], text=VERTICAL + "".join(single.text.strip() for single in run)))
        else:
            out += run
        run = []
        out.append(line)
    return _reordered(out[:-1])


def _reordered(lines: list[Line]) -> list[Line]:
    """Columns of one heading that the text layer gives in the wrong order, put right by the table of corrections."""
    vertical = [index for index, line in enumerate(lines) if line.text.startswith(VERTICAL)]
    runs = tuple(lines[index].text[1:] for index in vertical)
    if runs not in corrections("columns"):
        return lines
    joined = VERTICAL + corrections("columns")[runs]
    lines = [line for index, line in enumerate(lines) if index not in vertical[1:]]
    lines[vertical[0]] = replace(lines[vertical[0]], text=joined)
    return lines


def column_heads(slides: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The lines of a deck that head a column on many of its slides (AS-IS …, TO-BE …)."""
    counts: Counter[str] = Counter()
    for slide in slides:
        printed = [line for line in slide if line.text.strip()]
        pairs = pairwise(printed)
        counts.update({a.text.strip() for a, b in pairs if _leads(a.text, b.text)})
    return frozenset(head for head, count in counts.items() if count >= _RECURS)


def paired_heads(lines: Sequence[Line]) -> tuple[str, str] | None:
    """The heads of a slide's two columns, left one first, where it has such a pair; they may be printed as one line."""
    printed = {line.text.strip() for line in lines}
    for left, right in corrections("heads"):
        if {left, right} <= printed or {left + right, right + left} & printed:
            return left, right
    return None


def is_paired_head(line: str, pair: tuple[str, str]) -> bool:
    """Whether a line is one of the two heads, or both."""
    return line.strip() in (*pair, pair[0] + pair[1], pair[1] + pair[0])


def without_stray_bullet(lines: Sequence[Line]) -> list[Line]:
    """The lines without the bullets that stand in the middle of an item by mistake."""
    stray = {printed: rest for (printed,), rest in corrections("bullet").items()}
    out = []
    for line in lines:
        rest = stray.get(line.text.strip())
        shift = line.text.index(rest) if rest else 0
        out.append(Line(line.number, line.start + shift, line.text[shift:]))
    return out


def _leads(line: str, below: str) -> bool:
    if BULLET.match(line) or NOTE.match(line) or line.strip().startswith(("＜", "※")) or not line.strip():
        return False
    return bool(BULLET.match(below)) or below.strip().startswith("＜")


@cache
def corrections(kind: str) -> dict[tuple[str, ...], str]:
    """The table of corrections: what the text layer prints, in its parts → what stands on the slide."""
    text = resources.files("corpus").joinpath("data", "slide_corrections.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {tuple(row[1].split("|")): row[2] for row in rows if row[0] == kind}
