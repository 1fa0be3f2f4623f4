"""The messages of MCP over HTTP as the server's doors read and write them; the SDK does the rest."""

from __future__ import annotations

import json
from typing import Any

PATH = "/mcp"
_INVALID_REQUEST = -32600  # of JSON-RPC: the message was not taken
_WITHOUT_MODEL = ("document",)  # the lists look for the nearest headings where they hold nothing


def needs_model(body: bytes) -> bool:
    """Whether a message may need the model: it calls a tool that does, or it cannot be read here."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return True
    if not isinstance(message, dict):
        return True
    parameters = message.get("params")
    called = parameters.get("name") if isinstance(parameters, dict) else None
    return message.get("method") == "tools/call" and called not in _WITHOUT_MODEL


def error(message: str, data: dict[str, Any]) -> dict[str, Any]:
    """An error of JSON-RPC for a message whose id was not read; clients take it as the answer to what they sent."""
    return {"jsonrpc": "2.0", "id": None, "error": {"code": _INVALID_REQUEST, "message": message, "data": data}}
