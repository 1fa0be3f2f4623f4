"""What a browser may keep: files whose address changes with their content, which it then never asks for again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.web.theme import read

FOR_GOOD = "public, max-age=31536000, immutable"  # a year, the longest that is in use
ASK_AGAIN = "no-cache"
_HASHED = re.compile(r"(?:/en)?/assets/[^/]+-[\w-]{8,9}\.\w+")  # as Gradio's build names its files


class AssetCache:
    """ASGI middleware: Gradio's scripts and styles, which carry a hash in their names, are kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""

        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message)["cache-control"] = FOR_GOOD
            await send(message)

        is_kept = scope["type"] == "http" and _HASHED.fullmatch(scope["path"])
        await self.app(scope, receive, send_with_header if is_kept else send)


@dataclass(frozen=True)
class StyleSheet:
    """A style sheet at `path`, made of files of this package."""

    path: str
    files: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The files one after the other."""
        return "".join(map(read, self.files))

    @cached_property
    def version(self) -> str:
        """Changes with the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def address(self) -> str:
        """The path with the version, as pages link to it."""
        return f"{self.path}?v={self.version}"

    def respond(self, request: Request) -> Response:
        """The style sheet, kept by the browser where it was asked for by its version."""
        is_this = request.query_params.get("v") == self.version
        return Response(self.text, media_type="text/css", headers={"cache-control": FOR_GOOD if is_this else ASK_AGAIN})


SITE = StyleSheet("/site.css", ("tokens.css", "site.css"))
READING = StyleSheet("/reading.css", ("documents/reading.css",))
