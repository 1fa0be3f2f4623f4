"""The figures of a statement that can be set against another's: how many of what, and by when.

All texts are in the search form. A figure without a unit, the number of an item or a section, the year of a law or of a
count are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.document import Span
from corpus.years import FISCAL_START, YEAR, PointInTime, points_in

Side = Literal["until", "from"]

NUMERALS = {mark: number for number, mark in enumerate("一二三四五六七八九十", 1)}
_SCALES = {"": 1, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_UNITS = (
    "%|パーセント|ポイント|割|倍|円|か所|カ所|ヶ所|ヵ所|ケ所|箇所|地域|自治体|地方公共団体|団体|市区町村|市町村|都道府県|医療機関|病院|施設|事業者|事例|機関"
    "|業務|システム|サービス|手続|法令|条項|世帯|人(?!口)|名|件|社|校|園|台|本|枚|種類|分野|項目|拠点|区間|路線|床|基(?![盤本準幹金礎])|回|時間|分(?![野類科析])|秒|か国|カ国|つ"
)
_SAME_UNIT = {"パーセント": "%", "名": "人", "カ国": "か国", **dict.fromkeys(("カ所", "ヶ所", "ヵ所", "ケ所", "箇所"), "か所")}  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![第.\d,A-Za-z-])(?:約|おおむね|およそ)?(?P<figure>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<scale>[千万億兆]?)"
    rf" ?(?P<unit>{_UNITS})(?!目)(?P<bound>以上|以下|以内|未満|超)?(?:程度|前後)?"
)
_ITEM_NUMBER = re.compile(r"[・•○\s]*\d+(?!\d|[.,]\d|%|割|年)")  # 10事業者・自治体間の… is the tenth of a list

# A span of time, unlike the parts of a date: 3日間, 1週間, 2か月, 5年以内.
SPAN_OF_TIME = (
    r"(?<!公布後)(?<!\d)\d+\s*(?:営業日|日間|日化|日以内|日以上|日程度|日後|日前|日で|週間|時間|分(?!の|野|類)|[箇かカヵヶケ]月|年間|年以内|年以上|年程度|年[ごお後前]|年を(?:超|経))"
    r"|[一二三四五六七八九十]+(?:週間|[かカヵヶ箇]月|[日年](?:間|以内|ごと))|即日|当日|即時|\d+年に(?:1|一)"
)
_SEASONS = {
    "春": (3, 5),
    "夏": (6, 9),
    "秋": (9, 11),
    "冬": (12, 14),
}  # first and last month, the last in the next year
_DATE = re.compile(
    rf"{YEAR}度?(?:の)?(?:末|(?:1[0-2]|[1-9])月(?:末|上旬|中旬|下旬|(?P<day>\d{{1,2}}日))?)?"
    rf"(?P<season>{'|'.join(_SEASONS)})?(?:頃|ごろ)?"
)
_SHORT_YEAR = re.compile(r"(?<=【)(?:\d\d[~〜-])?(?P<year>\d\d)(?=年)")  # as the overview writes it: 【25年度中】
_BY = re.compile(r"まで|中(?![一-龥])|内(?:に|を?目途)|を?(?:目途|目処|めど|目標)|を目指|に向け")
_FROM = re.compile(r"以降|以後|から|より")
# Behind the year of a decision, a law, a budget or a count, and of what is told of a year (2025年度は…).
_NO_PLAN = re.compile(
    r"時点|現在|の?(?:閣議)?決定|法律|の?(?:補正|当初)|予算|改定|版|政令|省令|(?:において)?は(?!じめ)|:"
)
_DONE = re.compile(r"[^、。]*?た(?:[。、]|ところ|$)")


@dataclass(frozen=True, slots=True)
class Amount:
    """How many of what; `bound` is 以上, 未満 and the like. 約 and 程度 belong to the place, not to the value."""

    value: Decimal
    unit: str
    bound: str
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """A date by which or from which something is or was to be done.

    `months` are its first and last month, counted from the year 0. `is_done` where the clause says that it was done,
    `is_deadline` where it was not and the text says まで, 中, 目途 or the like.
    """

    side: Side
    months: tuple[int, int]
    is_deadline: bool
    is_done: bool
    span: Span

    def meets(self, other: Term) -> bool:
        """Whether the two may be the same time, one told more closely: 2026年度 and 2026年7月."""
        return self.months[0] <= other.months[1] and other.months[0] <= self.months[1]


def amounts(text: str) -> list[Amount]:
    """The amounts of `text`, in its order."""
    item = _ITEM_NUMBER.match(text)
    return [
        Amount(
            Decimal(match["figure"].replace(",", "")) * _SCALES[match["scale"]],
            _SAME_UNIT.get(match["unit"], match["unit"]),
            match["bound"] or "",
            match.span(),
        )
        for match in _NUMBER.finditer(text, item.end() if item else 0)
    ]


def terms(text: str) -> list[Term]:
    """The dates of `text` that say when something is or was to be done, in its order."""
    full, put_in = _with_centuries(text)
    return [
        _term(full, match, (_place(match.start(), put_in), _place(match.end(), put_in)))
        for match in _DATE.finditer(full)
        if not match["day"] and not _NO_PLAN.match(full, match.end())
    ]


def _term(text: str, match: re.Match[str], span: Span) -> Term:
    is_done = bool(_DONE.match(text, match.end()))
    is_deadline = not is_done and bool(_BY.match(text, match.end()))
    return Term("from" if _FROM.match(text, match.end()) else "until", _months(match), is_deadline, is_done, span)


def _months(match: re.Match[str]) -> tuple[int, int]:
    """The first and last month that a date may mean; of an end of a year, its last."""
    ranges = [_range(point) for point, _ in points_in(match.group())]
    first, last = ranges[-1]
    if match["season"]:
        year = 12 * (first // 12)
        return year + _SEASONS[match["season"]][0] - 1, year + _SEASONS[match["season"]][1] - 1
    return first, last


def _range(point: PointInTime) -> tuple[int, int]:
    if point.month is not None:
        return (12 * point.year + point.month - 1,) * 2
    first = 12 * point.year + (FISCAL_START - 1 if point.fiscal else 0)
    return first, first + 11


def _with_centuries(text: str) -> tuple[str, list[int]]:
    """`text` with years of two digits written out, and the places in it where two digits were put in."""
    years = [match.start("year") for match in _SHORT_YEAR.finditer(text)]
    for year in reversed(years):
        text = f"{text[:year]}20{text[year:]}"
    return text, [year + 2 * count for count, year in enumerate(years)]


def _place(at: int, put_in: Iterable[int]) -> int:
    return at - 2 * sum(place < at for place in put_in)
