"""`expected.toml`: the committed one is sound; what is wrong with another is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.expected import EXPECTED_FILE, Figure, read_expected, write_expected
from eval.questions import read_questions

TEXT = """\
[limits]
latency_p50_ms = 300
latency_p95_ms = 800
index_build_s = 180
failed = 0
verbatim_share = 1.0

[questions.dev]
use = "開発用"
n = 63
answer_accuracy = { value = 0.905, tolerance = 0.01 }
"cited@1" = { value = 0.807, tolerance = 0.01 }
"cited@5" = { value = 0.965, tolerance = 0.01 }
citation_precision = { value = 0.225, tolerance = 0.01 }
abstention = { value = 0.833, tolerance = 0.17 }
wrongly_abstained = { value = 0, tolerance = 0.02 }
precision_when_answering = { value = 0.897, tolerance = 0.01 }
"ndcg@10" = { value = 0.848, tolerance = 0.01 }
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "expected.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_content_of_a_file(tmp_path: Path) -> None:
    expected = read_expected(_file(tmp_path, TEXT))
    assert expected.limits == {
        "latency_p50_ms": 300,
        "latency_p95_ms": 800,
        "index_build_s": 180,
        "failed": 0,
        "verbatim_share": 1,
    }
    (dev,) = expected.files
    assert (dev.name, dev.use, dev.n) == ("dev", "開発用", 63)
    assert dev.figures["cited@1"] == Figure(0.807, 0.01)
    assert dev.figures["wrongly_abstained"] == Figure(0.0, 0.02)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    expected = read_expected(_file(tmp_path, TEXT))
    write_expected(tmp_path / "again.toml", expected)
    assert read_expected(tmp_path / "again.toml") == expected


def test_the_committed_file_is_as_the_program_writes_it(tmp_path: Path) -> None:
    write_expected(tmp_path / "expected.toml", read_expected(EXPECTED_FILE))
    assert (tmp_path / "expected.toml").read_text("utf-8") == EXPECTED_FILE.read_text("utf-8")


def test_the_committed_file_is_about_the_question_files_that_there_are() -> None:
    folder = EXPECTED_FILE.parent / "questions"
    counts = {path.stem: len(read_questions([path])) for path in folder.glob("*.jsonl")}
    assert {file.name: file.n for file in read_expected(EXPECTED_FILE).files} == counts


def test_chosen_files_stand_in_the_order_of_the_file() -> None:
    expected = read_expected(EXPECTED_FILE)
    assert [file.name for file in expected.chosen(["test", "dev"])] == ["dev", "test"]
    assert expected.chosen([]) == expected.files
    with pytest.raises(ValueError, match="質問ファイル「deb」はありません。ある名前: dev、tune、test"):
        expected.chosen(["deb", "dev"])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_expected(tmp_path / "expected.toml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[limits]", "[limits", "TOMLとして読めません"),
        ("[limits]", "[bounds]", "「limits」がありません。"),
        ("[limits]", "[[limits]]", "limits は空でないテーブルにしてください。"),
        ("failed = 0\n", "", "limits に「failed」がありません。"),
        ("latency_p50_ms = 300", "latency_p50_ms = '300'", "limits の「latency_p50_ms」は0以上の数にしてください。"),
        ("latency_p50_ms = 300", "latency_p50_ms = nan", "limits の「latency_p50_ms」は0以上の数にしてください。"),
        ("failed = 0", "failed = false", "limits の「failed」は0以上の数にしてください。"),
        ("failed = 0", "failed = 0\np99 = 1", "limits に知らない名前「p99」があります。"),
        ("n = 63", "n = 63.0", "questions.dev の「n」は1以上の整数にしてください。"),
        ('use = "開発用"', 'use = "a|b"', "questions.dev の「use」は"),
        ("questions.dev", 'questions."a/b"', "質問ファイルの名前「a/b」に使えるのは"),
        ('"cited@1" =', '"cited@2" =', "questions.dev に「cited@1」がありません。"),
        ("{ value = 0.905, tolerance = 0.01 }", "0.905", "questions.dev の「answer_accuracy」 は空でないテーブル"),
        ("0.905, tolerance = 0.01", "0.905", "questions.dev.answer_accuracy に「tolerance」がありません。"),
        ("value = 0.905", "value = 90.5", "questions.dev.answer_accuracy の「value」と「tolerance」は0から1"),
        ("tolerance = 0.17", "tolerance = -0.1", "questions.dev.abstention の「tolerance」は0以上の数"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert TEXT.count(old) == 1
    path = _file(tmp_path, TEXT.replace(old, new))
    with pytest.raises(ValueError, match=r"expected\.toml: ") as error:
        read_expected(path)
    assert message in str(error.value)


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_bytes(TEXT.encode("shift_jis"))
    with pytest.raises(ValueError, match="TOMLとして読めません"):
        read_expected(path)
