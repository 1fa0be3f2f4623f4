"""The page for an address that nothing serves: in the reader's language, with the way to the other pages."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.web.site import ENGLISH_SITE, JAPANESE_SITE, page

_FOR_PROGRAMS = ("/api/", "/mcp")  # what they get says in JSON what is wrong


class MissingPage:
    """ASGI middleware: where a browser would get a bare 404, it gets the page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if not _wants_page(scope):
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_or_replace(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_bare(message):
                replaced = True
                await _page(scope["path"])(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, send_or_replace)


def _wants_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"].startswith(_FOR_PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_bare(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == 404 and not kind.startswith("text/html")


def _page(path: str) -> ASGIApp:
    site = ENGLISH_SITE if path.startswith(f"{ENGLISH_SITE.prefix}/") else JAPANESE_SITE
    # Slashes at the start would make the link to the other language one to another host.
    within = quote(re.sub(r"[/\\]+", "/", path.removeprefix(site.prefix)))
    return page("missing.html", site, within, status=404)
