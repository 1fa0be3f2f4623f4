"""The server over streamable HTTP, beside the chat window, behind the same key, limits and names as the API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.api.hosts import Hosts
from chatbot.api.keys import KeyCheck
from chatbot.api.mcp_messages import PATH
from chatbot.api.problems import FOREIGN_PAGE, WRONG_METHOD
from chatbot.api.refusals import refusal
from chatbot.api.settings import Settings
from chatbot.mcp.server import build_server
from chatbot.web.conversation import Answerer


class Door:
    """ASGI application in front of MCP: 403 for requests of pages of other sites, as the protocol asks.

    Only names that are given to this server count, also where it answers to any: a page that reached it by DNS rebinding
    would come under a name of its own. 405 for all but POST: a GET would hold open a stream on which nothing ever comes.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        app = self.app
        if not self._hosts.trusts(scope):
            app = refusal(FOREIGN_PAGE, scope["path"])
        elif scope["method"] != "POST":
            app = refusal(WRONG_METHOD, scope["path"], {"Allow": "POST"})
        await app(scope, receive, send)


def mount_mcp(app: Starlette, assistant: Answerer, worker: Executor, hosts: Hosts) -> None:
    """Lets `app` answer at `/mcp` too, without sessions and while its lifespan runs.

    `app` limits what is sent and knows its names by itself; the key is that of the environment.
    """
    served = build_server(assistant, worker).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),  # Guard and Door do it
    )
    app.router.routes.append(Route(PATH, KeyCheck(Door(served, hosts), Settings.from_environment().key)))
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[Any]:
        async with served.router.lifespan_context(served), outer(application) as state:
            yield state

    app.router.lifespan_context = lifespan
