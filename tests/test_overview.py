"""The overview of one page: items under the headings that are theirs."""

import csv
from importlib import resources

from corpus.layout import split_lines
from corpus.overview import read_overview


def _parts(text: str) -> dict[tuple[str, ...], list[str]]:
    (slide,) = read_overview(text, split_lines(text))
    return {part.path: ["".join(text[a:b] for a, b in item) for item in part.items] for part in slide.parts}


def test_a_displaced_item_goes_to_its_own_heading() -> None:
    parts = _parts(
        "医療DXの推進\nインフラ全般の維持管理業務のデジタル化促進\n自治体ルールの見直し促進 等\n"
        "電子処方箋の新たな導入目標の設定【25年夏】 等\n"
    )
    assert parts[("各分野におけるDXの推進・レギュレーションの見直し", "医療・介護・福祉相談")] == [
        "医療DXの推進",
        "電子処方箋の新たな導入目標の設定【25年夏】 等",
    ]
    assert parts[("各分野におけるDXの推進・レギュレーションの見直し", "インフラ")] == [
        "インフラ全般の維持管理業務のデジタル化促進",
        "自治体ルールの見直し促進 等",
    ]


def test_an_item_goes_on_until_it_is_ended() -> None:
    parts = _parts("デジタル×地方創生\n電力と通信の連携により、基盤を\n計画的に整備。\n地域の取組を後押し。\n")
    assert parts[("デジタル×地方創生",)] == ["電力と通信の連携により、基盤を計画的に整備。", "地域の取組を後押し。"]


def test_a_numbered_item_of_the_next_column_is_taken_out_of_its_line() -> None:
    parts = _parts("急激な人口減少社会に対応し、 1. 地方創生2.0を後押し(再定義等)\n経済成長を実現する。\n")
    assert parts[("基本的な考え方",)] == ["急激な人口減少社会に対応し、経済成長を実現する。"]
    assert parts[("バージョンアップの視点",)] == ["1. 地方創生2.0を後押し(再定義等)"]


def test_every_heading_and_opening_of_the_table_stands_in_the_text() -> None:
    folder = resources.files("corpus")
    text = folder.joinpath("plans", "torimatome-2025-gaiyo.txt").read_text(encoding="utf-8")
    table = folder.joinpath("data", "overview_headings.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader((row for row in table if not row.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))
    lines = {line.strip() for line in text.split("\n")}
    headings = {row[0].replace("|", "") for row in rows}
    for heading, above, items, reason in rows:
        assert set(heading.split("|")) <= lines
        assert not above or above in headings
        assert all(item in text for item in items.split("|"))
        assert reason
