"""The bootstrap against the binomial distribution that it must come near to, and its pairing."""

from __future__ import annotations

import numpy as np
import pytest

from eval.bootstrap import intervals, resampled_latencies, resampled_shares, shares


def test_shares_are_sums_over_sums() -> None:
    right = np.array([[1, 2], [0, 1], [1, 0]], dtype=float)
    counted = np.array([[1, 5], [1, 5], [1, 0]], dtype=float)
    assert shares(right, counted) == pytest.approx([2 / 3, 3 / 10])


def test_the_interval_of_a_share_is_near_the_exact_one() -> None:
    right = np.zeros((100, 1))
    right[:30] = 1
    (interval,) = intervals(resampled_shares(right, np.ones((100, 1))))
    assert interval == pytest.approx((0.21, 0.39), abs=0.011)  # 2.5% and 97.5% of the binomial (100, 0.3)


def test_a_measure_for_which_few_questions_count_has_a_wide_interval() -> None:
    right, counted = np.zeros((50, 2)), np.zeros((50, 2))
    right[:2, 0], counted[:4, 0], right[:25, 1], counted[:, 1] = 1, 1, 1, 1
    narrow, wide = intervals(resampled_shares(right, counted))[::-1]
    assert narrow is not None and wide is not None
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_what_never_counts_has_no_interval() -> None:
    assert intervals(resampled_shares(np.zeros((3, 1)), np.zeros((3, 1)))) == [None]


def test_equal_systems_differ_by_nothing_in_every_resample() -> None:
    right = np.arange(20, dtype=float)[:, None] % 2
    drawn = resampled_shares(right, np.ones((20, 1)))
    assert intervals(drawn - resampled_shares(right.copy(), np.ones((20, 1)))) == [(0.0, 0.0)]
    times = np.arange(20, dtype=float)
    assert intervals(resampled_latencies(times + 5) - resampled_latencies(times)) == [
        (pytest.approx(5), pytest.approx(5)),
        (pytest.approx(5), pytest.approx(5)),
    ]
