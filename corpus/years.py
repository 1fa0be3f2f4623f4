"""Years and months as Japanese texts write them: 2026年度末, 令和8年度, 平成30年3月, 昨年 counted from a date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.document import Span

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first of the era
FISCAL_START = 4  # month
YEAR = r"(?:(?P<western>(?<!\d)(?:19|20)\d\d)|(?P<era>令和|平成|昭和)(?P<of_era>元|\d{1,2}))\s?年"
_WRITTEN = re.compile(rf"{YEAR}(?P<fiscal>度)?(?:(?P<end>末)|(?:の)?(?P<month>1[0-2]|[1-9])月)?")
_AGO = {"一昨年": -2, "おととし": -2, "昨年": -1, "去年": -1, "本年": 0, "今年": 0, "来年": 1, "再来年": 2}
RELATIVE = (
    r"(?<![一-龥々])(?P<relative>一昨年|おととし|昨年|去年|本年|今年|再来年|来年)(?!金|齢|来|代|配)(?P<of_fiscal>度)?"
)
_RELATIVE = re.compile(RELATIVE)


class PointInTime(NamedTuple):
    """A calendar or fiscal year, or (`month` from 1 to 12, then never fiscal) a month of a calendar year."""

    year: int
    fiscal: bool = False
    month: int | None = None

    def __str__(self) -> str:
        """As the plans write it: 2026年度, 2026年, 2026年3月."""
        return f"{self.year}年{'度' if self.fiscal else ''}" + (f"{self.month}月" if self.month else "")


def points_in(text: str) -> list[tuple[PointInTime, Span]]:
    """The points in time that `text` (in the search form) writes out, with their places, in the order of the text.

    The end of a fiscal year (年度末) is two: the fiscal year and its last month.
    """
    return [(point, match.span()) for match in _WRITTEN.finditer(text) for point in _points(match)]


def relative_points_in(text: str, counted_from: datetime.date) -> list[tuple[PointInTime, Span]]:
    """The years that `text` counts from its own date (昨年, 今年度, 来年), and where it does."""
    return [(_relative(match, counted_from), match.span()) for match in _RELATIVE.finditer(text)]


def published_date(published: str) -> datetime.date | None:
    """The day of a date YYYY-MM-DD, or the first of a month YYYY-MM; None where the month is not known."""
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", published)
    return datetime.date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None


def fiscal_year(date: datetime.date) -> int:
    """The fiscal year of a day: it begins in April."""
    return date.year - (date.month < FISCAL_START)


def is_met(wanted: PointInTime, named: PointInTime) -> bool:
    """Whether a text that names the second speaks of the first: the same year, and the same month if one is wanted."""
    return wanted == named or (
        wanted.month is None and not wanted.fiscal and not named.fiscal and wanted.year == named.year
    )


def published_in(published: str, point: PointInTime) -> bool:
    """Whether a date (YYYY, YYYY-MM or YYYY-MM-DD) surely lies in a year or month."""
    if not re.match(r"\d{4}(?:-\d\d)?", published):
        return False
    year, month = int(published[:4]), int(published[5:7] or 0)
    if point.month is not None:
        return (year, month) == (point.year, point.month)
    if point.fiscal:
        return bool(month) and year - (month < FISCAL_START) == point.year
    return year == point.year


def year_in(match: re.Match[str]) -> int:
    """The Christian year of a match of `YEAR`."""
    if match["western"]:
        return int(match["western"])
    return _ERAS[match["era"]] + (1 if match["of_era"] == "元" else int(match["of_era"]))


def _points(match: re.Match[str]) -> Iterator[PointInTime]:
    year, fiscal = year_in(match), bool(match["fiscal"])
    if match["month"]:
        month = int(match["month"])
        yield PointInTime(year + (fiscal and month < FISCAL_START), False, month)
        return
    yield PointInTime(year, fiscal)
    if match["end"]:
        yield PointInTime(year + fiscal, False, FISCAL_START - 1 if fiscal else 12)


def _relative(match: re.Match[str], counted_from: datetime.date) -> PointInTime:
    fiscal = bool(match["of_fiscal"])
    return PointInTime((fiscal_year(counted_from) if fiscal else counted_from.year) + _AGO[match["relative"]], fiscal)
