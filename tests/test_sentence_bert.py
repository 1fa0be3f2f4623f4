"""Vectors by OpenVINO against those by torch; which model folders it computes, and what happens with the others."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Corpus
from index.encoder import BUNDLED, MAX_TOKENS, Encoder, ModelError, open_encoder
from index.runtime import Runtime
from index.sentence_bert import SentenceBert
from index.sentence_transformer import SentenceTransformerModel
from tests.small_bert import small_bert, write_small_model

ROOT = Path(__file__).parents[1]
ODD = ["", " ", "。", "a", "①㈱ＡＢＣ～", "한국", "\uf06c", "x" * 5000, "長い文が続きます。" * 200, "改行\nと\tタブ"]
ENGLISH = [
    "What is the Government Cloud?",
    "Who pays for My Number Card renewal",
    "AI",
    "regional medical data exchange",
]


@pytest.fixture(scope="module")
def texts(corpus: Corpus) -> list[str]:
    japanese = [passage.text for passage in corpus.passages]
    return [*ODD, *ENGLISH, *japanese[:: len(japanese) // 28]]


@pytest.fixture(scope="module")
def openvino_encoder() -> Encoder:
    return Encoder(str(BUNDLED), Runtime.OPENVINO)


@pytest.fixture(scope="module")
def torch_encoder() -> Encoder:
    return Encoder(str(BUNDLED), Runtime.TORCH)


@pytest.fixture
def small_model(tmp_path: Path) -> Path:
    return write_small_model(tmp_path / "small", small_bert())


def change_json(path: Path, **values: object) -> None:
    content = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.write_text(json.dumps(content | values), "utf-8")


def test_the_runtimes_give_the_same_vectors(
    texts: list[str], openvino_encoder: Encoder, torch_encoder: Encoder
) -> None:
    assert len(texts) >= 40
    cosines = (openvino_encoder.encode_passages(texts) * torch_encoder.encode_passages(texts)).sum(axis=1)
    assert cosines.min() >= 0.9995
    queries = [*ODD, *ENGLISH]
    assert (openvino_encoder.encode_queries(queries) * torch_encoder.encode_queries(queries)).sum(
        axis=1
    ).min() >= 0.9995


def test_in_full_precision_nothing_but_rounding_is_left(small_model: Path, texts: list[str]) -> None:
    by_openvino = Encoder(str(small_model), Runtime.OPENVINO, "f32").encode_passages(texts)
    by_torch = Encoder(str(small_model), Runtime.TORCH, "f32").encode_passages(texts)
    assert np.allclose(by_openvino, by_torch, atol=1e-4)


def test_many_batches_side_by_side_are_as_each_text_alone(openvino_encoder: Encoder, texts: list[str]) -> None:
    done: list[int] = []
    together = openvino_encoder.encode_passages(texts * 3, done.append)
    assert len(done) >= 8  # side by side from here on
    assert done == sorted(done)
    assert done[-1] == 3 * len(texts)
    alone = np.concatenate([openvino_encoder.encode_passages([text]) for text in texts])
    assert (together * np.tile(alone, (3, 1))).sum(axis=1).min() >= 0.9995


def test_what_stops_the_progress_stops_the_batches(openvino_encoder: Encoder, texts: list[str]) -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        openvino_encoder.encode_passages(texts * 3, stop)
    assert np.linalg.norm(openvino_encoder.encode_query("その後も使える")) == pytest.approx(1, abs=1e-6)


def test_threads_share_one_encoder(openvino_encoder: Encoder) -> None:
    questions = [f"{number} 番目の窓口はどこですか" * (number % 3 + 1) for number in range(12)]
    alone = np.stack([openvino_encoder.encode_query(question) for question in questions])
    with ThreadPoolExecutor(4) as pool:
        together = np.stack(list(pool.map(openvino_encoder.encode_query, questions)))
    assert np.allclose(together, alone, atol=1e-6)


def test_a_question_needs_no_torch_and_no_network() -> None:
    program = (
        "import sys\n"
        "calls = []\n"
        "sys.addaudithook(lambda event, _: calls.append(event) if event.startswith('socket.') else None)\n"
        "from index.encoder import open_encoder\n"
        "vector = open_encoder().encode_query('窓口')\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\n"
        "print(vector.shape, sorted(heavy), [name for name in calls if name != 'socket.__new__'])\n"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "(384,) [] []"


def _cls_pooling(folder: Path) -> None:
    change_json(folder / "1_Pooling/config.json", pooling_mode_cls_token=True, pooling_mode_mean_tokens=False)


def _two_poolings(folder: Path) -> None:
    change_json(folder / "1_Pooling/config.json", pooling_mode_max_tokens=True)


def _prompt_left_out(folder: Path) -> None:
    change_json(folder / "1_Pooling/config.json", include_prompt=False)


def _lower_case(folder: Path) -> None:
    change_json(folder / "sentence_bert_config.json", do_lower_case=True)


def _no_fast_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def _dense_module(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    modules[2] |= {"type": "sentence_transformers.models.Dense"}
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_cls_pooling, "Pooling が pooling_mode_cls_token"),
        (_two_poolings, "Pooling が pooling_mode_max_tokens、pooling_mode_mean_tokens"),
        (_prompt_left_out, "Pooling"),
        (_lower_case, "do_lower_case"),
        (_no_fast_tokenizer, r"tokenizer\.json がありません"),
        (_dense_module, "Transformer、Pooling、Dense"),
    ],
)
def test_a_folder_that_computes_more_is_refused_by_name(small_model: Path, change: object, message: str) -> None:
    assert callable(change)
    change(small_model)
    with pytest.raises(ModelError, match=f"OpenVINO で動かせません: .*{message}"):
        Encoder(str(small_model), Runtime.OPENVINO)


def test_a_mean_in_the_newer_form_is_computed(small_model: Path) -> None:
    expected = SentenceBert(small_model, MAX_TOKENS).encode(["窓口"])
    (small_model / "1_Pooling/config.json").write_text('{"embedding_dimension": 24, "pooling_mode": "mean"}', "utf-8")
    assert np.array_equal(SentenceBert(small_model, MAX_TOKENS).encode(["窓口"]), expected)


def test_a_shorter_limit_of_the_model_holds(small_model: Path) -> None:
    change_json(small_model / "sentence_bert_config.json", max_seq_length=16)
    text = "行政手続のオンライン化を進める。" * 20
    by_openvino = SentenceBert(small_model, MAX_TOKENS, "f32").encode([text])
    by_torch = SentenceTransformerModel(str(small_model), MAX_TOKENS, "f32").encode([text])
    assert np.allclose(by_openvino / np.linalg.norm(by_openvino), by_torch, atol=1e-4)


def test_another_kind_of_model_falls_back_to_torch(small_model: Path, caplog: pytest.LogCaptureFixture) -> None:
    _cls_pooling(small_model)
    with caplog.at_level(logging.INFO, "index.encoder"):
        encoder = Encoder(str(small_model))
    assert "torch で動かします" in caplog.text
    assert caplog.records[0].levelno == logging.INFO
    assert np.allclose(encoder.encode_query("窓口"), Encoder(str(small_model), Runtime.TORCH).encode_query("窓口"))


def test_without_openvino_torch_computes_and_a_warning_says_so(
    small_model: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_openvino = Encoder(str(small_model)).encode_query("窓口")
    monkeypatch.setitem(sys.modules, "openvino", None)
    encoder = Encoder(str(small_model))
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "OpenVINO を読み込めません" in caplog.text
    assert encoder.encode_query("窓口") @ with_openvino >= 0.995


def test_the_environment_chooses_the_runtime(
    small_model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    monkeypatch.setenv("KEIKAKU_RUNTIME", "torch")
    assert open_encoder(str(small_model)).dimension == 24
    assert not caplog.records
    monkeypatch.setenv("KEIKAKU_RUNTIME", "openvino")
    with pytest.raises(ModelError, match="OpenVINO を読み込めません"):
        open_encoder(str(small_model))
    monkeypatch.setenv("KEIKAKU_RUNTIME", "onnx")
    with pytest.raises(ModelError, match="openvino か torch です（今は onnx）"):
        open_encoder(str(small_model))
