"""The report as HTML: it shows the scores' own figures, draws them where they belong, and lets no text become markup."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval.report import labels, write_html
from eval.report.coverage import Point, at_threshold, coverage_curve, in_use
from eval.report.figures import all_measures, group_table, interval_written, written
from eval.report.labels import japanese_date
from eval.report.plots import bins, curve_chart, histogram
from eval.report.rowcharts import Group, bar_chart, interval_chart, share_bar, whisker
from eval.report.rows import quoted_pieces, table_row
from eval.verdicts import STAGES

VOID = {"meta", "link", "input", "br"}
INJECTION = "</script></p><script>alert(1)</script><img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Evidence:
    doc: str
    text: str


@dataclass(frozen=True)
class Question:
    id: str = "q-1"
    question: str = "全国展開はいつからですか。"
    type: str = "temporal"
    persona: str = "official"
    history: tuple[str, ...] = ()
    answer_keys: tuple[tuple[str, ...], ...] = (("2028年度", "令和10年度"),)
    evidence: tuple[Evidence, ...] = (Evidence("000_3909492740c622a7.txt", "2028 年度以降の全国展開開始を目指す"),)
    answer: str = "2028年度以降の全国展開開始を目指す。"


@dataclass(frozen=True)
class Judged:
    question: Question = Question()
    answer: Mapping[str, Any] = field(default_factory=dict)
    verdict: str = "CORRECT"
    cited: tuple[bool, ...] = ()
    verbatim: tuple[bool, ...] = ()
    stage: str = ""
    relevant: frozenset[str] = frozenset()
    retrieved: tuple[str, ...] = ()


def judged(verdict: str = "CORRECT", outcome: str = "answered", confidence: float | None = None, **more: Any) -> Judged:
    answer = {"outcome": outcome, "answer": "2028 年度以降。", "citations": [], "confidence": confidence} | more
    return Judged(answer=answer, verdict=verdict, stage="failed" if outcome == "failed" else "")


def citation(text: str, quote: str, **more: Any) -> dict[str, Any]:
    return {
        "doc_id": "d",
        "title": "計画",
        "published": "2025-06-13",
        "status": "決定",
        "text": text,
        "quote": quote,
    } | more


SCORES: dict[str, Any] = {
    "n": 3,
    "answer_accuracy": 0.8222,
    "cited@1": 0.7307,
    "cited@5": 0.9359,
    "citation_precision": 0.2308,
    "verbatim_share": 1.0,
    "abstention": 0.5833,
    "wrongly_abstained": 0.0641,
    "precision_when_answering": 0.8072,
    "recall@10": 0.9123,
    "ndcg@10": 0.7334,
    "latency_p50_ms": 22.94,
    "latency_p95_ms": 1363.0,
    "mrr@10": 0.6789,
    "outcomes": {"CORRECT": 2, "INCORRECT": 1, "NOT_ATTEMPTED": 0},
    "stages": {"lost": 1},
    "by_type": {
        "temporal": {"n": 2, "answer_accuracy": 0.5, "cited@5": None, "intervals": {"answer_accuracy": [0.125, 0.875]}},
        "fact": {"n": 1, "answer_accuracy": 1.0, "cited@5": 1.0, "intervals": {}},
    },
    "by_persona": {"citizen": {"n": 3, "answer_accuracy": 0.8222, "cited@5": 0.9359, "intervals": None}},
    "intervals": {"answer_accuracy": [0.7612, 0.8744], "latency_p50_ms": [20.4, 25.0], "abstention": None},
    "date": "2026-07-30T09:15:00",
    "model": "e5-small-ja",
    "index": "4f2a9c1e",
}


class Elements(HTMLParser):
    """The elements of a page with their attributes; fails where an end tag does not end the innermost element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts))


def parse(html: str) -> Elements:
    elements = Elements()
    elements.feed(html)
    elements.close()
    assert elements.open == []
    return elements


def write(folder: Path, scores: Mapping[str, Any], *items: Judged, threshold: float | None = None) -> str:
    path = folder / "report.html"
    write_html(path, "評価報告", scores, items, threshold)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "figure", "interval"),
    [
        ("回答の正解率", "82.2%", "95%区間 76.1〜87.4%"),
        ("引用1件目", "73.1%", "95%区間なし"),
        ("引用5件", "93.6%", "95%区間なし"),
        ("引用の適合率", "23.1%", "95%区間なし"),
        ("原文どおりの引用", "100.0%", "95%区間なし"),
        ("断るべき質問を断った割合", "58.3%", "95%区間なし"),
        ("誤って断った割合", "6.4%", "95%区間なし"),
        ("答えたときの正解率", "80.7%", "95%区間なし"),
        ("recall@10", "91.2%", "95%区間なし"),
        ("nDCG@10", "0.733", "95%区間なし"),
        ("回答時間 p50", "22.9ミリ秒", "95%区間 20.4〜25.0ミリ秒"),
        ("回答時間 p95", "1.36秒", "95%区間なし"),
    ],
)
def test_a_card_shows_the_figure_of_the_scores(tmp_path: Path, name: str, figure: str, interval: str) -> None:
    assert f" {name} {figure} {interval} " in parse(write(tmp_path, SCORES, judged())).text


