"""Charts of rows, each row a name over its own track: figures with intervals, counts as bars, shares of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from eval.report import svg
from eval.report.figures import NOTHING, Figure, Interval, interval_written, written

ROW_HEIGHT = 46
_TEXT, _TRACK = 16, 32  # where the name and the track stand in a row
_AXIS = 26


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, a note on how to read it (may be empty), and its figures as a table."""

    title: str
    note: str
    drawing: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A share over `n` questions with its 95% interval; None over no question."""

    name: str
    n: int
    value: float | None
    interval: Interval | None


def interval_chart(title: str, groups: Sequence[Group], overall: float | None) -> Chart:
    """A dot and a whisker for each group on a scale from 0 to 100%, and the overall share as a tick."""
    parts = [_group(index * ROW_HEIGHT, group, overall) for index, group in enumerate(groups)]
    bottom = len(groups) * ROW_HEIGHT
    label = f"{title}。" + "、".join(f"{group.name} {written(group.value)}" for group in groups)
    return Chart(
        title,
        "",
        Markup(svg.image(bottom + _AXIS, label, "".join(parts) + _scale(bottom), "rows")),
        ("", "質問数", "値", "95%区間"),
        tuple(
            (group.name, str(group.n), written(group.value), interval_written(group.interval) or NOTHING)
            for group in groups
        ),
    )


def _group(top: float, group: Group, overall: float | None) -> str:
    value = f"{written(group.value)}（{interval_written(group.interval)}）" if group.interval else written(group.value)
    return (
        svg.text("0%", top + _TEXT, f"{group.name}（n={group.n}）", "name")
        + svg.text("100%", top + _TEXT, value, "value", "end")
        + whisker(top + _TRACK, group.value, group.interval, overall)
    )


def whisker(y: float, value: float | None, interval: Interval | None, overall: float | None = None) -> str:
    """A track from 0 to 1 with the interval as a line with ends, the value as a dot, the overall value as a tick."""
    parts = [svg.line(("0%", y), ("100%", y), "track")]
    if overall is not None:
        parts.append(svg.line((svg.percent(overall), y - 6), (svg.percent(overall), y + 6), "tick"))
    if interval:
        low, high = map(svg.percent, interval)
        parts.append(svg.line((low, y), (high, y), "whisker"))
        parts += [svg.line((end, y - 4), (end, y + 4), "whisker") for end in (low, high)]
    if value is not None:
        parts.append(svg.dot(svg.percent(value), y, "dot"))
    return "".join(parts)


def card_whisker(figure: Figure) -> Markup:
    """The whisker of a card; it says nothing that the card's text does not say, so it is hidden from screen readers."""
    drawing = whisker(8, figure.value, figure.interval)
    return Markup(svg.element("svg", {"aria-hidden": "true", "width": "100%", "height": 16, "class": "rows"}, drawing))


def _scale(y: float) -> str:
    places = ((0.0, "start"), (0.5, "middle"), (1.0, "end"))
    return "".join(
        svg.text(svg.percent(share), y + 16, f"{100 * share:.0f}%", "axis", anchor) for share, anchor in places
    )


def bar_chart(title: str, counts: Sequence[tuple[str, int]]) -> Chart:
    """A bar for each name, as long as its part of the largest count."""
    largest = max((count for _, count in counts), default=0)
    total = sum(count for _, count in counts)
    parts = []
    for index, (name, count) in enumerate(counts):
        top = index * ROW_HEIGHT
        parts.append(svg.text("0%", top + _TEXT, name, "name"))
        parts.append(svg.text("100%", top + _TEXT, f"{count}問", "value", "end"))
        parts.append(svg.line(("0%", top + _TRACK), ("100%", top + _TRACK), "track"))
        if count:
            parts.append(svg.bar("0%", top + _TRACK - 5, (svg.percent(count / largest), 10), "bar"))
    label = f"{title}。" + "、".join(f"{name} {count}問" for name, count in counts)
    rows = tuple((name, str(count), written(count / total) if total else NOTHING) for name, count in counts)
    drawing = svg.image(len(counts) * ROW_HEIGHT, label, "".join(parts), "rows")
    return Chart(title, "", Markup(drawing), ("", "質問数", "割合"), rows)


def share_bar(title: str, counts: Sequence[tuple[str, str, int]]) -> Chart:
    """One bar cut by (style, name, count); the names with their counts stand in the table, shown beside it."""
    total = sum(count for _, _, count in counts)
    parts, done = [], 0
    for style, _, count in counts:
        if count:
            parts.append(svg.bar(svg.percent(done / total), 0, (svg.percent(count / total), 28), style))
        done += count
    label = f"{title}。" + "、".join(f"{name} {count}問" for _, name, count in counts)
    rows = tuple((name, f"{count}問", written(count / total) if total else NOTHING) for _, name, count in counts)
    return Chart(
        title, "", Markup(svg.image(28, label, _HATCH + "".join(parts), "shares")), ("", "質問数", "割合"), rows
    )


# Stripes, so that the parts can be told apart without colours.
_HATCH = (
    '<defs><pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" class="stripe-ground"></rect><rect width="3" height="8" class="stripe"></rect>'
    "</pattern></defs>"
)
