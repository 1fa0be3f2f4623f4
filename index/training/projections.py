"""`python -m index.training.projections`: train the projections of the encoder's vectors of questions and passages.

The encoder stays as it is, so every text is encoded once; a step compares its questions with all passages and sentences
of the plans (InfoNCE, van den Oord et al. 2018, its negatives not sampled). Questions of JaQuAD with their passages
keep the projections useful beyond the plans.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when torch is imported

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from corpus.document import Corpus
from corpus.normalize import search_form
from corpus.readers import read_corpus
from index.encoder import BUNDLED, Encoder
from index.passage_text import read_text
from index.projections import FILE, Projections, save_projections
from index.store import encoded_texts, vectors_of
from index.training.plans import PlanQuestion, find, training_questions
from index.training.reading import reading_lists

_TEMPERATURE = 0.05
_RATE = 1e-3
_QUESTIONS = 256  # of one step
_SENTENCE_WEIGHT = 0.5  # of the loss over sentences, beside that over passages


@dataclass(frozen=True, slots=True)
class Pairs:
    """Vectors of m questions and n texts, and which texts answer: (m, width), (n, width), bool (m, n)."""

    questions: Tensor
    texts: Tensor
    answers: Tensor


def train(levels: Sequence[tuple[float, Pairs]], epochs: int, seed: int) -> Projections:
    """The projections that tell a question's texts from all others, on each of the weighted levels."""
    torch.manual_seed(seed)
    width = levels[0][1].questions.shape[1]
    query, passage = (torch.zeros(width, width, requires_grad=True) for _ in range(2))
    optimiser = torch.optim.AdamW([query, passage], lr=_RATE, weight_decay=0.01)
    steps = -(-len(levels[0][1].questions) // _QUESTIONS)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.01, epochs * steps)
    for _ in range(epochs):
        batches = [torch.randperm(len(pairs.questions)).tensor_split(steps) for _, pairs in levels]
        for step in zip(*batches, strict=True):
            chosen = zip(levels, step, strict=True)
            loss = torch.stack([weight * _loss(pairs, rows, query, passage) for (weight, pairs), rows in chosen]).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return Projections(query.detach().numpy(), passage.detach().numpy())


def _loss(pairs: Pairs, rows: Tensor, query: Tensor, passage: Tensor) -> Tensor:
    """-log of the share of a question's texts, in the mean over the questions at `rows`."""
    questions, texts = pairs.questions[rows], pairs.texts
    logits = normalize(questions + questions @ query) @ normalize(texts + texts @ passage).T / _TEMPERATURE
    wanted = logits.masked_fill(~pairs.answers[rows], -torch.inf)
    return (torch.logsumexp(logits, 1) - torch.logsumexp(wanted, 1)).mean()


def _of_plans(corpus: Corpus, asked: Sequence[PlanQuestion], encoder: Encoder) -> tuple[Pairs, Pairs]:
    """The questions with the passages that answer them, and with the sentences that hold the answer's words."""
    questions = torch.from_numpy(encoder.encode_queries([search_form(item.question) for item in asked]))
    passages = {passage.id: index for index, passage in enumerate(corpus.passages)}
    counts = [len(passage.sentences) for passage in corpus.passages]
    first = np.concatenate([[0], np.cumsum(counts)])
    vectors = torch.from_numpy(vectors_of(encoded_texts(corpus), encoder, {}))
    in_passages = torch.zeros(len(asked), len(counts), dtype=torch.bool)
    in_sentences = torch.zeros(len(asked), sum(counts), dtype=torch.bool)
    for row, item in enumerate(asked):
        for name in item.passages:
            index = passages[name]
            in_passages[row, index] = True
            in_sentences[row, [first[index] + at for at in _sentences(corpus, index, item.answer or "")]] = True
    found = in_sentences.any(1)
    return (
        Pairs(questions, vectors[: len(counts)], in_passages),
        Pairs(questions[found], vectors[len(counts) :], in_sentences[found]),
    )


def _sentences(corpus: Corpus, index: int, answer: str) -> list[int]:
    """The sentences of a passage that share a character with the answer."""
    text = read_text(corpus.passages[index])
    span = find(answer, text.text)
    return [at for at, (start, end) in enumerate(text.sentences) if span and start < span[1] and span[0] < end]


def _of_reading(path: Path, questions: int, seed: int, encoder: Encoder) -> Pairs:
    """Questions of a reading-comprehension data set with the passage that answers, among those of all."""
    lists = reading_lists(path, questions, 1, seed)
    answered = [item for item in lists if item.candidates[0].answer]
    forms = [[search_form(candidate.passage.text) for candidate in item.candidates] for item in answered]
    places = {text: place for place, text in enumerate(dict.fromkeys(text for texts in forms for text in texts))}
    answers = torch.zeros(len(answered), len(places), dtype=torch.bool)
    answers[range(len(answered)), [places[texts[0]] for texts in forms]] = True
    return Pairs(
        torch.from_numpy(encoder.encode_queries([search_form(item.question) for item in answered])),
        torch.from_numpy(encoder.encode_passages(list(places))),
        answers,
    )


def main() -> None:
    """Encode, train and write the projections for the bundled encoder."""
    parser = argparse.ArgumentParser(prog="python -m index.training.projections", description=__doc__)
    parser.add_argument("--jaquad", type=Path, required=True, help="JaQuAD's train split (SQuAD layout, JSON or gzip)")
    parser.add_argument("--output", type=Path, default=BUNDLED / FILE, help="file (default: %(default)s)")
    parser.add_argument("--reading", type=int, default=4000, help="questions of JaQuAD (default: %(default)s)")
    parser.add_argument(
        "--epochs", type=int, default=15, help="passes over the plans' questions (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    encoder = Encoder(str(BUNDLED)).without_projections()
    corpus = read_corpus()
    asked = [item for item in training_questions(corpus, Random(options.seed)) if item.answer]
    passages, sentences = _of_plans(corpus, asked, encoder)
    reading = _of_reading(options.jaquad, options.reading, options.seed, encoder)
    levels = [(1.0, passages), (_SENTENCE_WEIGHT, sentences), (1.0, reading)]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    save_projections(train(levels, options.epochs, options.seed), options.output)


if __name__ == "__main__":
    main()
