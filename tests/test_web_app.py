"""The application: what it serves, with which headers, what it keeps shut, and the steps of a conversation."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.testclient import TestClient

from chatbot.web import app as web_app
from chatbot.web.conversation import View, ask
from chatbot.web.security import CONTENT_SECURITY_POLICY, is_open
from chatbot.web.text import JAPANESE
from chatbot.web.turn import Turn

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # Gradio and Starlette, of each other
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def application() -> FastAPI:
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("KEIKAKU_FEEDBACK", raising=False)
        return web_app.build_app(FakeAssistant())


@pytest.fixture
def client(application: FastAPI) -> TestClient:
    return TestClient(application)  # without its lifespan: no page needs Gradio's queue


@pytest.fixture
def worker() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        (
            "/",
            "ja",
            ("行政のデジタル化の計画に聞く", "個人情報や秘密の情報は入力しないでください", "質問する", "新しい会話"),
        ),
        ("/en/", "en", ("Ask Japan’s digital government plans", "Nothing you type is stored", "New conversation")),
    ],
)
def test_the_page_is_served_in_its_language(
    client: TestClient, path: str, language: str, words: tuple[str, ...]
) -> None:
    assert client.get(path).status_code == 200
    config = client.get(f"{path}config").json()
    assert f'document.documentElement.lang = "{language}"' in config["head"]
    shown = "\n".join(str(component["props"].get("value")) for component in config["components"])
    assert [word for word in words if word not in shown] == []


def test_the_english_page_is_found_without_its_slash(client: TestClient) -> None:
    assert client.get("/en", follow_redirects=False).headers["location"] == "en/"


@pytest.mark.parametrize("path", ["/", "/en/", "/theme.css", "/nothing-here", "/gradio_api/upload"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_policy_lets_no_other_host_in() -> None:
    assert "http" not in CONTENT_SECURITY_POLICY and "*" not in CONTENT_SECURITY_POLICY
    assert "unsafe-eval" not in CONTENT_SECURITY_POLICY
    assert "img-src 'self' data: blob:;" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    ("path", "is_used"),
    [
        ("/", True),
        ("/assets/index.js", True),
        ("/gradio_api/queue/join", True),
        ("/en/gradio_api/heartbeat/abc", True),
        ("/gradio_api/upload", False),
        ("/gradio_api/file=/etc/passwd", False),
        ("/gradio_api/proxy=https://evil/", False),
        ("/en/gradio_api/info", False),
        ("/gradio_api/run/predict", False),
        ("/login", False),
        ("/en/login/", False),
        ("/logout", False),
        ("/monitoring/summary", False),
    ],
)
def test_only_the_routes_that_the_window_uses_are_open(client: TestClient, path: str, is_used: bool) -> None:
    assert is_open(path) is is_used
    if not is_used:
        assert client.get(path).status_code == client.post(path).status_code == 404


def test_every_route_of_gradio_is_one_that_the_window_uses_or_shut(application: FastAPI) -> None:
    window = next(route for route in application.routes if isinstance(route, Mount) and route.path == "")
    reachable = {path for path in _paths(window.app.routes) if is_open(path)}  # type: ignore[attr-defined]
    assert reachable == {
        *("/", "/config", "/config/", "/theme.css", "/static/{path:path}", "/assets/{path:path}"),
        *("/favicon.ico", "/robots.txt", "/manifest.json", "/pwa_icon", "/pwa_icon/{size}"),
        *("/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/heartbeat/{session_hash}"),
        *("/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/reset/", "/gradio_api/startup-events"),
    }


def _paths(routes: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for route in routes:
        if hasattr(route, "path"):
            yield prefix + route.path
        else:  # a router that was included
            yield from _paths(route.original_router.routes, prefix)


def test_no_function_is_offered_as_an_api(application: FastAPI) -> None:
    config = TestClient(application).get("/config").json()
    assert {step["api_visibility"] for step in config["dependencies"]} == {"private"}


def test_nothing_is_reported_or_fetched(application: FastAPI) -> None:
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(web_app.PortInUse, match=f"ポート {port} は別のプログラムが使っています"):
            web_app.launch(FakeAssistant(), port=port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ValueError, match=r"192\.0\.2\.1 のポート 7860 では待ち受けできません"):
        web_app.launch(FakeAssistant(), host="192.0.2.1")


def test_a_question_is_answered_and_leaves_the_box(worker: Executor) -> None:
    (view,) = ask(FakeAssistant(), worker, "出生届は？", (), JAPANESE)
    assert view.draft == "" and view.message == ""
    assert [turn.question for turn in view.turns] == ["出生届は？"]
    assert view.turns[0].answer is not None and view.turns[0].answer.outcome == "answered"


def test_earlier_questions_are_handed_on(worker: Executor) -> None:
    assistant = FakeAssistant()
    earlier = (Turn("一"), Turn("二"))
    list(ask(assistant, worker, "出生届は？", earlier, JAPANESE))
    assert assistant.asked == [("出生届は？", ("一", "二"))]


def test_the_switch_goes_with_the_question_and_the_turn(worker: Executor) -> None:
    assistant = FakeAssistant()
    for rephrase in (True, False):
        (view,) = ask(assistant, worker, "出生届は？", (), JAPANESE, rephrase)
        assert view.turns[-1].rephrase is rephrase
    assert assistant.rephrased == [True, False]


def test_feedback_is_taken_only_where_it_is_kept(
    application: FastAPI, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def places(app: FastAPI) -> set[str]:
        components = TestClient(app).get("/config").json()["components"]
        return {str(c["props"].get("elem_id")) for c in components}

    desk = {"pressed", "feedback-reply"}
    assert not desk & places(application)
    monkeypatch.setenv("KEIKAKU_FEEDBACK", str(tmp_path / "feedback.db"))
    assert desk <= places(web_app.build_app(FakeAssistant()))
    assert list(tmp_path.iterdir()) == []  # nothing is stored before a button is pressed


def test_a_slow_answer_is_announced_and_what_is_typed_meanwhile_stays(worker: Executor) -> None:
    pending, done = ask(FakeAssistant(), worker, "遅い質問", (), JAPANESE)
    assert pending == View((Turn("遅い質問"),), draft="")
    assert done.draft is None and done.turns[0].answer is not None


@pytest.mark.parametrize(("question", "message"), [("", "質問を入力してください。"), ("あ" * 2001, "2,001字")])
def test_a_refused_question_stays_in_the_box(worker: Executor, question: str, message: str) -> None:
    earlier = (Turn("前の質問"),)
    (view,) = ask(FakeAssistant(), worker, question, earlier, JAPANESE)
    assert view.turns == earlier and view.draft == question
    assert message in view.message


def test_a_failure_is_calm_and_keeps_the_question(worker: Executor, caplog: pytest.LogCaptureFixture) -> None:
    (view,) = ask(FakeAssistant(), worker, "故障する質問", (), JAPANESE)
    assert view == View((), draft="故障する質問", message=JAPANESE.trouble)
    assert "index on fire" in caplog.text and "故障する質問" not in caplog.text
