"""The page that explains the API, and the OpenAPI document that it is made from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fake_api import fake_assistant
from starlette.testclient import TestClient

from chatbot.api.app import build_api_app
from chatbot.api.problems import PROBLEMS
from chatbot.api.reference import forms, groups
from chatbot.api.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CALLS = {
    "ask": "POST /api/ask",
    "search": "POST /api/search",
    "procedures": "GET /api/procedures",
    "procedure_lists": "GET /api/procedures/lists",
    "policies": "GET /api/policies",
    "documents": "GET /api/documents",
    "document": "GET /api/documents/{doc_id}",
    "gennai": "POST /api/gennai",
    "gennai_request": "POST /api/gennai/requests",
    "gennai_status": "GET /api/gennai/status/{request_id}",
    "health": "GET /api/health",
    "ready": "GET /api/ready",
}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build_api_app(fake_assistant(), Settings(questions_per_minute=20)))


@pytest.fixture(scope="module")
def schema(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def test_every_call_is_explained(schema: dict[str, Any]) -> None:
    calls = [call for group in groups(schema, "en") for call in group.operations]
    assert {call.id: f"{call.method} {call.path}" for call in calls} == CALLS
    ask = next(call for call in calls if call.id == "ask")
    assert ask.summary == "Answer a question" and ask.description.startswith("The answer is made of sentences")
    assert ask.sent is not None and [(m.name, m.type, m.is_required) for m in ask.sent.members] == [
        ("question", "string", True),
        ("history", "string[]", False),
        ("why", "boolean", False),
    ]
    assert '"question": "美容師免許の申請の根拠法令は？"' in ask.sent.example
    assert (ask.status, ask.given.name) == ("200", "Answer")
    assert [status for status, _ in ask.problems] == ["400", "401", "413", "415", "422", "429", "500", "503"]
    search = next(call for call in calls if call.id == "search")
    assert search.sent is not None
    assert [m.type for m in search.sent.members if m.name == "limit"] == ["integer (1–50)"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everything_is_explained_in_one_language(schema: dict[str, Any], language: str) -> None:
    said = [
        text for form in forms(schema, language) for text in (form.description, *(m.description for m in form.members))
    ]
    for group in groups(schema, language):
        said.append(group.name)
        for call in group.operations:
            said += [call.summary, call.description, *(m.description for m in call.parameters)]
            said += [meaning for _, meaning in call.problems]
    japanese = [bool(re.search("[ぁ-ん一-龥]", text.replace("源内", "").replace("案", ""))) for text in said if text]
    assert len(japanese) > 100
    assert [text for text, found in zip(filter(None, said), japanese, strict=True) if found is (language == "en")] == []


def test_every_form_that_is_named_is_there(schema: dict[str, Any]) -> None:
    names = {form.name for form in forms(schema, "ja")}
    assert {"Answer", "Citation", "Problem", "Status", "Policies"} <= names
    assert set(re.findall(r"#/components/schemas/(\w+)", str(schema))) <= names
    assert not names & {"HTTPValidationError", "ValidationError"}


def test_the_document_names_itself_and_where_it_is_served(schema: dict[str, Any]) -> None:
    assert (schema["info"]["title"], schema["servers"]) == ("keikaku API", [{"url": "/api"}])
    assert re.fullmatch(r"\d+(\.\d+)*", schema["info"]["version"])
    examples = schema["paths"]["/ask"]["post"]["responses"]["429"]["content"]["application/problem+json"]["examples"]
    assert examples["too-many"]["value"]["status"] == 429


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/docs", ("質問と検索は 20 回、ほかは 80 回まで", "本文は 64 kB まで", "キーは要りません")),
        ("/en/api/docs", ("ask or search 20 times a minute", "at most 64 kB", "needs no key")),
    ],
)
def test_the_page_tells_the_limits_and_needs_no_other_host(
    client: TestClient, path: str, words: tuple[str, ...]
) -> None:
    text = client.get(path).text
    assert [word for word in words if word not in text] == []
    assert re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", text) == []
    assert [problem.name for problem in PROBLEMS if f'id="problem-{problem.name}"' not in text] == []
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r' id="([^"]+)"', text))
    assert "<h1>API</h1>" in text and 'aria-current="page">API</a>' in text


def test_what_the_page_shows_is_escaped() -> None:
    client = TestClient(build_api_app(fake_assistant(), Settings(key="secret")))
    text = client.get("/api/docs", headers={"host": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text
    assert "x-api-key: …" in text and "secret" not in text


def test_the_api_alone_sends_people_to_its_page(client: TestClient) -> None:
    for path in ("/", "/en/"):
        assert client.get(path).url.path == f"{path}api/docs"
