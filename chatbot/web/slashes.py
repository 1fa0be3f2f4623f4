"""The main pages with a slash at their end: the same page is at the address without it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_from_bytes

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse

from chatbot.web.site import SITES

_AS_SENT = "%!$&'()*+,;=:@/?[]~"  # what a query may hold; other bytes are escaped


def add_redirects(app: FastAPI) -> None:
    """Leads `/documents/` to `/documents`, and so for every page of the navigation but the chat window."""
    for site in SITES:
        for path, _ in site.pages:
            if path != "/":
                page = f"{site.prefix}{path}"
                app.add_route(f"{page}/", leading_to(page))


def leading_to(page: str) -> Callable[[Request], RedirectResponse]:
    """Leads to `page`, a path of this server that does not depend on the request; the query goes along."""

    def redirect(request: Request) -> RedirectResponse:
        query = quote_from_bytes(request.scope["query_string"], _AS_SENT)
        return RedirectResponse(f"{page}?{query}" if query else page, 308)

    return redirect
