"""The figures that are held to be so: `expected.toml`, read, checked and written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

EXPECTED_FILE = Path(__file__).parent / "expected.toml"
MEASURES = (
    "answer_accuracy",
    "cited@1",
    "cited@5",
    "citation_precision",
    "abstention",
    "wrongly_abstained",
    "precision_when_answering",
    "ndcg@10",
)
LIMITS = ("latency_p50_ms", "latency_p95_ms", "index_build_s", "failed", "verbatim_share")
LOWER_IS_BETTER = frozenset({"wrongly_abstained", "latency_p50_ms", "latency_p95_ms", "index_build_s", "failed"})

_COMMENT = """\
# What the README states of the program's quality and speed. `keikaku eval gate` (make eval) measures it again.
# `keikaku eval gate --update` renews every `value` and `n` here, and the tables of README.md and eval/RESULTS.md with
# them; it keeps tolerances and limits. It writes this file anew: a comment elsewhere than here is lost.
#
# tolerance: how much worse still is OK. Another CPU rounds the vectors in another way (float32 in place of bfloat16 moved
# one question of `test`), so it is about the weight of one question of `dev`, of two of the others.
# limits: bounds without tolerance, latencies and `failed` (questions without an answer) for each question file.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share in [0, 1], and how much worse a measured one may be."""

    value: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """What is expected on one question file: `use` says in Japanese what it is for, `figures` go by MEASURES."""

    name: str
    use: str
    n: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Expected:
    """Everything expected: the bounds by LIMITS (lower ones but for verbatim_share), and the question files in order."""

    limits: Mapping[str, float]
    files: tuple[ExpectedFile, ...]

    def chosen(self, names: Sequence[str]) -> tuple[ExpectedFile, ...]:
        """The question files of these names, all for none; ValueError for a name that is not there."""
        known = [file.name for file in self.files]
        if unknown := [name for name in names if name not in known]:
            raise ValueError(f"質問ファイル「{'、'.join(unknown)}」はありません。ある名前: {'、'.join(known)}")
        return tuple(file for file in self.files if not names or file.name in names)


def read_expected(path: Path) -> Expected:
    """The content of an `expected.toml`; ValueError names the table and key that is wrong."""
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path}: TOMLとして読めません（{error}）。") from None
    try:
        _check_keys("", tables, ("limits", "questions"))
        limits, questions = (_table(name, tables[name]) for name in ("limits", "questions"))
        _check_keys("limits", limits, LIMITS)
        bounds = {name: _number("limits", name, limits[name]) for name in LIMITS}
        files = tuple(_file(name, _table(f"questions.{name}", table)) for name, table in questions.items())
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return Expected(bounds, files)


def write_expected(path: Path, expected: Expected) -> None:
    """Write what `read_expected` reads."""
    path.write_text("".join(f"{line}\n" for line in _lines(expected)), encoding="utf-8", newline="\n")


def _lines(expected: Expected) -> Iterator[str]:
    yield from (_COMMENT + "\n[limits]").splitlines()
    for name, limit in expected.limits.items():
        yield f"{name} = {limit:g}"
    for file in expected.files:
        yield from ("", f"[questions.{file.name}]", f'use = "{file.use}"', f"n = {file.n}")
        for name, figure in file.figures.items():
            key = f'"{name}"' if "@" in name else name
            yield f"{key} = {{ value = {figure.value:.3f}, tolerance = {figure.tolerance:g} }}"


def _file(name: str, table: Mapping[str, Any]) -> ExpectedFile:
    place = f"questions.{name}"
    _check_keys(place, table, ("use", "n", *MEASURES))
    use, n = table["use"], table["n"]
    if not re.fullmatch(r"[\w-]+", name, re.ASCII):
        raise ValueError(f"質問ファイルの名前「{name}」に使えるのは、英数字と - と _ です。")
    if not isinstance(use, str) or not use or set(use) & set('"\\|\n'):
        raise ValueError(f"{place} の「use」は、引用符や縦線のない短い文字列にしてください。")
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"{place} の「n」は1以上の整数にしてください。")
    return ExpectedFile(name, use, n, {measure: _figure(place, measure, table[measure]) for measure in MEASURES})


def _figure(place: str, measure: str, value: object) -> Figure:
    table = _table(f"{place} の「{measure}」", value)
    place = f"{place}.{measure}"
    _check_keys(place, table, ("value", "tolerance"))
    figure = Figure(*(_number(place, name, table[name]) for name in ("value", "tolerance")))
    if not (figure.value <= 1 and figure.tolerance <= 1):
        raise ValueError(f"{place} の「value」と「tolerance」は0から1までの数にしてください。")
    return figure


def _number(place: str, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise ValueError(f"{place} の「{name}」は0以上の数にしてください。")
    return float(value)


def _table(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value:
        raise ValueError(f"{name} は空でないテーブルにしてください。")
    return value


def _check_keys(place: str, table: Mapping[str, Any], wanted: Sequence[str]) -> None:
    """Every key that is wanted is there and no other; a misspelt one would go unmeasured."""
    where = f"{place} に" if place else ""
    if missing := [name for name in wanted if name not in table]:
        raise ValueError(f"{where}「{missing[0]}」がありません。")
    if unknown := [name for name in table if name not in wanted]:
        raise ValueError(f"{where}知らない名前「{unknown[0]}」があります。使えるもの: {'、'.join(wanted)}")
