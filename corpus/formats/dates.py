"""Dates of publication, as metadata or the first lines of a text state them."""

from __future__ import annotations

import datetime
import re
import unicodedata

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_METADATA = re.compile(r"(?:D:)?(\d{4})[-/]?(\d{2})?[-/]?(\d{2})?")
_PRINTED = re.compile(
    r"(?:[(（【\[]|(?:公表|公開|更新|作成|策定|決定|掲載|最終更新)(?:日|年月日)[:：]?)?"
    r"(?:(令和|平成|昭和)(\d{1,2}|元)|(\d{4}))(?:[(（][^)）]*[)）])?年(\d{1,2})月(?:(\d{1,2})日)?"
    r"(?:[(（][月火水木金土日](?:曜日)?[)）])?(?:閣議決定|決定|策定|改定|改訂|公表|発行|作成|更新|現在|版)?[)）】\]]?"
)
_FIRST_LINES = 40
_EARLIEST = 1945


def is_published_date(text: str) -> bool:
    """Whether `text` is a real date written YYYY, YYYY-MM or YYYY-MM-DD."""
    match = _PUBLISHED.fullmatch(text)
    if not match or not text.isascii():
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    return _is_real(year, month, day)


def metadata_date(text: str) -> str:
    """The day a file's metadata states, as YYYY[-MM[-DD]]; empty where it is none or cannot be, like one to come."""
    match = _METADATA.match(text.strip())
    return _written(*match.groups()) if match else ""


def printed_date(text: str) -> str:
    """The first date that stands on a line of its own among the first lines of `text`, as YYYY-MM[-DD], or empty."""
    lines = [line for line in text.split("\n") if line.strip()][:_FIRST_LINES]
    for line in lines:
        bare = "".join(unicodedata.normalize("NFKC", line.lstrip("#")).split())
        if match := _PRINTED.fullmatch(bare):
            era, year_of_era, year, month, day = match.groups()
            if era:
                year = str(_ERAS[era] + (1 if year_of_era == "元" else int(year_of_era)))
            if written := _written(year, month, day):
                return written
    return ""


def _written(year: str, month: str | None, day: str | None) -> str:
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # the writer's time zone may be ahead
    if not _is_real(int(year), int(month or 1), int(day or 1)) or int(year) < _EARLIEST:
        return ""
    if datetime.date(int(year), int(month or 1), int(day or 1)) > tomorrow:
        return ""
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _is_real(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
