"""The opened corpus and index, ready to answer."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from chatbot import wording
from chatbot.abstention import confidence_of, is_doubtful, why_silent
from chatbot.answer import Answer, Citation, CitedFootnote, Outcome, Part, Statement, shown_text
from chatbot.dialogue import earlier_topic, refers_back
from chatbot.evidence import Evidence, missing_kind, pick_evidence, worth_citing
from chatbot.guard import unread
from chatbot.proof import Sources, proven
from chatbot.question import Asked, missing_edition, named_documents, read_question
from chatbot.records import Records
from chatbot.thresholds import Thresholds, read_thresholds
from corpus.document import Corpus, join_sentences
from corpus.normalize import display_text
from corpus.readers import read_corpus
from index.encoder import model_name, open_encoder
from index.retriever import Hit, Retriever
from index.store import check_index, open_index

LONGEST_QUESTION = 2000
LONGEST_ANSWER = 600
CITATIONS = 5
_HITS = 20
_CUT_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ\d.,．，]+年?$|[ァ-ヴー]+$|[〇一二三四五六七八九十百千]+$")
_WEAK = 5.0  # a best hit below it has found little: then the question may be a follow-up that does not say so


class QuestionError(ValueError):
    """The question is empty or too long; the message says so."""


class Assistant:
    """Answers questions from one corpus."""

    def __init__(self, corpus: Corpus, retriever: Retriever, thresholds: Thresholds | None = None) -> None:
        """`thresholds` of the model in use; without them no question is refused for its low confidence."""
        self.corpus = corpus
        self.thresholds = thresholds
        self._retriever = retriever
        self._records = Records(corpus)
        self._sources = Sources(corpus)
        self._documents = {document.doc_id: document for document in corpus.documents}

    @property
    def model(self) -> str:
        """The name of the encoder."""
        return self._retriever.model

    @classmethod
    def open(cls) -> Assistant:
        """The assistant over the published plans; StoreError or ModelError where index or model cannot be used."""
        corpus = read_corpus()
        retriever = open_index(corpus, open_encoder())
        return cls(corpus, retriever, read_thresholds(retriever.model))

    def answer_question(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to `question`, a follow-up to the user turns of `history`; QuestionError if it cannot be read."""
        return self.answer_with_hits(question, history)[0]

    def answer_with_hits(self, question: str, history: Sequence[str] = ()) -> tuple[Answer, list[Hit]]:
        """The answer, and the hits that it was made from, best first; none where the question was refused unread."""
        started = time.perf_counter()
        question = _readable(question)
        if why := unread(question):
            refusal = self._proven(question, "not_found", (wording.said(wording.UNREAD[why]),), (), None)
            return replace(refusal, latency_ms=(time.perf_counter() - started) * 1000), []
        asked = read_question(question)
        topic, hits = self._find(question, history, asked, _HITS)
        answer = self._proven(question, *self._answer(question, topic, asked, hits), confidence_of(hits, topic))
        return replace(answer, latency_ms=(time.perf_counter() - started) * 1000), hits

    def retrieve(self, question: str, history: Sequence[str] = (), limit: int = _HITS) -> list[Hit]:
        """The hits from which `question` is answered, best first; none for a question that is refused unread."""
        question = _readable(question)
        return [] if unread(question) else self._find(question, history, read_question(question), limit)[1]

    def _find(self, question: str, history: Sequence[str], asked: Asked, limit: int) -> tuple[str, list[Hit]]:
        """What the question leaves out, as asked before, and the hits."""
        topic = earlier_topic(history) if refers_back(question) else ""
        hits = self._search(question, topic, asked, limit)
        if not topic and hits[0].score < _WEAK and (topic := earlier_topic(history)):
            hits = self._search(question, topic, asked, limit)
        return topic, hits

    def _answer(
        self, question: str, topic: str, asked: Asked, hits: Sequence[Hit]
    ) -> tuple[Outcome, tuple[Statement, ...], tuple[Citation, ...]]:
        if missing_edition(question, self.corpus.documents):
            return "not_found", wording.silence("no_edition", hits, len(self.corpus.documents)), ()
        evidence = worth_citing(pick_evidence(asked, hits)[:CITATIONS])
        if reason := why_silent(question, topic, asked, hits, evidence, self.thresholds):
            return "not_found", wording.silence(reason, hits, len(self.corpus.documents)), ()
        citations = tuple(self._citation(number, item) for number, item in enumerate(evidence, 1))
        parts = [Statement(self._parts(item), number) for number, item in enumerate(evidence, 1) if item.chosen]
        if missing := missing_kind(asked, evidence):
            return "partial", _within_limit([wording.said(wording.MISSING[missing]), *parts]), citations
        if is_doubtful(question, topic, hits, self.thresholds):
            return "partial", _within_limit([wording.said(wording.DOUBTFUL), *parts]), citations
        return "answered", _within_limit(parts), citations

    def _search(self, question: str, topic: str, asked: Asked, limit: int) -> list[Hit]:
        named = named_documents(question, self.corpus.documents)
        policy = self._records.policy(asked)
        kind = "procedure" if "cell" in asked else None
        if policy is None:
            return self._retriever.search(question, topic, limit, documents=named, kind=kind)
        topic = f"{topic} {policy.title.text}".strip()
        return self._retriever.search(question, topic, limit, f"policy:{policy.number}", named)

    def _proven(
        self,
        question: str,
        outcome: Outcome,
        statements: tuple[Statement, ...],
        citations: tuple[Citation, ...],
        confidence: float | None,
    ) -> Answer:
        """The answer, without what its sources do not prove."""
        text = shown_text(statements)
        return proven(Answer(question, outcome, text, citations, 0.0, confidence, statements), self._sources)

    def _parts(self, evidence: Evidence) -> tuple[Part, ...]:
        row = self._records.row_parts(evidence.hit.passage)
        return row or (Part("quote", display_text(evidence.quote)),)

    def _citation(self, number: int, evidence: Evidence) -> Citation:
        passage = evidence.hit.passage
        document = self._documents[passage.doc_id]
        spans = tuple(span for sentence in evidence.sentences for span in sentence.spans)
        footnotes = (
            CitedFootnote(note.number, join_sentences(note.sentences)) for note in self.corpus.footnotes_of(passage)
        )
        return Citation(
            number=number,
            passage_id=passage.id,
            doc_id=passage.doc_id,
            title=document.title,
            published=document.published,
            publisher=document.publisher,
            status=document.status,
            heading_path=passage.heading_path,
            text=passage.text,
            quote=evidence.quote,
            spans=spans,
            score=evidence.score,
            page=document.page_at(spans[0][0]),
            footnotes=tuple(footnotes),
            sha256=self._sources.sha256(passage.doc_id),
        )


