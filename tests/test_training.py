"""The lists that the cross-encoder is trained on, and the training loop on a model of a few neurons."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch
from torch import Tensor
from transformers import BertConfig

from corpus.document import Corpus
from corpus.normalize import search_form
from eval.questions import FOLDER, read_questions
from index.cross_encoder import CrossEncoder, average
from index.encoder import BUNDLED
from index.pairs import TOKENS, PairTokenizer, joined
from index.passage_text import read_text
from index.projections import projected
from index.retriever import Hit
from index.tokenizer import bigrams
from index.training.lists import Candidate, QuestionList, TokenList, tokenise
from index.training.plans import TWIN_QUESTIONS, WRITTEN, PlanQuestion, find, list_of, read_plan_questions
from index.training.projections import Pairs
from index.training.projections import train as train_projections
from index.training.reading import reading_lists, span_lists
from index.training.templates import made_questions
from index.training.trainer import Stage, train

_NEAR_COPY = 0.5  # of the pairs of characters


@pytest.fixture(scope="module")
def tokenizer() -> PairTokenizer:
    return PairTokenizer(BUNDLED)


def test_a_passage_is_read_with_its_heading_and_the_places_of_its_sentences(corpus: Corpus) -> None:
    for passage in corpus.passages[::37]:
        read = read_text(passage)
        assert [read.text[start:end] for start, end in read.sentences] == [
            search_form(sentence.text) for sentence in passage.sentences
        ]


def test_the_tokens_of_a_pair_lead_back_to_the_characters(tokenizer: PairTokenizer) -> None:
    text = "マイナンバーカードの保有率は78.3%である。\n2026年度末までに、100%を目指す。"
    (pair,) = tokenizer.pairs(tokenizer.question("保有率は？"), *tokenizer.passage(text))
    assert len(pair.ids) == pair.first + len(pair.spans) + 1
    assert "".join(text[start:end] for start, end in pair.spans).replace("▁", "")[-3:] == text[-3:]


def test_a_long_passage_is_read_in_windows_that_leave_nothing_out(tokenizer: PairTokenizer) -> None:
    text = "。".join(f"第{number}号の手続をオンライン化する" for number in range(120))
    ids, spans = tokenizer.passage(text)
    pairs = tokenizer.pairs(tokenizer.question("何号？"), ids, spans)
    assert len(pairs) > 2
    assert all(len(pair.ids) <= TOKENS for pair in pairs)
    assert {span for pair in pairs for span in pair.spans} == set(spans)


def test_the_answer_is_found_in_tokens(tokenizer: PairTokenizer) -> None:
    passage = joined("1. 目標", ["保有率は78.3%である。", "期限は2026年度末とする。"])
    begin = passage.text.index("2026年度末")
    item = tokenise(QuestionList("期限は？", (Candidate(passage, (begin, begin + 7)), Candidate(passage))), tokenizer)
    (first, last), none = item.answers
    spans = item.pairs[0].spans
    at = item.pairs[0].first
    assert passage.text[spans[first - at][0] : spans[last - at][1]] == "2026年度末"
    assert none == (-1, -1)


@pytest.mark.parametrize(
    ("answer", "text", "found"),
    [
        ("2026 年度末", "期限は2026年度末。", "2026年度末"),
        ("申請\n件数", "その申請件数は", "申請件数"),
        ("目標", "期限", None),
        ("　", "期限", None),
    ],
)
def test_an_answer_is_found_whatever_its_white_space(answer: str, text: str, found: str | None) -> None:
    span = find(answer, text)
    assert (text[slice(*span)] if span else None) == found


@pytest.fixture
def railways(tmp_path: Path) -> Path:
    """Seven paragraphs of the SQuAD layout, each with one question."""
    paragraphs = [
        {
            "context": "".join(
                f"{name}は{number}年に開業した。{name}の駅は山の麓にある。" for number in range(1900, 1912)
            ),
            "qas": [{"question": f"{name}が開業したのは？", "answers": [{"text": "1905年", "answer_start": 0}]}],
        }
        for name in ("甲線", "乙線", "丙線", "丁線", "戊線", "己線", "庚線")
    ]
    for paragraph in paragraphs:
        answer = paragraph["qas"][0]["answers"][0]  # type: ignore[index]
        answer["answer_start"] = paragraph["context"].index(answer["text"])  # type: ignore[attr-defined]
    path = tmp_path / "train.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": [{"paragraphs": paragraphs}]}).encode()))
    return path


def _answers(lists: Sequence[QuestionList]) -> list[str]:
    return [
        candidate.passage.text[slice(*candidate.answer)]
        for item in lists
        for candidate in item.candidates
        if candidate.answer
    ]


def test_reading_lists_hold_the_answer_at_its_place_or_nowhere(railways: Path) -> None:
    lists = reading_lists(railways, 7, 2, seed=3)
    assert len(lists) == 7
    assert lists == reading_lists(railways, 7, 2, seed=3)
    assert all(item.ranked for item in lists)
    assert set(_answers(lists)) == {"1905年"}


def test_answers_are_looked_for_in_questions_that_were_not_read_before(railways: Path) -> None:
    before = {item.question for item in reading_lists(railways, 3, 2, seed=3)}
    lists = span_lists(railways, 9, 3, seed=3)
    assert len(lists) == 4
    assert not before & {item.question for item in lists}
    assert not any(item.ranked for item in lists)
    assert _answers(lists) == ["1905年"] * 4


def test_the_written_questions_stand_in_the_plans_and_in_no_evaluation(corpus: Corpus) -> None:
    texts = {passage.id: read_text(passage).text for passage in corpus.passages}
    asked = list(read_plan_questions(*WRITTEN, TWIN_QUESTIONS))
    assert len({item.question for item in asked}) == len(asked) > 4000
    assert all(item.answer is None or find(item.answer, texts[item.passages[0]]) for item in asked)
    held_out = [
        set(bigrams(search_form(question.question)))
        for question in read_questions([FOLDER / f"{name}.jsonl" for name in ("dev", "tune", "test")])
    ]
    pairs = [set(bigrams(search_form(item.question))) for item in asked]
    assert max(len(own & other) / len(own | other) for own in pairs for other in held_out) < _NEAR_COPY


def _read(corpus: Corpus, kind: str, relevances: Sequence[float | None]) -> list[Hit]:
    passages = [passage for passage in corpus.passages if passage.kind == kind]
    return [Hit(passages[at * 7], at + 1, -at, 0.5, (), relevance) for at, relevance in enumerate(relevances)]


def _negatives(item: QuestionList, hits: Sequence[Hit]) -> list[int]:
    ranks = {read_text(hit.passage): hit.rank for hit in hits}
    return [ranks[candidate.passage] for candidate in item.candidates if candidate.answer is None]


def test_what_the_cross_encoder_thinks_as_good_as_the_answer_is_no_wrong_passage(corpus: Corpus) -> None:
    texts = {passage.id: read_text(passage) for passage in corpus.passages}
    for kind, ranks in (("text", [3, 4, 5]), ("procedure", [2, 3, 4])):
        hits = _read(corpus, kind, (3.0, 2.5, 1.9, -2.0, -4.0, None))
        asked = PlanQuestion("何のこと？", (hits[0].passage.id,), texts[hits[0].passage.id].text)
        lists = [list_of(asked, hits, texts, Random(seed)) for seed in range(9)]
        assert {tuple(_negatives(item, hits)) for item in lists} == {tuple(ranks)}


def test_where_the_plans_are_silent_the_passage_taken_for_the_answer_is_wrong(corpus: Corpus) -> None:
    texts = {passage.id: read_text(passage) for passage in corpus.passages}
    hits = _read(corpus, "text", (3.0, 2.5, 1.9, -2.0))
    item = list_of(PlanQuestion("何のこと？", (hits[3].passage.id,), None), hits, texts, Random(1))
    assert _negatives(item, hits) == [4, 1, 2, 3]


def test_questions_made_from_records_are_answered_by_their_passage(corpus: Corpus) -> None:
    made = list(made_questions(corpus, Random(1)))
    assert len(made) > 500
    found = [find(answer, read_text(passage).text) for _, passage, answer in made if answer]
    assert sum(span is not None for span in found) > 0.9 * len(found)
    assert any(answer is None for _, _, answer in made)


def test_projections_bring_questions_to_the_texts_that_answer() -> None:
    torch.manual_seed(3)
    texts = torch.nn.functional.normalize(torch.randn(60, 16), dim=1)
    turned = torch.nn.functional.normalize(texts @ torch.randn(16, 16), dim=1)  # what a linear map can turn back
    pairs = Pairs(turned, texts, torch.eye(60, dtype=torch.bool))
    found = train_projections([(1.0, pairs)], epochs=400, seed=1)

    def nearest_right(questions: Tensor, passages: Tensor) -> float:
        return float(((questions @ passages.T).argmax(1) == torch.arange(60)).float().mean())

    after = (projected(turned.numpy(), found.query), projected(texts.numpy(), found.passage))
    assert nearest_right(turned, texts) < 0.2
    assert nearest_right(*map(torch.from_numpy, after)) > 0.8


def _tiny() -> CrossEncoder:
    torch.manual_seed(0)
    return CrossEncoder(
        BertConfig(vocab_size=101094, hidden_size=16, num_hidden_layers=5, num_attention_heads=2, intermediate_size=32)
    )


@pytest.fixture(scope="module")
def lists(tokenizer: PairTokenizer) -> list[TokenList]:
    def items() -> Iterator[QuestionList]:
        for number in range(8):
            right = joined("", [f"第{number}号は{number + 10}件である。"])
            wrong = joined("", ["これは別の話である。"])
            span = (right.text.index("は") + 1, right.text.index("で"))
            yield QuestionList(f"第{number}号は何件？", (Candidate(right, span), Candidate(wrong)))

    return [tokenise(item, tokenizer) for item in items()]


def test_training_learns_and_leaves_the_embeddings(lists: list[TokenList], tmp_path: Path) -> None:
    model = _tiny()
    before = model.bert.embeddings.word_embeddings.weight.clone()
    train(model, Stage("tiny", lists, 20, 5e-3, 4), tmp_path, seed=1)
    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert log[-1]["step"] == log[-1]["steps"] == 40
    assert log[-1]["loss"] < 0.8 * log[0]["loss"]
    assert torch.equal(before, model.bert.embeddings.word_embeddings.weight)


def test_of_lists_that_are_not_ranked_only_the_answers_are_learnt(lists: list[TokenList], tmp_path: Path) -> None:
    model = _tiny()
    before = model.relevance.weight.clone(), model.span.weight.clone()
    unranked = [replace(item, ranked=False) for item in lists]
    train(model, Stage("tiny", unranked, 20, 5e-3, 4, span_weight=0.5), tmp_path, seed=1)
    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert log[-1]["span_loss"] < 0.8 * log[0]["span_loss"]
    assert {row["loss"] for row in log} == {0.0}
    assert torch.equal(before[0], model.relevance.weight)
    assert not torch.equal(before[1], model.span.weight)


def test_the_mean_of_weights_lies_between_them_by_its_share() -> None:
    model = _tiny()
    before = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
    weight = model.relevance.weight.clone()
    average(model, before, 0.25)
    assert torch.allclose(model.relevance.weight, 0.25 * weight)


def test_training_that_was_cut_off_goes_on_to_the_same_weights(
    lists: list[TokenList], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.training import trainer

    monkeypatch.setattr(trainer, "_CHECKPOINT_STEPS", 3)
    whole = _tiny()
    train(whole, Stage("tiny", lists, 4, 1e-3, 4), tmp_path / "whole", seed=1)
    steps = iter(range(5))
    step = trainer._step

    def stopping(*arguments: object) -> object:
        if next(steps, None) is None:
            raise KeyboardInterrupt
        return step(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(trainer, "_step", stopping)
    with pytest.raises(KeyboardInterrupt):
        train(_tiny(), Stage("tiny", lists, 4, 1e-3, 4), tmp_path / "parts", seed=1)
    monkeypatch.setattr(trainer, "_step", step)
    resumed = _tiny()
    train(resumed, Stage("tiny", lists, 4, 1e-3, 4), tmp_path / "parts", seed=1)
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-6)
