"""The command line: formats, files of questions, messages, and how little `--help` imports."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

import keikaku
from chatbot.answer import Answer, Citation, Proof
from corpus.document import (
    Corpus,
    Document,
    Field,
    Measure,
    Policy,
    Procedure,
    ProcedureGroup,
    ProcedureList,
    Sentence,
)
from corpus.listing import POLICY_COLUMNS, PROCEDURE_COLUMNS
from eval.expected import LIMITS, MEASURES, Expected, ExpectedFile, Figure, write_expected
from eval.readme import END, START, figures_block

ROOT = Path(keikaku.__file__).parent
PASSAGE = "標準化の対象となる全 34,592 システムのうち、2,989 システムが該当する<sup>6</sup>。次の文。"
QUOTE = "標準化の対象となる全 34,592 システムのうち、2,989 システムが該当する<sup>6</sup>。"
CITATION = Citation(
    number=1,
    passage_id="plan:1",
    doc_id="plan",
    title="計画",
    published="2026-07-07",
    publisher="会議",
    status="案",
    heading_path=("第1 目指す姿", "(1) 標準化"),
    text=PASSAGE,
    quote=QUOTE,
    spans=((10, 60),),
    score=0.51234567,
)


def field(text: str) -> Field:
    return Field(text, ((0, len(text)),))


def procedure(name: str, law: str, procedure_id: str, line: int) -> Procedure:
    cells = (field(name), field(law), field("申請等"), field("国民等"), Field(), field(procedure_id))
    return Procedure("31", "生活衛生", *cells, span=(0, 1), line=line)


POLICIES = (
    Policy("1-1", field("ＡＩの活用"), (), (), field("100件"), field("デジタル庁"), field("総務省"), 10),
    Policy(
        "1-2",
        field("旅券"),
        (),
        (Sentence("手数料を電子納付する。", ((0, 11),)),),
        field("目標\tA"),
        field("外務省"),
        field("－"),
        20,
        (
            Measure(field("検討"), field("外務省"), Field(), 5290),
            Measure(field("運用"), field("外務省"), field("－"), 5291),
        ),
    ),
)
ROWS = (procedure("美容師免許の申請", '規則"第1条", 附則', "47296", 7683), procedure("理容師の届出", "-", "—", 7684))
PROSE = (Sentence("整備する。", ((0, 5),), True), Sentence("以上。", ((5, 8),), True))
KPI = (Sentence("割合：20％", ((0, 6),), True),)
GROUP = ProcedureGroup("31", field("生活衛生"), field("厚生労働省"), (), (0, 1), ROWS, PROSE, KPI, 7680)
LIST_TEXT = "前書き\n介護\n認定の申請\n住所の届出\n"
DOCUMENT = Document("plan", "計画", "2026-07-07", "会議", "案", "", "", "plan", LIST_TEXT)
LIST_ITEMS = (Field("認定の申請", ((7, 12),)), Field("住所の届出", ((13, 18),)))
LIST = ProcedureList(Field("介護", ((4, 6),)), ("Ⅴ 優先",), LIST_ITEMS, 2)
CORPUS = Corpus((DOCUMENT,), (), POLICIES, (GROUP,), (LIST,))


class FakeAssistant:
    """Answers 「全部でいくつ」; finds nothing else; refuses an empty question."""

    opened = 0
    asked: list[tuple[str, tuple[str, ...]]]
    index: FakeIndex
    corpus = CORPUS
    model = models = "model"
    thresholds = None

    @classmethod
    def open(cls) -> FakeAssistant:
        cls.index.check_index(CORPUS, object())
        cls.opened += 1
        return cls()

    def load(self) -> None:
        """As that of WaitingAssistant."""

    def answer_question(self, question: str, history: Sequence[str] = ()) -> Answer:
        if not question.strip():
            raise ValueError("質問を入力してください。")
        type(self).asked.append((question, tuple(history)))
        if "いくつ" in question:
            return Answer(question, "answered", QUOTE, (CITATION,), 12.34, proof=Proof(1, 1, 3, 3))
        return Answer(question, "not_found", "見つかりませんでした。", (), 1.0, proof=Proof(0, 0, 0, 0))

    def answer_with_hits(self, question: str, history: Sequence[str] = ()) -> tuple[Answer, list[SimpleNamespace]]:
        hits = [SimpleNamespace(passage=SimpleNamespace(id=name)) for name in ("plan:2", "plan:1")]
        return self.answer_question(question, history), hits


class StoreError(ValueError):
    """As that of index.store."""


class FakeIndex:
    """Stands in for index.store and index.encoder: an index that is there or not, and how often it was built."""

    def __init__(self) -> None:
        self.sound = True
        self.built = 0
        self.aside: list[tuple[Path, bool]] = []

    def build_index(
        self,
        corpus: Corpus,
        encoder: object,
        folder: Path | None = None,
        *,
        progress: Callable[[int], None],
        afresh: bool,
    ) -> SimpleNamespace:
        progress(3)
        if folder is not None:
            self.aside.append((folder, afresh))
            return SimpleNamespace(fingerprint="aside")
        self.built += 1
        self.sound = True
        return SimpleNamespace(fingerprint="new")

    def remove_other_indexes(self, fingerprint: str) -> None:
        assert fingerprint == "new"

    def check_index(self, corpus: Corpus, model: object) -> None:
        if not self.sound:
            raise StoreError("索引がまだありません [folder]。「keikaku build」で作ってください。")


def fake_module(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    module = ModuleType(name)
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture(autouse=True)
def index(monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    """Stand-ins for the packages, so that nothing here reads a plan or a model."""
    index = FakeIndex()
    fake_module(monkeypatch, "chatbot.assistant", Assistant=FakeAssistant, WaitingAssistant=FakeAssistant.open)
    fake_module(monkeypatch, "corpus.readers", read_corpus=lambda: CORPUS, read_documents=lambda: CORPUS.documents)
    fake_module(monkeypatch, "index.encoder", DeferredEncoder=lambda: SimpleNamespace(name="model"))
    fake_module(
        monkeypatch,
        "index.store",
        StoreError=StoreError,
        build_index=index.build_index,
        check_index=index.check_index,
        fingerprint=lambda corpus, model: f"index of {model}",
        remove_other_indexes=index.remove_other_indexes,
        texts_to_encode=lambda corpus, model, afresh: 3,
    )
    monkeypatch.setattr(FakeAssistant, "index", index, raising=False)
    monkeypatch.setattr(FakeAssistant, "opened", 0)
    monkeypatch.setattr(FakeAssistant, "asked", [], raising=False)
    return index


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(keikaku.app, [str(argument) for argument in arguments])


def records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# --- as a server of tools


def test_mcp_serves_the_checked_assistant_and_loads_the_model_once_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[object, object]] = []
    serve = lambda assistant, when_serving: served.append((assistant, when_serving))  # noqa: E731
    fake_module(monkeypatch, "chatbot.mcp.server", serve_stdio=serve)
    result = run("mcp")
    assert (result.exit_code, result.stdout) == (0, "")
    ((assistant, when_serving),) = served
    assert isinstance(assistant, FakeAssistant) and when_serving == assistant.load


def test_mcp_without_an_index_says_so_and_nothing_on_standard_output(
    index: FakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sound = False
    fake_module(monkeypatch, "chatbot.mcp.server", serve_stdio=None)
    result = run("mcp")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "索引がまだありません" in result.stderr


# --- one question


def test_ask_prints_the_outcome_the_answer_and_the_citation_with_the_quote_marked() -> None:
    result = run("ask", "全部でいくつ")
    assert result.exit_code == 0
    quote = "標準化の対象となる全 34,592 システムのうち、2,989 システムが該当する⁶。"
    assert result.stdout.splitlines() == [
        "■ 計画に答えがありました",
        quote,
        "",
        "[1] 計画（会議、2026-07-07、案）",
        "    第1 目指す姿 › (1) 標準化",
        f"    》{quote}《次の文。",
    ]


def test_ask_json_is_one_line_with_the_documented_keys() -> None:
    result = run("ask", "全部でいくつ", "--json")
    assert result.stdout.count("\n") == 1
    answer = json.loads(result.stdout)
    assert list(answer) == [
        "id",
        "question",
        "outcome",
        "answer",
        "citations",
        "latency_ms",
        "confidence",
        "understood_as",
        "searched_for",
    ]
    assert answer["id"] is None
    assert answer["outcome"] == "answered"
    assert answer["latency_ms"] == 12.3
    citation = answer["citations"][0]
    assert citation["quote"] == QUOTE
    assert (citation["start"], citation["end"], citation["score"]) == (10, 60, 0.5123)


def test_ask_hands_the_history_on_oldest_first() -> None:
    run("ask", "それはいつ？", "--history", "一つ目", "--history", "二つ目")
    assert FakeAssistant.asked == [("それはいつ？", ("一つ目", "二つ目"))]


def test_ask_says_in_words_that_nothing_was_found() -> None:
    result = run("ask", "今日の天気は？")
    assert result.exit_code == 0
    assert result.stdout == "■ 計画の中に答えは見つかりませんでした\n見つかりませんでした。\n"


def test_a_quote_that_joins_sentences_apart_is_marked_sentence_by_sentence() -> None:
    answer = Answer("問", "answered", "甲。\n丙。", (_citation("甲。乙。\n丙。丁である。", "甲。\n丙。"),), 1.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeAssistant, "answer_question", lambda *_: answer)
        result = run("ask", "問")
    assert result.stdout.splitlines()[-2:] == ["    》甲。《乙。", "    》丙。《丁である。"]  # and no space behind


def _citation(text: str, quote: str) -> Citation:
    values = {name: getattr(CITATION, name) for name in Citation.__slots__}
    return Citation(**{**values, "text": text, "quote": quote})


# --- wrong input


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "質問か --batch のどちらか一つを渡してください。"),
        (["ask", "問", "--batch", "in.jsonl"], "質問か --batch のどちらか一つを渡してください。"),
        (["ask", "問", "--output", "out.jsonl"], "--output は --batch とともに使います。"),
        (["ask", " "], "質問を入力してください。"),
        (["ask", "\ud800"], "UTF-8にできない文字があります"),
        (["ask", "--batch", "no-such-file.jsonl"], "no-such-file.jsonl: ファイルまたはフォルダがありません"),
        (["ask", "--batch", "/"], "/: ファイルではなくフォルダです"),
    ],
)
def test_a_wrong_input_gives_one_message_and_status_2(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_an_error_of_the_packages_is_printed_without_a_traceback(index: FakeIndex) -> None:
    index.sound = False
    result = run("ask", "問")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "索引がまだありません [folder]。「keikaku build」で作ってください。\n"


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeAssistant, "open", interrupt)
    result = run("ask", "問")
    assert (result.exit_code, result.output) == (130, "")


# --- files of questions


def test_batch_answers_line_by_line_and_bad_lines_stay_in_place(tmp_path: Path) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        '{"id": "a", "question": "全部でいくつ", "type": "fact", "history": ["前の問い"]}',
        "",
        "not json",
        '{"id": 7}',
        '["全部でいくつ"]',
        '{"id": "e", "question": " "}',
        '{"id": "f", "question": "問", "history": "前"}',
        '{"id": "g", "question": "\\ud800"}',
        '{"id": "h", "question": "天気\u2028は", "history": null}',
        "[" * 100_000,
    ]
    source.write_text("\r\n".join(lines), encoding="utf-8")
    result = run("ask", "--batch", source, "--output", output)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "9問（回答 1、一部 0、見つからず 1、読めない行 7）\n"
    written = records(output)
    assert [(record["id"], record["outcome"]) for record in written] == [
        ("a", "answered"),
        (None, "not_found"),
        (7, "not_found"),
        (None, "not_found"),
        ("e", "not_found"),
        ("f", "not_found"),
        ("g", "not_found"),
        ("h", "not_found"),
        (None, "not_found"),
    ]
    assert [str(record.get("error", "")).split("（")[0] for record in written] == [
        "",
        "3行目: JSONとして読めません",
        "4行目: 「question」に質問の文字列がありません",
        "5行目: JSONのオブジェクト {…} ではありません",
        "6行目: 質問を入力してください。",
        "7行目: 「history」は文字列の一覧にしてください",
        "8行目: UTF-8にできない文字があります",
        "",
        "10行目: JSONとして読めません",
    ]
    assert FakeAssistant.asked == [("全部でいくつ", ("前の問い",)), ("天気\u2028は", ())]
    assert written[7]["question"] == "天気\u2028は"
    assert FakeAssistant.opened == 1


def test_batch_without_output_prints_json_lines(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes("\ufeff".encode() + '{"id": "a", "question": "全部でいくつ"}'.encode())
    result = run("ask", "--batch", source)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"question": "a"}\n{"question": "計画"}'.encode("cp932"), "2行目がUTF-8として読めません（Shift_JISなど）。"),
        ('{"question": "計画"}'.encode("utf-16"), "UTF-8のテキストではありません（UTF-16かバイナリ）。"),
        (b"PK\x03\x04\x00\x00", "UTF-8のテキストではありません（UTF-16かバイナリ）。"),
    ],
)
def test_a_file_in_another_encoding_is_refused_and_the_output_left_alone(
    tmp_path: Path, data: bytes, message: str
) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(data)
    output.write_text("earlier\n", encoding="utf-8")
    result = run("ask", "--batch", source, "--output", output)
    assert result.exit_code == 2
    assert result.stderr == f"{source}: {message}UTF-8で保存し直してください。\n"
    assert output.read_text(encoding="utf-8") == "earlier\n"


def test_a_new_run_replaces_the_output_but_one_that_cannot_start_keeps_it(tmp_path: Path, index: FakeIndex) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "question": "いくつ"}\n', encoding="utf-8")
    output.write_text("earlier\n", encoding="utf-8")
    index.sound = False
    assert run("ask", "--batch", source, "--output", output).exit_code == 2
    assert output.read_text(encoding="utf-8") == "earlier\n"
    index.sound = True
    assert run("ask", "--batch", source, "--output", output).exit_code == 0
    assert [record["id"] for record in records(output)] == ["a"]


def test_what_was_answered_before_a_crash_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "question": "いくつ"}\n{"id": "b", "question": "倒れる"}\n', encoding="utf-8")
    seen: list[str] = []

    def answer(self: FakeAssistant, question: str, history: Sequence[str] = ()) -> Answer:
        if question == "倒れる":
            seen.append(output.read_text(encoding="utf-8"))
            raise MemoryError
        return Answer(question, "answered", QUOTE, (CITATION,), 1.0)

    monkeypatch.setattr(FakeAssistant, "answer_question", answer)
    assert isinstance(run("ask", "--batch", source, "--output", output).exception, MemoryError)
    assert json.loads(seen[0])["id"] == "a"
    assert [record["id"] for record in records(output)] == ["a"]


def test_the_question_file_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"question": "いくつ"}\n', encoding="utf-8")
    result = run("ask", "--batch", source, "--output", tmp_path / "." / "in.jsonl")
    assert result.exit_code == 2
    assert "質問のファイルには書き込めません" in result.stderr
    assert source.read_text(encoding="utf-8") == '{"question": "いくつ"}\n'


@pytest.mark.parametrize(
    ("output", "message", "status"),
    [
        ("no-such-folder/out.jsonl", "ファイルまたはフォルダがありません", 2),
        (".", "ファイルではなくフォルダです", 2),
        pytest.param(
            "/dev/full",
            "空き容量がありません",
            1,
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full"),
        ),
    ],
)
def test_an_output_that_cannot_be_written_is_named(tmp_path: Path, output: str, message: str, status: int) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"question": "いくつ"}\n', encoding="utf-8")
    result = run("ask", "--batch", source, "--output", tmp_path / output)
    assert result.exit_code == status
    assert result.stderr == f"{tmp_path / output}: {message}\n"


# --- index, window, evaluation


@pytest.mark.parametrize(
    ("sound", "arguments", "built", "message"),
    [
        (True, ["build"], 0, "索引は最新です。\n"),
        (False, ["build"], 1, "索引を作りました（0件）。\n"),
        (True, ["build", "--force"], 1, "索引を作りました（0件）。\n"),
    ],
)
def test_build_works_only_where_the_index_does_not_fit(
    index: FakeIndex, sound: bool, arguments: list[str], built: int, message: str
) -> None:
    index.sound = sound
    result = run(*arguments)
    assert (result.exit_code, result.stderr, index.built) == (0, message, built)


@pytest.mark.parametrize(
    ("sound", "arguments", "status", "built", "launched"),
    [
        (True, [], 0, 0, [("127.0.0.1", 7860)]),
        (True, ["--build", "--host", "::1", "--port", "8000"], 0, 0, [("::1", 8000)]),
        (True, ["--api-only"], 0, 0, [("127.0.0.1", 7860)]),
        (False, ["--build"], 0, 1, [("127.0.0.1", 7860)]),
        (False, [], 2, 0, []),
        (True, ["--port", "70000"], 2, 0, []),
    ],
)
def test_chat_serves_the_window_and_builds_first_when_asked(
    index: FakeIndex,
    monkeypatch: pytest.MonkeyPatch,
    sound: bool,
    arguments: list[str],
    status: int,
    built: int,
    launched: list[tuple[str, int]],
) -> None:
    seen: list[tuple[str, int]] = []

    def launch(assistant: object, host: str, port: int, before_serving: object, api_only: bool) -> None:
        seen.append((host, port))
        assert api_only is ("--api-only" in arguments)

    fake_module(monkeypatch, "chatbot.web.app", launch=launch)
    index.sound = sound
    result = run("chat", *arguments)
    assert (result.exit_code, index.built, seen) == (status, built, launched)


def _questions(path: Path) -> Path:
    question = {"id": "a", "question": "いくつ", "type": "fact", "persona": "official", "answer_keys": [["34,592"]]}
    unanswerable = {"id": "b", "question": "天気", "type": "unanswerable", "persona": "citizen", "answer_keys": []}
    evidence = {"evidence": [{"doc": "plan.txt", "text": "2,989 システム"}]}
    rows = [question | evidence, unanswerable | {"evidence": []}]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _cells(table: str) -> dict[str, list[str]]:
    rows = [
        [cell.strip() for cell in line.strip("│").split("│")] for line in table.splitlines() if line.startswith("│")
    ]
    return {name: cells for name, *cells in rows}


def test_eval_run_prints_the_scores_and_writes_the_report(tmp_path: Path) -> None:
    result = run("eval", "run", _questions(tmp_path / "questions.jsonl"), "--report", tmp_path / "report")
    assert result.exit_code == 0
    cells = _cells(result.stdout)  # all, interval, fact, unanswerable, official, citizen
    assert cells["answer_accuracy"] == ["1.000", "1.000～1.000", "1.000", "1.000", "1.000", "1.000"]
    assert cells["abstention"] == ["1.000", "1.000～1.000", "–", "1.000", "–", "1.000"]
    assert "判定: CORRECT 2、INCORRECT 0、NOT_ATTEMPTED 0\n" in result.stderr
    assert "表示の前の照合: 回答 2、誤り 0、原文どおりの引用 1/1（1.000）" in result.stderr
    assert "裏づけのある数・日付・府省庁・名称 3/3（1.000）\n" in result.stderr
    scores = json.loads((tmp_path / "report" / "scores.json").read_text(encoding="utf-8"))
    assert (scores["answer_accuracy"], scores["model"], scores["index"]) == (1.0, "model", "index of model")
    answers = records(tmp_path / "report" / "answers.jsonl")
    assert [(row["id"], row["retrieved"]) for row in answers] == [
        ("a", ["plan:2", "plan:1"]),
        ("b", ["plan:2", "plan:1"]),
    ]


def test_eval_run_scores_answers_of_another_system_without_asking(tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"id": "a", "outcome": "answered", "answer": "2,989"}\n', encoding="utf-8")
    result = run("eval", "run", _questions(tmp_path / "q.jsonl"), "--answers", answers, "--report", tmp_path / "report")
    assert (result.exit_code, FakeAssistant.opened, FakeAssistant.asked) == (0, 0, [])
    assert _cells(result.stdout)["answer_accuracy"][:2] == ["0.000", "0.000～0.000"]
    assert "誤りの場所: 索引にない 1、失敗 1\n" in result.stderr
    assert "引用の順位によります" in result.stderr
    assert "model" not in json.loads((tmp_path / "report" / "scores.json").read_text(encoding="utf-8"))


def test_eval_run_refuses_answers_to_questions_that_nobody_asked(tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"id": "z", "outcome": "answered", "answer": ""}\n', encoding="utf-8")
    result = run("eval", "run", _questions(tmp_path / "q.jsonl"), "--answers", answers)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{answers}: 質問のファイルにない id があります: z\n"


def test_eval_compare_prints_the_differences_and_the_flips(tmp_path: Path) -> None:
    source, answers = _questions(tmp_path / "q.jsonl"), tmp_path / "answers.jsonl"
    run("ask", "--batch", source, "--output", answers)
    answers.write_text(answers.read_text(encoding="utf-8").replace("34,592", "3 万"), encoding="utf-8")
    run("eval", "run", source, "--answers", answers, "--report", tmp_path / "before")
    run("eval", "run", source, "--report", tmp_path / "after")
    result = run("eval", "compare", tmp_path / "before", tmp_path / "after")
    assert result.exit_code == 0
    assert _cells(result.stdout)["answer_accuracy"] == ["0.500", "1.000", "+0.500", "+0.000～+1.000", "1", "0", "1.000"]
    assert "\n正しくなった質問: 1\na\tfact\t数値や名称が落ちた\tいくつ\n\n誤りになった質問: 0\n" in result.stdout
    assert "両方にある 2 問を比べました。A だけ 0 問、B だけ 0 問。" in result.stderr
    assert "recall、mrr、ndcg は比べません" in result.stderr
    printed = json.loads(run("eval", "compare", tmp_path / "before", tmp_path / "after", "--json").stdout)
    assert printed["changes"]["answer_accuracy"] == {
        "a": 0.5,
        "b": 1.0,
        "difference": 0.5,
        "interval": [0.0, 1.0],
        "up": 1,
        "down": 0,
        "p": 1.0,
    }
    assert [flip["id"] for flip in printed["won"]] == ["a"]


def test_eval_compare_names_a_folder_that_is_no_report(tmp_path: Path) -> None:
    result = run("eval", "compare", tmp_path, tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{tmp_path}: 報告のフォルダではありません")


def test_eval_check_prints_each_problem_and_ends_with_1(tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text('{"id": "a"}\n', encoding="utf-8")
    result = run("eval", "check", source)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{source}:1: a: 「question」に空でない文字列がありません\n")
    assert result.stderr == "誤りは 6 件でした。\n"


def test_eval_check_of_sound_questions_is_silent(tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl"
    row = {
        "id": "a",
        "question": "天気は？",
        "type": "unanswerable",
        "persona": "citizen",
        "answer": "書かれていない。",
    }
    source.write_text(json.dumps(row | {"answer_keys": [], "evidence": []}), encoding="utf-8")
    result = run("eval", "check", source)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "誤りは 0 件でした。\n")


# --- the gate


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with questions that the stand-in answers right, an expected.toml that says so, and a README."""
    (tmp_path / "questions").mkdir()
    _questions(tmp_path / "questions" / "small.jsonl")
    none = dict.fromkeys(("wrongly_abstained", "ndcg@10"), Figure(0, 0.01))
    values = dict.fromkeys(MEASURES, Figure(1, 0.01)) | none
    limits = dict.fromkeys(LIMITS, 300.0) | {"failed": 0, "verbatim_share": 0}
    expected = Expected(limits, (ExpectedFile("small", "試験用", 2, values),))
    write_expected(tmp_path / "expected.toml", expected)
    (tmp_path / "README.md").write_text(f"# 計画\n{START}{figures_block(expected)}{END}", encoding="utf-8")
    monkeypatch.setattr("eval.expected.EXPECTED_FILE", tmp_path / "expected.toml")
    monkeypatch.setattr("eval.readme.STATED_IN", (tmp_path / "README.md",))
    return tmp_path


