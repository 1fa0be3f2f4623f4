"""Statements on one matter beside each other."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.alignment import ALIKE, align, longest_common_subsequence, similarity

BIRTHS = "出生届のオンライン届出を全ての自治体で2025年度に始める。"
BIRTHS_LATER = "全ての自治体において出生届のオンライン届出を2026年度に始める。"
ROADS = "道路の点検に用いるドローンの数を増やし、結果を公表する。"
NURSERIES = "保育施設における端末の導入を支援し、職員の負担を軽減する。"

sequences = st.text("abc", max_size=7)


def _by_definition(one: str, two: str) -> int:
    @lru_cache(None)
    def longest(i: int, j: int) -> int:
        if i == len(one) or j == len(two):
            return 0
        if one[i] == two[j]:
            return 1 + longest(i + 1, j + 1)
        return max(longest(i + 1, j), longest(i, j + 1))

    return longest(0, 0)


@settings(deadline=None)
@given(sequences, sequences)
def test_the_longest_common_subsequence_is_that_of_its_definition(one: str, two: str) -> None:
    assert longest_common_subsequence(one, two) == _by_definition(one, two)


def test_similarity_is_one_for_the_same_words_whatever_the_figures() -> None:
    assert similarity(BIRTHS, BIRTHS.replace("2025", "2031")) == 1.0
    assert similarity(BIRTHS, ROADS) == 0.0
    assert similarity("端末の導入", "端末の導入") == 0.0  # too short to tell


def test_of_a_list_of_measures_the_one_that_is_meant_counts() -> None:
    listed = f"学校の通信環境の整備【25年度末まで】、{NURSERIES.rstrip('。')}【26年度】"
    assert similarity(listed, NURSERIES) > ALIKE > similarity(listed.replace("】、", "】。"), ROADS)


def test_each_statement_stands_once_and_the_order_of_the_older_is_kept() -> None:
    assert align([ROADS, BIRTHS], [BIRTHS_LATER, NURSERIES]) == [(0, None), (1, 0), (None, 1)]
    assert align([BIRTHS], [NURSERIES, BIRTHS_LATER]) == [(0, 1), (None, 0)]
    assert align([], [ROADS]) == [(None, 0)]
    assert align([ROADS], []) == [(0, None)]


def test_the_most_alike_are_put_together() -> None:
    scores = {("a", "x"): 0.6, ("a", "y"): 0.9, ("b", "x"): 0.7, ("b", "y"): 0.8}
    assert align(["a", "b"], ["x", "y"], lambda one, two: scores[one, two]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("least", [0.7, 0.91])
def test_what_is_not_alike_enough_stands_alone(least: float) -> None:
    pairs = align(["a"], ["x"], lambda one, two: 0.9, least)
    assert pairs == ([(0, 0)] if least <= 0.9 else [(0, None), (None, 0)])
