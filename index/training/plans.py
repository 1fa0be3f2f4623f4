"""Lists from the plans themselves: questions written for their passages, and questions made from their records.

The wrong passages of a list are those that the first stage ranks high. A passage that holds the answer's words too is
left out of it: it may be as right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from random import Random

from corpus.document import Corpus, Span
from corpus.normalize import search_form
from corpus.readers import read_corpus
from index.encoder import open_encoder
from index.pairs import PassageText
from index.passage_text import read_text
from index.reranker import OFF, open_reranker
from index.retriever import Hit
from index.store import open_index
from index.training.lists import Candidate, QuestionList
from index.training.templates import made_questions
from index.vocabulary import in_official_words

QUESTIONS = Path(__file__).parent / "questions.jsonl"
WEAK_QUESTIONS = Path(__file__).parent / "weak_questions.jsonl"  # lists, everyday words, near misses
CLOSE_QUESTIONS = Path(__file__).parent / "close_questions.jsonl"  # of the same kinds, more lists and English
WRITTEN = (QUESTIONS, WEAK_QUESTIONS, CLOSE_QUESTIONS)
TWIN_QUESTIONS = Path(__file__).parent / "twin_questions.jsonl"  # an answered one beside an unanswerable one; off topic
_NEAR, _NEGATIVES_NEAR = 12, 3  # so many of the first hits,
_FAR, _NEGATIVES_FAR = 40, 1  # and so many of those behind them
_AS_RIGHT = 1.0  # of a relevance below that of the right passage: what comes closer often answers too
_TELLING = 8  # characters of an answer that hardly stand in a passage by chance
_SILENT = 0.1  # of the lists with an answer, without the passages that hold it
_REWORDED = 0.3  # of the hard lists, asked in the plans' words, as the search asks again


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """A question, the ids of the passages that answer it, and the words that answer, as printed.

    Without an answer the plans are silent, however near the passages are.
    """

    question: str
    passages: tuple[str, ...]
    answer: str | None


def plan_lists(seed: int) -> list[QuestionList]:
    """A list for every question of `training_questions`; negatives by the bundled index."""
    corpus, random = read_corpus(), Random(seed)
    return _lists(list(training_questions(corpus, random)), corpus, random)


def hard_lists(seed: int, repeated: int, model: Path | None = None) -> list[QuestionList]:
    """A list for every question that has a twin, and for `repeated` of all others, with other negatives.

    They are those that the cross-encoder in the folder `model` takes for the answer, but none that it thinks as good as
    the right one, which may answer too (positive-aware mining, Moreira et al. 2024): a row of the list of procedures is
    only ever one procedure. Some of the questions are asked in the plans' words.
    """
    corpus, random = read_corpus(), Random(seed)
    others = list(training_questions(corpus, random))
    asked = [*read_plan_questions(TWIN_QUESTIONS), *random.sample(others, repeated)]
    lists = _lists(asked, corpus, random, str(model or OFF))
    return [
        replace(item, question=in_official_words(item.question)) if random.random() < _REWORDED else item
        for item in lists
    ]


def training_questions(corpus: Corpus, random: Random) -> Iterator[PlanQuestion]:
    """The questions for the plans without twins: the written ones, and those made from the records."""
    yield from read_plan_questions(*WRITTEN)
    yield from _made(corpus, random)


def _lists(asked: Sequence[PlanQuestion], corpus: Corpus, random: Random, model: str = OFF) -> list[QuestionList]:
    retriever = open_index(corpus, open_encoder(), reranker=open_reranker(model))
    texts = {passage.id: read_text(passage) for passage in corpus.passages}
    return [list_of(question, retriever.search(question.question, limit=_FAR), texts, random) for question in asked]


def read_plan_questions(*paths: Path) -> Iterator[PlanQuestion]:
    """The written questions of the files, one file after another."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield PlanQuestion(row["question"], (row["passage"], *row.get("also", ())), row["quote"])


def _made(corpus: Corpus, random: Random) -> Iterator[PlanQuestion]:
    for question, passage, answer in made_questions(corpus, random):
        yield PlanQuestion(question, (passage.id,), answer)


def list_of(asked: PlanQuestion, hits: Sequence[Hit], texts: Mapping[str, PassageText], random: Random) -> QuestionList:
    """The question with what answers it, and wrong passages among `hits`, best first; `texts` are read, by passage id.

    Where a cross-encoder read the hits, the first that are wrong are taken, else any of the near ones. Where nothing
    answers, the passage written down for the question is a wrong one, and any hit.
    """
    answered = asked.answer is not None
    right = [hit.relevance for hit in hits if hit.passage.id in asked.passages and hit.relevance is not None]
    bound = max(right) - _AS_RIGHT if answered and right else inf
    wrong = [hit for hit in hits if not (_may_answer(asked, hit, texts) or _is_as_right(hit, bound))]
    near = [hit.passage for hit in wrong if hit.rank <= _NEAR]
    far = [hit.passage for hit in wrong if hit.rank > _NEAR]
    if answered and bound == inf:
        random.shuffle(near)
    negatives = near[:_NEGATIVES_NEAR] + random.sample(far, min(_NEGATIVES_FAR, len(far)))
    candidates = [Candidate(texts[passage.id]) for passage in negatives]
    if asked.answer is None:
        tempting = [texts[name] for name in asked.passages[:1] if name in texts]
        shown = {candidate.passage.text for candidate in candidates}
        candidates = [*(Candidate(text) for text in tempting if text.text not in shown), *candidates]
    elif random.random() >= _SILENT:
        found = [(texts[name], find(asked.answer, texts[name].text)) for name in asked.passages if name in texts]
        candidates = [*(Candidate(text, span) for text, span in found[:2] if span), *candidates]
    return QuestionList(search_form(asked.question), tuple(candidates))


def _may_answer(asked: PlanQuestion, hit: Hit, texts: Mapping[str, PassageText]) -> bool:
    if asked.answer is None:
        return False
    telling = len(_compact(asked.answer)[0]) >= _TELLING or hit.rank <= _NEAR // 2
    return hit.passage.id in asked.passages or (telling and find(asked.answer, texts[hit.passage.id].text) is not None)


def _is_as_right(hit: Hit, bound: float) -> bool:
    """Whether the cross-encoder thinks a hit about as good as the right one: above the relevance `bound`."""
    return hit.passage.kind != "procedure" and hit.relevance is not None and hit.relevance > bound


def find(answer: str, text: str) -> Span | None:
    """Where the search form of `answer` stands in `text`, white space and line breaks aside; None if nowhere."""
    wanted, _ = _compact(search_form(answer))
    compact, places = _compact(text)
    at = compact.find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if wanted and at >= 0 else None


def _compact(text: str) -> tuple[str, Sequence[int]]:
    places = [index for index, character in enumerate(text) if not character.isspace()]
    return "".join(text[index] for index in places), places
