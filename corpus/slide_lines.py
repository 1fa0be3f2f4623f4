"""What is printed around the slides and is no part of them: site chrome, outline, second copy, source credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.layout import Line
from corpus.slide_pages import BREAK

_CHROME = re.compile(
    r"\s*Slide \d+|よむ、つかう、まなぶ。|出典$|公開元URL |出典情報 |ページ画像$|プレーンテキスト$|ダウンロードした画像を利用"
    r"|低解像度画像を|資料テキストはコンピュータ|テキストをコピーしてご利用|.*\(\d+ ページ\)$"
)
_DUMMY = re.compile(r"(?:\s*※イメージ画像であり、数字等はダミーです)+")
_CREDIT = re.compile(r"\s*（出所）")
_ADDRESS = re.compile(r"https?://\S+")
_SHORTEST_COPY = 20  # lines: fewer may recur by chance


def own_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of the text itself: no site chrome, no outline, no second copy; blank lines kept."""
    return _without_copy([line for line in lines if not _CHROME.match(line.text)])


def statements_of(slide: Sequence[Line]) -> list[Line]:
    """A slide's lines without source credits, remarks on pictures, repeated addresses and lone symbols."""
    kept: list[Line] = []
    credit = False
    addresses: set[str] = set()
    for line in slide:
        bare = line.text.strip()
        credit = bool(bare) and (credit or bool(_CREDIT.match(line.text)))
        repeated = bool(_ADDRESS.fullmatch(bare)) and bare in addresses
        addresses.add(bare)
        if line.text == BREAK:
            kept.append(line)
        else:
            kept += [replace(line, text="")] if credit or repeated or _is_symbol(bare) else _without_dummy(line)
    return kept


def _is_symbol(bare: str) -> bool:
    """Whether a line holds nothing but arrows, dots and the like (＋, ・・・, ❶)."""
    return not any(c.isalnum() or c in "%％" for c in bare if c not in "○❶❷❸❹❺❻❼❽❾")


def _without_copy(lines: Sequence[Line]) -> list[Line]:
    """The lines without a second copy of the last part: some web pages print their text twice in a row."""
    stripped = [line.text.strip() for line in lines]
    for size in range(len(lines) // 2, _SHORTEST_COPY, -1):
        if stripped[-size:] == stripped[-2 * size : -size]:
            return list(lines[:-size])
    return list(lines)


def _without_dummy(line: Line) -> list[Line]:
    """The line without the remark that a picture shows dummy figures; what stands before and after it is kept."""
    parts, position = [], 0
    for match in _DUMMY.finditer(line.text):
        parts.append((position, match.start()))
        position = match.end()
    parts.append((position, len(line.text)))
    pieces = [Line(line.number, line.start + first, line.text[first:last]) for first, last in parts]
    return [piece for piece in pieces if piece.text.strip()] or [replace(line, text="")]
