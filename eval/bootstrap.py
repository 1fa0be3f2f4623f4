"""Percentile bootstrap intervals (Efron 1979) of shares and of latencies, and of their paired differences.

A share is Σ right / Σ counted over questions, so a measure that not every question counts for is resampled with all of
them: what is drawn is always a question.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
LEVEL = 95.0  # per cent
PERCENTILES = (50, 95)  # of the latencies
_SEED = 0
_TAILS = ((100 - LEVEL) / 2, (100 + LEVEL) / 2)

Floats: TypeAlias = NDArray[np.float64]
Interval = tuple[float, float]


def shares(right: Floats, counted: Floats) -> Floats:
    """Σ right / Σ counted, NaN where nothing counts. *Shapes:* (…, questions, measures) → (…, measures)."""
    return _ratio(right.sum(axis=-2), counted.sum(axis=-2))


def resampled_shares(right: Floats, counted: Floats) -> Floats:
    """The shares of every resample. *Shapes:* (questions, measures) → (RESAMPLES, measures)."""
    draws = _draws(len(right))
    times_drawn = np.zeros(draws.shape)
    np.add.at(times_drawn, (np.arange(len(draws))[:, None], draws), 1)
    return _ratio(times_drawn @ right, times_drawn @ counted)


def resampled_latencies(milliseconds: Floats) -> Floats:
    """The percentiles of every resample. *Shapes:* (questions,) → (RESAMPLES, len(PERCENTILES))."""
    drawn = milliseconds[_draws(len(milliseconds))]
    percentiles: Floats = np.percentile(drawn, PERCENTILES, axis=1).T
    return percentiles


def intervals(resamples: Floats) -> list[Interval | None]:
    """The interval of each column; None for one that is NaN in every resample."""
    return [_interval(column[~np.isnan(column)]) for column in resamples.T]


def _interval(values: Floats) -> Interval | None:
    if not len(values):
        return None
    low, high = np.percentile(values, _TAILS)
    return float(low), float(high)


def _draws(questions: int) -> NDArray[np.int64]:
    """Which questions each resample holds; the same whenever there are as many, so that differences are paired."""
    return np.random.default_rng(_SEED).integers(questions, size=(RESAMPLES, questions))


def _ratio(right: Floats, counted: Floats) -> Floats:
    ratio: Floats = np.divide(right, counted, out=np.full(right.shape, np.nan), where=counted > 0)
    return ratio
