"""The evaluation report: scores and judged answers → one HTML file that opens from disk, without network."""

from eval.report.page import write_html

__all__ = ["write_html"]
