"""The app API of 源内: what the specification's examples get, at once and later, and answers as Markdown."""

from __future__ import annotations

import base64
import datetime
import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_api import CORPUS, fake_assistant
from fake_assistant import BIRTHS, FakeAssistant
from fastapi import FastAPI
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from chatbot.answer import Answer
from chatbot.api import requests
from chatbot.api.app import add_api, build_api_app
from chatbot.api.gennai_models import Inputs
from chatbot.api.markdown import escaped, markdown
from chatbot.api.requests import Requests
from chatbot.api.settings import Settings
from chatbot.assistant import QuestionError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EXAMPLES = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in (Path(__file__).parent / "data" / "gennai").glob("*.json")
}
KEY = {"x-api-key": "secret"}
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
QUESTION = {"inputs": {"question": "出生届は？"}}


@pytest.fixture
def assistant() -> FakeAssistant:
    return fake_assistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    return TestClient(build_api_app(assistant, Settings(key="secret")), raise_server_exceptions=False)


def general(response: dict[str, Any]) -> dict[str, Any]:
    """The response with what differs each time in words."""
    text = json.dumps(response, ensure_ascii=False)
    text = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "<time>", text)
    found: dict[str, Any] = json.loads(re.sub(r'"contents": "[^"]+"', '"contents": "<base64>"', text))
    return found


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if "request" in example])
def test_the_examples_of_the_specification(client: TestClient, assistant: FakeAssistant, name: str) -> None:
    example = EXAMPLES[name]
    request = example["request"]
    response = client.request(
        request["method"], request["path"], headers=request["headers"], content=json.dumps(request["body"])
    )
    assert (response.status_code, general(response.json())) == (example["status"], example["response"])
    if example["status"] == 202:
        _done(client, response.json()["status_url"])
    asked = [[question, list(history)] for question, history in assistant.asked]
    assert asked == ([example["asked"]] if example["asked"] else [])


def _done(client: TestClient, status_url: str) -> Any:
    for _ in range(200):
        found = client.get(status_url, headers=KEY).json()
        if found["status"] in ("COMPLETED", "ERROR"):
            return found
        time.sleep(0.01)
    raise AssertionError(found)


def test_a_request_is_taken_at_once_and_answered_later(client: TestClient, assistant: FakeAssistant) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(question: str, history: object = ()) -> Answer:
        begun.set()
        assert go.wait(10)
        return FakeAssistant().answer_question(question)

    assistant.answer_question = slow  # type: ignore[method-assign, assignment]
    first, second = (client.post("/api/gennai/requests/", json=QUESTION, headers=KEY).json() for _ in range(2))
    assert begun.wait(10)
    in_progress = client.get(first["status_url"], headers=KEY)
    assert (in_progress.status_code, general(in_progress.json())) == (200, EXAMPLES["in_progress"]["response"])
    pending = client.get(second["status_url"], headers=KEY).json()
    assert (pending["status"], pending["progress"]) == ("PENDING", "順番を待っています")
    go.set()
    completed = _done(client, first["status_url"])
    assert general(completed) == EXAMPLES["completed"]["response"]
    assert completed["created_at"] <= completed["updated_at"]
    artifact = json.loads(base64.b64decode(completed["artifacts"][0]["contents"]))
    assert artifact == FakeAssistant().answer_question("出生届は？").as_dict()
    assert first["request_id"] != second["request_id"]


