"""How far a matter is, by the predicates of a sentence."""

from __future__ import annotations

import pytest

from chatbot.states import Predicate, moves_on, predicates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("導入を検討する。", [("検討", "considered")]),
        ("導入について検討を開始する。", [("検討", "considered")]),
        ("導入について検討を行った。", [("検討", "done")]),
        ("運用を開始するとともに、様式の見直しを行った。", [("開始", "planned"), ("見直し", "done")]),
        ("基盤（2025年度中に構築予定）", [("構築", "planned")]),
        ("整備を進めている。", [("整備", "under_way")]),
        ("実施する自治体を支援し、結果を公表している。", []),
    ],
)
def test_predicates_that_end_a_clause(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.noun, one.state) for one in predicates(text.replace("（", "(").replace("）", ")"))] == expected


def test_a_matter_moves_on_from_left_to_right() -> None:
    considered, planned, done = (
        Predicate(noun, state, (0, 1))
        for noun, state in (("検討", "considered"), ("開始", "planned"), ("開始", "done"))
    )
    assert moves_on(considered, planned) and moves_on(considered, done) and moves_on(planned, done)
    assert not moves_on(done, planned) and not moves_on(planned, planned)
    assert not moves_on(planned, Predicate("公表", "done", (0, 1)))
