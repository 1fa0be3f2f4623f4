"""The graph of BERT against torch's, with heads on top, and the models that it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from index.bert import BertGraph, UnknownArchitecture
from tests.small_bert import WIDTH, small_bert, write_small_model

IDS = np.array([[0, 17, 400, 9, 2], [0, 5, 2, 0, 0], [0, 2, 0, 0, 0]], dtype=np.int64)
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0]], dtype=np.int64)


def torch_hidden(bert: torch.nn.Module) -> torch.Tensor:
    with torch.no_grad():
        hidden: torch.Tensor = bert(input_ids=torch.tensor(IDS), attention_mask=torch.tensor(MASK)).last_hidden_state
        return hidden


def close(values: NDArray[np.float32], expected: torch.Tensor) -> bool:
    return values.shape == tuple(expected.shape) and np.allclose(values, expected.detach().numpy(), atol=1e-4)


def test_the_hidden_layer_is_that_of_torch(tmp_path: Path) -> None:
    bert = small_bert()
    graph = BertGraph(write_small_model(tmp_path, bert))
    values = graph.compile({"hidden": graph.hidden}, "f32")(IDS, MASK)["hidden"]
    assert graph.width == WIDTH
    assert close(values[MASK == 1], torch_hidden(bert)[torch.tensor(MASK) == 1])


def test_the_mean_leaves_padding_out(tmp_path: Path) -> None:
    bert = small_bert()
    graph = BertGraph(write_small_model(tmp_path, bert))
    hidden = torch_hidden(bert)
    expected = torch.stack([row[:tokens].mean(0) for row, tokens in zip(hidden, (5, 3, 2), strict=True)])
    assert close(graph.compile({"mean": graph.mean()}, "f32")(IDS, MASK)["mean"], expected)


def test_heads_of_a_cross_encoder_come_out_by_name(tmp_path: Path) -> None:
    bert, relevance, span = small_bert(), torch.nn.Linear(WIDTH, 1), torch.nn.Linear(WIDTH, 2)
    graph = BertGraph(write_small_model(tmp_path, bert, "bert.", relevance=relevance, span=span))
    outputs = {"relevance": graph.linear(graph.first(), "relevance"), "span": graph.linear(graph.hidden, "span")}
    values = graph.compile(outputs, "f32")(IDS, MASK)
    hidden = torch_hidden(bert)
    assert list(values) == ["relevance", "span"]
    assert close(values["relevance"], relevance(hidden[:, 0]))
    assert close(values["span"][MASK == 1], span(hidden)[torch.tensor(MASK) == 1])


def test_half_precision_weights_are_read(tmp_path: Path) -> None:
    bert = small_bert()
    graph = BertGraph(write_small_model(tmp_path, bert.half()))
    values = graph.compile({"mean": graph.mean()}, "f32")(IDS, MASK)["mean"]
    expected = torch_hidden(bert.float())[0].mean(0)
    assert np.allclose(values[0], expected.numpy(), atol=1e-4)


def test_a_call_after_a_longer_one_is_not_changed_by_it(tmp_path: Path) -> None:
    graph = BertGraph(write_small_model(tmp_path, small_bert()))
    compiled = graph.compile({"mean": graph.mean()}, "f32")
    before = compiled(IDS[1:2, :3], MASK[1:2, :3])["mean"]
    together = compiled(IDS, MASK)["mean"]
    again = compiled(IDS[1:2, :3], MASK[1:2, :3])["mean"]
    assert np.array_equal(before, again)
    assert np.allclose(before[0], together[1], atol=1e-5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("model_type", "modernbert"),
        ("model_type", None),
        ("hidden_act", "relu"),
        ("position_embedding_type", "relative_key"),
        ("is_decoder", True),
    ],
)
def test_another_architecture_is_refused(tmp_path: Path, name: str, value: object) -> None:
    path = write_small_model(tmp_path, small_bert()) / "config.json"
    config = json.loads(path.read_text("utf-8")) | {name: value}
    path.write_text(json.dumps(config), "utf-8")
    with pytest.raises(UnknownArchitecture, match=rf"{name} が {value}"):
        BertGraph(tmp_path)


def test_a_missing_weight_is_named(tmp_path: Path) -> None:
    path = write_small_model(tmp_path, small_bert()) / "config.json"
    config = json.loads(path.read_text("utf-8")) | {"num_hidden_layers": 3}
    path.write_text(json.dumps(config), "utf-8")
    with pytest.raises(UnknownArchitecture, match=r"重み encoder\.layer\.2\.attention\.self\.query\.weight"):
        BertGraph(tmp_path)


def test_weights_that_numpy_cannot_hold_are_refused(tmp_path: Path) -> None:
    write_small_model(tmp_path, small_bert().bfloat16())
    with pytest.raises(UnknownArchitecture, match=r"model\.safetensors"):
        BertGraph(tmp_path)
