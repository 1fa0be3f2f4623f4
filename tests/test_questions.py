"""Question files: what is read, and what the check finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_evaluation import CORPUS
from small_index import small_corpus

from corpus.document import Corpus
from eval.check import check_questions
from eval.questions import Evidence, QuestionFileError, read_questions, write_questions

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "eval/questions").glob("*.jsonl"))
ROW: dict[str, Any] = {
    "id": "a",
    "question": "いつ始めますか。",
    "type": "fact",
    "persona": "official",
    "answer_keys": [["令和8年度", "2026年度"]],
    "evidence": [{"doc": "doc.txt", "text": "オンライン届出を2026年度に始める"}],
    "answer": "2026年度。",
}
SILENT: dict[str, Any] = ROW | {"type": "unanswerable", "answer_keys": [], "evidence": []}


def _write(path: Path, *rows: object) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_question_keeps_its_evidence_with_the_document(tmp_path: Path) -> None:
    (question,) = read_questions([_write(tmp_path / "q.jsonl", ROW | {"history": ["前の質問"]})])
    assert question.evidence == (Evidence("doc.txt", "オンライン届出を2026年度に始める"),)
    assert question.answer_keys == (("令和8年度", "2026年度"),)
    assert (question.history, question.answer, question.answerable) == (("前の質問",), "2026年度。", True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_written_reads_back(tmp_path: Path, path: Path) -> None:
    questions = read_questions([path])
    assert len(questions) > 60
    write_questions(tmp_path / "q.jsonl", questions)
    assert read_questions([tmp_path / "q.jsonl"]) == questions


@pytest.mark.parametrize("line", ["{", "[]", "1", '{"id": "a"}', json.dumps(ROW | {"evidence": ["x"]})])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionFileError, match="2 行目"):
        read_questions([_write(tmp_path / "q.jsonl", "", line)])


def test_an_id_stands_once_over_all_files(tmp_path: Path) -> None:
    first, second = _write(tmp_path / "1.jsonl", ROW), _write(tmp_path / "2.jsonl", ROW | {"id": "b"}, ROW)
    with pytest.raises(QuestionFileError, match=r"2\.jsonl の 2 行目の id「a」"):
        read_questions([first, second])


def test_the_question_files_are_sound(corpus: Corpus) -> None:
    assert check_questions(FILES, corpus.documents) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"question": " "}, "「question」に空でない文字列がありません"),
        ({"id": 3}, "「id」に空でない文字列がありません"),
        ({"type": "facts"}, "「type」が facts です"),
        ({"persona": "mayor"}, "「persona」が mayor です"),
        ({"type": "followup"}, "followup なのに「history」がありません"),
        ({"history": "前の質問"}, "「history」は空でない文字列の一覧"),
        ({"answer_keys": [[]]}, "「answer_keys」は、文字列の一覧の一覧"),
        ({"answer_keys": ["2026年度"]}, "「answer_keys」は、文字列の一覧の一覧"),
        ({"answer_keys": [["*"]]}, "「answer_keys」は、文字列の一覧の一覧"),  # stands in every answer
        ({"answer_keys": []}, "「answer_keys」がありません"),
        ({"evidence": []}, "「evidence」がありません"),
        ({"evidence": [{"doc": "doc.txt"}]}, "「evidence」は {doc, text} の一覧"),
        ({"type": "unanswerable", "evidence": []}, "unanswerable なのに「answer_keys」があります"),
        ({"type": "unanswerable", "answer_keys": []}, "unanswerable なのに「evidence」があります"),
        ({"answer_keys": [["2027年度"]]}, "証拠の前後 500 字に、どの書き方もありません: 2027年度"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, change: dict[str, Any], problem: str) -> None:
    path = _write(tmp_path / "q.jsonl", SILENT | {"id": "ok"}, ROW | change)
    (found,) = check_questions([path], CORPUS.documents)
    assert found.startswith(f"{path}:2: {(ROW | change)['id']}: {problem}")


@pytest.mark.parametrize(
    ("doc", "text", "problem"),
    [
        ("plan.txt", "2026年度に", "文書「plan.txt」はありません。ある文書: doc.txt"),
        ("doc.txt", "2027年度に", "証拠が doc.txt にありません: 2027年度に"),
    ],
)
def test_evidence_must_stand_in_the_named_document(tmp_path: Path, doc: str, text: str, problem: str) -> None:
    evidence = [ROW["evidence"][0], {"doc": doc, "text": text}]
    path = _write(tmp_path / "q.jsonl", ROW | {"evidence": evidence})
    assert check_questions([path], CORPUS.documents) == [f"{path}:1: a: {problem}"]


@pytest.mark.parametrize(("distance", "problems"), [(497, 0), (498, 1)])
def test_a_key_stands_near_any_place_of_the_evidence(tmp_path: Path, distance: int, problems: int) -> None:
    text = f"出生届をいう。{'あ' * 2000}出生届{'い' * distance}　丙年度。"
    documents = small_corpus(text).documents
    evidence = [{"doc": "doc.txt", "text": "出生届"}]
    path = _write(tmp_path / "q.jsonl", ROW | {"evidence": evidence, "answer_keys": [["paper", "丙年度"]]})
    assert len(check_questions([path], documents)) == problems


def test_one_variant_is_enough_and_what_is_sound_is_silent(tmp_path: Path) -> None:
    assert check_questions([_write(tmp_path / "q.jsonl", ROW, SILENT | {"id": "b"})], CORPUS.documents) == []


def test_lines_that_cannot_be_read_and_ids_given_twice(tmp_path: Path) -> None:
    first, second = _write(tmp_path / "1.jsonl", ROW, "{", "[]"), _write(tmp_path / "2.jsonl", ROW)
    assert check_questions([first, second], CORPUS.documents) == [
        f"{first}:2: ?: JSONのオブジェクト {{…}} として読めません",
        f"{first}:3: ?: JSONのオブジェクト {{…}} として読めません",
        f"{second}:1: a: この id は {first}:1 にもあります",
    ]
