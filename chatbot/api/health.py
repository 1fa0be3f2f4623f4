"""GET /health and GET /ready, for what watches over the server; neither needs a key or counts as a call."""

from __future__ import annotations

from fastapi import APIRouter

from chatbot.api import models
from chatbot.api.assistance import Assistance
from chatbot.api.openapi import documented
from chatbot.api.problems import LOADING, UNFIT, ProblemRaised
from chatbot.api.questions import RETRY_SECONDS


def health_routes(assistant: Assistance) -> APIRouter:
    """Whether the server runs, and whether it can answer."""
    router = APIRouter(tags=["状態"])

    @router.get("/health", response_model=models.Health, responses=documented())
    async def health() -> models.Health:
        """動いているか (Whether the server runs)"""
        return models.Health(status="ok")

    @router.get("/ready", response_model=models.Readiness, responses=documented(LOADING, UNFIT))
    async def ready() -> models.Readiness:
        """答えられるか (Whether questions can be answered)

        文書、索引、モデルが読み込まれていれば 200、まだなら 503 です。 (200 once texts, index and model are loaded.)
        """
        if assistant.state != "ready":
            retry = {"Retry-After": str(RETRY_SECONDS)}
            raise ProblemRaised(LOADING if assistant.state == "loading" else UNFIT, headers=retry)
        corpus = assistant.corpus
        return models.Readiness(status="ready", documents=len(corpus.documents), passages=len(corpus.passages))

    return router
