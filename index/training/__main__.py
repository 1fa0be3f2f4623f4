"""`python -m index.training`: train the cross-encoder to read, then to read the plans, then on both.

The last stage asks questions for the plans that have a twin without an answer, and some of the others again, and looks
for answers in passages of JaQuAD. Saved is the mean of the weights before and after it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when torch is imported

import torch

from index.cross_encoder import average, initialise, load, save
from index.encoder import BUNDLED
from index.pairs import PairTokenizer
from index.training.lists import tokenise
from index.training.plans import hard_lists, plan_lists
from index.training.reading import reading_lists, span_lists
from index.training.trainer import Stage, train


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--jaquad", type=Path, required=True, help="JaQuAD's train split (SQuAD layout, JSON or gzip)")
    parser.add_argument("--start", type=Path, help="a trained model, of which only the last stage is done")
    parser.add_argument("--output", type=Path, required=True, help="folder for checkpoints, log and model")
    parser.add_argument(
        "--reading", type=int, default=9000, help="questions of the reading stage (default: %(default)s)"
    )
    parser.add_argument("--epochs", type=int, default=1, help="passes over the plans' questions (default: %(default)s)")
    parser.add_argument(
        "--repeated", type=int, default=800, help="the plans' questions asked again at the end (default: %(default)s)"
    )
    parser.add_argument(
        "--spans", type=int, default=20000, help="answers looked for in the last stage (default: %(default)s)"
    )
    parser.add_argument(
        "--share",
        type=float,
        default=0.5,
        help="of the last stage's weights in the mean with those before (%(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=1,
        help="with another than a model given began with, answers may be looked for again",
    )
    return parser.parse_args()


def main() -> None:
    """Train all stages; what a run that was cut off had done is not done again."""
    options = _options()
    torch.manual_seed(options.seed)
    tokenizer = PairTokenizer(BUNDLED)
    if options.start:
        model = load(options.start, BUNDLED)
    else:
        model = initialise(BUNDLED)
        reading = [
            tokenise(item, tokenizer) for item in reading_lists(options.jaquad, options.reading, 2, options.seed)
        ]
        train(model, Stage("reading", reading, 1, 1.2e-4, 16), options.output, options.seed)
        plans = [tokenise(item, tokenizer) for item in plan_lists(options.seed)]
        train(model, Stage("plans", plans, options.epochs, 8e-5, 12), options.output, options.seed)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    hard = hard_lists(options.seed + 1, options.repeated, options.start)
    spans = span_lists(options.jaquad, options.spans, options.reading, options.seed)
    both = [tokenise(item, tokenizer) for item in (*hard, *spans)]
    train(model, Stage("both", both, 1, 8e-5, 28, span_weight=0.5), options.output, options.seed)
    average(model, before, options.share)
    save(model, options.output / "model")


if __name__ == "__main__":
    main()
