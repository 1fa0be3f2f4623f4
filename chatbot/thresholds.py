"""The confidence below which the assistant is silent, as `keikaku eval calibrate` fitted it for the models in use."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).parent / "thresholds.toml"
_HEAD = """\
# Written by `keikaku eval calibrate`; read by chatbot/thresholds.py. A confidence comes from the cross-encoder that read
# the hits, or without one is the cosine of the best sentence. It differs from model to model: models that are not here
# answer without thresholds.
"""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least confidence at which a question is answered, and at which an answer counts as a full one (below it, it is
    `partial`): for a question that holds Japanese, and for any other.

    `model` and `index` are what they were fitted with, `questions` on what, `date` when (ISO 8601).
    """

    model: str
    index: str
    questions: str
    date: str
    japanese: float
    other: float
    partial_japanese: float
    partial_other: float

    def of(self, in_japanese: bool) -> tuple[float, float]:
        """The two for a question in that language: the least confidence of an answer, and that of a full one."""
        return (self.japanese, self.partial_japanese) if in_japanese else (self.other, self.partial_other)


def read_thresholds(model: str, path: Path = FILE) -> Thresholds | None:
    """The thresholds for `model`, None where none were fitted for it; ValueError where the file is damaged."""
    return next((item for item in _read(path) if item.model == model), None)


def write_thresholds(thresholds: Thresholds, path: Path = FILE) -> None:
    """Write `thresholds` into the file that `read_thresholds` reads, in one rename; those of other models stay."""
    fitted = [thresholds, *(item for item in _read(path) if item.model != thresholds.model)]
    beside = path.with_suffix(".tmp")
    beside.write_text("\n".join([_HEAD, *map(_table, fitted)]), encoding="utf-8")
    beside.replace(path)


def _read(path: Path) -> list[Thresholds]:
    try:
        return [Thresholds(**table) for table in tomllib.loads(path.read_text(encoding="utf-8"))["fitted"]]
    except FileNotFoundError:
        return []
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"しきい値のファイル {path} を読めません（{error}）。") from error


def _table(thresholds: Thresholds) -> str:
    lines = [
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}"
        for name, value in asdict(thresholds).items()
    ]
    return "\n".join(["[[fitted]]", *lines, ""])