def test_the_gate_measures_every_figure_and_times_the_index_aside(gate: Path, index: FakeIndex) -> None:
    result = run("eval", "gate", "--report", gate / "reports")
    assert result.exit_code == 0
    assert [line.split()[:4] for line in result.stdout.splitlines()][:2] == [
        ["OK", "small", "n", "2"],
        ["OK", "small", "answer_accuracy", "1.000"],
    ]
    assert [line.split()[:3] for line in result.stdout.splitlines()][-3:] == [
        ["OK", "small", "faults"],
        ["OK", "build", "index_build_s"],
        ["OK", "README.md", "figures"],
    ]
    assert result.stderr == "OK 16、FAIL 0\n"
    ((folder, afresh),) = index.aside
    assert (afresh, index.built, folder.exists()) == (True, 0, False)
    assert json.loads((gate / "reports" / "small" / "scores.json").read_text("utf-8"))["model"] == "model"


def test_the_gate_is_shut_by_one_figure(gate: Path, index: FakeIndex) -> None:
    text = (gate / "expected.toml").read_text("utf-8")
    (gate / "expected.toml").write_text(text.replace('"ndcg@10" = { value = 0', '"ndcg@10" = { value = 1'), "utf-8")
    result = run("eval", "gate", "--skip-build")
    assert (result.exit_code, index.aside) == (1, [])
    fails = [line.split() for line in result.stdout.splitlines() if line.startswith("FAIL")]
    assert [row[1:4] for row in fails] == [
        ["small", "ndcg@10", "0.000"],
        ["README.md", "figures", "「|"],  # the README states the value of before
    ]
    assert result.stderr == "OK 13、FAIL 2\n"


