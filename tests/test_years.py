"""Years and months as Japanese texts write them."""

import datetime

import pytest

from corpus.years import PointInTime, fiscal_year, is_met, points_in, published_date, published_in, relative_points_in


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("2026年度までに", ["2026年度"]),
        ("令和8年度までに", ["2026年度"]),
        ("令和元年に", ["2019年"]),
        ("平成31年4月から", ["2019年4月"]),
        ("昭和57年法律第43号", ["1982年"]),
        ("2026年度末", ["2026年度", "2027年3月"]),
        ("令和7年末", ["2025年", "2025年12月"]),
        ("2025年度の2月", ["2026年2月"]),
        ("2025年の7月末で", ["2025年7月"]),
        ("今後20年ほど、2,024年分", []),
        ("12024年", []),
    ],
)
def test_points_that_a_text_writes_out(text: str, points: list[str]) -> None:
    assert [str(point) for point, _ in points_in(text)] == points


def test_a_point_has_its_place() -> None:
    text = "出生届は令和8年度を目途に"
    ((_, (start, end)),) = points_in(text)
    assert text[start:end] == "令和8年度"


@pytest.mark.parametrize(
    ("wanted", "named", "met"),
    [
        ("2026年度までに", "令和8年度", True),
        ("2026年度末", "2027年3月", True),
        ("2027年3月", "2026年度末", True),
        ("2026年度", "2026年", False),
        ("2026年", "2026年5月", True),
        ("2026年5月", "2026年", False),
        ("2026年5月", "2026年6月", False),
    ],
)
def test_what_meets_a_point(wanted: str, named: str, met: bool) -> None:
    pairs = [(one, two) for one, _ in points_in(wanted) for two, _ in points_in(named)]
    assert any(is_met(one, two) for one, two in pairs) is met


@pytest.mark.parametrize(
    ("text", "date", "points"),
    [
        ("昨年度に続き、来年度は", "2026-07-31", ["2025年度", "2027年度"]),
        ("今年度中に", "2026-03-31", ["2025年度"]),
        ("本年9月に", "2026-03-31", ["2026年"]),
        ("一昨年", "2026-07-31", ["2024年"]),
        ("日本年金機構は多年にわたり、翌年度は", "2026-07-31", []),
    ],
)
def test_years_counted_from_a_date(text: str, date: str, points: list[str]) -> None:
    found = relative_points_in(text, datetime.date.fromisoformat(date))
    assert [str(point) for point, _ in found] == points


@pytest.mark.parametrize(("date", "year"), [("2026-03-31", 2025), ("2026-04-01", 2026)])
def test_a_fiscal_year_begins_in_april(date: str, year: int) -> None:
    assert fiscal_year(datetime.date.fromisoformat(date)) == year


@pytest.mark.parametrize(
    ("published", "point", "lies_in"),
    [
        ("2025-06-13", PointInTime(2025), True),
        ("2025-06-13", PointInTime(2025, month=6), True),
        ("2025-06-13", PointInTime(2025, month=7), False),
        ("2025-02-01", PointInTime(2024, fiscal=True), True),
        ("2025", PointInTime(2025), True),
        ("2025", PointInTime(2025, fiscal=True), False),
        ("", PointInTime(2025), False),
    ],
)
def test_when_a_document_was_published(published: str, point: PointInTime, lies_in: bool) -> None:
    assert published_in(published, point) is lies_in


def test_a_date_without_its_month_is_no_date() -> None:
    assert published_date("2025-06") == datetime.date(2025, 6, 1)
    assert published_date("2025") is None
