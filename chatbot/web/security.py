"""What the server lets out and in: security headers on every response, only known names, only the routes that are used."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.api.hosts import ANY_HOST, Hosts
from chatbot.api.problems import UNKNOWN_HOST, Problem
from chatbot.api.refusals import refusal

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_GRADIO = "/gradio_api/"
_UNUSED = re.compile(r"(?:/en)?/(?:login|logout|monitoring|svelte)(?:/.*)?")
_USED = ("queue/join", "queue/data", "heartbeat/", "cancel", "reset", "startup-events")


def is_open(path: str) -> bool:
    """Whether the window uses that path. Gradio also brings routes for uploads, files, a proxy, logins and an API."""
    _, found, route = path.partition(_GRADIO)
    return route.startswith(_USED) if found else not _UNUSED.fullmatch(path)


class Guard:
    """ASGI middleware: 421 for a name that the server is not known by, no route that is not used, and the headers."""

    def __init__(self, app: ASGIApp, hosts: Hosts = ANY_HOST) -> None:
        self.app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._door(scope)(scope, receive, send_with_headers)

    def _door(self, scope: Scope) -> ASGIApp:
        if not self._hosts.answers(scope):
            is_page = "text/html" in Headers(scope=scope).get("accept", "")
            return _in_words(UNKNOWN_HOST) if is_page else refusal(UNKNOWN_HOST, scope["path"])
        return self.app if is_open(scope["path"]) else PlainTextResponse("Not Found", status_code=404)


def _in_words(problem: Problem) -> PlainTextResponse:
    """What a person reads who opened a page."""
    return PlainTextResponse(f"{problem.title}\n\n{problem.detail}\n\n{problem.detail_en}\n", problem.status)
