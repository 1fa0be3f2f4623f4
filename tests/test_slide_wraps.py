"""Which line goes on in the next one."""

import pytest

from corpus.layout import split_lines
from corpus.slide_wraps import Break, goes_on, has_gap, stands_whole, width


def _goes_on(text: str, in_box: bool, unbroken: str = "") -> bool:
    """Whether the first line of `text` goes on in its second; the lines are one box."""
    lines = split_lines(text)
    return goes_on(Break(lines[:1], lines[1:], lines, (), in_box, False), unbroken)


@pytest.mark.parametrize(
    ("text", "in_box"),
    [
        ("地域限定型の無人自動運転移動サービスの\n整備を進める", False),  # a particle
        ("において、地方自治体からの提案募集（232\n件）、実務者による", False),  # an open bracket
        ("これまでは自治体がそれぞれでシステム\nを整備", False),  # an ending
        ("国や組織を超えて\nデータを連携でき\nる空間に関するル", True),  # a narrow box that is filled
        ("デジタル\n庁", True),
        ("GDPR\n（2016）", True),
        ("システム上で、シートを一元管理。外\n部有識者点検の実施", True),  # a sentence begun
    ],
)
def test_a_wrapped_line_goes_on(text: str, in_box: bool) -> None:
    assert _goes_on(text, in_box)


@pytest.mark.parametrize(
    ("text", "in_box"),
    [
        ("効果検証に必要なデータの取得\nデータを活用した分析", False),
        ("7,959 万件\n子育て・介護関連26手続を", False),  # a number alone
        ("4\n名", True),
        ("2026年から\n構築・提供", False),  # a date alone
        ("サービス法 AI法\nに基づく", True),  # pieces of two columns
        ("基金シート：2023年度以降\n明細シート：2024年度以降", True),  # labelled lines
        ("導入した事業者数\n※次世代医療基盤法等", True),  # a mark opens an item
        ("オンライン申請を可能に\n従来、窓口で原本を提示", False),
        ("いつでもどこでもへ\nデジタル庁", False),
        ("少子高齢化（2020年：（25％減）\n高齢化率（34.8％）", True),  # the bracket is never closed
    ],
)
def test_a_line_of_its_own_does_not(text: str, in_box: bool) -> None:
    assert not _goes_on(text, in_box)


def test_words_that_stand_whole_elsewhere_are_rejoined() -> None:
    assert stands_whole("見える化・政策の改", "善（行政事業レビュー", "EBPMによる見える化・政策の改善")
    assert stands_whole("データ分析プラット", "フォームを検討", "相談記録プラットフォーム")
    assert not stands_whole("GビズID利用", "自治体での手続", "給付支援サービス累計利用自治体数")
    assert not stands_whole("構築（2024年度）", "移動サービス", "2024年度）移動サービス")


def test_width_and_gaps() -> None:
    assert width("デジタルAI") == 5.0
    assert has_gap("デジタル庁 総務省 地方３団体")
    assert not has_gap("2027年度までに100 か所以上で実現")
    assert not has_gap("○ イノベーション")
