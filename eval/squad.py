"""A third-party benchmark: retrieval and answer spans on the questions of a SQuAD file, by the parts of the index.

Retrieval: every distinct paragraph is a passage, and the question's own paragraph is the one right one. Spans: the
paragraph is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log2
from statistics import fmean
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.normalize import search_form
from eval.remembering import RememberingReader
from eval.span_measures import character_f1, exact_match, holds_answer
from eval.span_readers import (
    PhraseReader,
    Reader,
    SentenceReader,
    TrainedReader,
    first_sentences,
    read_paragraphs,
    sentence_spans,
)
from eval.squad_file import Benchmark, SquadQuestion
from index.level import Level, Query
from index.reading import Reranker

Progress = Callable[[int], None]  # gets the number of steps done so far
RERANKED = 5  # paragraphs of a question that the cross-encoder reads


class TextEncoder(Protocol):
    """What the benchmark needs of an encoder."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors, *shape* (n, width)."""
        ...

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Unit vectors, *shape* (n, width)."""
        ...


@dataclass(frozen=True, slots=True)
class SpanScores:
    """Shares in [0, 1]: equal to a gold answer, overlap with it, and how often the span holds it."""

    exact_match: float
    f1: float
    holds_answer: float


@dataclass(frozen=True, slots=True)
class SquadScores:
    """Retrieval over the questions that have an answer (None where none has), spans over all, by reader."""

    questions: int
    answerable: int
    paragraphs: int
    recall_at_1: float | None
    recall_at_5: float | None
    ndcg_at_10: float | None
    readers: dict[str, SpanScores]

    def as_dict(self) -> dict[str, Any]:
        """The scores under their standard names."""
        return {
            "questions": self.questions,
            "answerable": self.answerable,
            "paragraphs": self.paragraphs,
            "recall@1": self.recall_at_1,
            "recall@5": self.recall_at_5,
            "ndcg@10": self.ndcg_at_10,
            "readers": {
                name: {"exact_match": spans.exact_match, "f1": spans.f1, "holds_answer": spans.holds_answer}
                for name, spans in self.readers.items()
            },
        }


def steps(benchmark: Benchmark) -> int:
    """The end of `evaluate`'s progress: each text is encoded, each question is ranked and read."""
    return len(benchmark.paragraphs) + len(_sentences(benchmark)) + 2 * len(benchmark.questions)


def evaluate(
    benchmark: Benchmark, encoder: TextEncoder, progress: Progress | None = None, reranker: Reranker | None = None
) -> SquadScores:
    """Rank the paragraphs for every question with an answer, and read every question in its own paragraph.

    Both by the index that serves the plans, in memory; the cross-encoder, if there is one, reads the first RERANKED
    paragraphs. A question whose paragraph is not found scores zero.
    """
    done = _Steps(progress)
    by_paragraph = _level(benchmark.paragraphs, encoder, done)
    by_sentence = _level(_sentences(benchmark), encoder, done)
    queries = _queries([question.text for question in benchmark.questions], encoder, done)
    reranker = reranker and RememberingReader(reranker, {})  # its own paragraph is read for its rank and for the answer
    readers = _readers(benchmark, by_sentence, queries, reranker)
    ranks: list[int] = []
    spans: dict[str, list[str]] = {name: [] for name in readers}
    for question in benchmark.questions:
        paragraph = benchmark.paragraphs[question.paragraph]
        if question.answers:
            scores = by_paragraph.scores(queries[question.text])
            if reranker is not None:
                scores = _reranked(question.text, scores, benchmark.paragraphs, reranker)
            ranks.append(rank_of(scores, question.paragraph))
        for name, reader in readers.items():
            start, end = reader.read(question.text, paragraph)
            spans[name].append(paragraph[start:end])
        done.add(1)
    return SquadScores(
        questions=len(benchmark.questions),
        answerable=len(ranks),
        paragraphs=len(benchmark.paragraphs),
        recall_at_1=_mean([rank <= 1 for rank in ranks]),
        recall_at_5=_mean([rank <= 5 for rank in ranks]),
        ndcg_at_10=_mean([ndcg(rank, 10) for rank in ranks]),
        readers={name: _span_scores(benchmark.questions, found) for name, found in spans.items()},
    )