def test_a_request_that_fails_says_so(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    taken = client.post("/api/gennai/requests", json={"inputs": {"question": "故障する質問"}}, headers=KEY).json()
    assert general(_done(client, taken["status_url"])) == EXAMPLES["error"]["response"]
    assert "index on fire" in caplog.text and "故障する質問" not in caplog.text


def test_an_unknown_request(client: TestClient) -> None:
    response = client.get("/api/gennai/status/a1b2c3d4-e5f6-7890-1234-567890abcdef", headers=KEY)
    assert (response.status_code, response.json()["type"]) == (404, "/api/docs#problem-no-request")


def test_a_status_needs_the_key_too(client: TestClient) -> None:
    taken = client.post("/api/gennai/requests", json=QUESTION, headers=KEY).json()
    assert client.get(taken["status_url"]).status_code == 401


def test_too_many_requests_are_refused_and_not_kept(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.api.questions.QuestionQueue.__init__.__defaults__", (1,))
    client = TestClient(build_api_app(assistant, Settings()))
    go = threading.Event()

    def slow(question: str, history: object = ()) -> Answer:
        assert go.wait(10)
        return FakeAssistant().answer_question(question)

    assistant.answer_question = slow  # type: ignore[method-assign, assignment]
    taken = client.post("/api/gennai/requests", json=QUESTION).json()
    for path, body in (("/api/gennai/requests", QUESTION), ("/api/ask", QUESTION["inputs"])):
        refused = client.post(path, json=body)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert refused.json()["detail"].startswith("ほかの質問に答えています。")
    go.set()
    assert _done(client, taken["status_url"])["status"] == "COMPLETED"


# --- the requests that are kept


class Clock:
    """A time of day that passes when told."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now


def test_results_are_kept_for_an_hour() -> None:
    clock = Clock()
    kept = Requests(clock)
    done, waiting = kept.add(), kept.add()
    answer = FakeAssistant().answer_question("出生届は？")
    kept.answer(done, lambda: answer)
    clock.now += datetime.timedelta(minutes=59)
    assert kept.find(done.id) is done and done.answer is answer
    clock.now += datetime.timedelta(minutes=2)
    assert kept.find(done.id) is None
    assert kept.find(waiting.id) is waiting


def test_only_so_many_results_are_kept_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "KEPT_REQUESTS", 3)
    clock = Clock()
    kept = Requests(clock)
    made = []
    for _ in range(5):
        clock.now += datetime.timedelta(seconds=1)
        made.append(kept.add())
        kept.answer(made[-1], lambda: FakeAssistant().answer_question("出生届は？"))
    monkeypatch.setattr(requests, "KEPT_REQUESTS", 100)
    assert [kept.find(request.id) is request for request in made] == [False, False, True, True, True]


def test_what_the_assistant_refuses_is_said() -> None:
    def refuse() -> Answer:
        raise QuestionError("質問が空です。")

    kept = Requests()
    request = kept.add()
    kept.answer(request, refuse)
    assert (request.state, request.error) == ("ERROR", "質問が空です。")


# --- earlier turns


@pytest.mark.parametrize(
    ("history", "questions"),
    [
        (None, []),
        ("", []),
        ("前の質問", ["前の質問"]),
        (["一", " ", "二"], ["一", "二"]),
        ([{"role": "user", "content": "一"}, {"role": "assistant", "content": "答え"}], ["一"]),
        ([{"input": '{"question": "一"}', "output": "答え"}, {"input": "二"}], ["一", "二"]),
        ([{"input": '{"question": 3}'}, {"input": "[" * 9999}, {"input": '{"other": 1}'}], ["3"]),
        ([{"input": '{"question": "\\ud800"}'}, "あ" * 2001], []),
    ],
)
def test_earlier_questions_in_every_form(history: Any, questions: list[str]) -> None:
    inputs = Inputs.model_validate({"question": "q", "conversation_history": history})
    found = [question for question in inputs.history if not question.startswith("[[")]
    assert found == questions


# --- Markdown


@pytest.mark.parametrize(
    "text",
    [
        "![](https://evil.example/?q=1) <script>alert(1)</script>",
        "[出典](javascript:alert(1)) `code` **太字** _斜体_ ~~線~~ | 表 |",
        "# 見出し", "- 項目", "1. 番号", "1) 番号", "> 引用", "    字下げ", "---", "===", "+ 足す", "a\\*b", "&lt; &amp;",
        "https://evil.example www.evil.example a@evil.example", "$x$ ^上^ :emoji: {attr}", "改\n\n行\u2028<b>\r# 題",
    ],
)  # fmt: skip
def test_untrusted_text_is_shown_and_does_nothing(text: str) -> None:
    html = READER.render(escaped(text))
    shown = re.sub(r"<p>|</p>|\n", "", html)
    assert "<" not in shown
    assert re.search(r"\w://|www\.|\w@", escaped(text)) is None  # what some readers make a link of by themselves
    for character, entity in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(character, entity)
    assert shown == " ".join(text.split("\n\n")).replace("\u2028", " ").replace("\r", " ").strip()


def test_an_answer_links_to_the_pages_of_its_documents() -> None:
    answer = FakeAssistant().answer_question("出生届は？")
    strange = replace(answer.citations[0], doc_id="a/b)(<c", title="](https://evil.example)", sha256="0" * 64)
    text = markdown(replace(answer, citations=(strange, *answer.citations[1:])), CORPUS, "https://plans.example.jp")
    links = re.findall(r'<a href="([^"]*)">', READER.render(text))
    assert links == [
        "https://plans.example.jp/documents/a%2Fb%29%28%3Cc",
        "https://plans.example.jp/documents/torimatome-2026-draft",
        "https://example.jp/plan.pdf",
    ]
    assert f"本文の SHA-256 `{'0' * 64}`" in text


def test_how_a_follow_up_was_understood_is_told() -> None:
    answer = replace(
        FakeAssistant().answer_question("出生届は？"), understood_as="*出生届*は？", searched_for=("出生",)
    )
    text = markdown(answer, CORPUS, "")
    assert "〈\\*出生届\\*は？〉という質問として受け取りました。" in text
    assert "次の言葉でも探しました：出生" in text
    assert BIRTHS in text


@pytest.mark.parametrize(
    ("public_url", "host", "links"),
    [
        ("https://plans.example.jp", "localhost:7860", "https://plans.example.jp/documents/juten-keikaku-2025"),
        ("", "localhost:7860", "http://localhost:7860/documents/juten-keikaku-2025"),
        ("", "evil)[x", None),
    ],
)
def test_links_begin_with_the_address_of_the_server(public_url: str, host: str, links: str | None) -> None:
    app = FastAPI()
    add_api(app, fake_assistant(), ThreadPoolExecutor(1), Settings(public_url=public_url))
    outputs = TestClient(app).post("/api/gennai", json=QUESTION, headers={"host": host}).json()["outputs"]
    assert f"]({links})" in outputs if links else "evil" not in outputs
