"""A BERT of two narrow layers with random weights, in a folder like the bundled model's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from index.encoder import BUNDLED

WIDTH = 24
_COPIED = ("config_sentence_transformers.json", "modules.json", "sentence_bert_config.json", "tokenizer.json")


def small_bert(seed: int = 7) -> BertModel:
    """The module itself, in float32, with the vocabulary of the bundled tokenizer."""
    torch.manual_seed(seed)
    vocabulary = json.loads((BUNDLED / "config.json").read_text("utf-8"))["vocab_size"]
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=40,
        initializer_range=0.5,
        layer_norm_eps=1e-12,
    )
    return BertModel(config).eval()


def write_small_model(folder: Path, bert: BertModel, prefix: str = "", **heads: torch.nn.Linear) -> Path:
    """Write `bert` as a sentence-transformers folder; linear layers `heads` go by their name beside its weights."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _COPIED:
        shutil.copy(BUNDLED / name, folder)
    pooling = {"word_embedding_dimension": WIDTH, "pooling_mode_mean_tokens": True}
    for name in ("1_Pooling", "2_Normalize"):
        shutil.copytree(BUNDLED / name, folder / name, dirs_exist_ok=True)
    shutil.copy(BUNDLED / "tokenizer_config.json", folder)
    (folder / "1_Pooling/config.json").write_text(json.dumps(pooling), "utf-8")
    bert.config.save_pretrained(folder)
    weights = {prefix + name: values for name, values in bert.state_dict().items()}
    for name, layer in heads.items():
        weights |= {f"{name}.{kind}": values for kind, values in layer.state_dict().items()}
    save_file({name: values.contiguous() for name, values in weights.items()}, folder / "model.safetensors")
    return folder
