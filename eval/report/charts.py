"""Which charts and tables the report shows, made from the scores and the judged answers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from eval.report import labels
from eval.report.coverage import confidence, coverage_curve, in_use
from eval.report.figures import group_table, interval
from eval.report.plots import curve_chart, histogram
from eval.report.rowcharts import Chart, Group, bar_chart, interval_chart, share_bar
from eval.verdicts import STAGES, Judged

_GROUPS = (("by_type", "質問の種類別", labels.TYPES), ("by_persona", "利用者別", labels.PERSONAS))
_MEASURES = (("answer_accuracy", "回答の正解率"), ("cited@5", "引用5件"))


def verdict_chart(scores: Mapping[str, Any]) -> Chart:
    """How many answers are right, wrong, and not given."""
    counts = scores.get("outcomes") or {}
    parts = [
        (verdict.lower(), f"{labels.MARKS[verdict]} {name}", int(counts.get(verdict, 0)))
        for verdict, name in labels.VERDICTS.items()
    ]
    return share_bar("判定の内訳", parts)


def group_charts(scores: Mapping[str, Any]) -> list[Chart]:
    """Accuracy and citations, by type and by persona."""
    found = []
    for key, title, known in _GROUPS:
        groups = scores.get(key) or {}
        for measure, name in _MEASURES:
            items = [
                _group(labels.label(known, group), groups[group], measure) for group in labels.in_order(known, groups)
            ]
            if items:
                found.append(interval_chart(f"{title}の{name}", items, scores.get(measure)))
    return found


def _group(name: str, scores: Mapping[str, Any], measure: str) -> Group:
    return Group(name, int(scores.get("n") or 0), scores.get(measure), interval(scores, measure))


def group_tables(scores: Mapping[str, Any]) -> list[tuple[str, list[str], list[tuple[str, ...]]]]:
    """Every measure of every group: title, head, rows."""
    found = []
    for key, title, known in _GROUPS:
        groups = scores.get(key) or {}
        names = {name: labels.label(known, name) for name in labels.in_order(known, groups)}
        found.append((f"{title}のすべての指標", *group_table(groups, names)))
    return found


def stage_chart(scores: Mapping[str, Any]) -> Chart:
    """Where the wrong answers were lost, in the order of the stages."""
    counts = scores.get("stages") or {}
    names = [*STAGES, *(name for name in counts if name and name not in STAGES)]
    bars = [(labels.label(STAGES, name), int(counts.get(name, 0))) for name in names]
    return bar_chart("答えが失われた段階", bars)


def coverage_chart(judged: Sequence[Judged], threshold: float | None) -> Chart | None:
    """The coverage–accuracy curve; None where no answer tells how sure it is."""
    points = coverage_curve(judged)
    unknown = sum(confidence(item) is None for item in judged)
    return curve_chart(points, threshold, in_use(judged), unknown) if points else None


def latency_chart(scores: Mapping[str, Any], judged: Sequence[Judged]) -> Chart | None:
    """The histogram of the latencies; None where none was measured."""
    times = (item.answer.get("latency_ms") for item in judged)
    found = [float(time) for time in times if time is not None and math.isfinite(time) and time >= 0]
    return histogram(found, scores.get("latency_p50_ms"), scores.get("latency_p95_ms")) if found else None
