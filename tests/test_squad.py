"""Exact match, F1, ranks and phrases by hand; SQuAD files, good and bad; a small one through the command."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import keikaku
from corpus.document import Span
from eval.span_measures import character_f1, exact_match, holds_answer
from eval.span_readers import PhraseReader, TrainedReader, first_sentences, sentence_spans
from eval.squad import evaluate, ndcg, rank_of, steps
from eval.squad_file import SquadFileError, read_squad
from index.pairs import PassageText
from index.reading import Reading
from tests.small_index import CharacterEncoder

TEMPLE = "東大寺は奈良市にある。本尊は盧舎那仏である。"
BRIDGE = "明石海峡大橋は1998年4月5日に開通した。\n全長は3911メートルだ。"
WRITER = "カフカは『城』を書いた。プラハで暮らした。"


def question(text: str, *answers: str) -> dict[str, Any]:
    return {"id": text, "question": text, "answers": [{"text": answer, "answer_start": 0} for answer in answers]}


def paragraph(context: str, *questions: dict[str, Any]) -> dict[str, Any]:
    return {"context": context, "qas": list(questions)}


SQUAD = {
    "version": "1",
    "data": [
        {
            "title": "寺と橋",
            "paragraphs": [
                paragraph(TEMPLE, question("本尊は何か", "盧舎那仏")),
                paragraph(BRIDGE, question("明石海峡大橋が開通したのはいつか", "1998年4月5日", "1998年")),
            ],
        },
        {
            "title": "作家",
            "paragraphs": [
                paragraph(WRITER, question("奈良市の東大寺の本尊をカフカは書いたか", "城"), question("没年はいつか")),
                paragraph(TEMPLE, question("東大寺がある市はどこか", "奈良市")),
            ],
        },
    ],
}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(SQUAD, ensure_ascii=False), encoding="utf-8")
    return path


# --- measures


@pytest.mark.parametrize(
    ("prediction", "golds", "exact", "f1"),
    [
        ("千代田区", ["千代田区"], 1, 1),
        ("東京都千代田区", ["千代田区"], 0, 2 * 4 / (7 + 4)),
        ("区田代千", ["千代田区"], 0, 1),  # the same characters in another order: F1 counts, exact match compares
        ("日日", ["日本"], 0, 2 * 1 / (2 + 2)),  # a character counts as often as it stands there
        ("ＡＩ　１００", ["ai 100"], 1, 1),  # width, case, white space
        ("ｶﾞｰﾅ", ["ガーナ"], 1, 1),
        ("『火の鳥』。", ["火の鳥"], 1, 1),
        ("約50％", ["約50%"], 1, 1),
        ("1.5", ["15"], 1, 1),  # as SQuAD's script has it
        ("カフカ", ["ゲーテ", "フランツ・カフカ"], 0, 2 * 3 / (3 + 7)),
        ("カフカ", ["フランツ・カフカ", "カフカ"], 1, 1),
        ("夏目", ["森"], 0, 0),
        ("", ["森"], 0, 0),
        ("", [""], 1, 1),
        ("森", [""], 0, 0),
        ("○", ["×"], 0, 0),
        ("○", [""], 0, 0),
    ],
)
def test_exact_match_and_f1(prediction: str, golds: list[str], exact: float, f1: float) -> None:
    assert exact_match(prediction, golds) == exact
    assert character_f1(prediction, golds) == pytest.approx(f1)


def test_a_span_holds_an_answer() -> None:
    assert holds_answer("本尊は「盧舎那仏」である。", ["仏陀", "盧舎那仏"]) == 1
    assert holds_answer("本尊は盧舎那仏である。", ["仏陀"]) == 0
    assert (holds_answer("本尊", [""]), holds_answer("", [""])) == (0, 1)


@pytest.mark.parametrize(("own", "rank"), [(1, 1), (3, 2), (0, 3), (2, 4)])
def test_ranks_start_at_1_and_of_equals_the_earlier_comes_first(own: int, rank: int) -> None:
    assert rank_of(np.array([0.5, 0.9, 0.5, 0.7], dtype=np.float32), own) == rank


def test_ndcg_of_one_relevant_paragraph() -> None:
    assert (ndcg(1, 10), ndcg(3, 10), ndcg(11, 10)) == (1, 1 / 2, 0)
    assert ndcg(10, 10) == pytest.approx(1 / log2(11))


# --- readers


class FirstSentence:
    """A reader that takes the first sentence."""

    def read(self, question: str, paragraph: str) -> Span:
        return sentence_spans(paragraph)[0]


@pytest.mark.parametrize(
    ("asked", "text", "phrase"),
    [
        ("明石海峡大橋が開通したのはいつか", BRIDGE, "1998年4月5日"),
        ("明石海峡大橋の全長は何メートルか", "明石海峡大橋の全長は3911メートルだ。", "3911メートル"),
        ("カフカが書いた作品は何か", WRITER, "『城』"),
        ("東大寺がある市はどこか", TEMPLE, "奈良市"),
        ("誰が建てたか", "昭和３年に聖武が建てた。", "聖武"),  # a date is not who, 「建」 is the stem of a verb
        ("東大寺", "東大寺。", "東大寺。"),  # what the question says is no answer
    ],
)
def test_the_phrase_of_the_kind_asked_for(asked: str, text: str, phrase: str) -> None:
    start, end = PhraseReader(FirstSentence()).read(asked, text)
    assert text[start:end] == phrase


@pytest.mark.parametrize(
    ("asked", "text", "read", "phrase"),
    [
        ("いつ開通しましたか？", BRIDGE, "1998年4月5日に", "1998年4月5日"),
        ("何年に開通しましたか？", BRIDGE, "は1998年4月5日に", "1998年"),
        ("カフカは何を書いた？", WRITER, "は『城』を", "『城』"),
        ("全長は何mですか？", BRIDGE, "全長は3911メートルだ。", "全長は3911メートル"),
    ],
)
def test_a_span_is_a_whole_phrase(asked: str, text: str, read: str, phrase: str) -> None:
    class Given:
        name = "given"

        def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
            start = passages[0].text.index(read)
            return [Reading(0.0, (), (start, start + len(read))) for _ in passages]

    start, end = TrainedReader(Given()).read(asked, text)
    assert text[start:end] == phrase


def test_sentences_of_paragraphs_are_numbered_through() -> None:
    assert [BRIDGE[start:end] for start, end in sentence_spans(BRIDGE)] == BRIDGE.split("\n")
    assert first_sentences([TEMPLE, "題\n\n本文。次の文。", BRIDGE]) == {
        TEMPLE: 0,
        "題\n\n本文。次の文。": 2,
        BRIDGE: 5,
    }


# --- the whole


def test_a_paragraph_that_stands_twice_is_one_passage(squad: Path) -> None:
    benchmark = read_squad(squad)
    assert benchmark.paragraphs == (TEMPLE, BRIDGE, WRITER)
    assert [item.paragraph for item in benchmark.questions] == [0, 1, 2, 2, 0]
    assert [item.answers for item in benchmark.questions][1:4] == [("1998年4月5日", "1998年"), ("城",), ()]


def test_scores_of_a_small_file(squad: Path) -> None:
    """The third question's words are mostly the first paragraph's, so its own comes second; the fourth has no answer.

    The best sentences are 本尊は盧舎那仏である。, the first of BRIDGE and of WRITER, and 東大寺は奈良市にある。; in each
    the phrase that the question does not say is the answer.
    """
    benchmark = read_squad(squad)
    done: list[int] = []
    scores = evaluate(benchmark, CharacterEncoder(), done.append).as_dict()
    assert (scores["questions"], scores["answerable"], scores["paragraphs"]) == (5, 4, 3)
    assert scores["recall@1"] == 3 / 4
    assert scores["recall@5"] == 1
    assert scores["ndcg@10"] == pytest.approx((3 + 1 / log2(3)) / 4)
    sentence, phrase = scores["readers"]["sentence"], scores["readers"]["phrase"]
    assert (sentence["exact_match"], sentence["holds_answer"]) == (0, 4 / 5)
    assert sentence["f1"] == pytest.approx((2 * 4 / 14 + 2 * 9 / 30 + 2 * 1 / 10 + 0 + 2 * 3 / 13) / 5)
    assert (phrase["exact_match"], phrase["holds_answer"]) == (4 / 5, 4 / 5)
    assert done == sorted(done)
    assert done[-1] == steps(benchmark) == 3 + 6 + 2 * 5


def test_a_limit_keeps_every_paragraph(squad: Path) -> None:
    benchmark = read_squad(squad, limit=2)
    assert (len(benchmark.questions), len(benchmark.paragraphs)) == (2, 3)
    assert evaluate(benchmark, CharacterEncoder()).recall_at_1 == 1


def test_without_an_answerable_question_retrieval_has_no_score(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph(TEMPLE, question("没年は"))]}]}), encoding="utf-8")
    scores = evaluate(read_squad(path), CharacterEncoder())
    assert (scores.recall_at_1, scores.ndcg_at_10, scores.readers["sentence"].f1) == (None, None, 0)


# --- the command


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> Result:
    monkeypatch.setattr("index.encoder.open_encoder", CharacterEncoder)
    monkeypatch.setenv("KEIKAKU_RERANKER_MODEL", "off")
    return CliRunner().invoke(keikaku.app, ["eval", "squad", *map(str, arguments)])


def test_json_is_the_same_for_a_plain_and_a_gzipped_file(squad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = squad.with_suffix(".json.gz")
    packed.write_bytes(gzip.compress(squad.read_bytes()))
    plain = run(monkeypatch, squad, "--json")
    assert run(monkeypatch, packed, "--json").stdout == plain.stdout
    assert json.loads(plain.stdout) == evaluate(read_squad(squad), CharacterEncoder()).as_dict()


def test_the_tables_hold_the_scores(squad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, squad, "--limit", "2")
    assert result.exit_code == 0
    cells = [
        [cell.strip() for cell in line.strip("│").split("│")] for line in result.stdout.splitlines() if "│" in line
    ]
    assert ["questions", "2"] in cells
    assert ["recall@1", "1.000"] in cells
    assert [row[0] for row in cells[-2:]] == ["sentence", "phrase"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", None, "ファイルがありません。SQuAD 形式の .json か .json.gz を渡してください。"),
        ("a.json.gz", b'{"data": []}', "gzip として読めません。期待する形: gzip で圧縮した JSON"),
        ("a.json.gz", gzip.compress(b'{"data": []}')[:-6], "gzip として読めません。"),
        ("a.json", b"question,answer", "UTF-8 の JSON として読めません"),
        ("a.json", '{"data": "計画"}'.encode("cp932"), "UTF-8 の JSON として読めません"),
        ("a.json", b"[" * 100_000, "UTF-8 の JSON として読めません"),
        ("a.json", b"[]", "SQuAD の形ではありません（配列「data」があるはずのところに、ありません）"),
        ("a.json", b'{"data": [{"paragraphs": [{"qas": []}]}]}', "（文字列「context」があるはず"),
        ("a.json", b'{"data": [{"paragraphs": [{"context": " ", "qas": []}]}]}', "（段落「context」が空です）"),
        ("a.json", b'{"data": [{"paragraphs": [{"context": "a", "qas": [{}]}]}]}', "（配列「answers」があるはず"),
        ("a.json", b'{"data": []}', "質問が1件もありません。期待する形: data[].paragraphs[]."),
    ],
)
def test_a_file_that_is_no_benchmark_is_named_with_what_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SquadFileError):
        read_squad(path)
    result = run(monkeypatch, path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{path}: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


class Favourite:
    """A reranker that holds one paragraph for the right one, and a passage's first character for the answer."""

    name = "favourite"

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Reading]:
        return [Reading(6.0 if "東大寺" in passage.text else -6.0, (1.0,), (0, 1)) for passage in passages]


def test_a_reranker_ranks_and_reads(squad: Path) -> None:
    benchmark = read_squad(squad)
    without = evaluate(benchmark, CharacterEncoder())
    scores = evaluate(benchmark, CharacterEncoder(), reranker=Favourite())
    assert (scores.recall_at_1 or 0) < (without.recall_at_1 or 0)
    assert set(scores.readers) - set(without.readers) == {"trained"}
    assert scores.readers["trained"].exact_match == 0
