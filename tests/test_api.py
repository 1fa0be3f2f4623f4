"""The API: what it gives, and what it says where it gives nothing."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fake_api import TEXT, fake_assistant
from fake_assistant import BIRTHS, CERTIFICATES, FakeAssistant
from starlette.testclient import TestClient

from chatbot.api import examples, models, record_models
from chatbot.api.app import build_api_app
from chatbot.api.asking import hit_dict
from chatbot.api.problems import PROBLEMS, ProblemRaised
from chatbot.api.questions import QuestionQueue
from chatbot.api.settings import Settings
from chatbot.api.why import Why
from chatbot.assistant import QuestionError
from corpus.document import Corpus
from corpus.listing import document_rows, list_rows, policy_rows, procedure_rows

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PLAN = "/api/documents/juten-keikaku-2025"


@pytest.fixture
def assistant() -> FakeAssistant:
    return fake_assistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    return TestClient(build_api_app(assistant, Settings()), raise_server_exceptions=False)


# --- questions


def test_an_answer_is_that_of_the_command_line(client: TestClient, assistant: FakeAssistant) -> None:
    response = client.post("/api/ask", json={"question": "出生届は？", "history": ["前の質問"]})
    assert response.status_code == 200
    assert response.json() == assistant.answer_question("出生届は？", ["前の質問"]).as_dict()
    assert assistant.asked[0] == ("出生届は？", ("前の質問",))
    assert response.headers["cache-control"] == "no-store"


def test_why_is_told_where_it_is_asked(client: TestClient, assistant: FakeAssistant) -> None:
    asked = {"question": "スマホでは？出生届", "history": ["前の質問"]}
    plain = client.post("/api/ask", json={**asked, "why": False}).json()
    why = client.post("/api/ask", json={**asked, "why": True}).json()
    assert plain == assistant.answer_question("スマホでは？出生届", ["前の質問"]).as_dict()
    assert why.pop("why") == {
        "understood_as": "出生届のスマホでは？出生届",
        "bridges": [{"said": "スマホ", "official": ["スマートフォン"]}],
        "citations": [
            {
                "number": 1,
                "found": {
                    "terms": ["出生届", "オンライン"],
                    "ranks": {"dense": 3, "bm25": 1, "fused": 2},
                    "rank": 1,
                    "relevance": 2.34,
                },
            },
            {"number": 2, "found": None},
        ],
    }
    assert why == plain


def test_the_examples_of_why_fit_its_form(client: TestClient) -> None:
    assert Why.model_validate(examples.WHY).model_dump() == examples.WHY
    forms = client.get("/api/openapi.json").json()["components"]["schemas"]
    assert forms["Asked"]["examples"][1] == {"question": examples.QUESTION, "why": True}
    assert forms["Answer"]["examples"][1]["why"] == examples.WHY
    assert forms["Why"]["examples"] == [examples.WHY]


def test_the_document_describes_the_answer_as_it_is() -> None:
    answer = fake_assistant().answer_question("出生届は？").as_dict()
    assert set(models.Answer.model_fields) == {*answer, "why"} == set(examples.ANSWER_WHY)
    assert set(answer) == set(examples.ANSWER)
    assert set(models.Citation.model_fields) == set(answer["citations"][0]) == set(examples.CITATION)


def test_a_search_gives_the_passage_its_place_and_its_scores(client: TestClient) -> None:
    response = client.post("/api/search", json={"question": "出生届", "limit": 5})
    (hit,) = response.json()["hits"]
    assert response.json()["question"] == "出生届"
    assert (hit["rank"], hit["score"], hit["cosine"], hit["relevance"]) == (1, 15.903, 0.9004, 4.9645)
    assert hit["text"] == BIRTHS + CERTIFICATES and hit["page"] == 13
    assert hit["heading_path"][-1] == "(b) 出生関連手続のオンライン化"
    assert "".join(TEXT[start:end] for start, end in hit["spans"]) == hit["text"]
    assert (hit["doc_id"], hit["published"], hit["status"]) == ("juten-keikaku-2025", "2025-06-13", "決定")
    assert set(hit) == set(models.Hit.model_fields) == set(examples.HIT)


def test_nothing_found_is_no_error(client: TestClient) -> None:
    assert client.post("/api/search", json={"question": "天気"}).json() == {"question": "天気", "hits": []}
    assert client.post("/api/ask", json={"question": "天気"}).json()["outcome"] == "not_found"


@pytest.mark.parametrize(
    ("path", "body", "field", "detail"),
    [
        ("/api/ask", {}, "question", "必要な項目がありません"),
        ("/api/ask", {"question": ""}, "question", "空です"),
        ("/api/ask", {"question": " \u3000\n"}, "question", "空白でない文字を入れてください"),
        ("/api/ask", {"question": "あ" * 2001}, "question", "2,000字以内にしてください"),
        ("/api/ask", {"question": 5}, "question", "文字列にしてください"),
        ("/api/ask", {"question": "\ud800"}, "question", "UTF-8 にできない文字があります"),
        ("/api/ask", {"question": "q", "history": "前"}, "history", "配列にしてください"),
        ("/api/ask", {"question": "q", "why": "yes"}, "why", "true か false にしてください"),
        ("/api/ask", {"question": "q", "history": [1]}, "history.0", "文字列にしてください"),
        ("/api/ask", {"question": "q", "history": ["前"] * 51}, "history", "50件以内にしてください"),
        ("/api/search", {"question": "q", "limit": 51}, "limit", "50 以下にしてください"),
        ("/api/search", {"question": "q", "limit": 0}, "limit", "1 以上にしてください"),
        ("/api/search", {"question": "q", "limit": "5"}, "limit", "整数にしてください"),
        ("/api/search", {"question": "q", "limit": True}, "limit", "整数にしてください"),
        ("/api/ask", [], "body", "JSON のオブジェクト {…} にしてください"),
    ],
)
def test_a_wrong_value_is_named(client: TestClient, path: str, body: object, field: str, detail: str) -> None:
    response = client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [(found["field"], found["detail"]) for found in problem["errors"]] == [(field, detail)]
    assert problem["detail"] == f"{field}：{detail}。"
    assert problem["type"] == "/api/docs#problem-invalid"


def test_what_the_assistant_refuses_is_a_wrong_question(client: TestClient, assistant: FakeAssistant) -> None:
    def refuse(question: str, history: object = ()) -> None:
        raise QuestionError("質問が空です。")

    assistant.answer_question = refuse  # type: ignore[method-assign, assignment]
    response = client.post("/api/ask", json={"question": "何？"})
    assert response.status_code == 422
    assert response.json()["detail"] == "question：質問が空です。"
    assert response.json()["detail_en"].startswith("question: The question must hold something")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe{", b"[" * 60_000, b'{"question": 1' + b"0" * 5000 + b"}"])
def test_a_body_that_is_no_json(client: TestClient, body: bytes) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] in ("/api/docs#problem-unreadable", "/api/docs#problem-invalid")


def test_a_body_of_another_type(client: TestClient) -> None:
    response = client.post("/api/ask", data={"question": "出生届は？"})
    assert (response.status_code, response.json()["type"]) == (415, "/api/docs#problem-not-json")


@pytest.mark.parametrize("path", ["/api/ask", "/api/search", "/api/gennai"])
def test_a_failure_says_nothing_of_the_inside(client: TestClient, caplog: pytest.LogCaptureFixture, path: str) -> None:
    body = {"question": "故障する質問"}
    response = client.post(path, json={"inputs": body} if "gennai" in path else body)
    assert (response.status_code, response.json()["title"]) == (500, "処理できませんでした")
    assert "fire" not in response.text
    assert "index on fire" in caplog.text and "故障する質問" not in caplog.text


def test_a_long_queue_is_refused_and_opens_again() -> None:
    go = threading.Event()
    with ThreadPoolExecutor(max_workers=1) as worker:
        queue = QuestionQueue(worker, longest=2)
        waiting = [queue.submit(go.wait, 10), queue.submit(lambda: "next")]
        with pytest.raises(ProblemRaised) as refusal:
            queue.submit(lambda: "one too many")
        go.set()
        assert [future.result() for future in waiting] == [True, "next"]
        assert queue.submit(lambda: "again").result() == "again"
    assert refusal.value.problem.status == 503
    assert refusal.value.headers == {"Retry-After": "5"}


def test_other_calls_are_served_while_a_question_is_answered(client: TestClient, assistant: FakeAssistant) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(question: str, history: object = ()) -> object:
        begun.set()
        assert go.wait(10)
        return FakeAssistant().answer_question(question)

    assistant.answer_question = slow  # type: ignore[method-assign, assignment]
    with client, ThreadPoolExecutor(max_workers=1) as asking:  # `with`: one event loop for all requests
        asked = asking.submit(client.post, "/api/ask", json={"question": "出生届は？"})
        assert begun.wait(10)
        assert client.get("/api/health").json() == {"status": "ok"}
        assert client.get("/api/procedures").json()["total"] == 2
        go.set()
        assert asked.result().json()["outcome"] == "answered"


# --- records


def test_procedures_are_those_that_hold_the_words(client: TestClient) -> None:
    found = client.get("/api/procedures", params={"query": "美容師　免許"}).json()
    assert (found["total"], found["matched"]) == (2, 1)
    assert (found["items"][0]["手続名"], found["items"][0]["手続ID"]) == ("美容師免許の申請", "47296")
    assert client.get("/api/procedures", params={"group": "3"}).json()["items"] == []


def test_rows_come_in_pages(client: TestClient) -> None:
    found = client.get("/api/procedures", params={"group": "2", "limit": 1, "offset": 1}).json()
    assert (found["matched"], [row["手続名"] for row in found["items"]]) == (2, ["理容師免許の申請"])


def test_policies_and_lists(client: TestClient) -> None:
    (policy,) = client.get("/api/policies", params={"ministry": "法務省"}).json()["items"]
    assert (policy["number"], policy["具体的な目標"], policy["measures"][0]["source_line"]) == (
        "1-47",
        "提出の実現",
        5509,
    )
    assert client.get("/api/policies", params={"ministry": "防衛省"}).json()["matched"] == 0
    (listed,) = client.get("/api/procedures/lists").json()["items"]
    assert listed["手続名"] == "図書館の図書貸出予約等"


def test_the_document_describes_the_rows_as_they_are(corpus: Corpus) -> None:
    rows = (
        (record_models.Procedure, procedure_rows(corpus, "美容師免許"), examples.PROCEDURE),
        (record_models.ListedProcedure, list_rows(corpus, "図書館"), examples.LISTED),
        (record_models.Policy, policy_rows(corpus, "出生届のオンライン化"), examples.POLICY),
        (record_models.Document, document_rows(corpus), examples.DOCUMENT),
    )
    for model, (row, *_), example in rows:
        names = {field.alias or name for name, field in model.model_fields.items()}
        assert names == set(row) == set(example)


def test_the_examples_stand_in_the_plans(corpus: Corpus) -> None:
    assert examples.POLICY in policy_rows(corpus)
    assert examples.LISTED in list_rows(corpus)
    row = next(row for row in procedure_rows(corpus) if row["手続ID"] == "47296")
    assert {name: value for name, value in row.items() if name not in ("取組内容", "KPI")}.items() <= (
        examples.PROCEDURE.items()
    )
    for cited in (examples.CITATION, examples.HIT):
        text = corpus.document(cited["doc_id"]).text[cited["start"] : cited["end"]]
        assert "".join(text.split()) == "".join(cited["text"].split())
    passage = next(passage for passage in corpus.passages if passage.id == examples.HIT["passage_id"])
    assert (passage.record, list(passage.heading_path)) == (examples.HIT["record"], examples.HIT["heading_path"])


def test_an_unknown_filter_is_refused(client: TestClient) -> None:
    problem = client.get("/api/procedures", params={"qeury": "美容師"}).json()
    assert (problem["status"], problem["detail"]) == (422, "qeury：知らない項目です。")


# --- documents


def test_documents_and_their_hashes(client: TestClient) -> None:
    draft, plan = client.get("/api/documents").json()["items"]
    assert (draft["doc_id"], draft["status"], draft["pages"]) == ("torimatome-2026-draft", "案", None)
    assert (plan["pages"], plan["passages"]) == (1, 2)
    assert plan["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_document_has_its_sections_and_no_text_unless_asked(client: TestClient) -> None:
    document = client.get(PLAN).json()
    assert (document["characters"], document["excerpt"]) == (len(TEXT), None)
    first, second = document["sections"]
    assert (first["start"], first["end"], first["page"]) == (0, len(BIRTHS + CERTIFICATES), 13)
    assert second["heading_path"] == ["第2 重点政策一覧"]
    assert TEXT[second["start"] : second["end"]] == "𠮷野家"


@pytest.mark.parametrize(
    ("parameters", "start", "end"),
    [
        ({"start": TEXT.index("𠮷"), "end": TEXT.index("𠮷") + 2}, TEXT.index("𠮷"), TEXT.index("𠮷") + 2),
        ({"end": 4}, 0, 4),
        ({"start": 5}, 5, len(TEXT)),
        ({"start": len(TEXT)}, len(TEXT), len(TEXT)),
        ({"start": 3, "end": 10_000}, 3, len(TEXT)),
        ({"start": 3, "end": 3}, 3, 3),
    ],
)
def test_the_text_comes_verbatim(client: TestClient, parameters: dict[str, int], start: int, end: int) -> None:
    excerpt = client.get(PLAN, params=parameters).json()["excerpt"]
    assert excerpt == {"start": start, "end": end, "text": TEXT[start:end]}


def test_a_long_text_comes_in_parts(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_models, "LONGEST_TEXT", 50)
    text, start = "", 0
    while start < len(TEXT):
        part = client.get(PLAN, params={"start": start}).json()["excerpt"]
        assert len(part["text"]) <= 50
        text, start = text + part["text"], part["end"]
    assert text == TEXT


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"start": 9, "end": 8}, "end：start 以上にしてください"),
        ({"start": len(TEXT) + 1}, f"start：本文は {len(TEXT)} 字です"),
        ({"start": -1}, "start：0 以上にしてください。"),
        ({"start": "x"}, "start：整数にしてください。"),
    ],
)
def test_a_range_that_cannot_be(client: TestClient, parameters: dict[str, int], detail: str) -> None:
    response = client.get(PLAN, params=parameters)
    assert (response.status_code, response.json()["detail"]) == (422, detail)


# --- what is not there


@pytest.mark.parametrize(
    ("path", "name"),
    [("/api/documents/none", "no-document"), ("/api/none", "not-found"), ("/api/", "not-found")],
)
def test_what_is_not_there(client: TestClient, path: str, name: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["type"]) == (404, f"/api/docs#problem-{name}")


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/ask"), ("DELETE", "/api/documents"), ("TRACE", "/api/ask")])
def test_a_method_that_is_not_offered(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.json()["type"]) == (405, "/api/docs#problem-wrong-method")
    assert response.headers["allow"] == ("POST" if path == "/api/ask" else "GET")


def test_problems_have_names_of_their_own_and_speak_both_languages() -> None:
    assert len({problem.name for problem in PROBLEMS}) == len(PROBLEMS)
    assert [problem.name for problem in PROBLEMS if problem.detail.isascii() or not problem.detail_en.isascii()] == []


# --- health


def test_health_and_readiness(client: TestClient, assistant: FakeAssistant) -> None:
    assert client.get("/api/ready").json() == {"status": "ready", "documents": 2, "passages": 2}
    for state, name in (("loading", "loading"), ("failed", "unfit")):
        assistant.state = state  # type: ignore[assignment]
        response = client.get("/api/ready")
        assert (response.status_code, response.json()["type"]) == (503, f"/api/docs#problem-{name}")
        assert response.headers["retry-after"] == "5"
        assert client.get("/api/health").json() == {"status": "ok"}


def test_a_hit_of_a_document_without_pages_has_none() -> None:
    assistant = FakeAssistant()
    (hit,) = assistant.retrieve("出生届")
    assert hit_dict(hit, assistant.corpus.documents[1])["page"] is None


# --- the application


def test_gradio_is_not_imported_for_the_api_alone() -> None:
    program = (
        "import sys; from fake_api import fake_assistant; from chatbot.web import app; from chatbot.api import app as api; "
        "api.build_api_app(fake_assistant()); print('gradio' in sys.modules)"
    )
    here = Path(__file__).parent
    paths = f"{here}:{here.parent}"
    result = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": paths}, capture_output=True, text=True, check=True
    )
    assert result.stdout == "False\n"
