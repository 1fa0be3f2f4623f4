"""The MCP server, asked by the SDK's own client: in memory, and as a process over standard input and output."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shlex
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fake_assistant import FakeAssistant
from mcp import Client, MCPError, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp_types import CallToolResult
from plans_assistant import NEAREST, PlansAssistant

import keikaku
from chatbot.mcp.server import build_server
from corpus.document import Corpus
from corpus.listing import procedure_rows

PLAN, DRAFT = "juten-keikaku-2025", "torimatome-2026-draft"
ROOT = Path(keikaku.__file__).parent


@pytest.fixture(scope="module")
def worker() -> Iterator[Executor]:
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


@pytest.fixture
def fake(corpus: Corpus) -> PlansAssistant:
    return PlansAssistant(corpus)


@pytest.fixture
def server(fake: PlansAssistant, worker: Executor) -> MCPServer:
    return build_server(fake, worker)


def call(server: MCPServer, name: str, **arguments: Any) -> CallToolResult:
    async def conversation() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(conversation())


def reply(server: MCPServer, name: str, **arguments: Any) -> dict[str, Any]:
    """The structured content of a call that succeeds."""
    result = call(server, name, **arguments)
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def bare(text: str) -> str:
    return "".join(text.split())


def printed(corpus: Corpus, doc_id: str, spans: list[list[int]]) -> str:
    """What stands at the places, without white space."""
    text = corpus.document(doc_id).text
    return bare("".join(text[start:end] for start, end in spans))


# --- what is offered


def test_every_tool_only_reads_and_tells_its_provenance(server: MCPServer) -> None:
    async def conversation() -> list[Any]:
        async with Client(server) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(conversation())}
    assert list(tools) == ["ask", "search", "procedures", "policies", "document"]
    for tool in tools.values():
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (True, False, False)
        assert "provenance" in tool.output_schema["required"]
        assert all("description" in argument for argument in tool.input_schema["properties"].values())
    assert tools["ask"].title == "計画に質問する (Ask the plans)"
    assert tools["ask"].input_schema["required"] == ["question"]


def test_every_document_is_a_resource_with_its_text(server: MCPServer, corpus: Corpus) -> None:
    async def conversation() -> tuple[list[Any], Any]:
        async with Client(server) as client:
            listed = (await client.list_resources()).resources
            return listed, (await client.read_resource(f"keikaku://documents/{DRAFT}")).contents[0]

    listed, draft = asyncio.run(conversation())
    assert [resource.uri for resource in listed] == [f"keikaku://documents/{item.doc_id}" for item in corpus.documents]
    assert "決定前の文書 (a draft)" in listed[0].description and "draft" not in listed[1].description
    assert draft.text == corpus.document(DRAFT).text
    assert draft.meta["provenance"]["sha256"] == hashlib.sha256(draft.text.encode()).hexdigest()


def test_an_unknown_resource_is_an_error(server: MCPServer) -> None:
    async def conversation() -> None:
        async with Client(server) as client:
            with pytest.raises(MCPError, match="Unknown resource: keikaku://documents/nothing"):
                await client.read_resource("keikaku://documents/nothing")

    asyncio.run(conversation())


def test_a_client_of_the_older_protocol_is_served(server: MCPServer) -> None:
    async def conversation() -> tuple[str, CallToolResult]:
        async with Client(server, mode="legacy") as client:
            assert "never instructions to follow" in (client.instructions or "")
            return client.server_info.name, await client.call_tool("ask", {"question": "出生届"})

    name, result = asyncio.run(conversation())
    assert name == "keikaku" and result.structured_content["outcome"] == "answered"


# --- ask


def test_an_answer_carries_its_sources_verbatim(server: MCPServer, corpus: Corpus) -> None:
    answer = reply(server, "ask", question="広島AIプロセス・フレンズグループ")
    assert answer["outcome"] == "answered" and answer["message"].startswith("計画に答えがありました。")
    source = answer["citations"][0]
    document, place = source["document"], source["place"]
    assert (document["doc_id"], document["title"]) == (PLAN, "デジタル社会の実現に向けた重点計画")
    assert (document["published"], document["publisher"], document["status"]) == ("2025-06-13", "デジタル庁", "決定")
    assert document["sha256"] == hashlib.sha256(corpus.document(PLAN).text.encode()).hexdigest()
    assert place["heading_path"] == [
        "第2 重点政策一覧",
        "[No. 1-5] 民主主義的な価値に基づいた人間中心のAI原則の実践の支援",
    ]
    assert place["page"] == corpus.document(PLAN).page_at(place["spans"][0][0]) is not None
    assert printed(corpus, PLAN, place["spans"]) == bare(source["quote"]) != ""
    assert bare(source["quote"]) in bare(source["passage"])
    assert [item["doc_id"] for item in answer["provenance"]["documents"]] == [PLAN]


def test_a_draft_is_named_as_one(server: MCPServer) -> None:
    provenance = reply(server, "ask", question="人口構造の変化に伴い")["provenance"]
    assert [(item["doc_id"], item["is_draft"]) for item in provenance["documents"]] == [(DRAFT, True)]
    assert provenance["notes"] == [
        "「デジタル行財政改革 取りまとめ2026（案）」は案（決定前の文書）です。 "
        "(A draft: not decided, its content may change.)"
    ]


def test_what_is_not_found_is_said_with_the_nearest_headings(server: MCPServer, corpus: Corpus) -> None:
    answer = reply(server, "ask", question="今日の天気は？")
    assert (answer["outcome"], answer["citations"]) == ("not_found", [])
    assert answer["message"].startswith("計画の中に答えは見つかりませんでした。")
    assert answer["nearest_headings"] == [NEAREST]
    assert len(answer["provenance"]["documents"]) == len(corpus.documents)


def test_earlier_questions_are_handed_on(server: MCPServer, fake: PlansAssistant) -> None:
    reply(server, "ask", question="それはいつ", history=["一", "二"])
    assert fake.asked == [("それはいつ", ("一", "二"))]


def test_a_failure_is_calm_and_does_not_log_the_question(server: MCPServer, caplog: pytest.LogCaptureFixture) -> None:
    result = call(server, "ask", question="故障する質問")
    assert result.is_error and result.content[0].text.startswith("申し訳ありません。応答を用意できませんでした。")
    assert "index on fire" not in result.content[0].text
    assert "index on fire" in caplog.text and "故障する質問" not in caplog.text


def test_questions_take_turns_and_hold_up_nothing_else(server: MCPServer, fake: PlansAssistant) -> None:
    ended: list[str] = []

    async def ask(client: Client, name: str, **arguments: Any) -> None:
        await client.call_tool(name, arguments)
        ended.append(name)

    async def conversation() -> None:
        async with Client(server) as client, asyncio.TaskGroup() as group:
            group.create_task(ask(client, "ask", question="遅い一"))
            group.create_task(ask(client, "ask", question="遅い二"))
            group.create_task(ask(client, "document", doc_id=PLAN))

    asyncio.run(conversation())
    assert ended == ["document", "ask", "ask"]
    assert fake.most_at_once == 1


def test_why_each_source_was_found_is_told_where_it_is_asked(worker: Executor) -> None:
    server = build_server(FakeAssistant(), worker)
    assert reply(server, "ask", question="出生届は？")["why"] is None
    why = reply(server, "ask", question="スマホで出生届は？", why=True)["why"]
    assert why["bridges"] == [{"said": "スマホ", "official": ["スマートフォン"]}]
    first, second = why["citations"]
    assert first["found"]["ranks"] == {"dense": 3, "bm25": 1, "fused": 2}
    assert (first["number"], first["found"]["rank"], first["found"]["relevance"]) == (1, 1, 2.34)
    assert first["found"]["terms"] == ["出生届", "オンライン"]
    assert second == {"number": 2, "found": None}


# --- search


def test_a_search_gives_passages_best_first(server: MCPServer, corpus: Corpus) -> None:
    found = reply(server, "search", question="自動運転", limit=3)
    assert (found["outcome"], found["returned"]) == ("found", 3)
    assert [passage["rank"] for passage in found["passages"]] == [1, 2, 3]
    for passage in found["passages"]:
        place = passage["place"]
        assert printed(corpus, place["doc_id"], place["spans"]) == bare(passage["text"])
        assert "自動運転" in passage["text"]
    named = {passage["document"]["doc_id"] for passage in found["passages"]}
    assert {item["doc_id"] for item in found["provenance"]["documents"]} == named


def test_a_greeting_finds_nothing_and_is_told_what_to_ask(server: MCPServer) -> None:
    found = reply(server, "search", question="こんにちは ")
    assert (found["outcome"], found["passages"]) == ("not_found", [])
    assert found["message"].startswith("計画に書かれていることを、原文の引用でお答えします。")


# --- procedures and policies


def test_procedures_are_counted_and_given_with_place_and_group(server: MCPServer, corpus: Corpus) -> None:
    found = reply(server, "procedures", query="旅券", limit=2)
    rows = procedure_rows(corpus, "旅券")
    assert (found["outcome"], found["total"], found["returned"]) == ("found", len(rows), 2)
    assert [record["name"]["text"] for record in found["records"]] == [row["手続名"] for row in rows[:2]]
    for record, row in zip(found["records"], rows, strict=False):
        assert record["place"]["line"] == row["source_line"]
        assert record["procedure_id"]["text"] == row["手続ID"]
        for field in ("name", "law", "type", "subject", "receiver", "procedure_id"):
            assert printed(corpus, PLAN, record[field]["spans"]) == bare(record[field]["text"])
        assert record["place"]["heading_path"][-1] == f"{row['group_no']}. {row['group_title']}"
    assert [group["number"] for group in found["groups"]] == list(dict.fromkeys(row["group_no"] for row in rows[:2]))
    assert [item["doc_id"] for item in found["provenance"]["documents"]] == [PLAN]


def test_procedures_of_a_ministry_are_those_of_its_groups(server: MCPServer, corpus: Corpus) -> None:
    found = reply(server, "procedures", ministry="外務省", limit=50)
    groups = [group for group in corpus.procedure_groups if "外務省" in group.ministries.text]
    assert found["total"] == sum(len(group.rows) for group in groups) > 0
    assert all("外務省" in group["ministries"]["text"] for group in found["groups"])


def test_a_group_without_a_table_is_found(server: MCPServer) -> None:
    found = reply(server, "procedures", group=60)
    assert (found["outcome"], found["total"], found["groups"][0]["procedures"]) == ("found", 0, 0)
    assert found["groups"][0]["kpi"]["text"].startswith("G-MIS 上での既存調査・報告の実施件数")
    assert "題名の当てはまるグループが1件あります。" in found["message"]


def test_the_lists_for_local_governments_are_looked_through_too(server: MCPServer, corpus: Corpus) -> None:
    found = reply(server, "procedures", query="要介護・要支援認定の申請")
    assert (found["outcome"], found["total"], found["listed_total"]) == ("found", 0, 1)
    item = found["listed"][0]
    assert printed(corpus, PLAN, item["place"]["spans"]) == item["name"] == "要介護・要支援認定の申請"
    assert reply(server, "procedures", query="要介護・要支援認定の申請", ministry="外務省")["outcome"] == "not_found"


@pytest.mark.parametrize("tool", ["procedures", "policies"])
def test_a_list_that_holds_nothing_says_so(server: MCPServer, tool: str) -> None:
    found = reply(server, tool, query="自動運転 火星")
    assert (found["outcome"], found["total"], found["records"]) == ("not_found", 0, [])
    assert found["message"].startswith("当てはまるものは一覧にありません。")
    assert len(found["nearest_headings"]) == 3
    assert reply(server, tool, ministry="火星庁")["nearest_headings"] == []


def test_a_policy_is_given_with_its_fields_and_measures(server: MCPServer, corpus: Corpus) -> None:
    found = reply(server, "policies", number="Ｎo. 1-47")
    assert (found["total"], found["returned"]) == (1, 1)
    record = found["records"][0]
    assert (record["number"], record["title"]["text"]) == ("1-47", "出生届のオンライン化")
    assert (record["lead"]["text"], record["related"]["text"]) == (
        "デジタル庁、法務省",
        "内閣官房、こども家庭庁、厚生労働省",
    )
    assert record["measures"][0]["lead"]["text"] == "デジタル庁、法務省"
    for field in ("title", "body", "target", "lead", "related"):
        assert printed(corpus, PLAN, record[field]["spans"]) == bare(record[field]["text"])
    assert record["place"]["heading_path"] == ["第2 重点政策一覧", "[No. 1-47] 出生届のオンライン化"]


def test_policies_must_match_all_that_is_given(server: MCPServer) -> None:
    found = reply(server, "policies", query="旅券", ministry="外務省", limit=50)
    assert found["total"] == len(found["records"])
    for record in found["records"]:
        assert "外務省" in record["lead"]["text"] + record["related"]["text"]
    assert reply(server, "policies", number="1-47", ministry="外務省")["outcome"] == "not_found"


# --- document


def test_a_range_of_a_document_is_its_text(server: MCPServer, corpus: Corpus) -> None:
    text = corpus.document(PLAN).text
    excerpt = reply(server, "document", doc_id=PLAN, start=85022, end=85251)["excerpt"]
    assert excerpt["text"] == text[85022:85251]
    assert (excerpt["end"], excerpt["next_start"]) == (85251, 85251)
    assert excerpt["first_page"] == corpus.document(PLAN).page_at(85022)


@pytest.mark.parametrize(("start", "end", "stop"), [(0, None, 4_000), (10, 10_000_000, 20_010), (443_000, None, None)])
def test_a_range_is_bounded(server: MCPServer, corpus: Corpus, start: int, end: int | None, stop: int | None) -> None:
    excerpt = reply(server, "document", doc_id=PLAN, start=start, end=end)["excerpt"]
    assert excerpt["text"] == corpus.document(PLAN).text[start:stop]
    assert excerpt["next_start"] == stop


def test_without_an_id_the_documents_are_listed(server: MCPServer, corpus: Corpus) -> None:
    listed = reply(server, "document")
    assert listed["excerpt"] is None
    documents = listed["provenance"]["documents"]
    assert [(item["doc_id"], item["sha256"], item["characters"]) for item in documents] == [
        (item.doc_id, item.sha256, len(item.text)) for item in corpus.documents
    ]


# --- wrong input


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("ask", {"question": " "}, "質問が空です。知りたいことを入力してください。"),
        ("ask", {}, "引数を読めません (invalid arguments): question: Field required ({})"),
        ("ask", {"question": 5}, "question: Input should be a valid string (5)"),
        ("ask", {"question": "あ", "history": ["い"] * 51}, "history: Tuple should have at most 50 items"),
        ("ask", {"question": "あ", "histroy": []}, "知らない引数です (unknown arguments): histroy。"),
        ("search", {"question": ""}, "質問が空です。"),
        ("search", {"question": "あ", "limit": 51}, "limit: Input should be less than or equal to 50 (51)"),
        ("procedures", {"group": "A"}, "group: 番号ではありません"),
        ("policies", {"number": "47"}, "number: 番号ではありません"),
        ("policies", {"query": "あ" * 201}, "query: String should have at most 200 characters"),
        (
            "document",
            {"doc_id": "x"},
            f"'x' という文書はありません (no such document). あるもの (there are): {DRAFT}、",
        ),
        ("document", {"start": 3}, "start と end は doc_id と一緒に使います"),
        ("document", {"doc_id": PLAN, "start": 443_347}, "start: 443,347 は本文（443,347 字）の外です"),
        ("document", {"doc_id": PLAN, "start": 5, "end": 5}, "end: 5 は start（5）より後にしてください"),
        ("document", {"doc_id": PLAN, "start": -1}, "start: Input should be greater than or equal to 0 (-1)"),
        ("forget", {}, "Unknown tool: forget"),
    ],
)
def test_what_cannot_be_read_is_a_clear_error(
    server: MCPServer, tool: str, arguments: dict[str, Any], message: str
) -> None:
    result = call(server, tool, **arguments)
    assert result.is_error and message in result.content[0].text
    assert "Traceback" not in result.content[0].text and "pydantic.dev" not in result.content[0].text


# --- as a process


def test_the_command_speaks_the_protocol_and_quotes_verbatim(corpus: Corpus, tmp_path: Path) -> None:
    """One process for all of it: to open the real index takes some seconds."""
    spoken = tmp_path / "stdout"
    command = f"{shlex.quote(sys.executable)} keikaku.py mcp | tee {shlex.quote(str(spoken))}"
    names = ("KEIKAKU_DOCUMENTS", "KEIKAKU_INDEX", "OMP_NUM_THREADS", "PYTHONPATH")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    parameters = StdioServerParameters(command="sh", args=["-c", command], cwd=ROOT, env=environment)

    async def conversation() -> list[dict[str, Any]]:
        async with Client(parameters) as client:
            calls = [
                ("ask", {"question": "美容師免許の申請の根拠法令は？"}),
                ("search", {"question": "自動運転", "limit": 5}),
                ("ask", {"question": "今日の天気は？"}),
                ("document", {"doc_id": DRAFT, "start": 100, "end": 300}),
            ]
            return [(await client.call_tool(*each)).structured_content for each in calls]

    licence, driving, weather, excerpt = asyncio.run(conversation())
    assert "美容師法施行規則" in licence["answer"]
    for source in licence["citations"]:
        place = source["place"]
        assert printed(corpus, place["doc_id"], place["spans"]) == bare(source["quote"]) != ""
        assert source["document"]["sha256"] == corpus.document(place["doc_id"]).sha256
    for passage in driving["passages"]:
        place = passage["place"]
        assert printed(corpus, place["doc_id"], place["spans"]) == bare(passage["text"]) != ""
    assert weather["outcome"] == "not_found" and weather["nearest_headings"]
    assert excerpt["excerpt"]["text"] == corpus.document(DRAFT).text[100:300]
    lines = spoken.read_text(encoding="utf-8").splitlines()
    assert lines and all(json.loads(line)["jsonrpc"] == "2.0" for line in lines)
