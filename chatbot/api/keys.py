"""The key of the API and of MCP: who may call them where one is set."""

from __future__ import annotations

from secrets import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.api.problems import NO_KEY
from chatbot.api.refusals import refusal

HEADER = "x-api-key"
OPEN = ("/api/health", "/api/ready", "/api/openapi.json")


class KeyCheck:
    """ASGI application in front of another: 401 without the key. No answer is to be kept by a cache on the way."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        """Everything is let through where `key` is empty."""
        self.app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""

        async def send_uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        app = self.app if self._may_pass(scope) else refusal(NO_KEY, scope["path"], {"WWW-Authenticate": "Bearer"})
        await app(scope, receive, send_uncached)

    def _may_pass(self, scope: Scope) -> bool:
        if not self._key or scope["path"] in OPEN:
            return True
        headers = Headers(scope=scope)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = (headers.get(HEADER, ""), token.strip() if scheme.casefold() == "bearer" else "")
        return any(compare_digest(key.encode("latin-1"), self._key) for key in given)
