"""The opened corpus and index, ready to answer."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from chatbot import wording
from chatbot.abstention import confidence_of, is_doubtful, silent_edition, why_silent
from chatbot.answer import Answer, Citation, CitedFootnote, NewerEdition, Outcome, Part, Statement, Why, shown_text
from chatbot.comparison import HITS, Comparison, compare, newest_first
from chatbot.composition import compose, year_note
from chatbot.conversation import FOLLOWED_HITS, Conversation, Understood
from chatbot.evidence import Evidence, missing_kind, pick_evidence, worth_citing
from chatbot.guard import unread
from chatbot.labels import document_name, labels
from chatbot.listing import Listings
from chatbot.phrases import excluded_left_out
from chatbot.proof import Sources, proven
from chatbot.question import Asked, read_question
from chatbot.records import Records
from chatbot.side_by_side import HITS as COMPARED_HITS
from chatbot.side_by_side import SideBySide, oldest_first, side_by_side
from chatbot.thresholds import Thresholds, read_thresholds
from corpus.document import Corpus, Document, join_sentences
from corpus.editions import in_force, successor
from corpus.normalize import display_text, search_form
from corpus.readers import read_corpus
from index.encoder import model_name, open_encoder
from index.reranker import open_reranker
from index.retriever import Hit, Retriever
from index.store import check_index, open_index
from index.vocabulary import bridges, terms_of

LONGEST_QUESTION = 2000
LONGEST_ANSWER = 600
CITATIONS = 5
_HITS = 20
_SHOWN_TERMS = 8


class QuestionError(ValueError):
    """The question is empty or too long; the message says so."""


class Assistant:
    """Answers questions from one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        retriever: Retriever,
        thresholds: Thresholds | None = None,
    ) -> None:
        """`thresholds` of the models in use; without them no question is refused for its low confidence."""
        self.corpus = corpus
        self.thresholds = thresholds
        self.today: datetime.date | None = None  # from which 昨年 and 来年度 count; None: the day of the question
        self._retriever = retriever
        self._records = Records(corpus)
        self._listings = Listings(corpus)
        self._sources = Sources(corpus)
        self._following = {
            before.id: after
            for before, after in pairwise(corpus.passages)
            if before.doc_id == after.doc_id and before.heading_path == after.heading_path and after.kind == "text"
        }
        self._documents = {document.doc_id: document for document in corpus.documents}
        self._newer = {document.doc_id: _newer(document, corpus) for document in corpus.documents}
        self._conversation = Conversation(corpus.passages, self.answer_question)

    @property
    def state(self) -> Literal["loading", "ready", "failed"]:
        """An assistant that is open is ready."""
        return "ready"

    @property
    def model(self) -> str:
        """The name of the encoder."""
        return self._retriever.model

    @property
    def models(self) -> str:
        """The names of the encoder and of the cross-encoder."""
        return self._retriever.models

    @classmethod
    def open(cls) -> Assistant:
        """The assistant over the published plans; StoreError or ModelError where index or model cannot be used."""
        return cls.open_over(read_corpus())

    @classmethod
    def open_over(cls, corpus: Corpus) -> Assistant:
        """As `open`, over the published plans that are read already."""
        return cls.calibrated(corpus, open_index(corpus, open_encoder(), reranker=open_reranker()))

    @classmethod
    def calibrated(cls, corpus: Corpus, retriever: Retriever) -> Assistant:
        """The assistant with the thresholds that were fitted for the models of `retriever`."""
        return cls(corpus, retriever, read_thresholds(retriever.models))

    def answer_question(self, question: str, history: Sequence[str] = (), rephrase: bool = True) -> Answer:
        """The answer to `question`, a follow-up to the user turns of `history`; QuestionError if it cannot be read.

        Without `rephrase` it is looked up as it stands: nothing is taken from before, no word is put for another.
        """
        return self.answer_with_hits(question, history, rephrase)[0]

    def answer_with_hits(
        self, question: str, history: Sequence[str] = (), rephrase: bool = True
    ) -> tuple[Answer, list[Hit]]:
        """The answer, and the hits that it was made from, best first; none where the question was refused unread."""
        started = time.perf_counter()
        question = _readable(question)
        if why := unread(question):
            refusal = self._proven(question, "", "not_found", (wording.said(wording.UNREAD[why]),), (), None)
            return replace(refusal, latency_ms=(time.perf_counter() - started) * 1000), []
        understood, hits = self._find(question, history, _HITS, rephrase)
        found = self._answer(understood.question, hits, rephrase)
        answer = self._proven(question, understood.shown, *found, confidence_of(hits))
        if rephrase:
            text = search_form(understood.question)
            found_bridges = bridges(text)
            searched_for = tuple(terms_of(found_bridges)[:_SHOWN_TERMS])
            answer = replace(answer, searched_for=searched_for, bridges=tuple(found_bridges[:_SHOWN_TERMS]))
            self._conversation.keep(answer, history)  # only so: turns may be shared by others who do rephrase
        return replace(answer, latency_ms=(time.perf_counter() - started) * 1000), hits

    def retrieve(self, question: str, history: Sequence[str] = (), limit: int = _HITS) -> list[Hit]:
        """The hits from which `question` is answered, best first; none for a question that is refused unread."""
        question = _readable(question)
        return [] if unread(question) else self._find(question, history, limit)[1]

    def compare_documents(self, question: str) -> SideBySide:
        """What each document says of a question or topic, oldest first; QuestionError if it cannot be read."""
        question = _readable(question)
        if why := unread(question):
            return self._refused((wording.said(wording.UNREAD[why]),))
        asked = self._read(question)
        count = len(self.corpus.documents)
        if asked.points.lacks_edition:
            return self._refused(wording.silence("no_edition", (), count))
        compares = asked.points.compares or asked.points.may_compare
        subject = asked.points.subject if compares else question
        hits = self._retriever.search(subject, limit=COMPARED_HITS)
        evidence = worth_citing(pick_evidence(asked, hits[:_HITS], following=self._following), CITATIONS)
        if reason := why_silent(subject, asked, hits, evidence, self.thresholds):
            return self._refused(wording.silence(reason, hits, count))
        return side_by_side(subject, asked, hits, self.corpus.documents)

    def _refused(self, why: tuple[Statement, ...]) -> SideBySide:
        return SideBySide(silent=tuple(oldest_first(self.corpus.documents)), refusal=why)

    def _read(self, question: str) -> Asked:
        return read_question(question, self.corpus.documents, self.today)

    def _find(
        self, question: str, history: Sequence[str], limit: int, rephrase: bool = True
    ) -> tuple[Understood, list[Hit]]:
        """The question as it is answered, and the hits."""
        if not rephrase:
            as_asked = Understood(question)
            return as_asked, self._search(as_asked, limit, bridges=False)
        understood = self._conversation.understand(question, history)
        if understood.question == question and self._conversation.may_follow(question, history):
            hits = self._search(understood, FOLLOWED_HITS, read=False)
            understood = self._conversation.joined(question, history, hits)
        return understood, self._search(understood, limit)

    def _answer(
        self, question: str, hits: Sequence[Hit], rephrase: bool
    ) -> tuple[Outcome, tuple[Statement, ...], tuple[Citation, ...]]:
        asked = self._read(question)
        if asked.points.lacks_edition:
            return "not_found", wording.silence("no_edition", hits, len(self.corpus.documents)), ()
        if lacking := self._records.lacks(asked):
            return "not_found", wording.silence(lacking, hits, len(self.corpus.documents)), ()
        is_named = bool(self._records.policies(asked) or self._records.procedures(asked))
        is_far = not is_named and is_doubtful(question, hits, self.thresholds)
        listing = self._listings.answer(question, LONGEST_ANSWER, CITATIONS)
        listing = listing or self._listings.of_group(question, hits, LONGEST_ANSWER, CITATIONS, is_far)
        if listing:
            cited = tuple(self._citation(number, item) for number, item in enumerate(listing.evidence, 1))
            return listing.outcome, listing.statements, cited
        comparison, on_subject = self._compare(asked, rephrase)
        evidence = worth_citing(pick_evidence(asked, hits, following=self._following), CITATIONS)
        if comparison:
            evidence = [*comparison.evidence, *_unquoted(evidence, comparison.evidence)][:CITATIONS]
        else:
            evidence = newest_first(evidence, self._documents, asked.points.documents)
        found = on_subject if comparison and asked.points.compares else hits
        if reason := why_silent(question, asked, found, evidence, self.thresholds):
            return "not_found", wording.silence(reason, hits, len(self.corpus.documents)), ()
        if not comparison and (silent := silent_edition(asked, hits, evidence)):
            names = [document_name(document, True) for document in self.corpus.documents if document.doc_id in silent]
            return "not_found", wording.silence_of(names, hits), ()
        citations = tuple(self._citation(number, item) for number, item in enumerate(evidence, 1))
        statements = self._statements(question, evidence, dated=comparison is not None)
        if missing := missing_kind(asked, evidence):
            return "partial", compose([wording.said(wording.MISSING[missing]), *statements], LONGEST_ANSWER), citations
        if not is_named and is_doubtful(question, found, self.thresholds):
            return "partial", compose([wording.said(wording.DOUBTFUL), *statements], LONGEST_ANSWER), citations
        if comparison and (remark := self._one_side(comparison)):
            return "partial", compose([remark, *statements], LONGEST_ANSWER), citations
        return "answered", compose(statements, LONGEST_ANSWER), citations

    def _statements(self, question: str, evidence: Sequence[Evidence], dated: bool) -> list[Statement]:
        """What is quoted, each quote with its label and its note, if it needs them."""
        quoted = [(number, item) for number, item in enumerate(evidence, 1) if item.chosen]
        names = labels(question, [item for _, item in quoted], self._documents, dated)
        return [
            Statement(
                (*((Part("label", label),) if label else ()), *self._parts(item)),
                number,
                year_note(item.quote, self._documents[item.hit.passage.doc_id].published),
            )
            for (number, item), label in zip(quoted, names, strict=True)
        ]

    def _compare(self, asked: Asked, rephrase: bool) -> tuple[Comparison | None, list[Hit]]:
        """What documents of several dates say, where the question asks for that, and the hits for its subject alone."""
        if not (asked.points.compares or asked.points.may_compare):
            return None, []
        subject = asked.points.subject
        hits = self._retriever.search(subject, limit=HITS, bridges=rephrase)
        comparison = compare(asked, hits, self._documents)
        if comparison and comparison.silent:  # the cross-encoder read the best hits only: that must be sure
            silent = frozenset(document.doc_id for document in comparison.silent)
            found = self._retriever.search(subject, documents=silent, bridges=rephrase)
            read = {hit.passage.id: hit for hit in found if hit.passage.doc_id in silent and hit.relevance is not None}
            hits = [_read_as(hit, read.get(hit.passage.id)) for hit in hits]
            comparison = compare(asked, hits, self._documents)
        return comparison, hits

    def _one_side(self, comparison: Comparison) -> Statement | None:
        """What is said where fewer documents speak of a matter than the question sets against each other."""
        if comparison.lacks_edition:
            return wording.said(wording.NO_SUCH_EDITION)
        if comparison.silent:
            return wording.silent_editions([document_name(document, True) for document in comparison.silent])
        if len(comparison.documents) < 2:
            return wording.only_edition(document_name(self._documents[comparison.documents[0]], True))
        return None

    def _search(self, understood: Understood, limit: int, read: bool = True, bridges: bool = True) -> list[Hit]:
        question = excluded_left_out(understood.question)
        asked = self._read(question)
        named = asked.points.documents
        if policies := self._records.policies(asked):
            titles = " ".join(policy.title.text for policy in policies)
            records = tuple(f"policy:{policy.number}" for policy in policies)
            return self._retriever.search(question, titles, limit, records, named, read=read, bridges=bridges)
        kind = "procedure" if "cell" in asked and "measure" not in asked else None
        records = self._records.procedures(asked) or understood.records_for(asked)
        return self._retriever.search(question, "", limit, records, named, kind, understood.near, read, bridges)

    def _proven(
        self,
        question: str,
        understood_as: str,
        outcome: Outcome,
        statements: tuple[Statement, ...],
        citations: tuple[Citation, ...],
        confidence: float | None,
    ) -> Answer:
        """The answer, without what its sources do not prove."""
        text = shown_text(statements)
        answer = Answer(question, outcome, text, citations, 0.0, confidence, understood_as, statements)
        return proven(answer, self._sources)

    def _parts(self, evidence: Evidence) -> tuple[Part, ...]:
        row = self._records.row_parts(evidence.hit.passage)
        rest = (Part("count", f"\n…ほか{evidence.omitted}項目"),) if evidence.omitted else ()
        return row or (Part("quote", display_text(evidence.quote)), *rest)

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
            why=_why(evidence.hit),
            newer=self._newer[passage.doc_id],
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
            self._assistant = self._loader.submit(Assistant.open_over, self.corpus)

    @property
    def state(self) -> Literal["loading", "ready", "failed"]:
        """Whether the model is there."""
        if self._assistant is None or not self._assistant.done():
            return "loading"
        return "failed" if self._assistant.exception() else "ready"

    def answer_question(self, question: str, history: Sequence[str] = (), rephrase: bool = True) -> Answer:
        """As `Assistant.answer_question`, once the model is there."""
        return self._loaded().answer_question(question, history, rephrase)

    def retrieve(self, question: str, history: Sequence[str] = (), limit: int = _HITS) -> list[Hit]:
        """As `Assistant.retrieve`, once the model is there."""
        return self._loaded().retrieve(question, history, limit)

    def compare_documents(self, question: str) -> SideBySide:
        """As `Assistant.compare_documents`, once the model is there."""
        return self._loaded().compare_documents(question)

    def _loaded(self) -> Assistant:
        self.load()
        assert self._assistant is not None
        return self._assistant.result()


def _why(hit: Hit) -> Why | None:
    return Why(hit.ranks, hit.rank, hit.relevance, hit.terms) if hit.ranks else None


def _newer(document: Document, corpus: Corpus) -> NewerEdition | None:
    """The newest edition of the document's series, if it is another."""
    newer = successor(document, corpus.documents)
    return NewerEdition(newer.title, newer.published, not in_force(newer)) if newer else None


def _readable(question: str) -> str:
    question = question.strip()
    if not question:
        raise QuestionError("質問が空です。知りたいことを入力してください。")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"質問が長すぎます（{len(question):,} 字）。{LONGEST_QUESTION:,} 字以内で入力してください。"
        )
    return question


def _read_as(hit: Hit, read: Hit | None) -> Hit:
    """The hit with what the cross-encoder read in it, where it did."""
    return replace(hit, relevance=read.relevance, sentences=read.sentences) if read else hit


def _unquoted(evidence: Sequence[Evidence], quoted: Sequence[Evidence]) -> list[Evidence]:
    """`evidence` to be cited without being quoted, but what is quoted already."""
    taken = {item.hit.passage.id for item in quoted}
    return [replace(item, chosen=()) for item in evidence if item.hit.passage.id not in taken]
