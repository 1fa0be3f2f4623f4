"""Amounts with their units and dates with their sides, as sentences of the plans write them."""

from __future__ import annotations

import pytest

from chatbot.quantities import amounts, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("約1.5万人と800を超える自治体", ["15000 人"]),
        ("導入率100%、端末1,741台、13箇所", ["100 %", "1741 台", "13 か所"]),
        ("10事業者・自治体間の手続", []),
        ("第219回国会、No. 1-47、P12件、2つ目", []),
        ("8割以上の職員", ["8 割以上"]),
        ("全国で3か所程度", ["3 か所"]),
    ],
)
def test_amounts(text: str, expected: list[str]) -> None:
    assert [f"{one.value.normalize():f} {one.unit}{one.bound}" for one in amounts(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年度中に整備する。", [("2025年度", "until", "2025-04", "2026-03", True)]),
        ("令和7年度末までに整備する。", [("令和7年度末", "until", "2026-03", "2026-03", True)]),
        ("2026年夏頃までに始める。", [("2026年夏頃", "until", "2026-06", "2026-09", True)]),
        ("2027年度以降に広げる。", [("2027年度", "from", "2027-04", "2028-03", False)]),
        ("2025年3月に公表した。", [("2025年3月", "until", "2025-03", "2025-03", False)]),
        ("導入率100%【25年度中】", [("25年度", "until", "2025-04", "2026-03", True)]),
        ("実証【25~26年度】", [("25~26年度"[3:], "until", "2026-04", "2027-03", False)]),
        ("2024年6月21日閣議決定", []),
        ("2025年3月末時点では", []),
        ("令和6年度補正予算", []),
        ("2026年度は調査を行う。", []),
    ],
)
def test_terms(text: str, expected: list[tuple[str, str, str, str, bool]]) -> None:
    found = [
        (text[slice(*one.span)], one.side, *(f"{at // 12}-{at % 12 + 1:02}" for at in one.months), one.is_deadline)
        for one in terms(text)
    ]
    assert found == expected