def test_the_gate_renews_the_figures_where_they_stand(gate: Path) -> None:
    text = (gate / "expected.toml").read_text("utf-8")
    (gate / "expected.toml").write_text(text.replace("n = 2", "n = 7").replace("value = 1", "value = 0"), "utf-8")
    assert run("eval", "gate", "--skip-build").exit_code == 1
    result = run("eval", "gate", "--update", "--skip-build")
    assert (result.exit_code, result.stderr) == (0, "OK 15、FAIL 0\n")
    assert (gate / "expected.toml").read_text("utf-8") == text
    assert "| 回答の正解率 `answer_accuracy` | 1.000 |\n" in (gate / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (["--only", "tiny"], "質問ファイル「tiny」はありません。ある名前: small"),
        ([], "README.md: 数値を書く場所を示す行"),
    ],
)
def test_the_gate_tells_what_is_wrong_before_it_asks(gate: Path, option: list[str], message: str) -> None:
    if not option:
        (gate / "README.md").write_text("# 計画\n", encoding="utf-8")
    result = run("eval", "gate", "--skip-build", *option)
    assert (result.exit_code, result.stdout, FakeAssistant.asked) == (2, "", [])
    assert message in result.stderr


# --- records


def test_procedures_tsv_has_exactly_the_columns_and_cells_as_printed() -> None:
    result = run("procedures", "--format", "tsv")
    assert result.stdout == (
        "group_no\tgroup_title\t手続名\t根拠法令\t手続類型\t手続主体\t手続の受け手\t手続ID\tsource_line\n"
        '31\t生活衛生\t美容師免許の申請\t規則"第1条", 附則\t申請等\t国民等\t\t47296\t7683\n'
        "31\t生活衛生\t理容師の届出\t-\t申請等\t国民等\t\t—\t7684\n"
    )


