"""The tables of `corpus/data/`: corrections and equivalences that no rule of the printed form gives."""

from __future__ import annotations

from importlib import resources


def read_table(name: str) -> list[list[str]]:
    """The cells of each line of `data/<name>`, tab-separated; blank lines and those that begin with # are left out."""
    lines = resources.files("corpus").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