def test_the_head_names_run_and_index_and_the_verdicts_are_counted_in_words(tmp_path: Path) -> None:
    text = parse(write(tmp_path, SCORES, judged(), judged(), judged("INCORRECT"))).text
    assert "評価報告 実施日2026年7月30日 09:15 質問数3問 埋め込みモデルe5-small-ja 索引4f2a9c1e " in text
    assert "○ 正解 2問（66.7%） × 不正解 1問（33.3%） － 回答せず 0問（0.0%）" in text


def test_groups_stages_and_every_measure_stand_in_tables(tmp_path: Path) -> None:
    text = parse(write(tmp_path, SCORES, judged())).text
    assert "事実1100.0%— 時期250.0%12.5〜87.5% " in text  # types in the order of the question files' format
    assert "数値や名称が落ちた1100.0% " in text
    assert "mrr@100.679 " in text


def test_measures_without_a_card_are_listed_by_their_own_name() -> None:
    assert all_measures(
        {"n": 9, "recall@1": 0.5, "other": 2.5, "verbatim_share": None, "index": "x", "flag": True}
    ) == [
        ("原文どおりの引用（verbatim_share）", "—", ""),
        ("recall@1", "50.0%", ""),
        ("other", "2.500", ""),
    ]


def test_a_group_without_a_measure_has_a_gap_in_its_column() -> None:
    groups = {"fact": {"n": 2, "cited@1": 0.5}, "list": {"n": 1, "mrr@10": 0.25}}
    head, rows = group_table(groups, {"fact": "事実", "list": "列挙"})
    assert head == ["", "質問数", "引用1件目（cited@1）", "mrr@10"]
    assert rows == [("事実", "2", "50.0%", "—"), ("列挙", "1", "—", "0.250")]


def test_the_cards_say_where_the_ranks_come_from(tmp_path: Path) -> None:
    sentence = "引用の順位から計算した"
    assert sentence in write(tmp_path, {**SCORES, "retrieval_source": "citations"})
    assert sentence not in write(tmp_path, {**SCORES, "retrieval_source": "hits"})


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(0.12345, "share", "12.3%"), (0.7, "score", "0.700"), (999.94, "ms", "999.9ミリ秒"), (1500, "ms", "1.50秒")],
)
def test_figures_are_written_with_their_unit(value: float, form: Any, text: str) -> None:
    assert written(value, form) == text


def test_an_interval_names_its_unit_once_unless_the_units_differ() -> None:
    assert interval_written((0.25, 1.0)) == "25.0〜100.0%"
    assert interval_written((900.0, 1100.0), "ms") == "900.0ミリ秒〜1.10秒"
    assert interval_written((1000.0, 1100.0), "ms") == "1.00〜1.10秒"
    assert interval_written(None) == ""


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2026-07-30", "2026年7月30日"),
        ("2026-07-30T09:15:42+09:00", "2026年7月30日 09:15"),
        ("2025", "2025年"),
        ("先週", "先週"),
    ],
)
def test_dates_are_written_in_japanese(date: str, text: str) -> None:
    assert japanese_date(date) == text