def test_records_in_a_pipe_are_tsv_unless_asked_otherwise() -> None:
    assert run("procedures").stdout == run("procedures", "--format", "tsv").stdout


def test_procedures_csv_opens_in_excel_and_reads_back() -> None:
    result = run("procedures", "--format", "csv")
    assert result.stdout.startswith("\ufeffgroup_no,group_title,手続名,")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert [row["根拠法令"] for row in rows] == ['規則"第1条", 附則', "-"]
    assert [row["source_line"] for row in rows] == ["7683", "7684"]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["--query", "美容師"], [7683]),
        (["--query", "生活 ４７２９６"], [7683]),
        (["--query", "旅券"], []),
        (["--group", "31"], [7683, 7684]),
        (["--group", "３１", "--query", "理容"], [7684]),
        (["--group", "3"], []),
    ],
)
def test_procedures_are_chosen_by_words_and_group(arguments: list[str], lines: list[int]) -> None:
    rows = json.loads(run("procedures", "--format", "json", *arguments).stdout)
    assert [row["source_line"] for row in rows] == lines


def test_policies_json_has_the_columns() -> None:
    rows = json.loads(run("policies", "--format", "json").stdout)
    assert rows[0] == {
        "number": "1-1",
        "title": "ＡＩの活用",
        "具体的な目標": "100件",
        "主担当府省庁": "デジタル庁",
        "関係府省庁": "総務省",
        "doc_id": "plan",
        "source_line": 10,
        "body": [],
        "measures": [],
    }
    assert rows[1]["body"] == ["手数料を電子納付する。"]
    assert rows[1]["measures"] == [
        {"取組内容の見出し": "検討", "主担当府省庁": "外務省", "関係府省庁": "", "source_line": 5290},
        {"取組内容の見出し": "運用", "主担当府省庁": "外務省", "関係府省庁": "－", "source_line": 5291},
    ]


