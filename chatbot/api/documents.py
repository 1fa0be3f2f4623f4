"""GET /documents and /documents/{doc_id}: what the documents are, their sections, and their texts as published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from chatbot.api import record_models as models
from chatbot.api.openapi import documented
from chatbot.api.problems import INVALID, NO_DOCUMENT, ProblemRaised
from chatbot.api.validation import invalid_value
from corpus.document import Corpus, Document
from corpus.listing import Row, document_rows

_DOC_ID = Path(description="文書の id (the document's id)", examples=["juten-keikaku-2025"])


def document_routes(corpus: Corpus) -> APIRouter:
    """The documents of `corpus`."""
    router = APIRouter(tags=["文書"])

    @router.get("/documents", response_model=models.Documents, responses=documented())
    def documents() -> JSONResponse:
        """文書の一覧 (List the documents)"""
        return JSONResponse({"items": [_facts(row) for row in document_rows(corpus)]})

    @router.get("/documents/{doc_id}", response_model=models.DocumentDetail, responses=documented(INVALID, NO_DOCUMENT))
    def document(doc_id: Annotated[str, _DOC_ID], part: Annotated[models.Range, Query()]) -> JSONResponse:
        """一つの文書 (One document)

        見出しごとの位置を返します。`start` か `end` を渡すと、その範囲の本文を公表されたとおりに `excerpt` に入れます。
        長ければ途中までなので、その `end` から続きを読みます。
        (Where each section stands; with `start` or `end`, also that part of the text, verbatim. Where it is cut short, go
        on from the `end` that comes back.)
        """
        found = next((document for document in corpus.documents if document.doc_id == doc_id), None)
        if found is None:
            raise ProblemRaised(NO_DOCUMENT)
        excerpt = None if part.start is None and part.end is None else _excerpt(found, part)
        facts = next(_facts(row) for row in document_rows(corpus) if row["doc_id"] == doc_id)
        sections = list(_sections(corpus, found))
        more = {"source": found.source, "characters": len(found.text), "sections": sections, "excerpt": excerpt}
        return JSONResponse(facts | more)

    return router


def _facts(row: Row) -> Row:
    return row | {"pages": row["pages"] or None}


def _sections(corpus: Corpus, document: Document) -> Iterator[dict[str, Any]]:
    """Where each heading's passages stand, in the order of the text; footnotes stand elsewhere and are left out."""
    passages = [p for p in corpus.passages if p.doc_id == document.doc_id and p.kind != "footnote"]
    passages.sort(key=lambda passage: passage.spans[0])
    for path, group in groupby(passages, key=lambda passage: passage.heading_path):
        spans = [span for passage in group for span in passage.spans]
        start, end = min(start for start, _ in spans), max(end for _, end in spans)
        yield {"heading_path": list(path), "start": start, "end": end, "page": document.page_at(start)}


def _excerpt(document: Document, part: models.Range) -> dict[str, Any]:
    """The text from `start` on, at most LONGEST_TEXT characters of it; as with ranges in HTTP, `end` may lie beyond."""
    length, start = len(document.text), part.start or 0
    end = length if part.end is None else part.end
    if start > length:
        raise invalid_value("start", f"本文は {length:,} 字です", f"The text has {length:,} characters")
    if end < start:
        raise invalid_value("end", "start 以上にしてください", "Must not be before start")
    end = min(end, length, start + models.LONGEST_TEXT)
    return {"start": start, "end": end, "text": document.text[start:end]}
