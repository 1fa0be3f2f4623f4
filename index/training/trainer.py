"""The training loop: seeded, logged, and resumed from its last checkpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from index.cross_encoder import CrossEncoder
from index.pairs import padded
from index.training.lists import TokenList

_FROZEN_LAYERS = 4  # of 12, and all embeddings: general to the language, and a fifth of the time
_CHECKPOINT_STEPS = 100
_MICRO_TOKENS = 1600  # padded; with more, the activations leave the cache
_WARM_UP = 0.06
_LAST = 0.05  # of the learning rate, at the end
_COMPUTES_BFLOAT16 = torch.backends.cpu.get_cpu_capability().startswith("AVX512")  # others emulate it, slowly


@dataclass(frozen=True, slots=True)
class Stage:
    """Some passes over lists with one learning rate schedule (linear warm-up and decay)."""

    name: str
    lists: Sequence[TokenList]
    epochs: int
    rate: float
    questions: int  # of one step
    span_weight: float = 0.25  # of the loss over spans, beside that over passages

    @property
    def ranked(self) -> float:
        """Ranked lists of one step, in the mean: where a step has few of them, each counts no more than elsewhere."""
        return self.questions * max(1, sum(item.ranked for item in self.lists)) / len(self.lists)


def train(model: CrossEncoder, stage: Stage, folder: Path, seed: int) -> None:
    """Train `model` in place. A stage that is whole in `folder` is only loaded; one that was cut off goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / f"{stage.name}.pt"
    _freeze(model)
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=stage.rate, weight_decay=0.01)
    plan = _plan(stage, seed)
    ranked = stage.ranked
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        done = saved["step"]
    model.train()
    model.bert.set_attn_implementation("eager")  # a fifth faster on a CPU than the fused one, which is slow backwards
    _without_dropout(model)
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        for step in range(done, len(plan)):
            started = time.perf_counter()
            for group in optimiser.param_groups:
                group["lr"] = stage.rate * _schedule(step / len(plan))
            figures = _step(model, [stage.lists[index] for index in plan[step]], ranked, stage.span_weight)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            row = {"stage": stage.name, "step": step + 1, "steps": len(plan), **figures}
            log.write(json.dumps(row | {"seconds": round(time.perf_counter() - started, 2)}) + "\n")
            log.flush()
            if (step + 1) % _CHECKPOINT_STEPS == 0 or step + 1 == len(plan):
                _save(checkpoint, model, optimiser, step + 1)


def _plan(stage: Stage, seed: int) -> list[list[int]]:
    """The lists of every step, all epochs: in a new random order each."""
    random = Random(seed)
    steps: list[list[int]] = []
    for _ in range(stage.epochs):
        order = random.sample(range(len(stage.lists)), len(stage.lists))
        steps.extend(order[start : start + stage.questions] for start in range(0, len(order), stage.questions))
    return steps


def _step(model: CrossEncoder, lists: Sequence[TokenList], usual: float, span_weight: float) -> dict[str, float]:
    """One step's gradients; its mean losses, and the shares of lists ranked right and of spans found.

    `usual` is how many lists a step ranks in the mean.
    """
    totals = {"loss": 0.0, "span_loss": 0.0, "right": 0.0, "spans": 0.0}
    answered = max(1, sum(any(start >= 0 for start, _ in item.answers) for item in lists))
    ranked = max(1, sum(item.ranked for item in lists))
    for group in _micro_batches(lists):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_COMPUTES_BFLOAT16):
            relevance, scores = model(*map(torch.from_numpy, padded([pair for item in group for pair in item.pairs])))
        ranking, right = _ranking_loss(group, relevance.float())
        spans, exact = _span_loss(group, scores.float())
        loss = ranking / usual + span_weight * spans / answered
        loss.backward()
        totals["loss"] += float(ranking.detach()) / ranked
        totals["span_loss"] += float(spans.detach()) / answered
        totals["right"] += right / ranked
        totals["spans"] += exact / answered
    return {name: round(value, 4) for name, value in totals.items()}


def _micro_batches(lists: Sequence[TokenList]) -> list[list[TokenList]]:
    groups: list[list[TokenList]] = []
    for item in sorted(lists, key=lambda item: item.longest):
        pairs = sum(len(other.pairs) for other in groups[-1]) + len(item.pairs) if groups else 0
        if not groups or pairs * item.longest > _MICRO_TOKENS:
            groups.append([])
        groups[-1].append(item)
    return groups


def _ranking_loss(lists: Sequence[TokenList], relevance: Tensor) -> tuple[Tensor, int]:
    """Softmax over a list's passages and "none of them", whose logit is 0: -log of what answers (their sum)."""
    total, right, first = relevance.new_zeros(()), 0, 0
    for item in lists:
        logits = torch.cat([relevance.new_zeros(1), relevance[first : first + len(item.pairs)]])
        first += len(item.pairs)
        if item.ranked:
            wanted = [index for index, (start, _) in enumerate(item.answers, 1) if start >= 0] or [0]
            total = total + torch.logsumexp(logits, 0) - torch.logsumexp(logits[wanted], 0)
            right += int(logits.argmax()) in wanted
    return total, right


def _span_loss(lists: Sequence[TokenList], scores: Tensor) -> tuple[Tensor, int]:
    """Cross-entropy of the answer over all spans of the passage's tokens."""
    total, exact, row = scores.new_zeros(()), 0, 0
    for item in lists:
        for pair, (first, last) in zip(item.pairs, item.answers, strict=True):
            if first >= 0:
                tokens = len(pair.spans)
                inside = slice(pair.first, pair.first + tokens)
                is_span = torch.ones(tokens, tokens, dtype=torch.bool).triu()
                spans = scores[row, inside, inside].masked_fill(~is_span, -torch.inf).flatten()
                wanted = (first - pair.first) * tokens + last - pair.first
                total = total + torch.logsumexp(spans, 0) - spans[wanted]
                exact += int(spans.argmax()) == wanted
            row += 1
    return total, exact


def _freeze(model: CrossEncoder) -> None:
    for module in [model.bert.embeddings, *model.bert.encoder.layer[:_FROZEN_LAYERS]]:
        for parameter in module.parameters():
            parameter.requires_grad = False


def _without_dropout(model: CrossEncoder) -> None:
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    model.bert.config.attention_probs_dropout_prob = 0.0
    for layer in model.bert.encoder.layer:
        if hasattr(layer.attention.self, "dropout_prob"):
            layer.attention.self.dropout_prob = 0.0


def _schedule(done: float) -> float:
    if done < _WARM_UP:
        return done / _WARM_UP + 0.01
    return _LAST + (1 - _LAST) * (1 - done) / (1 - _WARM_UP)


def _save(path: Path, model: CrossEncoder, optimiser: torch.optim.Optimizer, step: int) -> None:
    beside = path.with_suffix(".tmp")
    torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, beside)
    beside.replace(path)
