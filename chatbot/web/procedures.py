"""The pages of procedures: the list with its filters, a page for each group and each procedure, and the list as CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from chatbot.procedure_table import COLUMNS, Entry, FoundProcedures, ProcedureFilter, ProcedureTable, csv_row
from chatbot.web.form import BadInput, address, paging
from chatbot.web.record_pages import PAGE_SIZE, RESULTS, answering, csv_file, fewer, form, place
from chatbot.web.record_text import RECORDS, RecordTexts
from chatbot.web.site import page
from corpus.document import Corpus, Document, ProcedureGroup

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH = "/procedures"
_NOT_FOUND = 404


def add_procedure_pages(app: FastAPI, corpus: Corpus) -> None:
    """The pages in both languages, where there is a plan that lists procedures.

    The table is made when the first of them is asked for.
    """
    plan = corpus.plan
    if plan is None:
        return
    table = cache(lambda: ProcedureTable(corpus))
    for texts in RECORDS:
        pages = _Pages(texts, table, plan)
        routes = {".csv": pages.csv, "": pages.index, "/{group}": pages.group, "/{group}/{row}": pages.procedure}
        for path, respond in routes.items():
            app.add_route(f"{texts.site.prefix}{PATH}{path}", answering(respond, texts, PATH))


class _Pages:
    def __init__(self, texts: RecordTexts, table: Callable[[], ProcedureTable], plan: Document) -> None:
        self._texts = texts
        self._table = table
        self._plan = plan
        self._path = f"{texts.site.prefix}{PATH}"

    def index(self, request: Request) -> Response:
        table, texts = self._table(), self._texts
        wanted, found = self._find(request)
        shown = paging(form(request, texts), len(found.entries), PAGE_SIZE, texts.page)
        state = {("q" if name == "query" else name): value for name, value in asdict(wanted).items()}
        return page(
            "procedures.html",
            texts.site,
            PATH,
            query=request.url.query,
            texts=texts,
            table=table,
            items=sum(entry.is_listed for entry in table.entries),
            wanted=wanted,
            found=found,
            paging=shown,
            entries=found.entries[shown.start : shown.stop],
            base=self._path,
            fewer=fewer(self._path, state),
            address=lambda **changes: address(self._path, state, **changes) + RESULTS,
            csv=address(f"{self._path}.csv", state),
        )

    def csv(self, request: Request) -> Response:
        _, found = self._find(request)
        return csv_file("procedures.csv", COLUMNS, map(csv_row, found.entries))

    def group(self, request: Request) -> Response:
        name = request.path_params["group"]
        return self._show(name, None)

    def procedure(self, request: Request) -> Response:
        name = request.path_params["group"]
        entry = self._table().entry(name, request.path_params["row"])
        if entry is None:
            raise BadInput(self._texts.missing, _NOT_FOUND)
        return self._show(name, entry)

    def _find(self, request: Request) -> tuple[ProcedureFilter, FoundProcedures]:
        asked, texts, choices = form(request, self._texts), self._texts, self._table().choices
        wanted = ProcedureFilter(
            asked.words("q"),
            asked.choice("group", texts.group, choices.groups),
            asked.choice("ministry", texts.ministry, choices.ministries),
            asked.choice("type", texts.type, choices.types),
            asked.choice("receiver", texts.receiver, choices.receivers),
        )
        return wanted, self._table().find(wanted)

    def _show(self, name: str, entry: Entry | None) -> Response:
        """The page of a procedure, or of a group where there is none."""
        table = self._table()
        group = table.groups.get(name)
        if group is None:
            raise BadInput(self._texts.missing, _NOT_FOUND)
        group_span = group.heading_span if isinstance(group, ProcedureGroup) else group.title.spans[0]
        return page(
            "procedure.html",
            self._texts.site,
            f"{PATH}/{name}/{entry.row}" if entry else f"{PATH}/{name}",
            texts=self._texts,
            entry=entry,
            group=group,
            group_name=name,
            title=table.choices.groups[name],
            has_table=isinstance(group, ProcedureGroup),
            others=table.of_group(name),
            place=place(self._plan, group.heading_path, entry.span[0] if entry else group_span[0]),
            base=self._path,
        )
