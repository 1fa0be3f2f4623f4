"""Passages that are rows of tables as HTML tables."""

from __future__ import annotations

from chatbot.web.documents.ink import Pen
from chatbot.web.documents.links import element_id, permalink
from chatbot.web.documents.rows import CELL_GAP, cells, row
from chatbot.web.documents.text import ReadingTexts
from chatbot.web.escape import escape, hidden
from corpus.document import Document, Measure, Passage, Sentence, Span
from corpus.layout import Flow
from corpus.normalize import display_text


class Tables:
    """Sets the tables of one page; the roles hold where a narrow screen sets the cells in lines."""

    def __init__(self, document: Document, path: str, measures: dict[int, Measure], texts: ReadingTexts) -> None:
        self._document = document
        self._path = path
        self._measures = measures
        self._texts = texts

    def table(self, names: tuple[str, ...], passages: list[Passage], pen: Pen) -> str:
        """Passages that are rows of one table, each a body of it; a row that prints the header is the header."""
        heading = passages[0].heading_path[-1] if passages[0].heading_path else self._document.title
        caption = escape(self._texts.table.format(heading=display_text(heading)))
        printed = passages[0].sentences[0] if passages[0].sentences[0].text == CELL_GAP.join(names) else None
        shown = [escape(display_text(name)) for name in names]
        if printed:
            flow = self._flow(printed)
            shown = [pen.write(flow, *cell) for cell in cells(printed, flow)]
        top = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in shown)
        link = f'<th scope="col" role="columnheader">{hidden(self._texts.row_link)}</th>'
        bodies = "".join(self._rows(passage, names, pen, printed) for passage in passages)
        return (
            f'<table class="rows" role="table"><caption class="visually-hidden">{caption}</caption>'
            f'<thead role="rowgroup"><tr role="row" lang="ja">{top}{link}</tr></thead>{bodies}</table>'
        )

    def _rows(self, passage: Passage, names: tuple[str, ...], pen: Pen, header: Sentence | None) -> str:
        """A passage as the body of a table, without the sentence that is the `header`."""
        rows: list[str] = []
        for sentence in passage.sentences:
            if sentence is header:
                continue
            flow = self._flow(sentence)
            columns_of_row = zip(names, row(passage, sentence, flow, self._measures), strict=True)
            shown = "".join(self._cell(name, flow, spans, pen) for name, spans in columns_of_row)
            link = "" if rows else permalink(passage, self._path, self._texts)
            rows.append(f'<tr role="row">{shown}<td role="cell" class="link">{link}</td></tr>')
        return f'<tbody role="rowgroup" id="{element_id(passage)}" lang="ja">{"".join(rows)}</tbody>'

    def _cell(self, name: str, flow: Flow, spans: tuple[Span, ...], pen: Pen) -> str:
        label = f' data-label="{escape(name)}"' if spans else ""  # shown where a narrow screen sets cells in lines
        return f'<td role="cell"{label}>{" ".join(pen.write(flow, start, end) for start, end in spans)}</td>'

    def _flow(self, sentence: Sentence) -> Flow:
        return Flow(self._document.text, sentence.spans)
