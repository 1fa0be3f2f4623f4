"""The names under which the server answers, and that it answers to no other."""

from __future__ import annotations

from typing import Any

import pytest
from fake_api import fake_assistant
from starlette.testclient import TestClient

from chatbot.api.app import build_api_app
from chatbot.api.hosts import ANY_HOST, Hosts, hosts_of
from chatbot.api.settings import Settings
from chatbot.web.security import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LOOPBACK = hosts_of("127.0.0.1", "127.0.0.1", Settings())


def answers(hosts: Hosts, *given: str) -> bool:
    return hosts.answers({"type": "http", "headers": [(b"host", host.encode("latin-1")) for host in given]})


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:7860", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:7860", "localhost:"]
)
def test_this_machine_is_known_at_any_port(host: str) -> None:
    assert answers(LOOPBACK, host)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "evil.example:7860",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil.example.localhost",
        ),
        *(
            "",
            ":80",
            "[::2]",
            "::1",
            "192.0.2.7",
            "localhost:80@evil.example",
            "localhost:x",
            "localhost/",
            "local host",
        ),
        *("localhost, evil.example", "localhost\n", "ｌocalhost".encode().decode("latin-1")),
    ],
)
def test_other_names_are_not(host: str) -> None:
    assert not answers(LOOPBACK, host)
    assert answers(ANY_HOST, host)


def test_a_request_has_one_name() -> None:
    assert not answers(LOOPBACK)
    assert not answers(LOOPBACK, "localhost", "evil.example")


@pytest.mark.parametrize(
    ("host", "address", "settings", "known", "unknown"),
    [
        ("127.0.0.2", "127.0.0.2", {}, "127.0.0.2:7860", "evil.example"),
        ("desk", "127.0.1.1", {}, "desk:7860", "evil.example"),
        ("::1", "::1", {}, "[::1]:7860", "evil.example"),
        ("127.0.0.1", "127.0.0.1", {"hosts": ("plans.example",)}, "Plans.Example", "a.plans.example"),
        ("127.0.0.1", "127.0.0.1", {"hosts": ("[2001:db8::1]",)}, "[2001:DB8::1]:80", "[2001:db8::2]"),
        ("127.0.0.1", "127.0.0.1", {"public_url": "https://Plans.example:8443/x"}, "plans.example", "evil.example"),
        ("0.0.0.0", "0.0.0.0", {"hosts": ("plans.example",)}, "localhost", "evil.example"),
        ("192.0.2.7", "192.0.2.7", {"hosts": ("plans.example",)}, "192.0.2.7:7860", "192.0.2.8"),
    ],
)
def test_names_are_those_of_the_address_and_of_the_settings(
    host: str, address: str, settings: dict[str, Any], known: str, unknown: str
) -> None:
    hosts = hosts_of(host, address, Settings(**settings))
    assert (answers(hosts, known), answers(hosts, unknown)) == (True, False)


@pytest.mark.parametrize(
    ("address", "settings"),
    [
        ("0.0.0.0", {}),
        ("::", {}),
        ("fe80::1%eth0", {}),
        ("192.0.2.7", {"public_url": "https://plans.example"}),
        ("127.0.0.1", {"hosts": ("*",)}),
        ("0.0.0.0", {"hosts": ("plans.example", "*")}),
    ],
)
def test_any_name_is_answered_where_none_is_given_or_all_are(address: str, settings: dict[str, Any]) -> None:
    hosts = hosts_of(address, address, Settings(**settings))
    assert answers(hosts, "evil.example")
    assert "*" not in hosts.names


@pytest.mark.parametrize("path", ["/api/health", "/api/ask", "/api/docs", "/en/api/docs", "/site.css", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_route_answers_to_an_unknown_name(path: str, method: str) -> None:
    client = TestClient(build_api_app(fake_assistant(), Settings(), LOOPBACK), base_url="http://evil.example:7860")
    response = client.request(method, path)
    assert (response.status_code, response.json()["type"]) == (421, "/api/docs#problem-unknown-host")
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    english = "The name in the header Host is not known as one of this server."
    assert response.json()["detail_en"].startswith(english)
    assert response.json()["detail"].startswith(english if path.startswith("/en/") else "Host ヘッダーの名前が、")
    assert "evil" not in response.text


def test_a_person_is_told_in_words() -> None:
    client = TestClient(build_api_app(fake_assistant(), Settings(), LOOPBACK), base_url="http://evil.example:7860")
    response = client.get("/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (response.status_code, response.headers["content-type"]) == (421, "text/plain; charset=utf-8")
    title, japanese, english = response.text.strip().split("\n\n")
    assert (title, japanese[:4], english[:8]) == ("この名前では使えません", "Host", "The name")


def test_a_known_name_is_served() -> None:
    app = build_api_app(fake_assistant(), Settings(), LOOPBACK)
    assert TestClient(app, base_url="http://localhost:7860").get("/api/health").json() == {"status": "ok"}


def test_the_command_gives_the_server_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from chatbot.web import app as web_app

    def statuses(host: str) -> list[int]:
        def config(application: Any, **options: Any) -> Any:
            names = ("localhost", "plans.example", "evil.example")
            found.extend(
                TestClient(application, base_url=f"http://{name}").get("/api/health").status_code for name in names
            )
            raise KeyboardInterrupt

        found: list[int] = []
        monkeypatch.setattr(uvicorn, "Config", config)
        with pytest.raises(KeyboardInterrupt):
            web_app.launch(fake_assistant(), host=host, port=0, api_only=True)
        return found

    monkeypatch.delenv("KEIKAKU_HOSTS", raising=False)
    assert statuses("127.0.0.1") == statuses("localhost") == [200, 421, 421]
    assert statuses("0.0.0.0") == [200, 200, 200]
    monkeypatch.setenv("KEIKAKU_HOSTS", "plans.example")
    assert statuses("127.0.0.1") == statuses("0.0.0.0") == [200, 200, 421]
