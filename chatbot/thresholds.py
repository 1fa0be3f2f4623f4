"""The confidence below which the assistant is silent, as `keikaku eval calibrate` fitted it for one model."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).parent / "thresholds.toml"
_HEAD = """\
# Written by `keikaku eval calibrate`; read by chatbot/thresholds.py. A confidence is the cosine of the best sentence with
# the question. Cosines differ from model to model: another model than this one answers without thresholds.
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
    try:
        thresholds = Thresholds(**tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise ValueError(f"しきい値のファイル {path} を読めません（{error}）。") from error
    return thresholds if thresholds.model == model else None


def write_thresholds(thresholds: Thresholds, path: Path = FILE) -> None:
    """Write the file that `read_thresholds` reads, in one rename."""
    lines = [
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}"
        for name, value in asdict(thresholds).items()
    ]
    beside = path.with_suffix(".tmp")
    beside.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(path)