def test_procedures_json_has_the_columns_and_what_the_group_says() -> None:
    row = json.loads(run("procedures", "--format", "json", "--query", "理容").stdout)[0]
    assert list(row) == [*PROCEDURE_COLUMNS, "ministries", "取組内容", "KPI"]
    assert (row["手続名"], row["手続の受け手"], row["手続ID"]) == ("理容師の届出", "", "—")
    assert (row["ministries"], row["取組内容"], row["KPI"]) == ("厚生労働省", "整備する。\n以上。", "割合：20％")


def test_procedure_lists_have_their_own_columns() -> None:
    assert run("procedures", "--lists").stdout == (
        "list_title\t手続名\tsource_line\n介護\t認定の申請\t3\n介護\t住所の届出\t4\n"
    )
    assert run("procedures", "--lists", "--query", "優先 届出").stdout.splitlines()[1:] == ["介護\t住所の届出\t4"]


def test_procedure_lists_have_no_groups() -> None:
    result = run("procedures", "--lists", "--group", "31")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--group と一緒には使えません" in result.stderr


def test_policies_and_procedures_csv_have_the_columns_only() -> None:
    for command, columns in (("policies", POLICY_COLUMNS), ("procedures", PROCEDURE_COLUMNS)):
        header = run(command, "--format", "csv").stdout.removeprefix("\ufeff").splitlines()[0]
        assert header == ",".join(columns)