def test_no_text_of_an_answer_or_question_becomes_markup(tmp_path: Path) -> None:
    question = Question(INJECTION, INJECTION, INJECTION, INJECTION, (INJECTION,), ((INJECTION,),), answer=INJECTION)
    source = citation(INJECTION, INJECTION, title=INJECTION, heading_path=[INJECTION], publisher=INJECTION)
    answer = {"outcome": INJECTION, "answer": INJECTION, "error": INJECTION, "citations": [source]}
    item = Judged(question, answer, INJECTION, (True,), (True,), INJECTION)
    scores = SCORES | {"date": INJECTION, "model": INJECTION, "stages": {INJECTION: 1}, INJECTION: 1.0}
    scores |= {"by_type": {INJECTION: {"n": 1, INJECTION: 1.0}}}
    write_html(tmp_path / "report.html", INJECTION, scores, [item], None)
    page = parse((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert len(page.named("script")) == 1
    assert page.named("img") == []
    assert not [attributes for _, attributes in page.found if any(name.startswith("on") for name in attributes)]
    assert page.text.count("<script>alert(1)</script>") >= 15


def test_the_page_asks_the_network_for_nothing_and_runs_its_own_script_only(tmp_path: Path) -> None:
    html = write(tmp_path, SCORES, judged(answer="https://example.com/ を見る"))
    page = parse(html)
    sources = [value for _, found in page.found for name, value in found.items() if name in ("src", "href", "action")]
    assert sources == ["data:,"]
    assert "@import" not in html
    assert re.findall(r"url\(([^)]*)\)", html) == ["#stripes"]
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    policy = next(meta["content"] for meta in page.named("meta") if "http-equiv" in meta)
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_a_report_on_no_question_and_without_figures_is_whole(tmp_path: Path) -> None:
    empty: dict[str, Any] = dict.fromkeys(SCORES, None) | {"n": 0}
    for scores in ({}, empty):
        page = parse(write(tmp_path, scores))
        assert "質問数0問" in page.text
        assert "回答の正解率 — 95%区間なし" in page.text
        assert "種類別・利用者別の結果はありません。" in page.text
        assert "回答に確信度が付いていないため、この図は描けません。" in page.text
        assert "回答時間は測られていません。" in page.text


def test_without_confidences_the_curve_is_left_out_with_a_sentence(tmp_path: Path) -> None:
    sentence = "回答に確信度が付いていないため、この図は描けません。"
    assert sentence in write(tmp_path, SCORES, judged(), threshold=0.8)
    page = write(tmp_path, SCORES, judged(confidence=0.9), threshold=0.8)
    assert sentence not in page
    assert "現在のしきい値 0.8<" in page


def test_every_drawing_that_says_something_has_a_text_alternative(tmp_path: Path) -> None:
    page = parse(write(tmp_path, SCORES, judged(confidence=0.9, latency_ms=20.0), threshold=0.8))
    outer = [found for found in page.named("svg") if found.get("class") in ("rows", "shares", "plot", "plot tall")]
    spoken = [found["aria-label"] for found in outer if found.get("role") == "img"]
    assert spoken == [
        "判定の内訳。○ 正解 2問、× 不正解 1問、－ 回答せず 0問",
        "質問の種類別の回答の正解率。事実 100.0%、時期 50.0%",
        "質問の種類別の引用5件。事実 100.0%、時期 —",
        "利用者別の回答の正解率。市民 82.2%",
        "利用者別の引用5件。市民 93.6%",
        "答えが失われた段階。索引にない 0問、検索で見つからない 0問、見つかったが順位が低い 0問、引用にない（検索結果は不明） 0問、文が選ばれなかった 0問、"
        "誤って断った 0問、数値や名称が落ちた 1問、答えがないのに答えた 0問、失敗 0問",
        "答える割合と正解率。しきい値0.8では100.0%に答えて正解率100.0%、実際には100.0%に答えて正解率100.0%",
        "回答時間の分布。p50 22.9ミリ秒、p95 1.36秒",
    ]
    assert all(found.get("aria-hidden") == "true" for found in outer if found.get("role") != "img")


def test_a_text_that_is_no_unicode_does_not_stop_the_report(tmp_path: Path) -> None:
    assert "\\udc80" in write(tmp_path, SCORES, judged(answer="\udc80"))


def numbers(drawing: str, tag: str, *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(found.get(name) for name in names) for found in parse(drawing).named(tag)]


def test_a_whisker_ends_where_its_interval_ends() -> None:
    drawing = whisker(30, 0.5, (0.125, 0.875), overall=0.8222)
    assert numbers(drawing, "line", "class", "x1", "y1", "x2", "y2") == [
        ("track", "0%", "30", "100%", "30"),
        ("tick", "82.22%", "24", "82.22%", "36"),
        ("whisker", "12.5%", "30", "87.5%", "30"),
        ("whisker", "12.5%", "26", "12.5%", "34"),
        ("whisker", "87.5%", "26", "87.5%", "34"),
    ]
    assert numbers(drawing, "circle", "cx", "cy") == [("50%", "30")]


def test_groups_stand_below_each_other_each_with_its_n() -> None:
    chart = interval_chart("題", [Group("事実", 4, 0.25, (0.0, 0.5)), Group("列挙", 0, None, None)], None)
    assert numbers(chart.drawing, "circle", "cx", "cy") == [("25%", "32")]
    assert numbers(chart.drawing, "line", "class", "y1")[-1] == ("track", "78")  # 46 further down
    assert "事実（n=4）25.0%（0.0〜50.0%）" in parse(chart.drawing).text
    assert "列挙（n=0）—" in parse(chart.drawing).text
    assert chart.rows == (("事実", "4", "25.0%", "0.0〜50.0%"), ("列挙", "0", "—", "—"))


def test_bars_are_as_long_as_their_part_of_the_longest() -> None:
    chart = bar_chart("題", [("甲", 8), ("乙", 0), ("丙", 2)])
    assert numbers(chart.drawing, "rect", "width", "y") == [("100%", "27"), ("25%", "119")]
    assert chart.rows == (("甲", "8", "80.0%"), ("乙", "0", "0.0%"), ("丙", "2", "20.0%"))


def test_the_parts_of_the_share_bar_follow_each_other() -> None:
    chart = share_bar("題", [("correct", "正解", 3), ("incorrect", "不正解", 0), ("not_attempted", "回答せず", 1)])
    parts = [row for row in numbers(chart.drawing, "rect", "class", "x", "width") if row[1]]
    assert parts == [("correct", "0%", "75%"), ("not_attempted", "75%", "25%")]


def test_the_curve_by_hand() -> None:
    items = [
        judged("CORRECT", "answered", 0.9),
        judged("INCORRECT", "answered", 0.8),
        judged("CORRECT", "partial", 0.8),  # as sure as the one before: no threshold parts them
        judged("CORRECT", "not_found", 0.5),  # refused rightly; answered, it would be wrong
        judged("INCORRECT", "failed", None),
    ]
    points = coverage_curve(items)
    assert points == [Point(0.2, 1.0, 0.9), Point(0.6, 2 / 3, 0.8), Point(0.8, 0.5, 0.5)]
    assert at_threshold(points, 0.8) == points[1]
    assert at_threshold(points, 0.85) == points[0]
    assert at_threshold(points, 0.95) is None
    assert in_use(items) == Point(0.6, 2 / 3)
    assert in_use(items[3:]) is None


def test_a_confidence_that_is_no_number_is_none() -> None:
    assert coverage_curve([judged(confidence=float("nan")), judged(confidence=0.5)]) == [Point(0.5, 1.0, 0.5)]


def test_the_curve_is_drawn_by_hand_worked_points_and_dashed_beyond_the_threshold() -> None:
    points = [Point(0.25, 1.0, 0.9), Point(0.5, 0.75, 0.8), Point(1.0, 0.5, 0.0)]
    chart = curve_chart(points, 0.75, Point(0.6, 0.7), unknown=2)
    assert numbers(chart.drawing, "polyline", "class", "points") == [
        ("curve", "25,0 50,25"),
        ("curve beyond", "50,25 100,50"),
    ]
    assert ("threshold", "50%", "50%") in numbers(chart.drawing, "line", "class", "x1", "x2")
    assert numbers(chart.drawing, "circle", "cx", "cy") == [("50%", "25%")]
    assert ("diamond", "60%", "30%") in numbers(chart.drawing, "svg", "class", "x", "y")
    assert "確信度のない2問は、答えないものとした。" in chart.note
    assert chart.rows == (
        ("25.0%", "100.0%", "0.900", ""),
        ("50.0%", "75.0%", "0.800", ""),
        ("100.0%", "50.0%", "0.000", ""),
        ("50.0%", "75.0%", "0.800", "現在のしきい値"),
        ("60.0%", "70.0%", "—", "実際の運用"),
    )


def test_without_a_threshold_the_curve_has_none() -> None:
    chart = curve_chart([Point(1.0, 0.5, 0.3)], None, None, unknown=0)
    assert numbers(chart.drawing, "polyline", "class", "points") == [("curve", "100,50")]
    assert numbers(chart.drawing, "circle", "cx") == []
    assert "しきい値" not in chart.note + chart.drawing


def test_bins_by_hand() -> None:
    # The 95th of 100 is 40: 50 are covered, 50 / 12 = 4.2 is rounded up to 5; the last bin takes the one beyond.
    assert bins([10.0] * 50 + [14.9] * 30 + [40.0] * 19 + [900.0]) == (5, [0, 0, 80, 0, 0, 0, 0, 0, 19, 1])
    assert bins([0.0, 0.0])[1][0] == 2


def test_the_histogram_marks_p50_and_p95() -> None:
    chart = histogram([10.0] * 50 + [14.9] * 30 + [40.0] * 19 + [900.0], p50=12.5, p95=40.0)
    assert numbers(chart.drawing, "rect", "x", "width", "y", "height")[2] == ("20%", "10%", "24.0", "216.0")
    marks = [(x, y) for style, x, y in numbers(chart.drawing, "line", "class", "x1", "y2") if style == "threshold"]
    assert marks == [("25%", "240"), ("80%", "240")]
    assert chart.rows[2] == ("10以上 15未満", "80")
    assert chart.rows[-1] == ("45以上", "1")
    assert "右端の棒は、それより長いものを含む。" in chart.note


def test_a_row_tells_what_the_answer_holds_and_where_the_search_found_it() -> None:
    sources = [
        citation("2028 年度以降の全国展開。別の文。", "別の文。"),
        citation("前文。", "ない文。", heading_path="第1章"),
    ]
    answer = {
        "outcome": "answered",
        "answer": "２０２８年度",
        "citations": sources,
        "latency_ms": 21.64,
        "confidence": 0.9,
    }
    question = Question(answer_keys=(("2028年度", "令和10年度"), ("プレ運用",)))
    item = Judged(question, answer, "INCORRECT", (True,), (True,), "lost", frozenset({"c"}), ("a", "b", "c"))
    row = table_row(item, {"000_3909492740c622a7.txt": "取りまとめ2026"})
    assert row.keys == (("2028年度／令和10年度", True), ("プレ運用", False))
    assert row.evidence == (("取りまとめ2026", "2028 年度以降の全国展開開始を目指す"),)
    assert (row.rank, row.latency, row.confidence) == ("3位", "21.6ミリ秒", 0.9)
    first, second = row.sources
    assert (first.right, first.verbatim, first.stray_quote) == (True, True, "")
    assert first.pieces == (("2028 年度以降の全国展開。", False), ("別の文。", True))
    assert first.facts == "2025年6月13日　決定"
    assert (second.right, second.stray_quote, second.path) == (None, "ない文。", "第1章")


@pytest.mark.parametrize(
    ("relevant", "retrieved", "rank"),
    [
        ({"b"}, ("a", "b"), "2位"),
        ({"z"}, ("a", "b"), "上位2件に入らなかった"),
        (set(), ("a",), "索引にない"),
        ({"a"}, (), ""),
    ],
)
def test_the_rank_of_the_evidence(relevant: set[str], retrieved: tuple[str, ...], rank: str) -> None:
    item = Judged(answer={"outcome": "answered"}, relevant=frozenset(relevant), retrieved=retrieved)
    assert table_row(item, {}).rank == rank


def test_only_the_first_600_characters_of_an_answer_hold_a_key() -> None:
    late = judged(answer="あ" * 595 + "2028年度")
    assert table_row(late, {}).keys == (("2028年度／令和10年度", False),)
    assert table_row(judged(answer="あ" * 594 + "2028年度"), {}).keys == (("2028年度／令和10年度", True),)


def test_the_quote_is_marked_inside_its_passage(tmp_path: Path) -> None:
    answer = {
        "outcome": "answered",
        "answer": "答え",
        "citations": [citation("前の文。引いた文。後の文。", "引いた文。")],
    }
    html = write(tmp_path, SCORES, Judged(answer=answer, cited=(False,), verbatim=(False,)))
    assert "前の文。<mark>引いた文。</mark>後の文。" in html
    assert "× 根拠なし" in html
    assert "原文と一致しない引用" in html
    assert "採点の対象外" not in html


def test_pieces_of_a_text_make_up_the_text() -> None:
    assert quoted_pieces("全部。", "全部。") == (("全部。", True),)
    assert quoted_pieces("全部。", "") == (("全部。", False),)


def test_every_row_carries_what_the_filters_read(tmp_path: Path) -> None:
    lost = Judged(Question(type="fact", persona="citizen"), {"outcome": "answered"}, "INCORRECT", stage="lost")
    page = parse(write(tmp_path, SCORES, judged(latency_ms=20.5, confidence=0.9), lost))
    rows = [found for found in page.named("li") if "data-number" in found]
    names = ("number", "verdict", "stage", "type", "persona", "latency", "confidence")
    assert [tuple(row[f"data-{name}"] for name in names) for row in rows] == [
        ("1", "CORRECT", "", "temporal", "official", "20.5", "0.9"),
        ("2", "INCORRECT", "lost", "fact", "citizen", "", ""),
    ]
    options = [found["value"] for found in page.named("option")]
    assert options[:5] == ["", "CORRECT", "INCORRECT", "", "lost"]


def test_every_stage_has_a_meaning() -> None:
    assert list(labels.STAGE_MEANINGS) == list(STAGES)
