"""Scores and judged answers → report.html."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from corpus.readers import read_documents
from eval.report import charts, labels
from eval.report.figures import all_measures, key_figures
from eval.report.rowcharts import card_whisker
from eval.report.rows import Row, table_row
from eval.verdicts import STAGES, Judged

_FOLDER = Path(__file__).parent


def write_html(
    path: Path, title: str, scores: Mapping[str, Any], judged: Sequence[Judged], threshold: float | None
) -> None:
    """Write the report to `path`.

    `scores` is the content of scores.json; of it `date`, `model`, `index` and `retrieval_source` are shown where they
    are given. `threshold` is the confidence below which the system is silent today.
    """
    script = (_FOLDER / "report.js").read_text(encoding="utf-8")
    page = _environment().get_template("report.html.jinja")
    html = page.render(
        title=title,
        facts=_facts(scores, len(judged)),
        cards=[(figure, card_whisker(figure)) for figure in key_figures(scores)],
        from_citations=scores.get("retrieval_source") == "citations",
        measures=all_measures(scores),
        verdicts=charts.verdict_chart(scores),
        group_charts=charts.group_charts(scores),
        group_tables=charts.group_tables(scores),
        curve=charts.coverage_chart(judged, threshold),
        latency=charts.latency_chart(scores, judged),
        stages=charts.stage_chart(scores),
        rows=_rows(judged),
        filters=_filters(judged),
        labels=labels,
        stage_names=STAGES,
        style=Markup((_FOLDER / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    path.write_text(html, encoding="utf-8", errors="backslashreplace", newline="\n")


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _facts(scores: Mapping[str, Any], n: int) -> list[tuple[str, str]]:
    """What stands under the title, name and value."""
    known = {"実施日": labels.japanese_date(str(scores.get("date") or "")), "質問数": f"{n}問"}
    known |= {"埋め込みモデル": str(scores.get("model") or ""), "索引": str(scores.get("index") or "")}
    return [(name, value) for name, value in known.items() if value]


def _rows(judged: Sequence[Judged]) -> list[Row]:
    titles = {document.source_file: document.title for document in read_documents()}
    return [table_row(item, titles) for item in judged]


def _filters(judged: Sequence[Judged]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The lists to choose from: name of the attribute, label, and the values that occur with their labels."""
    values = (
        ("verdict", "判定", labels.VERDICTS, {item.verdict for item in judged}),
        ("stage", "失われた段階", STAGES, {item.stage for item in judged if item.stage}),
        ("type", "種類", labels.TYPES, {item.question.type for item in judged}),
        ("persona", "利用者", labels.PERSONAS, {item.question.persona for item in judged}),
    )
    return [
        (name, title, [(value, labels.label(known, value)) for value in labels.in_order(known, found)])
        for name, title, known, found in values
    ]
