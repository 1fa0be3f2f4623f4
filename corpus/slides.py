"""Slide decks: hard-wrapped lines → slides of items, vertical headings rebuilt, chrome and doubled text left out.

What the text layer tore apart (a number and its label) is never joined into a statement: items stay lines as printed,
and a slide is kept together as far as its length allows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.document import Span
from corpus.layout import Line

_OUTLINE = re.compile(r"\s*Slide \d+")
_DUMMY = re.compile(r"※?イメージ画像であり、数字等はダミーです")
_CHROME = re.compile(
    r"よむ、つかう、まなぶ。|出典$|公開元URL |出典情報 |ページ画像$|プレーンテキスト$|ダウンロードした画像を利用|低解像度画像を"
    r"|資料テキストはコンピュータ|テキストをコピーしてご利用|.*\(\d+ ページ\)$"
)
_MARKER = re.compile(r"\s*(?:[\uf000-\uf8ff]|[・•○〇●※◆【＜<（(→×]|[Ⅰ-Ⅹ１-９1-9]+[．.]|[①-⑳]|◇)")
_ITEM = re.compile(r"\s*[\uf000-\uf8ff・•]\s*\S")
_LEADING = re.compile(r"[ぁ-んァ-ヶー）)」、。]")
_TRAILING = re.compile(r"[のをにはがとでもやへなし、（(「]$")
_COMPLETE = tuple("。】）)」等")
_TITLE = re.compile(r".*｜|.*[①-⑳]$|.*(?:について|に向けて|概要.*|（案）)$")
_FULL_LINE = 18  # characters: a line at least so long was cut by the margin
_DENSE_LINE = 40  # the same for a text without blank lines
_LONGEST_TITLE = 60


@dataclass(slots=True)
class Slide:
    """One slide: its title (may be empty), vertical labels, and its items in the order of the text layer."""

    title: str = ""
    items: list[list[Span]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def read_slides(text: str, lines: Sequence[Line]) -> list[Slide]:
    """The slides of a deck; two blank lines part slides."""
    lines = [line for line in _without_double(lines) if not _is_chrome(line.text)]
    width = _FULL_LINE if any(not line.text.strip() for line in lines[:40]) else _DENSE_LINE
    slides = [_read_slide(text, slide, width) for slide in _cut(lines)]
    return [slide for slide in slides if slide.items]


def _is_chrome(line: str) -> bool:
    return bool(_OUTLINE.match(line) or _DUMMY.search(line) or _CHROME.match(line))


def _without_double(lines: Sequence[Line]) -> list[Line]:
    """The lines without a second copy of the last part: some web pages print their text twice in a row."""
    stripped = [line.text.strip() for line in lines]
    for size in range(len(lines) // 2, 20, -1):
        if stripped[-size:] == stripped[-2 * size : -size]:
            return list(lines[:-size])
    return list(lines)


def _cut(lines: Sequence[Line]) -> list[list[Line]]:
    slides: list[list[Line]] = [[]]
    blank = 0
    for line in lines:
        blank = 0 if line.text.strip() else blank + 1
        if blank == 2:
            slides.append([])
        slides[-1].append(line)
    return slides


def _read_slide(text: str, lines: list[Line], width: int) -> Slide:
    slide = Slide()
    slide.labels, rest = _vertical_labels(lines)
    previous: Line | None = None
    after_blank = True
    for line in rest:
        if not line.text.strip():
            after_blank = True
            continue
        if previous and _goes_on(previous.text.strip(), line.text, after_blank, width):
            slide.items[-1].append(line.span)
        else:
            slide.items.append([line.span])
        previous, after_blank = line, False
    slide.title = _title(text, slide)
    return slide


def _vertical_labels(lines: Sequence[Line]) -> tuple[list[str], list[Line]]:
    """Headings set one character a line, put together, and the lines that remain."""
    labels: list[str] = []
    rest: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line(0, 0, "end")]:
        bare = line.text.strip()
        if len(bare) == 1 and not bare.isdigit() and (bare.isalnum() or bare == "・"):
            run.append(line)
        elif bare:
            if len(run) > 1:
                labels.append("".join(single.text.strip() for single in run))
            else:
                rest.extend(run)
            run = []
            rest.append(line)
        else:
            rest.append(line)
    return labels, rest[:-1]


def _goes_on(previous: str, line: str, after_blank: bool, width: int) -> bool:
    if _MARKER.match(line) or previous.endswith("。"):
        return False
    if _TRAILING.search(previous):
        return True
    if width == _DENSE_LINE or after_blank:
        return (
            len(previous) >= width
            and not previous.endswith(_COMPLETE)
            and (width == _DENSE_LINE or bool(_LEADING.match(line.strip())))
        )
    return len(previous) >= width or bool(_ITEM.match(previous)) or bool(re.match(r"[ぁ-ん]", line.strip()))


def _title(text: str, slide: Slide) -> str:
    lines = [" ".join(text[start:end] for start, end in item) for item in slide.items]
    candidates = [line for line in lines if len(line) <= _LONGEST_TITLE and not line.endswith("。")]
    for line in candidates:
        if _TITLE.match(line):
            return line
    return candidates[0] if candidates and len(candidates[0]) >= 6 else ""
