"""The cross-encoder that reads hits: its two runtimes, its readings, and other rerankers in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.bert import UnknownArchitecture
from index.encoder import BUNDLED as ENCODER
from index.encoder import ModelError
from index.pairs import TOKENS, PairTokenizer, joined
from index.reader import CrossEncoderReader, openvino_forward, torch_forward
from index.reading import Reading, Reranker
from index.reranker import BUNDLED, OFF, PairScorer, open_reranker

QUESTION = "ガバメントクラウドへの移行はいつまでですか？"
PASSAGES = (
    joined("3 移行", ["移行は2025年度末までに行う。", "費用は各団体が負担する。"]),
    joined("", ["運転免許証とマイナンバーカードの一体化を進める。"]),
    joined("", ["ガバメントクラウドの利用団体は、順次増えている。" * 40, "期限は定めていない。"]),
)


@pytest.fixture(scope="module")
def reader() -> Reranker:
    reader = open_reranker()
    assert reader is not None
    return reader


def _reader(forward: object) -> CrossEncoderReader:
    return CrossEncoderReader("test", PairTokenizer(ENCODER), forward)  # type: ignore[arg-type]


def test_both_runtimes_read_the_same() -> None:
    torch = _reader(torch_forward(BUNDLED, ENCODER)).read(QUESTION, PASSAGES)
    exact = _reader(openvino_forward(BUNDLED, ENCODER, "f32")).read(QUESTION, PASSAGES)
    quick = _reader(openvino_forward(BUNDLED, ENCODER)).read(QUESTION, PASSAGES)
    for one, other, rounded in zip(torch, exact, quick, strict=True):
        assert other.relevance == pytest.approx(one.relevance, abs=1e-3)
        assert other.sentences == pytest.approx(one.sentences, abs=1e-3)
        assert other.answer == one.answer
        assert rounded.relevance == pytest.approx(one.relevance, abs=0.3)


def test_a_model_that_lacks_a_weight_is_refused(tmp_path: Path) -> None:
    """A head drawn at random would point anywhere."""
    weights = load_file(BUNDLED / "model.safetensors")
    del weights["first.weight"]
    save_file(weights, tmp_path / "model.safetensors")
    shutil.copy(BUNDLED / "config.json", tmp_path)
    for forward in (torch_forward, openvino_forward):
        with pytest.raises((RuntimeError, UnknownArchitecture), match=r"first\.weight"):
            forward(tmp_path, ENCODER)


def test_a_passage_reads_the_same_alone_and_among_others(reader: Reranker) -> None:
    together = reader.read(QUESTION, PASSAGES)
    for passage, reading in zip(PASSAGES, together, strict=True):
        (alone,) = reader.read(QUESTION, [passage])
        assert alone.relevance == pytest.approx(reading.relevance, abs=0.2)


def test_the_reading_points_at_the_answer(reader: Reranker) -> None:
    readings = reader.read(QUESTION, PASSAGES)
    assert max(readings, key=lambda reading: reading.relevance) is readings[0]
    assert readings[0].sentences[0] > 0.8
    assert PASSAGES[0].text[slice(*readings[0].answer)].startswith("2025年度末")
    for passage, reading in zip(PASSAGES, readings, strict=True):
        assert 0 <= reading.answer[0] < reading.answer[1] <= len(passage.text)
        assert len(reading.sentences) == len(passage.sentences)
        assert 0 <= sum(reading.sentences) <= 1.001


def test_of_two_answers_the_likelier_stands_whole() -> None:
    """Two spans score well, and none that begins in one and ends in the other, or ends before it begins."""
    pairs = PairTokenizer(ENCODER)
    passage = joined("", ["2025年度末までに移行する。費用は各団体が負担し、期限は2030年度末とする。"])
    ids, spans = pairs.passage(passage.text)

    def forward(ids_: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logits = np.zeros((*ids_.shape, ids_.shape[1]), np.float32)
        first = ids_.shape[1] - 1 - len(ids)
        logits[:, first, first + 3] = 9
        logits[:, first + len(ids) - 7, first + len(ids) - 4] = 8
        logits[:, first + len(ids) - 1, first] = 99
        return np.zeros(len(ids_), np.float32), logits

    (reading,) = _reader(forward).read(QUESTION, [passage])
    assert reading.answer == (spans[0][0], spans[3][1])
    assert 0.99 < reading.sentences[0] < 1.001


def test_a_long_passage_is_read_by_its_most_relevant_window() -> None:
    seen = []

    def forward(ids: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        seen.append(ids.shape)
        length = mask.sum(axis=1).astype(np.float32)
        return -length, np.zeros((*ids.shape, ids.shape[1]), np.float32)

    (reading,) = _reader(forward).read(QUESTION, [PASSAGES[2]])
    assert sum(rows for rows, _ in seen) > 1
    assert all(columns <= TOKENS for _, columns in seen)
    assert reading.relevance == max(-float(columns) for _, columns in seen) or reading.relevance > -TOKENS
    assert reading.sentences[1] > 0  # the last window, the shortest, holds the end


def test_nothing_is_read_of_nothing(reader: Reranker) -> None:
    assert reader.read(QUESTION, []) == []


def test_relevance_lifts_a_hit_within_bounds() -> None:
    lifts = [Reading(relevance, (), (0, 1)).lift for relevance in (-50.0, -1.0, 0.0, 2.0, 50.0)]
    assert lifts == sorted(lifts)
    assert lifts[2] == 0
    assert lifts[0] == -lifts[-1] > -10  # a record that the question names stays first


def test_the_reranker_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEIKAKU_RERANKER_MODEL", OFF)
    assert open_reranker() is None


def test_a_reranker_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEIKAKU_RERANKER_MODEL", str(tmp_path / "なし"))
    with pytest.raises(ModelError, match="なし"):
        open_reranker()


def test_damaged_weights_are_noticed(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, tmp_path / "reader")
    weights = tmp_path / "reader" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match="壊れて"):
        open_reranker(str(tmp_path / "reader"))


def test_another_cross_encoder_gives_relevance_alone(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=101094,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
        pad_token_id=1,
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path / "tiny")
    PreTrainedTokenizerFast(
        tokenizer_file=str(ENCODER / "tokenizer.json"), pad_token="<pad>", model_max_length=512
    ).save_pretrained(tmp_path / "tiny")
    CrossEncoder(str(tmp_path / "tiny")).save_pretrained(str(tmp_path / "model"))
    reranker = open_reranker(str(tmp_path / "model"))
    assert isinstance(reranker, PairScorer)
    readings = reranker.read(QUESTION, PASSAGES)
    assert len({reading.relevance for reading in readings}) == 3
    assert all(not any(reading.sentences) for reading in readings)
