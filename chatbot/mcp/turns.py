"""The assistant behind an event loop: one question at a time, whoever asks, and the loop goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor

from mcp.server.mcpserver.exceptions import ToolError

from chatbot import wording
from chatbot.answer import Answer
from chatbot.assistant import QuestionError
from chatbot.web.conversation import Answerer
from corpus.document import Corpus
from index.retriever import Hit

_NEAREST = 3  # headings


class Turns:
    """Questions to an assistant; `worker` has one thread and may be shared with others who ask it."""

    def __init__(self, assistant: Answerer, worker: Executor) -> None:
        self._assistant = assistant
        self._worker = worker

    @property
    def corpus(self) -> Corpus:
        """The documents that are searched."""
        return self._assistant.corpus

    async def answer(self, question: str, history: Sequence[str]) -> Answer:
        """The answer; ToolError for a question that is refused."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, self._assistant.answer_question, question, history)
        except QuestionError as refusal:
            raise ToolError(str(refusal)) from refusal

    async def retrieve(self, question: str, limit: int) -> list[Hit]:
        """The hits, best first, none for what is no question; ToolError for a question that is refused."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, self._assistant.retrieve, question, (), limit)
        except QuestionError as refusal:
            raise ToolError(str(refusal)) from refusal

    async def nearest_headings(self, words: str) -> tuple[str, ...]:
        """The headings nearest to what was looked up in vain; none where nothing was named."""
        if not words.strip():
            return ()
        headings = dict.fromkeys(wording.heading_of(hit.passage) for hit in await self.retrieve(words, 10))
        return tuple(heading for heading in headings if heading)[:_NEAREST]