def rank_of(scores: NDArray[np.float32], own: int) -> int:
    """The rank of paragraph `own` from 1; of equal scores the earlier paragraph comes first."""
    return 1 + int((scores > scores[own]).sum()) + int((scores[:own] == scores[own]).sum())


def ndcg(rank: int, cutoff: int) -> float:
    """nDCG where one paragraph is relevant: the ideal gain is 1, the gain at a rank 1 / log2(1 + rank)."""
    return 1 / log2(1 + rank) if rank <= cutoff else 0.0


def _reranked(
    question: str, scores: NDArray[np.float32], paragraphs: Sequence[str], reranker: Reranker
) -> NDArray[np.float32]:
    """`scores` with the relevance of the best paragraphs mixed in; these stay before all others."""
    best = np.argsort(-scores, kind="stable")[:RERANKED]
    read = read_paragraphs(question, [paragraphs[index] for index in best], reranker)
    reranked = scores.copy()
    values = [float(scores[index]) + reading.lift for index, (reading, _) in zip(best, read, strict=True)]
    reranked[best] = np.array(values, dtype=np.float32) - min(values) + scores.max()
    return reranked


def _readers(
    benchmark: Benchmark, by_sentence: Level, queries: dict[str, Query], reranker: Reranker | None
) -> dict[str, Reader]:
    """The readers that are scored, by the name under which the scores stand."""
    sentence = SentenceReader(by_sentence, queries, first_sentences(benchmark.paragraphs))
    readers: dict[str, Reader] = {"sentence": sentence, "phrase": PhraseReader(sentence)}
    return readers | ({} if reranker is None else {"trained": TrainedReader(reranker)})


def _sentences(benchmark: Benchmark) -> list[str]:
    """The sentences of all paragraphs, one paragraph after another."""
    return [text[start:end] for text in benchmark.paragraphs for start, end in sentence_spans(text)]


class _Steps:
    """Counts steps over several stages that each count from 0."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0

    def within(self, done: int) -> None:
        """`done` of the stage that runs."""
        if self._progress is not None:
            self._progress(self._done + done)

    def add(self, done: int) -> None:
        """A stage of `done` steps is over."""
        self._done += done
        self.within(0)


def _level(texts: Sequence[str], encoder: TextEncoder, done: _Steps) -> Level:
    forms = [search_form(text) for text in texts]
    vectors = encoder.encode_passages(forms, done.within)
    done.add(len(texts))
    return Level.from_texts(vectors, forms)


def _queries(questions: Sequence[str], encoder: TextEncoder, done: _Steps) -> dict[str, Query]:
    """By question; the plans' own vocabulary and glossary are left out.

    BM25 reads the question's words as they are: they are in the language of the paragraphs, Japanese or not.
    """
    forms = [search_form(question) for question in questions]
    vectors = encoder.encode_queries(forms, done.within)
    done.add(len(questions))
    queries = (Query.from_text(form, vector) for form, vector in zip(forms, vectors, strict=True))
    return {question: replace(query, is_japanese=True) for question, query in zip(questions, queries, strict=True)}


def _span_scores(questions: Sequence[SquadQuestion], found: Sequence[str]) -> SpanScores:
    pairs = [(text, question.answers or ("",)) for text, question in zip(found, questions, strict=True)]
    return SpanScores(
        exact_match=fmean(exact_match(text, golds) for text, golds in pairs),
        f1=fmean(character_f1(text, golds) for text, golds in pairs),
        holds_answer=fmean(holds_answer(text, golds) for text, golds in pairs),
    )


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
