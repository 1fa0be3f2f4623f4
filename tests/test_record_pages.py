"""The pages of procedures and policies as served: what they say, link to and refuse, in both languages, and their files."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from fastapi import FastAPI
from icalendar import Calendar
from starlette.testclient import TestClient

from chatbot.web.policies import add_policy_pages
from chatbot.web.procedures import add_procedure_pages
from corpus.document import Corpus

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Starlette, of its test client


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> TestClient:
    app = FastAPI()
    add_procedure_pages(app, corpus)
    add_policy_pages(app, corpus)
    return TestClient(app)


def _text(client: TestClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.text


def test_the_count_the_words_and_the_best_procedure_are_shown(client: TestClient) -> None:
    text = _text(client, "/procedures?q=パスポート")
    assert "全690件中8件" in text and "次の言葉でも探しました：旅券" in text
    assert '<a href="/procedures/10/1">一般旅券の発給の申請（外務大臣又は領事官に申請する場合）</a>' in text


def test_in_english_below_en(client: TestClient) -> None:
    text = _text(client, "/en/procedures?q=lost+passport")
    assert "3 of 690" in text and "Also searched for: 旅券の紛失" in text
    assert 'href="/en/procedures/10/3"' in text and 'href="/procedures?q=lost+passport"' in text  # the other language


def test_what_is_not_in_the_list_is_said_plainly(client: TestClient) -> None:
    text = _text(client, "/procedures?q=犬の登録")
    assert "全690件中0件" in text and "この一覧にはありません" in text
    assert "<table" not in text and ".csv" not in text
    assert "言葉だけで探し直す" not in text and "言葉だけで探し直す" in _text(client, "/procedures?q=犬&type=申請等")


def test_a_part_of_the_words_is_called_one(client: TestClient) -> None:
    assert "「運転免許の更新」のすべてに当たるものは、この一覧にはありません" in _text(
        client, "/procedures?q=運転免許の更新"
    )


def test_pages_keep_the_conditions(client: TestClient) -> None:
    text = _text(client, "/procedures?type=申請等&page=2")
    assert "全690件中524件" in text and "2 / 11 ページ" in text
    state = "type=%E7%94%B3%E8%AB%8B%E7%AD%89"
    assert f'href="/procedures?{state}&amp;page=3#results"' in text and f'href="/procedures.csv?{state}"' in text


def test_the_page_of_a_procedure(client: TestClient) -> None:
    text = _text(client, "/procedures/31/2")
    for shown in (
        "宅地建物取引業の免許の更新の申請",
        "28822",
        "宅地建物取引業法(昭和二十七年法律第七十六号) 第4条第1項",
        "国土交通省",
        "宅地建物取引業免許等関係のオンライン申請の割合(2028 年度末:20%)",
        "2024 年 5 月 25 日より",
        "このグループの手続（28件）",
        "8,483行目",
    ):
        assert shown in text
    assert text.count('aria-current="page"') == 2  # the list in the navigation, the procedure in its group


def test_the_pages_of_a_list_and_of_a_group_without_a_table(client: TestClient) -> None:
    listed = _text(client, "/procedures/list-4/1")
    assert "罹災証明書の発行申請" in listed and "ウ. 被災者支援関係" in listed and "KPI" not in listed
    assert "手続の表がありません" in _text(client, "/procedures/14")


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/procedures?group=999", 400, "「グループ」に「999」という値はありません"),
        ("/procedures?receiver=<b>", 400, "「&lt;b&gt;」という値"),
        ("/procedures?page=x", 400, "「ページ」は数字で入力してください"),
        ("/procedures?page=0", 404, "0ページ目はありません"),
        ("/procedures?page=15", 404, "15ページ目はありません（全14ページ）"),
        ("/procedures.csv?type=x", 400, "「手続類型」"),
        ("/procedures/31/29", 404, "その番号のものは、この一覧にはありません"),
        ("/procedures/78", 404, "その番号のものは"),
        ("/procedures/78/1", 404, "その番号のものは"),
        ("/policies/9-9", 404, "その番号のものは"),
        ("/policies?from=二千", 400, "「期限の年度（から）」は数字で"),
        ("/policies?to=20261", 400, "「期限の年度（まで）」は数字で"),
        ("/policies?sort=title", 400, "「並び順」"),
        ("/policies.ics?ministry=x", 400, "「府省庁」"),
        ("/policies?q=" + "あ" * 201, 400, "201字"),
        ("/en/policies?from=x", 400, "Please give a number for “Deadline from fiscal year” (given: x)."),
    ],
)
def test_bad_input_is_told_and_refused(client: TestClient, path: str, status: int, message: str) -> None:
    assert message in _text(client, path, status)


def test_words_are_shown_as_typed_and_never_as_markup(client: TestClient) -> None:
    for path in ("/procedures", "/policies"):
        text = _text(client, f'{path}?q="><script>alert(1)</script>')
        assert "<script>alert" not in text and "&#34;&gt;&lt;script&gt;" in text


def test_the_csv_has_the_procedures_of_the_page(client: TestClient) -> None:
    response = client.get("/procedures.csv?q=パスポート")
    assert response.headers["content-disposition"] == 'attachment; filename="procedures.csv"'
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 8 and {row["手続ID"] for row in rows} >= {"14207", "14247"}


def test_policies_with_the_state_of_their_order(client: TestClient) -> None:
    text = _text(client, "/policies?sort=deadline")
    assert re.findall(r'aria-sort="(\w+)"><a href="([^"]+)"', text) == [
        ("none", "/policies?sort=number#results"),
        ("ascending", "/policies?sort=-deadline#results"),
    ]
    assert re.findall(r'<th scope="row" role="rowheader" lang="ja"><a href="([^"]+)"', text)[:2] == [
        "/policies/3-48",
        "/policies/1-55",
    ]


def test_the_page_of_a_policy(client: TestClient) -> None:
    text = _text(client, "/policies/1-26")
    for shown in (
        "No. 1-26 観光 DX の推進",
        '<time datetime="2028-03-31">2028年3月31日</time>',
        "<mark>2027年度末</mark>",
        "第2 重点政策一覧 › 1. AI・デジタル技術等のテクノロジーの徹底活用",
        "先進モデルの構築等に向けた実証事業",
    ):
        assert shown in text
    assert "around summer" not in text and '<time datetime="2028-03-31">2028-03-31</time>' in _text(
        client, "/en/policies/1-26"
    )


def test_the_calendar_has_an_event_for_each_day(client: TestClient) -> None:
    response = client.get("/policies.ics?q=1-16")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2028, 3, 31), date(2034, 3, 31)]
    assert [event.decoded("dtend") for event in events] == [date(2028, 4, 1), date(2034, 4, 1)]
    assert str(events[0]["summary"]) == "2027年度目途に No. 1-16 デジタルライフライン全国総合整備計画"
    sentence, plan = str(events[1]["description"]).split("\n\n")
    assert "2033年度までに全国の送電網上空4万kmのドローン航路" in sentence
    assert plan == "デジタル社会の実現に向けた重点計画（2025-06-13）第2 重点政策一覧 No. 1-16"
    assert response.content == client.get("/en/policies.ics?q=1-16").content


def test_every_event_of_the_calendar_is_known_by_its_own_name(client: TestClient) -> None:
    events = Calendar.from_ical(client.get("/policies.ics").content).walk("VEVENT")
    names = [str(event["uid"]) for event in events]
    assert len(set(names)) == len(names) == 263
    assert "juten-keikaku-2025-1-26-77200@keikaku" in names