class WaitingAssistant:
    """An assistant for a window that opens at once: texts and index are checked, the model loads behind it.

    A question asked before the model is there waits for it.
    """

    def __init__(self) -> None:
        """Read the plans and check index and model; StoreError or ModelError as from `Assistant.open`."""
        self.corpus = read_corpus()
        check_index(self.corpus, model_name())
        self._loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._assistant: Future[Assistant] | None = None

    def load(self) -> None:
        """Begin to load the model, if that has not begun yet; returns at once."""
        if self._assistant is None:
            self._assistant = self._loader.submit(self._open)

    def answer_question(self, question: str, history: Sequence[str] = ()) -> Answer:
        """As `Assistant.answer_question`, once the model is there."""
        self.load()
        assert self._assistant is not None
        return self._assistant.result().answer_question(question, history)

    def _open(self) -> Assistant:
        retriever = open_index(self.corpus, open_encoder())
        return Assistant(self.corpus, retriever, read_thresholds(retriever.model))


def _readable(question: str) -> str:
    question = question.strip()
    if not question:
        raise QuestionError("質問が空です。知りたいことを入力してください。")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"質問が長すぎます（{len(question):,} 字）。{LONGEST_QUESTION:,} 字以内で入力してください。"
        )
    return question


def _within_limit(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements as far as they fit whole; a first one too long for itself is cut and says so by …."""
    kept = [_cut(statements[0])]
    for statement in statements[1:]:
        if len(shown_text([*kept, statement])) <= LONGEST_ANSWER:
            kept.append(statement)
    return tuple(kept)


def _cut(statement: Statement) -> Statement:
    """The statement, its last parts cut where it is too long, never within a number or a word of Latin letters."""
    over = len(statement.text) - LONGEST_ANSWER
    if over <= 0:
        return statement
    room = sum(len(part.text) for part in statement.parts) - over - 1
    parts: list[Part] = []
    for part in statement.parts:
        if len(part.text) > room:
            parts.append(Part(part.kind, f"{_CUT_WORD.sub('', part.text[:room])}…"))
            break
        parts.append(part)
        room -= len(part.text)
    return replace(statement, parts=tuple(parts))
