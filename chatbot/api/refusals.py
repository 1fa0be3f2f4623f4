"""A request that is refused before its route: the problem, in the form that clients of the path read."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse

from chatbot.api import mcp_messages
from chatbot.api.problems import Problem, problem_response


def refusal(problem: Problem, path: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """`problem` as an error of MCP at its path, else as problem details; in English for the English pages."""
    if path == mcp_messages.PATH:
        said = f"{problem.detail} ({problem.detail_en})"
        return JSONResponse(mcp_messages.error(said, problem.as_dict()), problem.status, headers)
    english = {"detail": problem.detail_en} if path.startswith("/en/") else {}
    return problem_response(problem, headers, **english)
