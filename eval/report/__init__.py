"""The report as one page. For now it names the figures; the charts are to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval.verdicts import Judged


def write_html(
    path: Path, title: str, scores: Mapping[str, Any], judged: Sequence[Judged], threshold: float | None
) -> None:
    """Write the figures of `scores` as a page."""
    figures = (f"<dt>{escape(name)}<dd>{value}" for name, value in scores.items() if isinstance(value, int | float))
    page = f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>{escape(title)}</title><dl>{"".join(figures)}</dl></html>\n'
    path.write_text(page, encoding="utf-8")
