"""The search without each of its parts: what is left out is left out, the rest and the shipped index stay."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from small_evaluation import CORPUS, question
from small_index import CharacterEncoder, ReversedEncoder
from typer.testing import CliRunner

import eval.ablation
import eval.readme
import index.encoder
from chatbot.assistant import Assistant
from corpus.document import Corpus
from corpus.normalize import search_form
from eval.ablation import END, START, VARIANTS, Change, Variant, ablation_block, changes, chosen, measure
from eval.commands import evaluation
from eval.questions import Question, write_questions
from eval.scores import SHARES, Tally
from index.level import Level, Query
from index.pairs import PassageText
from index.reading import Reading
from index.settings import SHIPPED, SearchSettings
from index.store import build_index

QUESTIONS = (
    question("出生届のオンライン届出はいつ"),
    question("基地局", keys=(("5万局",),), evidence=("基地局を５万局整備する",)),
    question("天気", "unanswerable"),
)


def _with_footnote(corpus: Corpus) -> Corpus:
    *rest, last = corpus.passages
    return replace(corpus, passages=(*rest, replace(last, kind="footnote")))


def _tally(right: list[float], name: str = "answer_accuracy") -> Tally:
    """Questions that count for one measure only."""
    values = np.zeros((len(right), len(SHARES)))
    values[:, SHARES.index(name)] = right
    counted = np.zeros_like(values)
    counted[:, SHARES.index(name)] = 1
    return Tally(values, counted, np.full(len(right), np.nan))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_index(_with_footnote(CORPUS), CharacterEncoder(), tmp_path / "index")
    return tmp_path / "index"


def test_every_variant_answers_all_questions_and_leaves_the_index_alone(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    encoder, done = CharacterEncoder(), list[int]()
    tallies = measure(QUESTIONS, _with_footnote(CORPUS), encoder, VARIANTS, done.append, folder)
    assert list(tallies) == list(VARIANTS)
    assert [len(tally.right) for tally in tallies.values()] == [3] * len(VARIANTS)
    assert done == list(range(1, 3 * len(VARIANTS) + 1))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert tallies["shipped"].figures()["cited@5"] == 1.0


def test_only_texts_that_have_changed_are_encoded_again(folder: Path) -> None:
    corpus = _with_footnote(CORPUS)
    for name, encoded in (("footnotes", 0), ("headings", len(corpus.passages))):
        encoder = CharacterEncoder()
        measure(QUESTIONS[:1], corpus, encoder, {name: VARIANTS[name]}, folder=folder)
        assert encoder.encoded == encoded


def test_without_projections_questions_and_texts_have_the_models_own_vectors(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    encode_query = ReversedEncoder.encode_query

    def listen(self: ReversedEncoder, text: str) -> NDArray[np.float32]:
        encoded.append(text)
        return encode_query(self, text)

    monkeypatch.setattr(ReversedEncoder, "encode_query", listen)
    corpus, encoder = _with_footnote(CORPUS), CharacterEncoder()
    variants = {name: VARIANTS[name] for name in ("shipped", "projections")}
    tallies = measure(QUESTIONS, corpus, encoder, variants, folder=folder)
    assert encoder.encoded == 0
    assert {search_form(question.question) for question in QUESTIONS[:2]} < set(encoded)
    assert len(set(encoded)) >= len(corpus.passages) + 2
    assert tallies["projections"].figures()["cited@5"] == 1.0


def test_headings_are_left_out_of_the_index_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []
    answer_with_hits = Assistant.answer_with_hits

    def listen(self: Assistant, *asked: object) -> object:
        answer, hits = answer_with_hits(self, *asked)  # type: ignore[arg-type]
        seen.extend(hit.passage.heading_path for hit in hits)
        return answer, hits

    monkeypatch.setattr(Assistant, "answer_with_hits", listen)
    measure(QUESTIONS[:1], _with_footnote(CORPUS), CharacterEncoder(), {"headings": VARIANTS["headings"]}, None, folder)
    assert set(seen) == {("1. 見出し",)}
    assert all(not passage.heading_path for passage in VARIANTS["headings"].indexed(CORPUS).passages)


def test_footnotes_are_not_found_and_their_evidence_is_missed(folder: Path) -> None:
    corpus = _with_footnote(CORPUS)
    asked = [question("出生届は紙でも出せる？", keys=(("紙",),), evidence=("出生届は２０２６年度に紙でも出せる",))]
    variants = {name: VARIANTS[name] for name in ("shipped", "footnotes")}
    tallies = measure(asked, corpus, CharacterEncoder(), variants, folder=folder)
    recall = SHARES.index("recall@20")
    assert [tallies[name].right[0, recall] for name in variants] == [1.0, 0.0]
    assert tallies["footnotes"].counted[0, recall] == 1.0


def test_the_environment_of_a_variant_is_undone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEIKAKU_TEST_SWITCH", raising=False)
    seen: list[str | None] = []

    def load(place: Path) -> Level:
        seen.append(eval.ablation.os.environ.get("KEIKAKU_TEST_SWITCH"))
        return loaded(place)

    loaded = Level.load
    monkeypatch.setattr(Level, "load", load)
    variant = Variant("外す", environment={"KEIKAKU_TEST_SWITCH": "off"})
    measure(QUESTIONS[:1], _with_footnote(CORPUS), CharacterEncoder(), {"x": variant}, folder=folder)
    assert seen == ["off", "off"]
    assert "KEIKAKU_TEST_SWITCH" not in eval.ablation.os.environ


def test_the_reranker_reads_what_no_row_before_had_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Reader:
        name = "reader"

        def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
            read.extend(passage.text for passage in passages)
            return [Reading(0.0, (0.0,) * len(passage.sentences), (0, 1)) for passage in passages]

    monkeypatch.delenv(eval.ablation.RERANKER, raising=False)
    monkeypatch.setattr(
        eval.ablation, "open_reranker", lambda: None if os.environ.get(eval.ablation.RERANKER) == "off" else Reader()
    )
    corpus, encoder = _with_footnote(CORPUS), CharacterEncoder()

    def texts_read(*names: str) -> list[str]:
        read.clear()
        measure(QUESTIONS[:1], corpus, encoder, {name: VARIANTS[name] for name in names}, folder=folder)
        return sorted(read)

    assert len(texts_read("shipped")) == len(corpus.passages)
    assert texts_read("reranker") == []
    assert texts_read("shipped", "footnotes", "reranker", "bridges") == texts_read("shipped")


@pytest.mark.parametrize(
    ("settings", "same_vector", "same_words"),
    [
        (VARIANTS["bm25"].settings, True, False),
        (VARIANTS["dense"].settings, False, True),
        (SHIPPED, True, True),
    ],
)
def test_a_ranking_of_weight_0_counts_for_nothing(
    settings: SearchSettings, same_vector: bool, same_words: bool
) -> None:
    texts = ("出生届", "基地局", "自動運転の車")
    encoder = CharacterEncoder()
    level = Level.from_texts(encoder.encode_passages(texts), texts)
    vector, other = encoder.encode_query("出生届"), encoder.encode_query("自動運転の車")
    scores = level.scores(Query.from_text("出生届", vector), settings)
    assert (level.scores(Query.from_text("出生届", other), settings).tolist() != scores.tolist()) is same_vector
    assert (level.scores(Query.from_text("基地局", vector), settings).tolist() != scores.tolist()) is same_words


def test_a_difference_is_that_to_the_shipped_system_on_the_same_questions() -> None:
    shipped, other = _tally([1.0] * 30 + [0.0] * 10), _tally([1.0] * 10 + [0.0] * 30)
    change = changes(shipped, other)["answer_accuracy"]
    assert (change.value, change.difference) == (0.25, -0.5)
    assert change.interval is not None
    low, high = change.interval
    assert -0.7 < low < -0.5 < high < -0.3
    assert changes(shipped, shipped) == {"answer_accuracy": Change(0.75, 0.0, (0.0, 0.0))}


def test_the_table_marks_the_differences_that_are_no_chance() -> None:
    variants = {"shipped": VARIANTS["shipped"], "bm25": VARIANTS["bm25"], "dense": VARIANTS["dense"]}
    shipped = _tally([1.0, 1.0, 0.0, 0.0])
    lines = ablation_block(
        variants, {"shipped": shipped, "bm25": _tally([0.0] * 4), "dense": shipped}, "4問。"
    ).splitlines()
    assert lines[2] == "| そのまま `shipped` | 0.500 | – | – | – | – |"
    assert lines[3].startswith("| ベクトルのみ（BM25 なし） `bm25` | 0.000（-0.500、")
    assert lines[4] == "| BM25 のみ（ベクトルなし） `dense` | 0.500（+0.000、+0.000～+0.000） | – | – | – | – |"
    assert lines[5:] == ["", "4問。"]
    sure = {"shipped": _tally([1.0] * 9), "bm25": _tally([0.0] * 9), "dense": _tally([1.0] * 9)}
    assert "0.000（**-1.000**、-1.000～-1.000）" in ablation_block(variants, sure, "")


def test_the_shipped_system_is_always_measured_and_an_unknown_part_is_named() -> None:
    assert list(chosen([])) == list(VARIANTS)
    assert list(VARIANTS)[:2] == ["shipped", "reranker"]
    assert list(chosen(["dense"])) == ["shipped", "dense"]
    with pytest.raises(
        ValueError, match=r"「馬」は外せません。外せるもの: .*headings、footnotes、bridges、names、bm25"
    ):
        chosen(["馬"])


@pytest.fixture
def results(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A RESULTS.md and question files of one's own, over the small corpus."""
    path = tmp_path / "RESULTS.md"
    path.write_text(f"# 結果\n{START}古い表\n{END}終わり\n", encoding="utf-8")
    monkeypatch.setattr(eval.readme, "RESULTS", path)
    for at, name in enumerate(("tune", "test")):
        items: list[Question] = [QUESTIONS[at]]
        write_questions(tmp_path / f"{name}.jsonl", items)
    monkeypatch.setattr("eval.questions.FOLDER", tmp_path)
    monkeypatch.setattr("corpus.readers.read_corpus", lambda: _with_footnote(CORPUS))
    monkeypatch.setattr(index.encoder, "open_encoder", CharacterEncoder)
    monkeypatch.setattr(eval.ablation, "measure", partial(measure, folder=folder))
    return path


