"""Linear projections of an encoder's vectors: one for questions, one for passages, which meet nearer than they came.

The encoder itself stays as it is; a vector v becomes the unit vector along v + vW. `index.training.projections` trains
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

FILE = Path("projections") / "model.safetensors"  # in the folder of the model whose vectors it is for


@dataclass(frozen=True, slots=True)
class Projections:
    """What is added to the vectors of questions and of passages, each *shape* (width, width)."""

    query: NDArray[np.float32]
    passage: NDArray[np.float32]


def load_projections(folder: Path) -> Projections | None:
    """Those that lie beside a model; None where there are none. ValueError for a file of other content."""
    path = folder / FILE
    if not path.is_file():
        return None
    weights = load_file(path)
    if set(weights) != {"query", "passage"}:
        raise ValueError(f"{path}: {'、'.join(sorted(weights))}")
    return Projections(*(weights[name].astype(np.float32) for name in ("query", "passage")))


def save_projections(projections: Projections, path: Path) -> None:
    """Write them, in float16."""
    weights = {"query": projections.query, "passage": projections.passage}
    save_file({name: weight.astype(np.float16) for name, weight in weights.items()}, path)


def projected(rows: NDArray[np.float32], projection: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """Unit vectors along the rows, *shape* (n, width), each with its projection added; without one, along the rows."""
    units = _units(rows)
    return units if projection is None else _units(units + units @ projection)


def _units(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths  # scaled by the model in bfloat16, they would be of length 1 ± 0.004
