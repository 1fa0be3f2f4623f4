"""What is kept of feedback, in which file, and what becomes of it: export, deletion, trouble."""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import keikaku
from chatbot.feedback import PATH_VARIABLE, Feedback, FeedbackError, FeedbackFile, Kept, feedback_file
from chatbot.feedback_lines import question_line
from eval.questions import read_questions

DAY = datetime.date(2026, 7, 31)
SAID = Feedback("いつからですか", ("出生届は？",), "answered", ("plan:a", "plan:b"), "useful")
WRONG = replace(SAID, verdict="wrong_source", wrong_citation=2)


@pytest.fixture
def file(tmp_path: Path) -> FeedbackFile:
    return FeedbackFile(tmp_path / "feedback.db")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(keikaku.app, ["feedback", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_nothing_is_kept_unless_the_environment_names_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for value in ("", "  "):
        monkeypatch.setenv(PATH_VARIABLE, value)
        assert feedback_file() is None
    monkeypatch.delenv(PATH_VARIABLE)
    assert feedback_file() is None
    monkeypatch.setenv(PATH_VARIABLE, str(tmp_path / "here.db"))
    named = feedback_file()
    assert named is not None and named.path == tmp_path / "here.db"
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_what_was_said_and_the_day(file: FeedbackFile) -> None:
    assert file.read() == []
    assert file.keep(SAID, today=DAY) == 1
    assert file.keep(WRONG, today=DAY) == 2
    assert file.read() == [Kept(1, "2026-07-31", SAID), Kept(2, "2026-07-31", WRONG)]


def test_the_table_has_no_column_for_who_or_from_where(file: FeedbackFile) -> None:
    file.keep(SAID)
    with sqlite3.connect(file.path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(feedback)")]
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    assert columns == ["id", "day", "question", "history", "outcome", "passages", "verdict", "wrong_citation"]


def test_the_file_is_its_owners_alone(file: FeedbackFile) -> None:
    file.keep(SAID)
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == ["feedback.db"]  # no journal stays behind


def test_a_changed_mind_replaces_what_was_said(file: FeedbackFile) -> None:
    number = file.keep(SAID, today=DAY)
    file.keep(replace(SAID, question="別の質問"), today=DAY)
    assert file.keep(WRONG, number, DAY) == number
    assert [kept.feedback.verdict for kept in file.read()] == ["wrong_source", "useful"]


def test_what_is_cleared_is_gone_from_the_file_and_its_number_is_not_given_again(file: FeedbackFile) -> None:
    file.keep(replace(SAID, question="消すべき秘密の質問" * 50))
    assert "消すべき秘密".encode() in file.path.read_bytes()
    assert file.clear() == 1
    assert file.read() == [] and "消すべき秘密".encode() not in file.path.read_bytes()
    assert file.keep(SAID) == 2
    assert FeedbackFile(file.path.with_name("none.db")).clear() == 0
    assert not file.path.with_name("none.db").exists()


@pytest.mark.parametrize("question", ["'); DROP TABLE feedback; --", "行\n\u2028末\0", "孤立\ud800", "𠮷野家"])
def test_any_text_is_kept_as_text(file: FeedbackFile, question: str) -> None:
    file.keep(replace(SAID, question=question, history=(question,)))
    (kept,) = file.read()
    assert kept.feedback.question == kept.feedback.history[0] == question.replace("\ud800", "\\ud800")


def test_a_verdict_of_another_kind_is_refused(file: FeedbackFile) -> None:
    with pytest.raises(FeedbackError):
        file.keep(replace(SAID, verdict="<b>"))  # type: ignore[arg-type]
    assert file.read() == []


def test_a_file_in_use_is_told_and_left_as_it_was(file: FeedbackFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.feedback._WAIT_SECONDS", 0.05)
    file.keep(SAID)
    other = sqlite3.connect(file.path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FeedbackError, match="別のプログラムが使っています") as told:
        file.keep(WRONG)
    assert told.value.trouble == "busy"
    other.close()
    assert [kept.feedback for kept in file.read()] == [SAID]


def test_a_full_disk_is_told_and_left_as_it_was(file: FeedbackFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.keep(SAID)
    connect = sqlite3.connect

    def full(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[call-overload]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection  # type: ignore[no-any-return]

    monkeypatch.setattr("chatbot.feedback.sqlite3.connect", full)
    with pytest.raises(FeedbackError, match="空き容量がありません") as told:
        file.keep(replace(SAID, question="長い" * 20_000))
    assert told.value.trouble == "full"
    monkeypatch.undo()
    assert [kept.feedback for kept in file.read()] == [SAID]


def test_a_place_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "feedback.db"):
        with pytest.raises(FeedbackError, match="開けないか、書き込めません") as told:
            FeedbackFile(path).keep(SAID)
        assert told.value.trouble == "closed"


def test_a_file_of_another_program_is_left_alone(file: FeedbackFile) -> None:
    with sqlite3.connect(file.path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    text = file.path.with_name("notes.txt")
    text.write_text("SQLite ではない、長い文章。" * 100, encoding="utf-8")
    for path in (file.path, text):
        before = path.read_bytes()
        with pytest.raises(FeedbackError, match="ご意見のファイルではありません"):
            FeedbackFile(path).keep(SAID)
        assert path.read_bytes() == before


def test_a_file_of_a_later_version_is_not_written(file: FeedbackFile) -> None:
    file.keep(SAID)
    with sqlite3.connect(file.path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(FeedbackError, match="新しい版") as told:
        file.read()
    assert told.value.trouble == "newer"


def test_a_line_of_a_question_file_leaves_to_a_person_what_only_a_person_knows() -> None:
    assert question_line(Kept(7, "2026-07-31", WRONG)) == {
        "id": "feedback-7",
        "question": "いつからですか",
        "type": "",
        "persona": "",
        "history": ["出生届は？"],
        "answer_keys": [],
        "evidence": [],
        "answer": "",
        "note": "2026-07-31 出典が違う [2]。outcome: answered。citations: [1] plan:a、[2] plan:b",
    }


def test_export_prints_lines_that_can_be_read_as_questions(
    file: FeedbackFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(PATH_VARIABLE, str(file.path))
    assert run("export") == (0, "", "0件のご意見を書き出しました。\n")
    file.keep(SAID, today=DAY)
    file.keep(replace(WRONG, question="行\u2028末", passages=()), today=DAY)
    status, out, err = run("export")
    assert status == 0 and err == "2件のご意見を書き出しました。\n"
    (tmp_path / "feedback.jsonl").write_text(out, encoding="utf-8")
    questions = read_questions([tmp_path / "feedback.jsonl"])
    assert [(question.id, question.question) for question in questions] == [
        ("feedback-1", "いつからですか"),
        ("feedback-2", "行\u2028末"),
    ]
    assert [json.loads(line)["note"] for line in out.splitlines()] == [
        "2026-07-31 役に立った。outcome: answered。citations: [1] plan:a、[2] plan:b",
        "2026-07-31 出典が違う [2]。outcome: answered。citations: なし",
    ]


def test_clear_asks_first(file: FeedbackFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PATH_VARIABLE, str(file.path))
    file.keep(SAID)
    answered_no = CliRunner().invoke(keikaku.app, ["feedback", "clear"], input="n\n")
    assert answered_no.exit_code == 0 and "消しませんでした。" in answered_no.stderr
    assert len(file.read()) == 1
    assert run("clear", "--yes") == (0, "", "1件のご意見を消しました。\n")
    assert file.read() == []


@pytest.mark.parametrize("command", [("export",), ("clear", "--yes")])
def test_the_commands_say_which_variable_is_not_set(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PATH_VARIABLE, raising=False)
    status, _, err = run(*command)
    assert status == 2 and "KEIKAKU_FEEDBACK" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_is_told(file: FeedbackFile) -> None:
    file.keep(SAID)
    file.path.chmod(0o400)
    with pytest.raises(FeedbackError, match="書き込めません"):
        file.keep(WRONG)
