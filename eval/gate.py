"""The gate: measured figures against those of `expected.toml`, a row a figure, OK or FAIL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.expected import LIMITS, LOWER_IS_BETTER, MEASURES, Expected, ExpectedFile, Figure

DIGITS = 3  # decimals of a figure, here, in expected.toml and in the README
BUILD = "index_build_s"
FAULTS = "faults"
_NOTHING = "–"
_BETTER = "良くなった: --update で値を改め、コミットしてください"

Scores = Mapping[str, Any]  # the content of `scores.json`


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `place` is a question file or what else was measured; `expected` and `note` are in words."""

    ok: bool
    place: str
    measure: str
    measured: str
    expected: str
    note: str = ""

    @property
    def line(self) -> str:
        """As it is printed."""
        verdict = "OK" if self.ok else "FAIL"
        parts = (f"{verdict:<4}", f"{self.place:<6}", f"{self.measure:<24}", f"{self.measured:>7}", self.expected)
        return "  ".join((*parts, self.note)).rstrip()


def gate_rows(expected: Expected, scores: Mapping[str, Scores], build_seconds: float | None = None) -> list[Row]:
    """The figures of every question file in `scores`, and of the building of the index where it was timed."""
    rows = [row for name, of_file in scores.items() for row in _file_rows(expected, name, of_file)]
    if build_seconds is not None:
        rows.append(_limit_row("build", BUILD, build_seconds, expected.limits))
    return rows


def renew(expected: Expected, scores: Mapping[str, Scores]) -> Expected:
    """`expected` with the figures of the question files in `scores` as measured; tolerances and limits stay.

    ValueError where questions failed or a measure is missing: such a run is none to hold others to.
    """
    files = (_renewed(file, scores[file.name]) if file.name in scores else file for file in expected.files)
    return replace(expected, files=tuple(files))


def summary(rows: Sequence[Row]) -> str:
    """How many figures are OK, how many FAIL, how many have become better."""
    failed, better = sum(not row.ok for row in rows), sum(row.note == _BETTER for row in rows)
    more = f"（うち {better} 件は良くなった）" if better else ""
    return f"OK {len(rows) - failed}{more}、FAIL {failed}"


def _file_rows(expected: Expected, name: str, scores: Scores) -> Iterator[Row]:
    """The number of questions, the measures, the limits, the faults of the proofs: none is ever expected."""
    (file,) = expected.chosen([name])
    n = scores.get("n")
    yield Row(n == file.n, name, "n", str(n), f"(期待 {file.n})")
    for measure, figure in file.figures.items():
        yield _measure_row(name, measure, scores.get(measure), figure)
    measured = {**scores, "failed": scores.get("stages", {}).get("failed")}
    for limit in LIMITS:
        if limit != BUILD:
            yield _limit_row(name, limit, measured.get(limit), expected.limits)
    faults = (scores.get("proof") or {}).get("faults")
    yield _limit_row(name, FAULTS, faults, {FAULTS: 0})


def _limit_row(place: str, name: str, measured: float | None, limits: Mapping[str, float]) -> Row:
    """A figure with a bound and no tolerance; it is compared as measured, not as rounded."""
    upper, limit = name in LOWER_IS_BETTER or name == FAULTS, limits[name]
    expected = f"({limit:g} {'以下' if upper else '以上'})"
    if measured is None:
        return Row(False, place, name, _NOTHING, expected, "測れません")
    return Row(measured <= limit if upper else measured >= limit, place, name, f"{measured:.6g}", expected)


def _measure_row(place: str, name: str, measured: float | None, figure: Figure) -> Row:
    expected = f"(期待 {figure.value:.{DIGITS}f} ±{figure.tolerance:g})"
    if measured is None:
        return Row(False, place, name, _NOTHING, expected, "測れません")
    gain = round(round(measured, DIGITS) - figure.value, DIGITS + 3)  # what is left is no error of the arithmetic
    if name in LOWER_IS_BETTER:
        gain = -gain
    note = _BETTER if gain > figure.tolerance else ""
    return Row(gain >= -figure.tolerance, place, name, f"{measured:.{DIGITS}f}", expected, note)


def _renewed(file: ExpectedFile, scores: Scores) -> ExpectedFile:
    if failed := scores["stages"]["failed"]:
        raise ValueError(f"{file.name}: 失敗した質問が {failed} 問あるので、値を改めません。")
    if missing := list(_not_measured(scores)):
        raise ValueError(f"{file.name}: 「{'、'.join(missing)}」を測れないので、値を改めません。")
    figures = {name: replace(figure, value=round(float(scores[name]), DIGITS)) for name, figure in file.figures.items()}
    return replace(file, n=int(scores["n"]), figures=figures)


def _not_measured(scores: Scores) -> Iterator[str]:
    return (name for name in MEASURES if scores.get(name) is None)
