"""GET /procedures, /procedures/lists and /policies: the lists that the commands of the same names print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from chatbot.api import record_models as models
from chatbot.api.openapi import documented
from chatbot.api.problems import INVALID
from corpus.document import Corpus
from corpus.listing import Row, list_rows, policy_rows, procedure_rows


def record_routes(corpus: Corpus) -> APIRouter:
    """The lists of procedures and policies."""
    router = APIRouter(tags=["一覧"], responses=documented(INVALID))

    @router.get("/procedures", response_model=models.Procedures)
    def procedures(page: Annotated[models.ProcedurePage, Query()]) -> JSONResponse:
        """行政手続の一覧 (List the procedures that go online)

        手続名、根拠法令などかグループの題名に、語をすべて含むものを返します。 (Those whose cells or group title hold the words.)
        """
        total = sum(len(group.rows) for group in corpus.procedure_groups)
        return _page(procedure_rows(corpus, page.query, page.group), total, page)

    @router.get("/procedures/lists", response_model=models.ListedProcedures)
    def procedure_lists(page: Annotated[models.Page, Query()]) -> JSONResponse:
        """地方公共団体が優先する手続の一覧 (List the procedures that local governments put first)"""
        total = sum(len(entry.items) for entry in corpus.procedure_lists)
        return _page(list_rows(corpus, page.query), total, page)

    @router.get("/policies", response_model=models.Policies)
    def policies(page: Annotated[models.PolicyPage, Query()]) -> JSONResponse:
        """重点政策の一覧 (List the policies)

        本文か欄に語をすべて含み、主担当か関係府省庁に府省庁の語を含むものを返します。
        (Those that hold the words, and the ministry among their ministries.)
        """
        return _page(policy_rows(corpus, page.query, page.ministry), len(corpus.policies), page)

    return router


def _page(rows: Sequence[Row], total: int, page: models.Page) -> JSONResponse:
    content: dict[str, Any] = {"total": total, "matched": len(rows)}
    return JSONResponse(content | {"items": rows[page.offset : page.offset + page.limit]})
