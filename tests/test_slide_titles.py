"""Titles of slides by their form."""

import pytest

from corpus.layout import split_lines
from corpus.slide_items import Item
from corpus.slide_titles import Titles, headline, slide_title


@pytest.mark.parametrize(
    "title",
    [
        "デジタル行財政改革のこれまでの成果と今後の取組③",
        "国・地方デジタル共通基盤の整備に向けて②（令和６年度共通化の対象候補について）",
        "インフラ：上下水道DXによる持続性確保、ドローンの事業化加速",
        "EBPM:政策ダッシュボードの取組事例（データを月次で更新）",
        "【参考】EUにおけるデジタル関係の法制度の概要",
    ],
)
def test_a_title_in_a_box_of_its_own_is_found(title: str) -> None:
    lines = split_lines(f"本文の一つ\n\n{title}\n\n本文の二つ")
    assert slide_title(lines, Titles(lines)) == 2


@pytest.mark.parametrize(
    "line", ["• 共通化の対象候補について", "（１）予算関連事業の概要", "取組を推進。", "https://rssystem.go.jp/top"]
)
def test_an_item_an_address_or_a_sentence_is_no_title(line: str) -> None:
    lines = split_lines(f"本文の一つ\n\n{line}\n\n一枚の題")
    assert slide_title(lines, Titles(lines)) is None


def test_running_heads_are_the_titles_of_a_deck_that_has_them() -> None:
    lines = split_lines("3. 今後の取組｜取組方針\n\n3.今後の取組\n\n今後の取組について\n\n１．はじめに")
    titles = Titles(lines)
    assert titles.are_running_heads
    assert titles(lines) == [0, 2]


def test_the_headline_is_the_first_thing_on_the_slide() -> None:
    items = [Item([line]) for line in split_lines("暮らしを支える\n準公共のデジタル化\n600 自治体")]
    joined, text = headline(items, [])
    assert text == "暮らしを支える準公共のデジタル化"
    assert [item.text for item in joined] == ["暮らしを支える準公共のデジタル化", "600 自治体"]
