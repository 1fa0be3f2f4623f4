"""Which line of an office's document is a heading, by its Markdown marks or its numbering, and how deep it stands."""

from __future__ import annotations

import re

_MARKED = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_N = "[0-9０-９]{1,2}"
_COUNT = "[一二三四五六七八九十百0-9０-９]{1,4}"
_KANA = "[アイウエオカキクケコサシスセソ]"
_POINT = r"[.．‐\-－−]"
_TITLE = r"(?=\s*\S)"  # a number alone is no heading
_CAPTION = rf"[(（](?!(?:{_N}|[ア-ンa-zａ-ｚ])[)）])[^()（）]{{1,20}}[)）]$"
_NUMBERINGS = (  # in the order usual in Japanese official documents, outermost first
    rf"第{_COUNT}[編部](?=\s|$)",
    rf"第{_COUNT}章",
    rf"第{_COUNT}節",
    rf"(?:別紙|別表|別添|附則|付則|参考資料|巻末資料)(?:第?{_N})?(?=\s|$|[(（])",
    _CAPTION,
    rf"第{_N}(?=\s){_TITLE}",
    rf"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{{1,3}}|(?:I{{1,3}}|I?[VX]|VI{{1,3}})(?=[.．\s]))[.．、]?{_TITLE}",
    rf"{_N}(?:[.．](?![0-9０-９])|(?=\s)){_TITLE}",
    rf"{_N}{_POINT}{_N}[.．]?(?=\s|[^\s0-9０-９.．\-－−]){_TITLE}",
    rf"{_N}(?:{_POINT}{_N}){{2}}[.．]?(?=\s|[^\s0-9０-９.．\-－−]){_TITLE}",
    r"【.{1,30}】$",
    rf"[■◆●◎○□▼▶]{_TITLE}",
    r"[<＜〈《].{1,30}[>＞〉》]$",
    rf"[(（]{_N}[)）]{_TITLE}",
    rf"{_N}[)）]{_TITLE}",
    rf"[①-⑳]{_TITLE}",
    rf"{_KANA}(?=[\s.．])[.．]?{_TITLE}",
    rf"[(（]{_KANA}[)）]{_TITLE}",
    rf"[a-zａ-ｚ](?=[\s.．])[.．]?{_TITLE}",
    rf"[(（][a-zａ-ｚ][)）]{_TITLE}",
)
_LEVELS = tuple(re.compile(pattern) for pattern in _NUMBERINGS)
_FIRST_NUMBERED = 10  # numbered headings stand below those with Markdown marks
CAPTION_DEPTH = _FIRST_NUMBERED + _NUMBERINGS.index(_CAPTION)  # 「（目的）」, a heading only if an article follows
ARTICLE = re.compile(rf"第{_COUNT}条")
_AMOUNT = re.compile(  # a number that counts or dates something numbers no heading: 「3 件の申請」, 「7 年度」
    r"\s*(?:年度?|か年|月|日|時|分|秒|人|名|件|円|点|回|度|歳|才|個|枚|台|社|校|戸|棟|割|倍|位|週|世帯|箇所|[かヶカケ][所月国]|億円?|万円?|つ|%|％|㎡|km|kg)"
    r"(?:$|[^\w]|[のがをにはとでもへ]|以[上下内]|未満|程度|目|間|当たり|前|後)"
)
_OPEN_END = tuple("。、，,：:；;をにはがとでへや")  # a line that ends so is part of a sentence
_LONGEST = 60  # characters
_EMPHASIS = re.compile(r"\*\*|__|`|\s#+\s*$|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def marked_depth(line: str) -> int | None:
    """The depth of a line with Markdown marks (1 is outermost), or None."""
    match = _MARKED.match(line)
    return len(match[1]) if match else None


def numbered_depth(line: str) -> int | None:
    """How deep a line without Markdown marks would stand by its numbering, or None where it cannot be a heading."""
    text = line.strip()
    if not 0 < len(text) <= _LONGEST or text.endswith(_OPEN_END):
        return None
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(text):
            counts = match.group()[-1].isdigit() and _AMOUNT.match(text, match.end())
            return None if counts else level + _FIRST_NUMBERED
    return None


def heading_text(line: str) -> str:
    """A heading as shown in a path: without Markdown and footnote marks."""
    return " ".join(_EMPHASIS.sub("", _MARKED.sub("", line)).split())