def test_the_command_writes_the_table_where_it_stands(results: Path) -> None:
    result = CliRunner().invoke(evaluation, ["ablate"])
    assert result.exit_code == 0
    assert results.read_text("utf-8") == f"# 結果\n{START}{result.stdout}{END}終わり\n"
    rows = [line.split(" | ")[0] for line in result.stdout.splitlines() if line.startswith("| ")]
    assert rows[2:] == [f"| {variant.label} `{name}`" for name, variant in VARIANTS.items()]
    assert result.stdout.splitlines()[-1].startswith("test の 1 問、索引 ")


@pytest.mark.parametrize("arguments", [["--without", "dense"], ["--dry-run", "--without", "dense"], ["FILE"]])
def test_a_part_of_the_table_is_shown_only(results: Path, arguments: list[str]) -> None:
    before = results.read_text("utf-8")
    files = [str(results.parent / "tune.jsonl") if argument == "FILE" else argument for argument in arguments]
    assert CliRunner().invoke(evaluation, ["ablate", *files]).exit_code == 0
    assert results.read_text("utf-8") == before


def test_a_file_without_a_place_for_the_table_is_told_first(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results.write_text("# 結果\n", encoding="utf-8")
    monkeypatch.setattr(eval.ablation, "measure", None)
    result = CliRunner().invoke(evaluation, ["ablate"])
    assert isinstance(result.exception, ValueError)
    assert "<!-- ablation -->" in str(result.exception)
