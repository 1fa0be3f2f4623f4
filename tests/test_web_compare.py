"""The comparison page and its file: what they show of a small corpus, and what they say to bad input."""

from __future__ import annotations

import csv
import html
import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fake_comparison import CORPUS, FakeComparer, LoadingComparer
from fastapi import FastAPI
from gold import bare
from starlette.testclient import TestClient

from chatbot.web.compare import add_compare

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
BIRTHS = "出生届のオンライン届出"


def _client(assistant: FakeComparer) -> TestClient:
    app = FastAPI()
    add_compare(app, assistant, ThreadPoolExecutor(max_workers=1))
    return TestClient(app)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return _client(FakeComparer())


def _get(client: TestClient, question: str, path: str = "/compare") -> str:
    response = client.get(path, params={"q": question})
    assert response.status_code == 200
    return response.text


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_the_page_explains_itself_and_offers_topics_of_the_corpus(client: TestClient) -> None:
    text = client.get("/compare").text
    assert "それぞれの文書に書かれていることを、古い順に並べます" in text
    assert '<form class="filter" action="/compare" method="get">' in text
    assert 'action="/en/compare"' in client.get("/en/compare").text


def test_the_columns_are_the_documents_that_speak_oldest_first(client: TestClient) -> None:
    headers = re.findall(r'<th scope="col".*?</th>', _get(client, BIRTHS), re.DOTALL)
    assert [re.search(r'class="document" lang="ja">(.*?)<', one)[1] for one in headers] == [
        "情報化の方針",
        "情報化計画",
    ]  # type: ignore[index]


def test_a_change_is_marked_and_told_in_words(client: TestClient) -> None:
    text = _get(client, BIRTHS)
    assert '<strong>期限</strong> <span lang="ja">2025年度 → 2026年夏</span>' in text
    assert re.findall(r"<mark>(.*?)</mark>", text) == [
        f'<span class="visually-hidden">［変わったところ：期限］</span>{value}' for value in ("2025年度", "2026年夏")
    ]
    english = _get(client, BIRTHS, "/en/compare")
    assert "<strong>Deadline</strong>" in english and "(compared with 情報化の方針 2024-11-12)" in re.sub(
        "<[^>]+>", "", english
    )


def test_a_draft_is_named_as_one_and_a_silent_document_is_named(client: TestClient) -> None:
    text = _get(client, "ICT端末の導入率")
    assert "案（決定前の文書）" in text
    silent = _plain(text[text.index('<ul class="silent">') :])
    assert silent.startswith("情報化計画 2025年6月13日 みどり市 決定 この文書には記載が見つかりません")


@pytest.mark.parametrize("question", [BIRTHS, "ICT端末の導入率", "窓口の予約", "電子署名の在り方"])
def test_every_quote_stands_verbatim_in_its_document(client: TestClient, question: str) -> None:
    quotes = re.findall(r'<blockquote lang="ja">(.*?)</blockquote>', _get(client, question), re.DOTALL)
    assert quotes
    shown = [re.sub(r'<span class="visually-hidden">.*?</span>', "", quote) for quote in quotes]
    texts = [bare(document.text) for document in CORPUS.documents]
    for quote in shown:
        assert any(bare(html.unescape(re.sub(r"</?mark>", "", quote))) in text for text in texts)


def test_text_of_documents_and_users_is_escaped(client: TestClient) -> None:
    text = _get(client, "出生届の<script>alert(1)</script>電子署名")
    assert "<script>alert" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<b>電子署名" not in text and "&lt;b&gt;電子署名&lt;/b&gt;" in text


def test_a_quote_has_its_heading_and_opens_in_its_document(client: TestClient) -> None:
    text = _get(client, "ICT端末の導入率")
    assert '<span lang="ja">（２）保育</span>' in text
    links = re.findall(
        r'href="/documents/(\w+)\?cite=1:[\d,-]+&amp;at=1#cite-1">「情報化の方針」の原文で開く</a>', text
    )
    assert set(links) == {next(item.doc_id for item in CORPUS.documents if item.title == "情報化の方針")}


def test_where_no_document_speaks_the_words_are_those_of_the_chat(client: TestClient) -> None:
    text = _get(client, "宇宙旅行")
    assert "収録した3つの計画の中に、この質問に答える記載は見つかりませんでした。" in text
    assert "<table" not in text


def test_one_document_alone_is_said_to_be_so(client: TestClient) -> None:
    assert "一つの文書だけなので、比べられません" in _get(client, "窓口の予約")


@pytest.mark.parametrize("path", ["/compare", "/compare.csv", "/en/compare", "/en/compare.csv"])
@pytest.mark.parametrize(
    ("question", "status", "japanese", "english"),
    [
        ("  ", 400, "質問または話題を入力してください。", "Please type a question or topic."),
        ("あ" * 2001, 400, "長すぎます（2,001字）。", "This is too long (2,001 characters)."),
        ("故障", 500, "比べられませんでした", "could not be compared"),
        ("拒否", 400, "この質問は読めません。", "この質問は読めません。"),
    ],
)
def test_bad_input_is_told_in_the_readers_language(
    client: TestClient, path: str, question: str, status: int, japanese: str, english: str
) -> None:
    response = client.get(path, params={"q": question})
    assert response.status_code == status
    assert (english if path.startswith("/en") else japanese) in response.text
    assert "index on fire" not in response.text and 'role="alert"' in response.text


def test_while_the_model_loads_the_page_says_so() -> None:
    response = _client(LoadingComparer()).get("/compare", params={"q": BIRTHS})
    assert response.status_code == 503 and response.headers["retry-after"] == "20"
    assert "モデルを読み込んでいます" in response.text
    assert 'href="/compare?q=%E5%87%BA%E7%94%9F' in response.text
    assert _client(LoadingComparer()).get("/compare").status_code == 200


def test_the_link_to_the_other_language_keeps_the_question(client: TestClient) -> None:
    assert 'class="language" href="/en/compare?q=%E7%AA%93%E5%8F%A3"' in _get(client, "窓口")


def test_the_file_holds_every_statement_and_no_formula(client: TestClient) -> None:
    response = client.get("/compare.csv", params={"q": BIRTHS})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="compare.csv"' in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["文書"] for row in rows if row["事柄"] == "1"] == ["情報化の方針", "情報化計画"]
    assert rows[1]["変化"] == "期限：2025年度 → 2026年夏" and rows[1]["比べた文書"] == "情報化の方針 2024-11-12"
    assert (
        rows[-1]["文書"] == "情報化計画 2026（案）" and rows[-1]["記載（原文）"] == "この文書には記載が見つかりません"
    )
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
