"""The server over streamable HTTP, beside the chat window: a key if one is set, and only under the names it is known by."""

from __future__ import annotations

import hmac
import os
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.mcp.server import build_server
from chatbot.web.conversation import Answerer

PATH = "/mcp"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_LONGEST_BODY = 1 << 18  # bytes; a history of 50 long questions has about half
_REFUSED = "鍵がないか、違います (a key is needed: header x-api-key, or Authorization: Bearer)."


class KeyRequired:
    """ASGI middleware: answers 401 to requests without the key."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._key = key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or self._is_given(Headers(scope=scope)):
            await self._app(scope, receive, send)
        else:
            refusal = JSONResponse({"error": _REFUSED}, 401, {"www-authenticate": "Bearer"})
            await refusal(scope, receive, send)

    def _is_given(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = (headers.get("x-api-key", ""), token.strip() if scheme.lower() == "bearer" else "")
        return any(hmac.compare_digest(key.encode("latin-1"), self._key) for key in given)


def http_app(assistant: Answerer, worker: Executor, key: str = "", hosts: Sequence[str] = ()) -> Starlette:
    """The server as an application that answers at `/mcp` while its lifespan runs, without sessions.

    With a `key` only requests that carry it are answered. `hosts` are the names, each with its port if that is not the
    usual one, under which it is reached besides those of this machine: others are refused, against DNS rebinding.
    """
    security = TransportSecuritySettings(
        allowed_hosts=[*hosts, *LOCAL_HOSTS, *(f"{host}:*" for host in LOCAL_HOSTS)],
        allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
        + [f"http://{host}{port}" for host in LOCAL_HOSTS for port in ("", ":*")],
    )
    served = build_server(assistant, worker).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_LONGEST_BODY,
        transport_security=security,
    )
    return Starlette(
        routes=[Route(PATH, served, methods=["POST"])],  # a GET would hold a stream open on which nothing ever comes
        middleware=[Middleware(KeyRequired, key=key)] if key else [],
        lifespan=served.router.lifespan_context,
    )


def mount_mcp(app: Starlette, assistant: Answerer, worker: Executor) -> None:
    """Lets `app` answer at `/mcp` too, with the key and the names that KEIKAKU_API_KEY and KEIKAKU_MCP_HOSTS set."""
    hosts = [host.strip() for host in os.environ.get("KEIKAKU_MCP_HOSTS", "").split(",") if host.strip()]
    served = http_app(assistant, worker, os.environ.get("KEIKAKU_API_KEY", "").strip(), hosts)
    app.router.routes.append(Route(PATH, served))
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[Any]:
        async with served.router.lifespan_context(served), outer(application) as state:
            yield state

    app.router.lifespan_context = lifespan
