"""Names that a question holds literally, and what a passage gains that holds them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_index import CharacterEncoder, small_corpus

from index.names import names_in
from index.settings import SHIPPED
from index.store import build_index, open_index

PLAIN = "使用の廃止の届出を電子化する。"
NAMED = "「D-CERT」を創設し、使用廃止の届出を電子化する。"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("「使用廃止」の届出と『源内』", ["使用廃止", "源内"]),
        ("D-CERTとは何をする人たちですか", ["d-cert"]),
        ("AIとPCの費用", []),  # too short to tell anything
        ("What is the D-CERT for?", []),  # all of its words are Latin
        ('What is the "「源内」" for?', ["源内"]),
        ("いつからですか", []),
    ],
)
def test_names_in_a_question(question: str, names: list[str]) -> None:
    assert [name.text for name in names_in(question)] == names


@pytest.mark.parametrize(("question", "gain"), [("「使用廃止」の届出は？", 2.0), ("d-certの届出は？", 1.0)])
def test_a_passage_that_holds_the_name_gains(tmp_path: Path, question: str, gain: float) -> None:
    corpus, encoder = small_corpus(PLAIN, NAMED, "基地局を整備する。"), CharacterEncoder()
    build_index(corpus, encoder, tmp_path)
    with_names = open_index(corpus, encoder, tmp_path)
    without = open_index(corpus, encoder, tmp_path, settings=replace(SHIPPED, names=False))
    scores = [{hit.passage.text: hit.score for hit in found.search(question)} for found in (with_names, without)]
    assert scores[0][NAMED] == pytest.approx(scores[1][NAMED] + gain, abs=1e-4)
    assert scores[0][PLAIN] == pytest.approx(scores[1][PLAIN], abs=1e-4)


def test_a_name_that_many_passages_hold_tells_nothing(tmp_path: Path) -> None:
    corpus, encoder = small_corpus(*(f"RESAS {number}を整備する。" for number in range(90))), CharacterEncoder()
    build_index(corpus, encoder, tmp_path)
    found = open_index(corpus, encoder, tmp_path)
    plain = open_index(corpus, encoder, tmp_path, settings=replace(SHIPPED, names=False))
    assert [hit.score for hit in found.search("resasとは")] == [hit.score for hit in plain.search("resasとは")]
