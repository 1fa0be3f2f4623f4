"""The pages of policies: the list with its filters, a page for each policy, and the list as CSV and as a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from chatbot.policy_table import COLUMNS, SORTS, FoundPolicies, PolicyFilter, PolicyTable, Sort
from chatbot.web.calendar_file import calendar
from chatbot.web.cards import published
from chatbot.web.form import BadInput, address, paging
from chatbot.web.record_pages import PAGE_SIZE, RESULTS, answering, attachment, csv_file, fewer, form, place
from chatbot.web.record_text import RECORDS, RecordTexts
from chatbot.web.site import page
from corpus.document import Corpus

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH = "/policies"
LEAD = "lead"
_NOT_FOUND = 404


def add_policy_pages(app: FastAPI, corpus: Corpus) -> None:
    """The pages in both languages. The table is made when the first of them is asked for."""
    table = cache(lambda: PolicyTable(corpus))
    for texts in RECORDS:
        pages = _Pages(texts, table)
        routes = {".csv": pages.csv, ".ics": pages.calendar, "": pages.index, "/{number}": pages.policy}
        for path, respond in routes.items():
            app.add_route(f"{texts.site.prefix}{PATH}{path}", answering(respond, texts, PATH))


class _Pages:
    def __init__(self, texts: RecordTexts, table: Callable[[], PolicyTable]) -> None:
        self._texts = texts
        self._table = table
        self._path = f"{texts.site.prefix}{PATH}"

    def index(self, request: Request) -> Response:
        texts = self._texts
        wanted, sort, found = self._find(request)
        shown = paging(form(request, texts), len(found.entries), PAGE_SIZE, texts.page)
        state = _state(wanted, sort)
        return page(
            "policies.html",
            texts.site,
            PATH,
            query=request.url.query,
            texts=texts,
            table=self._table(),
            wanted=wanted,
            sort=sort,
            found=found,
            paging=shown,
            entries=found.entries[shown.start : shown.stop],
            events=sum(bool(deadline.last_day) for entry in found.entries for deadline in entry.deadlines),
            base=self._path,
            day=self._day,
            fewer=fewer(self._path, state),
            address=lambda **changes: address(self._path, state, **changes) + RESULTS,
            csv=address(f"{self._path}.csv", state),
            ics=address(f"{self._path}.ics", state),
        )

    def csv(self, request: Request) -> Response:
        *_, found = self._find(request)
        return csv_file("policies.csv", COLUMNS, map(self._table().csv_row, found.entries))

    def calendar(self, request: Request) -> Response:
        *_, found = self._find(request)
        plan = self._table().plan
        content = calendar(found.entries, plan) if plan else b""
        return attachment("policies.ics", "text/calendar", content)

    def policy(self, request: Request) -> Response:
        table = self._table()
        entry = table.entry(request.path_params["number"])
        if entry is None or table.plan is None:
            raise BadInput(self._texts.missing, _NOT_FOUND)
        policy = entry.policy
        chapter = f"{entry.chapter}. {table.chapters.get(entry.chapter, '')}"
        return page(
            "policy.html",
            self._texts.site,
            f"{PATH}/{policy.number}",
            texts=self._texts,
            entry=entry,
            policy=policy,
            deadlines=sorted(entry.deadlines, key=lambda deadline: deadline.order),
            place=place(table.plan, (*policy.heading_path, chapter), policy.title.spans[0][0]),
            base=self._path,
            day=self._day,
        )

    def _find(self, request: Request) -> tuple[PolicyFilter, Sort, FoundPolicies]:
        asked, texts, table = form(request, self._texts), self._texts, self._table()
        wanted = PolicyFilter(
            asked.words("q"),
            asked.choice("ministry", texts.ministry, table.ministries),
            asked.choice("role", texts.role, (LEAD,)) == LEAD,
            asked.choice("chapter", texts.chapter, table.chapters),
            asked.number("from", texts.first_year),
            asked.number("to", texts.last_year),
        )
        chosen = asked.choice("sort", texts.sort, SORTS)
        sort = next(known for known in SORTS if known == chosen)
        return wanted, sort, table.find(wanted, sort)

    def _day(self, day: date) -> Markup:
        return Markup(published(day.isoformat(), self._texts.site.window))


def _state(wanted: PolicyFilter, sort: Sort) -> dict[str, object]:
    """What the addresses of the list carry."""
    return {
        "q": wanted.query,
        "ministry": wanted.ministry,
        "role": LEAD if wanted.is_lead else "",
        "chapter": wanted.chapter,
        "from": wanted.first_year,
        "to": wanted.last_year,
        "sort": sort,
    }
