"""What the pages of procedures and policies share: refusals in the reader's language, files, and where a record stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from chatbot.csv_file import csv_text
from chatbot.web.form import BadInput, Form, address
from chatbot.web.record_text import RecordTexts
from chatbot.web.site import page
from corpus.document import Document

PAGE_SIZE = 50
RESULTS = "#results"  # where the links and the form of a list lead: past its filters, which fill a small screen
Respond = Callable[[Request], Response]


def answering(respond: Respond, texts: RecordTexts, path: str) -> Respond:
    """`respond`, or a page that says why not where the input cannot be used; `path` is that of the list to go back to."""

    def answered(request: Request) -> Response:
        try:
            return respond(request)
        except BadInput as refusal:
            return page("refusal.html", texts.site, path, status=refusal.status, texts=texts, message=str(refusal))

    return answered


def form(request: Request, texts: RecordTexts) -> Form:
    """The values of the request's query string."""
    return Form(request.query_params, texts.form)


def fewer(path: str, state: Mapping[str, object]) -> str:
    """The address of the list with the words alone; empty where there are no other conditions to take away."""
    words = {"q": state["q"]}
    return address(path, words) + RESULTS if any(state[name] for name in state if name not in ("q", "sort")) else ""


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """The rows as a CSV file to save."""
    return attachment(name, "text/csv", csv_text(columns, rows).encode())


def attachment(name: str, media_type: str, content: bytes) -> Response:
    """A file to save; `name` is ASCII."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)


def place(document: Document, heading_path: Sequence[str], offset: int) -> dict[str, object]:
    """Where a record stands: the document, the headings above, the printed page if known, and the line of the text."""
    line = document.text.count("\n", 0, offset) + 1
    return {"document": document, "headings": heading_path, "page": document.page_at(offset), "line": line}
