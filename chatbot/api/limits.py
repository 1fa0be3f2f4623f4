"""What a client may send: so large a body, so many questions a minute. For the API, MCP and the chat window.

A refused request of the window is shown there: Gradio shows the member `detail` of what it gets.
"""

from __future__ import annotations

import ipaddress
import math

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.api.buckets import TokenBuckets
from chatbot.api.mcp_messages import PATH as MCP
from chatbot.api.mcp_messages import needs_model
from chatbot.api.problems import TOO_LARGE, TOO_MANY
from chatbot.api.refusals import refusal

LONGEST_BODY = 64 * 1024  # bytes
LONGEST_CONVERSATION = 1024 * 1024  # bytes; 源内 sends each turn with all turns before it inside
READS_PER_QUESTION = 4  # other calls of the API a minute, for each question a minute
FREE = ("/api/health", "/api/ready", "/api/openapi.json", "/api/docs", "/en/api/docs")
_ASKS = ("/gradio_api/queue/join", "/en/gradio_api/queue/join")
_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")


class Limits:
    """ASGI middleware: 429 for too many calls, 413 for a body that is too large, counted as it comes in."""

    def __init__(self, app: ASGIApp, questions_per_minute: int) -> None:
        """Nothing is counted where `questions_per_minute` is 0."""
        self.app = app
        self._questions = TokenBuckets(questions_per_minute) if questions_per_minute else None
        self._reads = TokenBuckets(READS_PER_QUESTION * questions_per_minute) if questions_per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] == "http":
            path = scope["path"]
            if wait := self._wait(scope):
                await _too_many(path, wait)(scope, receive, send)
                return
            if scope["method"] not in _WITHOUT_BODY:
                body = await _body(Headers(scope=scope), receive, longest_body(path))
                if body is None:
                    await refusal(TOO_LARGE, path, {"Connection": "close"})(scope, receive, send)
                    return
                if wait := self._wait_to_ask(scope, body):
                    await _too_many(path, wait)(scope, receive, send)
                    return
                receive = _replayed(body, receive)
        await self.app(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        path = scope["path"]
        if path in FREE:
            return 0.0
        if path in _ASKS or (path.startswith("/api/") and scope["method"] == "POST"):
            buckets = self._questions
        else:
            buckets = self._reads if path.startswith("/api/") or path == MCP else None
        return buckets.take(client_of(scope)) if buckets else 0.0

    def _wait_to_ask(self, scope: Scope, body: list[Message]) -> float:
        """As `_wait`, of a message of MCP, which only its body tells to be a question."""
        if scope["path"] != MCP or self._questions is None:
            return 0.0
        asks = needs_model(b"".join(part.get("body", b"") for part in body))
        return self._questions.take(client_of(scope)) if asks else 0.0


def longest_body(path: str) -> int:
    """The largest body, in bytes, that a path takes."""
    return LONGEST_CONVERSATION if path.startswith("/api/gennai") else LONGEST_BODY


def client_of(scope: Scope) -> str:
    """Who calls: the address or, of IPv6, its network of 64 bits, within which one client has them all."""
    host = str(scope["client"][0]) if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


async def _body(headers: Headers, receive: Receive, longest: int) -> list[Message] | None:
    """The messages of the body, or None as soon as it is longer than `longest` bytes."""
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > longest:
        return None
    messages, length = [], 0
    while True:
        message = await receive()
        messages.append(message)
        length += len(message.get("body", b""))
        if length > longest:
            return None
        if not message.get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    """`messages` once more, then what comes after them."""
    left = iter(messages)

    async def replay() -> Message:
        message = next(left, None)
        return await receive() if message is None else message

    return replay


def _too_many(path: str, wait: float) -> JSONResponse:
    return refusal(TOO_MANY, path, {"Retry-After": str(math.ceil(wait))})
