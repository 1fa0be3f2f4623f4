"""SVG elements as text. Lengths along a plot are percentages of it, so that letters keep their size on any screen."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

Attributes = Mapping[str, object]


def percent(share: float) -> str:
    """A place on the plot: 0 is its left (or upper) end, 1 its right (or lower) end; 0.125 → "12.5%"."""
    return f"{round(100 * share, 2):g}%"


def element(name: str, attributes: Attributes, content: str = "") -> str:
    """An element around `content`, which is SVG already; the attributes are escaped."""
    written = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>"


def text(x: str, y: float | str, content: str, style: str, anchor: str = "start") -> str:
    """A line of text, escaped, that stands on `y`."""
    return element("text", {"x": x, "y": y, "class": style, "text-anchor": anchor}, escape(content))


def line(start: tuple[str, float | str], end: tuple[str, float | str], style: str) -> str:
    """A straight line."""
    return element("line", {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1], "class": style})


def dot(x: str, y: float | str, style: str, radius: float = 5) -> str:
    """A filled circle."""
    return element("circle", {"cx": x, "cy": y, "r": radius, "class": style})


def bar(x: str, y: float | str, size: tuple[str, float | str], style: str) -> str:
    """A rectangle of (width, height)."""
    return element("rect", {"x": x, "y": y, "width": size[0], "height": size[1], "class": style})


def image(height: float, label: str, content: str, style: str) -> str:
    """A drawing as wide as the page lets it, with its text alternative."""
    return element(
        "svg", {"role": "img", "aria-label": label, "width": "100%", "height": height, "class": style}, content
    )
