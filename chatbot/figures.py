"""The figures of a text: its numbers, dates, ministries and proper names, each as it stands in the search form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.tokenizer import proper_nouns

FigureKind = Literal["number", "date", "ministry", "name"]

_KANJI_NUMERALS = "〇一二三四五六七八九十百千"
_COUNTED = "年月日週時分秒歳人名件個箇か所社校局台枚本種者回点倍割条項号章節階区市町村県省庁つ億万兆円"
_RUN = re.compile(r"[ァ-ヴー]{2,}|[A-Za-z][\w.+&/-]*[\w+]", re.ASCII)
_PATTERNS: tuple[tuple[FigureKind, re.Pattern[str]], ...] = (
    ("number", re.compile(rf"\d+(?:[.,]\d+)*|[{_KANJI_NUMERALS}]+(?=[{_COUNTED}])")),
    (
        "date",
        re.compile(
            r"(?:(?:令和|平成|昭和|西暦)?(?:(?<![\d.,])\d+|元)年度?)?(?:(?<![\d.,])\d+月)?(?:(?<![\d.,])\d+日)?"
        ),
    ),
    (
        "ministry",
        re.compile(
            r"内閣官房|内閣府|内閣法制局|人事院|宮内庁|公正取引委員会|国家公安委員会|警察庁|個人情報保護委員会|カジノ管理委員会|金融庁|消費者庁"
            r"|こども家庭庁|デジタル庁|復興庁|総務省|公害等調整委員会|消防庁|法務省|出入国在留管理庁|公安調査庁|公安審査委員会|検察庁|外務省"
            r"|財務省|国税庁|文部科学省|文科省|スポーツ庁|文化庁|厚生労働省|厚労省|中央労働委員会|農林水産省|農水省|林野庁|水産庁|経済産業省|経産省"
            r"|資源エネルギー庁|特許庁|中小企業庁|国土交通省|国交省|観光庁|気象庁|運輸安全委員会|海上保安庁|環境省|原子力規制(?:委員会|庁)"
            r"|防衛省|防衛装備庁|会計検査院|最高裁判所"
        ),
    ),
    ("name", _RUN),
    ("name", re.compile(r"(?<=「)[^「」]+(?=」)|(?<=『)[^『』]+(?=』)")),
)
_IDEOGRAPH = re.compile("[一-龥々]")
_ONE_WORD = (re.compile("[A-Za-z]"), re.compile("[ァ-ヴー]"), re.compile(f"[{_KANJI_NUMERALS}]"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, date, ministry or name."""

    kind: FigureKind
    text: str


def figures(text: str) -> list[Figure]:
    """Every figure of `text` (in the search form) once, by kind; a date's numbers are numbers too."""
    nouns = (noun for noun in proper_nouns(text) if _IDEOGRAPH.search(noun))  # the others are part of a run
    found = [*_matches(text), *(Figure("name", noun) for noun in nouns)]
    return list(dict.fromkeys(found))


def stands_in(figure: Figure, source: str) -> bool:
    """Whether `source` (in the search form) holds the figure whole: 26 is not in 2026, 2026年 not in 2026年度.

    A ministry or a name of several scripts has no end that could be told: it may stand anywhere.
    """
    if figure.kind == "ministry" or (figure.kind == "name" and not _RUN.fullmatch(figure.text)):
        return figure.text in source
    at = source.find(figure.text)
    while at >= 0:
        if _is_whole(figure.text, source, at):
            return True
        at = source.find(figure.text, at + 1)
    return False


def _matches(text: str) -> Iterator[Figure]:
    for kind, pattern in _PATTERNS:
        yield from (Figure(kind, match.group()) for match in pattern.finditer(text) if match.group())


def _is_whole(text: str, source: str, at: int) -> bool:
    end = at + len(text)
    before, after = source[max(at - 2, 0) : at], source[end : end + 2]
    if text[0].isdigit() and re.search(r"\d[.,]?$", before):
        return False
    if text[-1].isdigit() and re.match(r"[.,]?\d", after):
        return False
    if text[-1] == "年" and after[:1] == "度":
        return False
    return not any(_joined(word, before[-1:], text[0]) or _joined(word, text[-1], after[:1]) for word in _ONE_WORD)


def _joined(word: re.Pattern[str], left: str, right: str) -> bool:
    """Whether two neighbours belong to one number or one word."""
    return bool(word.match(left) and word.match(right))
