"""Lists from a reading-comprehension data set of the SQuAD layout (Rajpurkar et al. 2016), such as JaQuAD's train split.

A paragraph is cut into passages like those of the plans. Beside the passage that holds the answer stand others of its
paragraph and the nearest of other paragraphs by BM25; from some lists the right one is taken out, so that the model
learns to say that nothing answers.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from corpus.document import Span
from corpus.sentences import runs_of_sentences
from index.bm25 import BM25
from index.pairs import PassageText
from index.tokenizer import bigrams
from index.training.lists import Candidate, QuestionList

PASSAGE_CHARACTERS = 220  # about as long as those of the plans
_NEAREST = 6
_SILENT = 0.12  # of the lists, without their right passage


def reading_lists(path: Path, questions: int, negatives: int, seed: int) -> list[QuestionList]:
    """`questions` lists, drawn with `seed`, of 1 + `negatives` passages each."""
    random = Random(seed)
    passages, of_paragraph, rows = _read(path)
    bm25 = BM25.from_terms([bigrams(passage.text) for passage in passages])
    lists = []
    for question, paragraph, right, span in random.sample(rows, min(questions, len(rows))):
        near = _nearest(bm25, question, list(of_paragraph[paragraph]))
        siblings = [index for index in of_paragraph[paragraph] if index != right]
        others = random.sample(siblings, min(len(siblings), 1)) + near
        chosen = [Candidate(passages[index]) for index in others[:negatives]]
        if random.random() >= _SILENT:
            chosen.insert(0, Candidate(passages[right], span))
        else:
            chosen.extend(Candidate(passages[index]) for index in others[negatives : negatives + 1])
        lists.append(QuestionList(question, tuple(chosen)))
    return lists


def span_lists(path: Path, questions: int, read: int, seed: int) -> list[QuestionList]:
    """`questions` lists of the right passage alone, drawn after the `read` ones that `reading_lists` draws."""
    passages, _, rows = _read(path)
    drawn = Random(seed).sample(rows, min(read + questions, len(rows)))[read:]
    return [QuestionList(text, (Candidate(passages[right], span),), ranked=False) for text, _, right, span in drawn]


def _read(path: Path) -> tuple[list[PassageText], list[range], list[tuple[str, int, int, Span]]]:
    """All passages, those of every paragraph, and every question with its paragraph, its passage and its answer."""
    passages: list[PassageText] = []
    of_paragraph: list[range] = []
    rows = []
    for context, qas in _paragraphs(path):
        first = len(passages)
        cuts = runs_of_sentences(context, PASSAGE_CHARACTERS)
        passages.extend(PassageText(context[start:end], ((0, end - start),)) for start, end in cuts)
        starts = [start for start, _ in cuts]
        for qa in qas:
            answer = qa["answers"][0]
            begin, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
            at = max(index for index, start in enumerate(starts) if start <= begin)
            if end - starts[at] <= len(passages[first + at].text):
                rows.append((qa["question"], len(of_paragraph), first + at, (begin - starts[at], end - starts[at])))
        of_paragraph.append(range(first, len(passages)))
    return passages, of_paragraph, rows


def _paragraphs(path: Path) -> Iterator[tuple[str, Sequence[dict[str, Any]]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for article in json.load(file)["data"]:
            for paragraph in article["paragraphs"]:
                yield paragraph["context"], paragraph["qas"]


def _nearest(bm25: BM25, question: str, excluded: Sequence[int]) -> list[int]:
    scores = bm25.scores(bigrams(question))
    scores[list(excluded)] = -1
    best = np.argpartition(-scores, _NEAREST)[:_NEAREST]
    return [int(index) for index in best[np.argsort(-scores[best])]]
