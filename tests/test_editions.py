"""Which document is a newer edition of which."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_assistant import DRAFT, PLAN

from chatbot.web.documents.editions import newer_edition
from corpus.document import Document


def edition(title: str, published: str, publisher: str = "デジタル庁", status: str = "決定") -> Document:
    return replace(
        PLAN, doc_id=f"{title}-{published}", title=title, published=published, publisher=publisher, status=status
    )


@pytest.mark.parametrize(
    ("title", "newer_title"),
    [
        ("デジタル社会の実現に向けた重点計画", "デジタル社会の実現に向けた重点計画"),
        ("デジタル行財政改革 取りまとめ2025 概要", "デジタル行財政改革 取りまとめ2026（案）"),
        ("令和6年度 デジタル化推進計画", "令和７年度デジタル化推進計画（改定版）"),
        ("第2期 情報化計画", "第3期 情報化計画"),
    ],
)
def test_years_and_brackets_do_not_make_another_series(title: str, newer_title: str) -> None:
    older, newer = edition(title, "2025-06-13"), edition(newer_title, "2026-07-07")
    assert newer_edition(older, [older, newer]) == newer
    assert newer_edition(newer, [older, newer]) is None


def test_another_title_or_publisher_is_another_series() -> None:
    older = edition("デジタル化推進計画", "2024")
    others = [edition("デジタル化推進方針", "2025"), edition("デジタル化推進計画", "2025", publisher="みどり市")]
    assert newer_edition(older, [older, *others]) is None


def test_what_is_in_force_comes_before_a_draft() -> None:
    older, decided = edition("計画", "2023"), edition("計画", "2024")
    draft = edition("計画（案）", "2025", status="案")
    assert newer_edition(older, [draft, older, decided]) == decided
    assert newer_edition(decided, [draft, older, decided]) == draft


def test_a_date_that_may_be_the_same_is_not_newer() -> None:
    assert newer_edition(edition("計画", "2025-06-13"), [edition("計画", "2025")]) is None
    assert newer_edition(replace(DRAFT, published=""), [DRAFT]) is None
