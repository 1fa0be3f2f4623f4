"""Answers that another system wrote: what is read and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_evaluation import answer, question

from eval.answers import has_failed, read_answers

QUESTIONS = [question("a"), question("b"), question("7")]


def _write(path: Path, *rows: object) -> Path:
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def test_answers_stand_in_the_order_of_the_questions_and_a_missing_one_has_failed(tmp_path: Path) -> None:
    rows = {"id": 7, "outcome": "answered", "answer": "は"}, answer("い", name="a")
    first, second, third = read_answers(_write(tmp_path / "a.jsonl", *rows), QUESTIONS)
    assert (first["answer"], first["id"]) == ("い", "a")
    assert (second["id"], second["outcome"], second["error"]) == ("b", "failed", "回答がありません")
    assert (third["answer"], third["id"], third["citations"]) == ("は", "7", [])
    assert [has_failed(given) for given in (first, second, third)] == [False, True, False]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "1行目をJSONとして読めません"),
        ([], "1行目はJSONのオブジェクト"),
        ({"outcome": "answered", "answer": ""}, "「id」がありません"),
        (answer(name="a", outcome=None), "「outcome」は文字列"),  # type: ignore[arg-type]
        (answer(name="a") | {"answer": ["x"]}, "「answer」は文字列"),
        (answer(name="a") | {"citations": None}, "「citations」は"),
        (answer(name="a") | {"citations": [{"quote": "x"}]}, "「citations」は"),
        (answer(name="a") | {"citations": [{"text": "x", "quote": 1}]}, "「citations」は"),
        (answer(name="a", retrieved="x"), "「retrieved」は"),
        (answer(name="a", latency_ms="10"), "「latency_ms」は数"),
        (answer(name="a", confidence=True), "「confidence」は数"),
    ],
)
def test_what_is_no_answer_is_named(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_answers(_write(tmp_path / "a.jsonl", row), QUESTIONS)


def test_unknown_ids_are_named(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", answer(name="a"), *(answer(name=f"x{n}") for n in range(7)))
    with pytest.raises(ValueError, match="質問のファイルにない id があります: x0、x1、x2、x3、x4 ほか2件"):
        read_answers(path, QUESTIONS)


def test_an_id_answered_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2行目の id「a」"):
        read_answers(_write(tmp_path / "a.jsonl", answer(name="a"), answer(name="a")), QUESTIONS)