def test_what_nobody_has_prints_the_header_only() -> None:
    assert run("policies", "--ministry", "無い省").stdout.splitlines() == ["\t".join(POLICY_COLUMNS)]
    assert run("procedures", "--group", "99").stdout.splitlines() == ["\t".join(PROCEDURE_COLUMNS)]
    assert run("policies", "--ministry", "無い省", "--format", "table").stderr == "全2件中0件\n"


def test_policies_tsv_holds_no_tab_inside_a_cell() -> None:
    lines = run("policies", "--format", "tsv").stdout.splitlines()
    assert lines[2].split("\t") == ["1-2", "旅券", "目標 A", "外務省", "－", "plan", "20"]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["--query", "ai"], ["1-1"]),
        (["--query", "電子納付"], ["1-2"]),
        (["--query", "1-2"], ["1-2"]),
        (["--ministry", "総務省"], ["1-1"]),
        (["--ministry", "外務省", "--query", "AI"], []),
    ],
)
def test_policies_are_chosen_by_words_and_ministry(arguments: list[str], numbers: list[str]) -> None:
    rows = json.loads(run("policies", "--format", "json", *arguments).stdout)
    assert [row["number"] for row in rows] == numbers


def test_a_table_in_a_pipe_keeps_each_record_on_one_line_and_counts() -> None:
    result = run("procedures", "--format", "table", "--query", "美容師")
    row = next(line for line in result.stdout.splitlines() if "美容師免許の申請" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")][2:4] == ["美容師免許の申請", '規則"第1条", 附則']
    assert result.stderr == "全2件中1件\n"


# --- the program


def test_help_imports_none_of_the_heavy_libraries() -> None:
    program = (
        "import sys, keikaku\n"
        "try: keikaku.app(['--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'torch', 'numpy', 'gradio', 'faiss', 'fugashi', 'transformers'}\n"
        "ours = {name for name in sys.modules if name.split('.')[0] in ('corpus', 'index', 'chatbot', 'eval')}\n"
        "print(sorted(heavy & set(sys.modules) | ours))\n"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    light = ["chatbot", "chatbot.feedback_commands", "chatbot.screen", "eval", "eval.commands"]
    assert result.stdout.splitlines()[-1] == str(light)
    assert all(command in result.stdout for command in ("build", "ask", "chat", "policies", "procedures", "eval"))


def test_nothing_may_ask_a_model_hub_unless_the_user_says_so() -> None:
    program = "import os, keikaku; print(os.environ['HF_HUB_OFFLINE'], os.environ['GRADIO_ANALYTICS_ENABLED'])"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "GRADIO_"))}
    for chosen, expected in (({}, "1 False"), ({"HF_HUB_OFFLINE": "0"}, "0 False")):
        result = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=clean | chosen, capture_output=True, text=True, check=True
        )
        assert result.stdout.strip() == expected


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_stops_early_leaves_no_traceback() -> None:
    command = f"'{sys.executable}' -m keikaku procedures --format tsv | head -n 1"
    result = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("group_no\tgroup_title\t手続名")
    assert result.stderr == ""


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "ja_JP.eucJP"])
def test_output_is_utf8_whatever_the_locale(locale: str) -> None:
    environment = {**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    result = subprocess.run(
        [sys.executable, "-m", "keikaku", "ask"], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert result.returncode == 2
    assert result.stderr.decode("utf-8").startswith("質問か --batch のどちらか一つ")
