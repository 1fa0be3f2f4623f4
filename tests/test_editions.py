"""Which document follows another: titles of one series, publishers, dates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import Corpus, Document
from corpus.editions import is_older, series_of, successor

PLAN = Document("a", "みどり市デジタル化推進計画", "2024-03", "みどり市", "決定", "", "", "prose", "")


def document(doc_id: str, title: str, published: str, publisher: str = "みどり市") -> Document:
    return replace(PLAN, doc_id=doc_id, title=title, published=published, publisher=publisher)


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("デジタル行財政改革 取りまとめ2026（案）", "デジタル行財政改革取りまとめ"),
        ("デジタル行財政改革 取りまとめ2025 概要", "デジタル行財政改革取りまとめ"),
        ("デジタル社会の実現に向けた重点計画", "デジタル社会の実現に向けた重点計画"),
        ("令和7年度 みどり市デジタル化推進計画（改定版）", "みどり市デジタル化推進計画"),
        ("第２次みどり市総合計画【概要版】", "みどり市総合計画"),
        ("みどり市総合計画 2024～2028年度 本文", "みどり市総合計画"),
        ("みどり市 DX 戦略 第3期", "みどり市DX戦略"),
        ("第8回会議 資料3", "第8回会議資料3"),
        ("2025年度（案）", ""),
    ],
)
def test_a_series_is_the_title_without_its_time_number_and_part(title: str, series: str) -> None:
    assert series_of(title) == series


def test_the_newest_of_the_newer_editions_follows() -> None:
    old = document("a", "みどり市デジタル化推進計画（令和4年度）", "2022-03")
    middle = document("b", "みどり市デジタル化推進計画（令和5年度）", "2023-03")
    new = document("c", "みどり市デジタル化推進計画（令和6年度）", "2024-03")
    all_of_them = [new, old, middle]
    assert successor(old, all_of_them) == successor(middle, all_of_them) == new
    assert successor(new, all_of_them) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("総合計画", "2022", "みどり市"), ("総合計画", "2024", "あおば市")),  # another city's
        (("総合計画", "2022", ""), ("総合計画", "2024", "みどり市")),  # too short to tell without both publishers
        (("みどり市総合計画", "2024", "みどり市"), ("みどり市総合計画", "2024-03", "みどり市")),  # of the same year
        (("みどり市総合計画", "2022", "みどり市"), ("みどり市環境計画", "2024", "みどり市")),
        (("第8回会議 資料3", "2022", "みどり市"), ("第9回会議 資料3", "2024", "みどり市")),
        (("みどり市総合計画", "", "みどり市"), ("みどり市総合計画", "2024", "みどり市")),  # of unknown date
    ],
)
def test_what_is_not_surely_a_newer_edition_does_not_follow(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    pair = [document("a", *one), document("b", *other)]
    assert successor(pair[0], pair) is None


def test_a_publisher_with_its_office_in_brackets_is_the_same() -> None:
    old = document("a", "みどり市総合計画2022", "2022", "みどり市（企画課）")
    new = document("b", "みどり市総合計画2024（案）", "2024-06", "みどり市")
    assert successor(old, [old, new]) == new


def test_of_the_plans_the_overview_of_2025_has_a_newer_draft(corpus: Corpus) -> None:
    newer = {document.doc_id: successor(document, corpus.documents) for document in corpus.documents}
    assert {doc_id: found.doc_id for doc_id, found in newer.items() if found} == {
        "torimatome-2025-gaiyo": "torimatome-2026-draft"
    }


def test_dates_of_unequal_precision() -> None:
    assert is_older("2024", "2025-06-13") and not is_older("2025", "2025-06-13") and not is_older("", "2025")
