"""Which span of a paragraph answers a question: the seam for readers, and two that need no training."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

from chatbot.question import read_question
from corpus.document import Span
from corpus.layout import split_lines
from corpus.sentences import runs_of_sentences, split_sentences
from eval.span_measures import normalise_span
from index.level import Level, Query
from index.pairs import joined
from index.reading import Reading, Reranker
from index.tokenizer import without_particles
from index.training.reading import PASSAGE_CHARACTERS

_ERA = r"(?:紀元前|[一-龥]{2})?"
_YEAR = rf"{_ERA}(?:\d+|元)年(?:\s*[（(][^（()）]*[）)])?(?:\d+月)?(?:\d+日)?"
_DATE = re.compile(rf"{_YEAR}|{_ERA}\d+世紀[一-龥]*|\d+月(?:\d+日)?")
_NUMBER = re.compile(r"約?\d[\d,，.．万億兆千百]*[ァ-ヶー一-龥%％A-Za-z]*")
_NOUNS = re.compile(r"「[^「」]+」|『[^『』]+』|[ァ-ヶー一-龥々〆\dA-Za-zＡ-Ｚａ-ｚ・.,．，%％&＆=＝]+")
_AFTER_NOUN = re.compile(r"$|[はがをにのとでもやへだ、。」』（()）]|から|まで|より|など")  # else a verb's stem
_ASKED_UNIT = re.compile(r"何([年月日人名種位回冊話度歳本頭台隻機階]|世紀|か月|ヶ月|km|kg|m)")
_COUNT = r"(?:紀元前)?約?[\d,，.．〇一二三四五六七八九十百千万億兆元]+"
_NEAR = 5  # characters on each side of a phrase; chosen on JaQuAD's training split


class Reader(Protocol):
    """What finds answers: a trained reader has this one method too."""

    def read(self, question: str, paragraph: str) -> Span:
        """Where the answer stands in `paragraph`, half-open; an empty span says that there is none."""
        ...


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """The paragraph's best sentence by the score of the index: what is quoted to a user.

    `level` holds the sentences of all paragraphs one after another, `first` the number of a paragraph's first one.
    """

    level: Level
    queries: Mapping[str, Query]
    first: Mapping[str, int]

    def read(self, question: str, paragraph: str) -> Span:
        """The sentence with the highest score, the first of equals."""
        spans = sentence_spans(paragraph)
        if not spans:
            return 0, 0
        start = self.first[paragraph]
        scores = self.level.scores(self.queries[question])[start : start + len(spans)]
        return spans[int(scores.argmax())]


@dataclass(frozen=True, slots=True)
class PhraseReader:
    """A phrase of the sentence that another reader picks: a rule without training, the floor for a trained reader.

    Candidates are dates where the question asks when, numbers with their unit where it asks how much, else names in
    quotation marks and runs of letters other than hiragana before a particle. What the question says itself is no
    answer. The candidate counts whose neighbourhood shares most pairs of characters with the question, the first of
    equals; without a candidate the sentence stands.
    """

    sentences: Reader

    def read(self, question: str, paragraph: str) -> Span:
        """The best phrase, or the sentence."""
        start, end = self.sentences.read(question, paragraph)
        sentence = paragraph[start:end]
        pairs = _pairs(question)
        best = max(_phrases(question, sentence), key=lambda span: _shared(pairs, sentence, span), default=None)
        return (start + best[0], start + best[1]) if best else (start, end)


@dataclass(frozen=True, slots=True)
class TrainedReader:
    """The likeliest span by the cross-encoder that reranks passages, in the passage that it holds most relevant."""

    reranker: Reranker

    def read(self, question: str, paragraph: str) -> Span:
        """The span, a whole phrase of the paragraph as printed: tokens run over the edges of words."""
        ((reading, at),) = read_paragraphs(question, [paragraph], self.reranker)
        start, end = at + reading.answer[0], at + reading.answer[1]
        first, last = _answering(question, paragraph[start:end])
        return start + first, start + last


def read_paragraphs(question: str, paragraphs: Sequence[str], reranker: Reranker) -> list[tuple[Reading, int]]:
    """Of each paragraph the reading of its most relevant passage, cut as it was trained on, and where that begins."""
    places = [runs_of_sentences(paragraph, PASSAGE_CHARACTERS) or [(0, 0)] for paragraph in paragraphs]
    passages = [
        joined("", [paragraph[start:end]])
        for paragraph, spans in zip(paragraphs, places, strict=True)
        for start, end in spans
    ]
    read = iter(reranker.read(question, passages))
    of_paragraphs = [[(next(read), start) for start, _ in spans] for spans in places]
    return [max(passages_read, key=lambda item: item[0].relevance) for passages_read in of_paragraphs]


def sentence_spans(paragraph: str) -> list[Span]:
    """Where the sentences of a paragraph stand; a line break ends a sentence too."""
    return [
        (line.start + start, line.start + end)
        for line in split_lines(paragraph)
        for start, end in split_sentences(line.text)
    ]


def first_sentences(paragraphs: Sequence[str]) -> dict[str, int]:
    """The number of each paragraph's first sentence, counted over all paragraphs."""
    counts = [len(sentence_spans(paragraph)) for paragraph in paragraphs]
    return dict(zip(paragraphs, accumulate(counts, initial=0), strict=False))


def _answering(question: str, text: str) -> Span:
    """The part of `text` that says what is asked: the number of 何年, else all but particles at its ends."""
    unit = _ASKED_UNIT.search(question)
    number = unit and re.search(_COUNT + re.escape(unit[1]), text)
    return number.span() if number else without_particles(text)


def _phrases(question: str, sentence: str) -> list[Span]:
    """The candidates of the kind asked for, else nouns that are no dates."""
    asked = read_question(question)
    said = normalise_span(question)
    patterns = [_DATE] if "date" in asked else [_NUMBER] if "number" in asked or "money" in asked else []
    for pattern in [*patterns, _NOUNS]:
        spans = [match.span() for match in pattern.finditer(sentence)]
        spans = [span for span in spans if normalise_span(sentence[slice(*span)]) not in said]
        if pattern is _NOUNS:
            spans = [span for span in spans if _AFTER_NOUN.match(sentence, span[1])] or spans
            spans = [span for span in spans if not _DATE.fullmatch(sentence, *span)] or spans
        if spans:
            return spans
    return []


def _shared(pairs: set[str], sentence: str, span: Span) -> int:
    start, end = span
    before, after = sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR]
    return len(pairs & _pairs(before)) + len(pairs & _pairs(after))


def _pairs(text: str) -> set[str]:
    return {left + right for left, right in pairwise(normalise_span(text))}
