"""The key of the API: who may call it where one is set."""

from __future__ import annotations

from secrets import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.api.problems import NO_KEY, problem_response

HEADER = "x-api-key"
OPEN = ("/api/health", "/api/ready", "/api/openapi.json")


class KeyCheck:
    """ASGI application in front of the API: 401 without the key. No answer is to be kept by a cache on the way."""

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

        app = self.app if self._may_pass(scope) else problem_response(NO_KEY)
        await app(scope, receive, send_uncached)

    def _may_pass(self, scope: Scope) -> bool:
        if not self._key or scope["path"] in OPEN:
            return True
        return compare_digest(Headers(scope=scope).get(HEADER, "").encode("latin-1"), self._key)
