"""What a client may send: the key, the size of a body, the number of calls, and who counts as a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_api import fake_assistant
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chatbot.api.app import build_api_app
from chatbot.api.buckets import TokenBuckets
from chatbot.api.limits import LONGEST_BODY, LONGEST_CONVERSATION, Limits, client_of, longest_body
from chatbot.api.settings import Settings
from chatbot.web.security import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ASK = {"question": "出生届は？"}


def client(**settings: Any) -> TestClient:
    return TestClient(build_api_app(fake_assistant(), Settings(**settings)))


# --- the key


@pytest.mark.parametrize("headers", [{}, {"x-api-key": ""}, {"x-api-key": "Secret"}, {"x-api-key": "キー".encode()}])
@pytest.mark.parametrize("path", ["/api/ask", "/api/gennai", "/api/documents", "/api/none"])
def test_without_the_key_nothing_is_told(path: str, headers: dict[str, str]) -> None:
    response = client(key="secret").post(path, json=ASK, headers=headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "/api/docs#problem-no-key"
    assert response.json()["detail"] == "x-api-key ヘッダーに正しい API キーを入れてください。"
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("headers", [{"x-api-key": "secret"}, {"authorization": "bearer secret"}])
def test_with_the_key(headers: dict[str, str]) -> None:
    assert client(key="secret").post("/api/ask", json=ASK, headers=headers).status_code == 200


def test_where_no_key_is_set() -> None:
    assert client().post("/api/ask", json=ASK).status_code == 200


@pytest.mark.parametrize("path", ["/api/health", "/api/ready", "/api/openapi.json", "/api/docs", "/en/api/docs"])
def test_health_and_the_documentation_need_no_key(path: str) -> None:
    assert client(key="secret").get(path).status_code == 200


def test_the_document_says_whether_a_key_is_needed() -> None:
    for key, security in (("secret", [{"apiKey": []}]), ("", [{"apiKey": []}, {}])):
        schema = client(key=key).get("/api/openapi.json").json()
        assert schema["security"] == security
        assert schema["components"]["securitySchemes"]["apiKey"]["name"] == "x-api-key"
        assert schema["paths"]["/health"]["get"]["security"] == []
        assert "401" not in schema["paths"]["/health"]["get"]["responses"]
        assert "401" in schema["paths"]["/ask"]["post"]["responses"]


# --- the size


def test_a_body_that_says_it_is_too_large() -> None:
    response = client().post("/api/ask", json={"question": "あ", "more": "x" * LONGEST_BODY})
    assert (response.status_code, response.json()["type"]) == (413, "/api/docs#problem-too-large")
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_a_body_is_counted_as_it_comes_in() -> None:
    sent: list[int] = []

    def stream() -> Iterator[bytes]:
        for number in range(100):
            sent.append(number)
            yield b"x" * 8192

    response = client().post("/api/ask", content=stream(), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert "content-length" not in response.request.headers


def test_no_more_is_read_than_is_allowed() -> None:
    import anyio

    read: list[int] = []
    answered: list[Any] = []

    async def receive() -> dict[str, Any]:
        read.append(len(read))
        return {"type": "http.request", "body": b"x" * 8192, "more_body": True}

    async def send(message: Any) -> None:
        answered.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("reached")

    scope = {"type": "http", "method": "POST", "path": "/api/ask", "headers": [], "client": ("192.0.2.1", 1)}
    anyio.run(Limits(app, 30), scope, receive, send)
    assert len(read) == LONGEST_BODY // 8192 + 1
    assert answered[0]["status"] == 413


def test_a_body_in_pieces_arrives_whole() -> None:
    async def echo(request: Request) -> Response:
        return Response(await request.body())

    app = Starlette(routes=[Route("/echo", echo, methods=["POST"])])
    app.add_middleware(Limits, questions_per_minute=30)
    pieces = [b"a" * 30_000, b"", b"b" * (LONGEST_BODY - 30_000)]
    assert TestClient(app).post("/echo", content=iter(pieces)).content == b"".join(pieces)
    assert TestClient(app).post("/echo", content=iter([*pieces, b"c"])).status_code == 413


def test_a_conversation_of_gennai_may_be_longer() -> None:
    assert longest_body("/api/gennai") == longest_body("/api/gennai/requests") == LONGEST_CONVERSATION
    assert longest_body("/api/ask") == longest_body("/gradio_api/queue/join") == LONGEST_BODY
    inputs = {"question": "出生届は？", "conversation_histories": [{"input": "前", "output": "x" * LONGEST_BODY}]}
    assert client().post("/api/gennai", json={"inputs": inputs}).status_code == 200


# --- the number of calls


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = TokenBuckets(30, clock)
    assert [buckets.take("a") for _ in range(30)] == [0.0] * 30
    assert buckets.take("a") == pytest.approx(2.0)
    assert buckets.take("b") == 0.0
    clock.now = 1.5
    assert buckets.take("a") == pytest.approx(0.5)
    clock.now = 2.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") == pytest.approx(2.0)
    clock.now = 1000.0
    assert [buckets.take("a") for _ in range(31)] == [0.0] * 30 + [pytest.approx(2.0)]


def test_only_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.api.buckets._CLIENTS", 3)
    clock = Clock()
    buckets = TokenBuckets(1, clock)
    for name in "abc":
        buckets.take(name)
    clock.now = 30.0
    assert buckets.take("d") == 0.0
    assert set(buckets._buckets) == {"b", "c", "d"}  # "a" had waited longest
    clock.now = 61.0
    buckets.take("e")
    assert set(buckets._buckets) == {"d", "e"}  # the buckets of "b" and "c" are full again


def test_too_many_questions_are_told_to_wait() -> None:
    asking = client(questions_per_minute=2)
    assert [asking.post("/api/ask", json=ASK).status_code for _ in range(2)] == [200, 200]
    response = asking.post("/api/search", json=ASK)
    assert (response.status_code, response.json()["type"]) == (429, "/api/docs#problem-too-many")
    assert 1 <= int(response.headers["retry-after"]) <= 30
    assert [asking.get("/api/documents").status_code for _ in range(9)] == [200] * 8 + [429]
    assert {asking.get(path).status_code for path in ["/api/health", "/api/ready"] * 9} == {200}


def test_a_wrong_key_counts_as_a_call() -> None:
    guessing = client(questions_per_minute=1, key="secret")
    assert [guessing.post("/api/ask", json=ASK).status_code for _ in range(2)] == [401, 429]


def test_nothing_is_counted_where_that_is_turned_off() -> None:
    asking = client(questions_per_minute=0)
    assert {asking.post("/api/ask", json=ASK).status_code for _ in range(40)} == {200}


@pytest.fixture
def window() -> Callable[[str, str], Response]:
    """What the chat window sends, over routes that answer 200."""

    async def served(request: Request) -> Response:
        return JSONResponse({"event_id": "1"})

    app = Starlette(routes=[Route("/{path:path}", served, methods=["GET", "POST"])])
    app.add_middleware(Limits, questions_per_minute=3)
    calls = TestClient(app)
    return lambda method, path: calls.request(method, path)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/gradio_api/queue/join", "短い間に送られた回数が多すぎます。"),
        ("/en/gradio_api/queue/join", "Too many requests in a short time."),
    ],
)
def test_questions_of_the_window_count_and_its_polling_does_not(window: Any, path: str, detail: str) -> None:
    for _ in range(50):
        for polled in ("queue/data", "heartbeat/abc", "startup-events"):
            assert window("GET", path.replace("queue/join", polled)).status_code == 200
        assert window("POST", path.replace("queue/join", "cancel")).status_code == 200
        assert window("GET", "/assets/index.js").status_code == 200
    assert [window("POST", path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert window("POST", path).json()["detail"].startswith(detail)  # Gradio shows this


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_who_counts_as_a_client(host: str, client: str) -> None:
    assert client_of({"client": (host, 1)}) == client


def test_a_client_cannot_choose_its_address() -> None:
    asking = client(questions_per_minute=1)
    headers = [{"x-forwarded-for": f"192.0.2.{number}", "forwarded": f"for=192.0.2.{number}"} for number in range(2)]
    assert [asking.post("/api/ask", json=ASK, headers=each).status_code for each in headers] == [200, 429]


# --- what a deployment sets


def test_the_settings_of_the_environment() -> None:
    environment = {
        "KEIKAKU_API_KEY": " k3y ",
        "KEIKAKU_QUESTIONS_PER_MINUTE": "5",
        "KEIKAKU_TRUSTED_PROXIES": "10.0.0.1, 192.168.0.0/16",
        "KEIKAKU_PUBLIC_URL": "https://plans.example.jp/",
        "KEIKAKU_HOSTS": " Plans.example.jp, ,[2001:db8::1]",
    }
    proxies, hosts = ("10.0.0.1", "192.168.0.0/16"), ("plans.example.jp", "[2001:db8::1]")
    assert Settings.from_environment(environment) == Settings("k3y", 5, proxies, "https://plans.example.jp", hosts)
    assert Settings.from_environment({}) == Settings("", 30, (), "", ())


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("KEIKAKU_API_KEY", "鍵", "英数字と記号だけ"),
        ("KEIKAKU_QUESTIONS_PER_MINUTE", "-1", "0 以上の整数です（今は「-1」）"),
        ("KEIKAKU_TRUSTED_PROXIES", "*", "「\\*」は違います"),
        ("KEIKAKU_PUBLIC_URL", "javascript:alert(1)", "https://example.jp のような URL"),
        ("KEIKAKU_HOSTS", "a.example, b.example:80", "「b.example:80」は違います"),
        ("KEIKAKU_HOSTS", "*.example", "「\\*.example」は違います"),
        ("KEIKAKU_HOSTS", "2001:db8::1", "\\[2001:db8::1\\] のように"),
    ],
)
def test_a_setting_that_cannot_be_used(name: str, value: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings.from_environment({name: value})


def test_forwarded_addresses_are_believed_from_the_named_proxies_only(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from chatbot.web import app as web_app

    seen: list[Any] = []

    def config(application: Any, **options: Any) -> Any:
        seen.append((options["proxy_headers"], options["forwarded_allow_ips"]))
        raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn, "Config", config)
    for proxies, expected in (("", (False, [])), ("10.0.0.1", (True, ["10.0.0.1"]))):
        monkeypatch.setenv("KEIKAKU_TRUSTED_PROXIES", proxies)
        with pytest.raises(KeyboardInterrupt):
            web_app.launch(fake_assistant(), port=0, api_only=True)
        assert seen.pop() == expected
