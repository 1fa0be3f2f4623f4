"""A cross-encoder: question and passage read together → relevance, and where the answer begins and ends.

The body is the bundled encoder's (BERT, Devlin et al. 2019); its word embeddings stay as they are, so that both models
share them on disk. The heads are those of passage ranking (Nogueira and Cho 2019) and of reading comprehension, in which
every span is scored as a whole (Lee et al. 2016, arXiv:1611.01436): ends told apart without knowing each other join the
start of one answer to the end of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from index.reader import ARCHITECTURE

WEIGHTS = "model.safetensors"
_PAIRING = 64  # width in which a first and a last token are paired
SHARED = "bert.embeddings.word_embeddings.weight"  # the encoder's, not stored a second time


class CrossEncoder(nn.Module):  # type: ignore[misc]
    """`forward` gives for n pairs of at most t tokens: relevance (n,) and spans (n, t, t), all logits.

    A relevance of 0 is that of "no passage answers": the model was trained to rank that against the passages. A span is
    named by its first and its last token.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.pooler = nn.Linear(config.hidden_size, config.hidden_size)
        self.relevance = nn.Linear(config.hidden_size, 1)
        self.span = nn.Linear(config.hidden_size, 2)
        self.first = nn.Linear(config.hidden_size, _PAIRING)
        self.last = nn.Linear(config.hidden_size, _PAIRING)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """int64 (n, t) token ids and mask → relevance and spans."""
        states: Tensor = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        relevance = self.relevance(torch.tanh(self.pooler(states[:, 0]))).squeeze(-1)
        start, end = self.span(states).unbind(-1)
        pairing = torch.matmul(self.first(states), self.last(states).transpose(1, 2))
        return relevance, start[:, :, None] + end[:, None, :] + pairing


def initialise(encoder: Path) -> CrossEncoder:
    """A cross-encoder whose body is that of the encoder in the folder `encoder`, its heads new."""
    config = BertConfig.from_pretrained(encoder)
    model = CrossEncoder(config)
    model.bert = BertModel.from_pretrained(encoder, add_pooling_layer=False, dtype=torch.float32)
    return model


def load(folder: Path, encoder: Path) -> CrossEncoder:
    """What `save` wrote into `folder`, with the word embeddings of the encoder that it was made from.

    RuntimeError where a weight is missing.
    """
    model = CrossEncoder(BertConfig.from_pretrained(folder))
    weights: dict[str, Any] = load_file(folder / WEIGHTS)
    embeddings = BertModel.from_pretrained(encoder, add_pooling_layer=False).embeddings.word_embeddings.weight
    model.load_state_dict({name: value.float() for name, value in weights.items()} | {SHARED: embeddings.float()})
    model.eval()
    return model


def average(model: CrossEncoder, before: Mapping[str, Tensor], share: float) -> None:
    """Set the weights to the mean of those `before`, by name, and the model's own, which count by `share`.

    Training on from good weights gains what is new and loses of the old; the mean keeps most of both (Wortsman et al.
    2022, arXiv:2203.05482).
    """
    model.load_state_dict({name: before[name].lerp(value, share) for name, value in model.state_dict().items()})


def save(model: CrossEncoder, folder: Path) -> None:
    """Write the configuration, and the weights in float16 but for the word embeddings."""
    folder.mkdir(parents=True, exist_ok=True)
    model.bert.config.architectures = [ARCHITECTURE]
    model.bert.config.to_json_file(folder / "config.json")
    weights = {name: value.half().contiguous() for name, value in model.state_dict().items() if name != SHARED}
    save_file(weights, folder / WEIGHTS)
