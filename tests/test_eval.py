"""The matching rule and the scores, worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.harness import score, write_report
from eval.measures import holds_keys, normalise, right_citations
from eval.questions import Question, QuestionFileError, read_questions

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("３４，５９２ システム", "34,592システム"),
        ("利用<sup>16)</sup>者", "利用者"),
        ("**目標**：| ＡＩ #", "目標:ai"),
        ("①\n②", "12"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_every_list_of_keys_needs_one_of_its_alternatives() -> None:
    keys = [["2026年度", "令和8年度"], ["100%"]]
    assert holds_keys("令和８年度までに 100 ％とする", keys)
    assert not holds_keys("2026年度まで", keys)


def test_only_the_first_600_characters_of_an_answer_count() -> None:
    assert holds_keys("あ" * 597 + "5万局", [["5万局"]])
    assert not holds_keys("あ" * 598 + "5万局", [["5万局"]])


def test_only_the_first_five_citations_count() -> None:
    citations = [{"text": text} for text in ("a", "b", "c", "d", "正しい 文", "正しい文")]
    assert right_citations(citations, ["正しい文"]) == [False, False, False, False, True]


def _question(name: str, kind: str = "fact") -> Question:
    return Question(name, "問", kind, "official", (), (("答",),), ("証拠",))


def _answer(name: str, outcome: str, text: str, *cited: str, ms: float = 10.0) -> dict[str, Any]:
    return {
        "id": name,
        "outcome": outcome,
        "answer": text,
        "citations": [{"text": t} for t in cited],
        "latency_ms": ms,
    }


def test_scores_by_hand() -> None:
    questions = [_question("a"), _question("b"), _question("c"), _question("d"), _question("u", "unanswerable")]
    answers = [
        _answer("a", "answered", "答である", "証拠", "ほか"),
        _answer("b", "partial", "違う", "ほか", "証拠"),
        _answer("c", "not_found", "答"),
        _answer("u", "not_found", ""),
    ]  # d has no answer at all
    scores = score(questions, answers).as_dict()
    assert scores["n"] == 5
    assert scores["answer_accuracy"] == 2 / 5
    assert (scores["cited@1"], scores["cited@5"]) == (1 / 4, 2 / 4)
    assert scores["citation_precision"] == 2 / 4
    assert scores["abstention"] == 1
    assert scores["wrongly_abstained"] == 1 / 4
    assert scores["precision_when_answering"] == 1 / 2
    assert scores["latency_p50_ms"] == 10


def test_a_share_over_nothing_is_none(tmp_path: Path) -> None:
    scores = score([_question("u", "unanswerable")], [_answer("u", "answered", "")])
    assert (scores.answer_accuracy, scores.cited_at_1, scores.abstention) == (0, None, 0)
    write_report(tmp_path, [_question("a")], [_answer("a", "answered", "答")])
    assert json.loads((tmp_path / "scores.json").read_text())["by_type"]["fact"]["answer_accuracy"] == 1


@pytest.mark.parametrize("name", ["dev", "tune", "test"])
def test_question_files_are_sound(name: str) -> None:
    plans = "".join(normalise(path.read_text(encoding="utf-8")) for path in ROOT.glob("corpus/plans/*.txt"))
    questions = read_questions([ROOT / f"eval/questions/{name}.jsonl"])
    assert len({question.id for question in questions}) == len(questions) > 60
    for question in questions:
        assert bool(question.evidence) == question.answerable
        assert all(normalise(text) in plans for text in question.evidence), question.id


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}'])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(QuestionFileError, match="2 行目"):
        read_questions([path])
