"""The tools that the model answers: a question, and a search for passages."""

from __future__ import annotations

from chatbot import wording
from chatbot.answer import Answer, Citation, Outcome
from chatbot.api.why import why_of
from chatbot.guard import unread
from chatbot.mcp.arguments import Explained, History, Limit, Question
from chatbot.mcp.catalog import Catalog, notes_of
from chatbot.mcp.replies import AskReply, CitedNote, FoundPassage, SearchReply, Source
from chatbot.mcp.turns import Turns
from index.retriever import Hit

_OUTCOMES: dict[Outcome, str] = {
    "answered": "計画に答えがありました。 (The plans answer the question.)",
    "partial": "計画に一部の答え、または近い記載がありました。 (The plans answer a part of it, or come near.)",
    "not_found": "計画の中に答えは見つかりませんでした。 (The plans do not answer this; do not answer from elsewhere.)",
}
_PASSAGES = "関連の強い順です。質問への答えとは限りません。 (Nearest first; none need be an answer.)"


class QuestionTools:
    """`ask` and `search`."""

    def __init__(self, turns: Turns, catalog: Catalog) -> None:
        self._turns = turns
        self._catalog = catalog

    async def ask(self, question: Question, history: History = (), why: Explained = False) -> AskReply:
        """Answer a question with sentences that stand in the plans, each with its source."""
        answer = await self._turns.answer(question, history)
        return AskReply(
            outcome=answer.outcome,
            message=_OUTCOMES[answer.outcome],
            answer=answer.text,
            citations=tuple(self._cited(citation) for citation in answer.citations),
            nearest_headings=_headings(answer) if answer.outcome == "not_found" else (),
            understood_as=answer.understood_as,
            searched_for=answer.searched_for,
            why=why_of(answer) if why else None,
            provenance=self._catalog.provenance(citation.doc_id for citation in answer.citations),
        )

    async def search(self, question: Question, limit: Limit = 10) -> SearchReply:
        """The passages nearest to a question."""
        hits = await self._turns.retrieve(question, limit)
        why = unread(question.strip())
        return SearchReply(
            outcome="found" if hits else "not_found",
            message=wording.UNREAD[why] if why else _PASSAGES if hits else _OUTCOMES["not_found"],
            returned=len(hits),
            passages=tuple(self._found(hit) for hit in hits),
            provenance=self._catalog.provenance(hit.passage.doc_id for hit in hits),
        )

    def _cited(self, citation: Citation) -> Source:
        return Source(
            number=citation.number,
            document=self._catalog.source(citation.doc_id),
            place=self._catalog.place(citation.doc_id, citation.spans, citation.heading_path),
            quote=citation.quote,
            passage=citation.text,
            footnotes=tuple(CitedNote(number=note.number, text=note.text) for note in citation.footnotes),
            score=round(citation.score, 4),
        )

    def _found(self, hit: Hit) -> FoundPassage:
        passage = hit.passage
        return FoundPassage(
            rank=hit.rank,
            kind=passage.kind,
            document=self._catalog.source(passage.doc_id),
            place=self._catalog.place(passage.doc_id, passage.spans, passage.heading_path),
            text=passage.text,
            footnotes=notes_of(self._turns.corpus.footnotes_of(passage)),
            score=round(hit.score, 4),
        )


def _headings(answer: Answer) -> tuple[str, ...]:
    return tuple(part.text for statement in answer.statements for part in statement.parts if part.kind == "heading")
