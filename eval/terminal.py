"""Scores and comparisons on the terminal: the tables, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

from eval.calibration import Point
from eval.compare import Change, Comparison
from eval.scores import LATENCIES, SHARES
from eval.verdicts import STAGES

if TYPE_CHECKING:
    from eval.squad import SquadScores

_NOTHING = "–"
_CURVE_ROWS = 20


def scores_table(scores: Mapping[str, Any]) -> Table:
    """The content of `scores.json` as a table: a row a measure; all questions, the interval, each type and persona."""
    parts: Mapping[str, Any] = scores["by_type"] | scores["by_persona"]
    table = Table("", "全体", "95%区間", *parts)
    for measure in ("n", *SHARES, *LATENCIES):
        values = [_figure(measure, part[measure]) for part in parts.values()]
        interval = _interval(measure, scores["intervals"].get(measure))
        table.add_row(measure, _figure(measure, scores[measure]), interval, *values)
    return table


def scores_notes(scores: Mapping[str, Any]) -> Iterator[str]:
    """How many answers got which verdict, where the wrong ones were lost, and what was proven."""
    yield "判定: " + "、".join(f"{verdict} {count}" for verdict, count in scores["outcomes"].items())
    if losses := [f"{STAGES[stage]} {count}" for stage, count in scores["stages"].items() if count]:
        yield "誤りの場所: " + "、".join(losses)
    if proof := scores["proof"]:
        quotes, figures = _part_of(proof["verbatim"], proof["quotes"]), _part_of(proof["supported"], proof["figures"])
        yield (
            f"表示の前の照合: 回答 {proof['answers']}、誤り {proof['faults']}、原文どおりの引用 {quotes}、"
            f"裏づけのある数・日付・府省庁・名称 {figures}"
        )
    if scores["retrieval_source"] == "citations":
        yield "「retrieved」のない回答があるので、recall、mrr、ndcg は引用の順位によります。"


def curve_table(title: str, points: Sequence[Point], fitted: Point) -> Table:
    """The thresholds at which something changes, about twenty of them, the chosen one marked."""
    table = Table("", "しきい値", "回答した割合", "正解率", "断った割合（答えなし）", "誤って断った割合", title=title)
    step = max(1, len(points) // _CURVE_ROWS)
    shown = sorted([*points[::step], fitted], key=lambda point: point.threshold)
    for point in shown:
        shares = (point.answered, point.answer_accuracy, point.abstention, point.wrongly_abstained)
        figures = [_figure("share", share) for share in shares]
        table.add_row("→" if point == fitted else "", f"{point.threshold:.4f}", *figures)
    return table


def squad_tables(scores: SquadScores) -> tuple[Table, Table]:
    """Retrieval, and a row a reader of answer spans."""
    row = scores.as_dict()
    readers = row.pop("readers")
    retrieval, spans = Table("検索", ""), Table("抜き出し", *next(iter(readers.values())))
    for measure, value in row.items():
        retrieval.add_row(measure, f"{value:,}" if isinstance(value, int) else _figure(measure, value))
    for name, shares in readers.items():
        spans.add_row(name, *(_figure(measure, share) for measure, share in shares.items()))
    return retrieval, spans


def comparison_table(comparison: Comparison) -> Table:
    """A row a measure: before, after, the difference with its interval, and what flipped."""
    table = Table("", "A", "B", "差 B−A", "95%区間", "0→1", "1→0", "p (McNemar)")
    for measure, change in comparison.changes.items():
        table.add_row(measure, *_cells(measure, change))
    return table


def flip_lines(comparison: Comparison) -> Iterator[str]:
    """The questions that became right and those that became wrong, each with where the wrong answer was lost."""
    for title, flips in (("正しくなった質問", comparison.won), ("誤りになった質問", comparison.lost)):
        yield ""
        yield f"{title}: {len(flips)}"
        for flip in flips:
            yield f"{flip.id}\t{flip.type}\t{STAGES[flip.stage]}\t{flip.question}"


def comparison_notes(comparison: Comparison) -> Iterator[str]:
    """What was compared and what could not be."""
    alone = f"A だけ {len(comparison.only_a)} 問、B だけ {len(comparison.only_b)} 問。"
    yield f"両方にある {comparison.n} 問を比べました。{alone}"
    if not comparison.same_ranking:
        yield "片方の報告は検索の順位、片方は引用の順位によるので、recall、mrr、ndcg は比べません。"


def _cells(measure: str, change: Change) -> list[str]:
    counts = ["" if count is None else str(count) for count in (change.up, change.down)]
    figures = [_figure(measure, change.a), _figure(measure, change.b), _figure(measure, change.difference, "+")]
    return [*figures, _interval(measure, change.interval, "+"), *counts, "" if change.p is None else f"{change.p:.3f}"]


def _part_of(part: int, whole: int) -> str:
    return f"{part:,}/{whole:,}（{_figure('share', part / whole if whole else None)}）"


def _interval(measure: str, interval: Sequence[float] | None, sign: str = "") -> str:
    return _NOTHING if interval is None else "～".join(_figure(measure, bound, sign) for bound in interval)


def _figure(measure: str, value: float | None, sign: str = "") -> str:
    if value is None:
        return _NOTHING
    return f"{value:{sign},.0f}" if measure == "n" or measure.endswith("_ms") else f"{value:{sign}.3f}"
