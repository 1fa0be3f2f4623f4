"""The verdicts on a sheet as a table on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chatbot.source_sheet.verification import Finding, Report
from corpus.normalize import display_text

WORDS = {"unchanged": "変更なし", "updated": "原典更新あり", "mismatch": "不一致"}
_STYLES = {"unchanged": "green", "updated": "bold yellow", "mismatch": "bold red"}
_SHOWN = 40  # characters of a quote


def print_report(console: Console, name: str, report: Report) -> None:
    """Print the verdicts on the sheet in the file `name`."""
    table = Table()
    for column in ("対象", "判定", "文書", "引用・理由"):
        table.add_column(column, overflow="fold", no_wrap=column in ("対象", "判定"))
    for label, finding in (("回答", report.answer), ("票の記載", report.record)):
        table.add_row(label, _verdict(finding), "", Text("\n".join(finding.reasons)))
    for item in report.citations:
        citation = item.citation
        quote = display_text(citation.quote).replace("\n", " ")
        shown = f"「{quote[:_SHOWN]}{'…' if len(quote) > _SHOWN else ''}」"
        text = Text("\n".join((shown, *item.finding.reasons)))
        table.add_row(f"引用 {citation.number}", _verdict(item.finding), Text(display_text(citation.title)), text)
    result = "すべて変更なし" if report.is_unchanged else "一致しない項目か、更新された原典があります"
    console.print(Text(f"{name}: {result}", "bold"))
    console.print(Text(display_text(f"質問「{report.read.sheet.question}」")))
    console.print(table)


def _verdict(finding: Finding) -> Text:
    return Text(WORDS[finding.verdict], _STYLES[finding.verdict])
