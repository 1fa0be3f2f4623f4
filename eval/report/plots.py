"""Charts with two axes: the coverage–accuracy curve and the histogram of latencies."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from eval.report import svg
from eval.report.coverage import Point, at_threshold
from eval.report.figures import NOTHING, written
from eval.report.rowcharts import Chart

PLOT_HEIGHT = 240
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
_CURVE = "答える割合と正解率"
_BINS = 12  # about
_LABELS = 6  # at most, so that they stay apart on a phone


def curve_chart(points: Sequence[Point], threshold: float | None, used: Point | None, unknown: int) -> Chart:
    """The curve, dashed where today's threshold would be silent, with the threshold and today's use marked.

    `unknown` is the number of questions without a confidence.
    """
    today = at_threshold(points, threshold) if threshold is not None else None
    cut = points.index(today) + 1 if today else len(points)
    parts = [_grid(), _curve(points[:cut], "curve")]
    if today:
        x, anchor = svg.percent(today.coverage), "end" if today.coverage > 0.5 else "start"
        parts.append(_curve(points[cut - 1 :], "curve beyond"))
        parts.append(svg.line((x, 0), (x, "100%"), "threshold"))
        parts.append(svg.text(x, -8, f"現在のしきい値 {threshold:g}", "value", anchor))
        parts.append(svg.dot(x, svg.percent(1 - today.accuracy), "dot"))
    if used:
        parts.append(_diamond(used))
    return Chart(
        _CURVE,
        _curve_note(today, used, unknown),
        Markup(svg.image(PLOT_HEIGHT, f"{_CURVE}。{_in_words(today, threshold, used)}", "".join(parts), "plot")),
        ("答える割合", "正解率", "確信度", ""),
        tuple(_curve_rows(points, today, used)),
    )


def _curve_note(today: Point | None, used: Point | None, unknown: int) -> str:
    sentences = [
        "確信度の高い質問から順に答えたとき、答える割合（横）と、そのうち正解の割合（縦）。",
        "断った質問は、答えれば不正解と数えた。",
        f"確信度のない{unknown}問は、答えないものとした。" if unknown else "",
        "●は現在のしきい値、破線は現在は断る範囲。" if today else "",
        "◇は実際の運用。" if used else "",
    ]
    return "".join(sentences)


def _in_words(today: Point | None, threshold: float | None, used: Point | None) -> str:
    said = []
    if today:
        said.append(f"しきい値{threshold:g}では{written(today.coverage)}に答えて正解率{written(today.accuracy)}")
    if used:
        said.append(f"実際には{written(used.coverage)}に答えて正解率{written(used.accuracy)}")
    return "、".join(said)


def _curve_rows(points: Sequence[Point], today: Point | None, used: Point | None) -> list[tuple[str, ...]]:
    """The curve at each tenth, and the marked points."""
    tenths = [next((point for point in points if point.coverage >= tenth / 10 - 1e-9), None) for tenth in range(1, 11)]
    named = [("", point) for point in dict.fromkeys(tenths) if point]
    named += [(name, point) for name, point in (("現在のしきい値", today), ("実際の運用", used)) if point]
    return [(written(point.coverage), written(point.accuracy), _confidence(point), name) for name, point in named]


def _confidence(point: Point) -> str:
    return NOTHING if point.confidence is None else f"{point.confidence:.3f}"


def _grid() -> str:
    parts = []
    for share in _QUARTERS:
        y, word = svg.percent(1 - share), f"{100 * share:.0f}%"
        parts.append(svg.line(("0%", y), ("100%", y), "track"))
        parts.append(svg.element("text", {"x": -8, "y": y, "dy": 4, "class": "axis", "text-anchor": "end"}, word))
        parts.append(svg.text(svg.percent(share), PLOT_HEIGHT + 18, word, "axis", "middle"))
    return "".join(parts)


def _curve(points: Sequence[Point], style: str) -> str:
    places = " ".join(
        f"{round(100 * point.coverage, 2):g},{round(100 - 100 * point.accuracy, 2):g}" for point in points
    )
    drawn = svg.element("polyline", {"points": places, "class": style})
    # A polyline knows no percentages; stretching a square of 100 × 100 over the plot gives them.
    return svg.element(
        "svg", {"viewBox": "0 0 100 100", "preserveAspectRatio": "none", "width": "100%", "height": "100%"}, drawn
    )


def _diamond(point: Point) -> str:
    place = {"x": svg.percent(point.coverage), "y": svg.percent(1 - point.accuracy), "class": "diamond"}
    return svg.element("svg", place, svg.element("path", {"d": "M0-7L7 0L0 7L-7 0Z"}))


def histogram(latencies: Sequence[float], p50: float | None, p95: float | None) -> Chart:
    """How many answers took how long (milliseconds), with p50 and p95; what is beyond the scale is in the last bin."""
    width, counts = bins(latencies)
    upper, tallest = width * len(counts), max(counts)
    over = max(latencies) >= upper
    parts = [svg.line(("0%", PLOT_HEIGHT), ("100%", PLOT_HEIGHT), "track")]
    for index, count in enumerate(counts):
        x, height = index / len(counts), count / tallest * PLOT_HEIGHT * 0.9
        size = (svg.percent(1 / len(counts)), round(height, 2))
        parts.append(svg.bar(svg.percent(x), round(PLOT_HEIGHT - height, 2), size, "bin"))
        if count:
            middle, above = svg.percent((index + 0.5) / len(counts)), round(PLOT_HEIGHT - height - 5, 2)
            parts.append(svg.text(middle, above, str(count), "axis", "middle"))
    parts += _edges(width, len(counts))
    parts += [_mark(name, value, upper, y) for name, value, y in (("p50", p50, -6), ("p95", p95, -24)) if value]
    title = "回答時間の分布"
    label = f"{title}。p50 {written(p50, 'ms')}、p95 {written(p95, 'ms')}"
    note = "質問を受けてから答えを返すまでの時間（ミリ秒）と質問数。" + (
        "右端の棒は、それより長いものを含む。" if over else ""
    )
    rows = [
        (
            f"{index * width:g}以上" + ("" if over and index == len(counts) - 1 else f" {(index + 1) * width:g}未満"),
            str(count),
        )
        for index, count in enumerate(counts)
    ]
    drawing = svg.image(PLOT_HEIGHT, label, "".join(parts), "plot tall")
    return Chart(title, note, Markup(drawing), ("ミリ秒", "質問数"), tuple(rows))


def bins(latencies: Sequence[float]) -> tuple[float, list[int]]:
    """The width of a bin, 1, 2 or 5 times a power of ten, and the counts; the last bin takes all that is beyond."""
    usual = max(1.25 * sorted(latencies)[math.ceil(0.95 * len(latencies)) - 1], 1e-3)
    width = _round_up(usual / _BINS)
    counts = [0] * math.ceil(usual / width)
    for latency in latencies:
        counts[min(int(latency / width), len(counts) - 1)] += 1
    return width, counts


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


def _edges(width: float, count: int) -> list[str]:
    step = math.ceil(count / _LABELS)
    return [
        svg.text(svg.percent(edge / count), PLOT_HEIGHT + 18, f"{edge * width:g}", "axis", "middle")
        for edge in range(0, count + 1, step)
    ]


def _mark(name: str, value: float, upper: float, y: float) -> str:
    share = min(value / upper, 1.0)
    x = svg.percent(share)
    label = svg.text(
        x, y, f"{name} {written(value, 'ms')}", "value", "start" if share < 0.25 or 0.5 < share < 0.75 else "end"
    )
    return svg.line((x, y + 3), (x, PLOT_HEIGHT), "threshold") + label
