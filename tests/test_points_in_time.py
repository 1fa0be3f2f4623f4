"""Which editions and which years a question means, on the catalog of the real plans."""

import datetime

import pytest

from chatbot.points_in_time import PointsInTime, read_points
from corpus.document import Corpus
from corpus.editions import is_older

TODAY = datetime.date(2026, 7, 31)
PLAN, DRAFT = "juten-keikaku-2025", "torimatome-2026-draft"
SUMMARY, SLIDES, REPORT = "torimatome-2025-gaiyo", "torikumi-hoshin-2024", "katsudo-hokoku-2025"


def _read(corpus: Corpus, question: str) -> PointsInTime:
    return read_points(question, corpus.documents, TODAY)


@pytest.mark.parametrize(
    ("question", "doc_ids"),
    [
        ("2024年11月に示されたデジタル行財政改革の方針では、介護の働き手は？", {SLIDES}),
        ("2024年の取組方針では", {SLIDES}),
        ("令和7年の重点計画では", {PLAN}),
        ("重点計画でいう「レガシーシステム」とは", {PLAN}),
        ("取りまとめ2026では", {DRAFT}),
        ("最新の取りまとめ案によると", {DRAFT}),
        ("2026年の案に沿って", {DRAFT}),
        ("最新の案だといつ？", {DRAFT}),
        ("最新の案内はどこ？", set()),
        ("最新の取りまとめでは", {SUMMARY, DRAFT}),
        ("現行の重点計画では", {PLAN}),
        ("最新の計画では", {PLAN, SUMMARY, DRAFT, REPORT}),
        ("昨年の取りまとめでは", {SUMMARY}),
        ("前回の取りまとめでは", {SUMMARY}),
        ("以前の計画では", {PLAN, SUMMARY, SLIDES, REPORT}),
        ("2025年2月の時点で、ガバメントクラウドに載っているシステムはいくつ", set()),
        ("今後どんな名前の会議に変わりますか", set()),
    ],
)
def test_editions(corpus: Corpus, question: str, doc_ids: set[str]) -> None:
    assert _read(corpus, question).documents == doc_ids


@pytest.mark.parametrize(
    ("question", "targets"),
    [
        ("2026年度末までに何か所で実現しますか", {"2026年度", "2027年3月"}),
        ("令和8年度の目標は", {"2026年度"}),
        ("2025年の時点では", {"2025年"}),
        ("来年度から何が始まりますか", {"2027年度"}),
        ("2026年度の計画は", {"2026年度"}),
        ("2024年11月の方針では2026年度までに何人育てますか", {"2026年度"}),
        ("取りまとめ2026では", set()),
    ],
)
def test_targets(corpus: Corpus, question: str, targets: set[str]) -> None:
    assert {str(point) for point in _read(corpus, question).targets} == targets


def test_a_target_is_met_in_either_calendar(corpus: Corpus) -> None:
    points = _read(corpus, "2026年度末までの目標は")
    assert points.are_met_by("令和8年度までに整備する。")
    assert points.are_met_by("2027年3月に終える。")
    assert not points.are_met_by("2026年夏に始める。")
    assert not _read(corpus, "目標は").are_met_by("令和8年度までに整備する。")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("2023年の重点計画では何が決まりましたか", True),
        ("令和5年の重点計画では何が決まりましたか", True),
        ("一昨年の重点計画では何が決まりましたか", True),
        ("取りまとめ2024の目標は", True),
        ("2023年の重点計画と2025年の重点計画の違いは何ですか", True),
        ("2025年の重点計画の目標は", False),
        ("最新の取りまとめ2026では", False),
        ("2025年の取りまとめと2026年の取りまとめ案の違いは", False),
        ("2024年の取組方針で決まったことは", False),
        ("2023年に始まった施策は重点計画にありますか", False),
        ("2023年の重点計画と比べて出生届のオンライン化はどう変わりましたか", True),
        ("出生届の期限は2023年の重点計画と2025年の重点計画でどう変わりましたか", False),
    ],
)
def test_an_edition_that_is_not_there_is_noticed(corpus: Corpus, question: str, missing: bool) -> None:
    assert _read(corpus, question).lacks_edition is missing


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("自動運転の目標は2024年の方針から2026年の取りまとめ案でどう変わりましたか", [{SLIDES}, {DRAFT}]),
        ("レジストリの整備時期の、2024年と2025年の違いは？", [{SLIDES}, {PLAN, SUMMARY, REPORT}]),
        ("現行の重点計画と2024年の取組方針で、自動運転の目標の違いは", [{PLAN}, {SLIDES}]),
        ("ICT端末について、2025年の取りまとめが掲げた目標と、その後の実際の到達度は", [{SUMMARY}]),
        ("出生届のオンライン化は、前の計画と比べてどう変わりましたか", []),
    ],
)
def test_editions_that_are_compared(corpus: Corpus, question: str, sides: list[set[str]]) -> None:
    points = _read(corpus, question)
    assert points.compares
    assert [set(side) for side in points.sides] == sides


@pytest.mark.parametrize(
    "question",
    [
        "重点計画でいうレガシーシステムとオープンシステムの違いは何ですか",
        "使っている割合は、2025年12月と2026年5月末でどう変わりましたか",
        "2025年の重点計画の目標は何ですか",
        "アナログ規制を見直す団体の割合を、2025年度末と2026年度末にそれぞれどこまで増やしますか",
    ],
)
def test_editions_that_are_not_compared(corpus: Corpus, question: str) -> None:
    points = _read(corpus, question)
    assert not points.compares
    assert not points.may_compare


def test_what_changed_may_be_plans(corpus: Corpus) -> None:
    assert _read(corpus, "標準化の期限はどう変わった？").may_compare


def test_the_subject_is_without_editions(corpus: Corpus) -> None:
    assert _read(corpus, "出生届のオンライン化は、前の計画と比べてどう変わりましたか").subject.startswith("出生届の")
    assert "取りまとめ" not in _read(corpus, "自動運転は2026年の取りまとめ案でどう変わりましたか").subject


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        ("2024-11-12", "2025-06-13", True),
        ("2024", "2025-06-13", True),
        ("2025", "2025-06-13", False),
        ("", "2025", False),
    ],
)
def test_a_date_is_older_only_where_that_is_sure(one: str, other: str, older: bool) -> None:
    assert is_older(one, other) is older
