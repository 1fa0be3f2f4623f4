"""Which questions ask to count or to list records, and what they ask of them; every other question is left alone."""

import json
from pathlib import Path

import pytest

from chatbot.request import Names, Request
from chatbot.request_reading import read_request

NAMES = Names(
    ministries={
        "デジタル庁",
        "総務省",
        "こども家庭庁",
        "法務省",
        "厚生労働省",
        "国家公安委員会",
        "警察庁",
        "文部科学省",
    },
    laws={"電波法", "電波法施行規則", "旅券法"},
    values={
        "receiver": {"国", "地方等", "国又は地方等", "国民等、民間事業者等", "国民等"},
        "subject": {"国民等", "国"},
        "type": {"申請等", "申請等に基づく処分通知等", "縦覧等"},
    },
)
QUESTIONS = Path(__file__).parent.parent / "eval/questions"


@pytest.mark.parametrize(
    ("question", "request_"),
    [
        ("こども家庭庁が主担当の施策はいくつ？", Request("policy", "count", "こども家庭庁", "lead")),
        ("総務省が主担当の重点政策を全部", Request("policy", "all", "総務省", "lead", names_list=True)),
        (
            "重点政策一覧に並ぶ施策のうち、名前に「量子」が付くものを全部挙げてください。",
            Request("policy", "all", topic="量子", names_list=True),
        ),
        (
            "DXの強化（第5の柱）の施策で、総務省が主担当を務めているものはどれですか。すべて教えて。",
            Request("policy", "all", "総務省", "lead", section="5"),
        ),
        (
            "電波法が根拠になっている手続で、オンライン化の対象一覧に出ている四つは何ですか。",
            Request("procedure", "all", law="電波法", names_list=True),
        ),
        ("警察庁のみが主担当の施策はどれ？", Request("policy", "which", "警察庁", "sole")),
        (
            "第5の柱（推進力の強化）のうち、総務省とデジタル庁がともに主担当の施策は何と何ですか",
            Request("policy", "which", "デジタル庁", "lead", section="5", partner="総務省"),
        ),
        (
            "旅券の一覧で、申請を受け取る側が国の手続を全部",
            Request("procedure", "all", column=("receiver", "国"), topic="旅券"),
        ),
        ("総務省が担当の施策を二つとも教えて", Request("policy", "all", "総務省", "lead")),
        (
            "警察庁が主担当に入っている施策はどれとどれですか（他省庁と一緒のものも含む）",
            Request("policy", "which", "警察庁", "lead"),
        ),
        ("番号が4で始まる施策は何件", Request("policy", "count", section="4")),
        ("施策番号が４番台の施策をすべて", Request("policy", "all", section="4")),
        ("No.5-の施策はいくつ", Request("policy", "count", section="5")),
        ("題名にAIが入っている施策を全部", Request("policy", "all", topic="AI")),
        ("旅券の発給申請等に含まれる手続を全部挙げて", Request("procedure", "all", topic="旅券の発給申請")),
        (
            "恩給に関する請求でオンライン化の対象とされている手続の名前を全部お願いします。",
            Request("procedure", "all", topic="恩給", names_list=True),
        ),
        ("電波法が根拠の手続の数", Request("procedure", "count", law="電波法")),
        ("厚労省の施策は何件ですか", Request("policy", "count", "厚生労働省")),
        ("デジタル庁が関わる施策を一覧にしてください", Request("policy", "all", "デジタル庁", "any")),
        ("総務省が関係府省庁になっている施策は何件", Request("policy", "count", "総務省", "related")),
        ("法務省が担当する手続グループは？", Request("group", "which", "法務省", "lead")),
        ("2026年度末までの期限がある施策は", Request("policy", "which", year=2026, year_unit="年度")),
        ("令和8年度までの期限がある施策は何件", Request("policy", "count", year=2026, year_unit="年度")),
        (
            "総務省が主担当の施策のうち、2025年度末までの期限があるものは何件ですか",
            Request("policy", "count", "総務省", "lead", 2025, "年度"),
        ),
        ("グループ31にはどの手続がある？", Request("procedure", "which", group="31")),
        ("３１番のグループの手続を全部", Request("procedure", "all", group="31")),
        (
            "手続の受け手が都道府県の手続は何件ありますか",
            Request("procedure", "count", column=("receiver", "都道府県")),
        ),
        ("手続の受け手が国又は地方等の手続を全部", Request("procedure", "all", column=("receiver", "国又は地方等"))),
        ("国民等が主体の手続はいくつ", Request("procedure", "count", column=("subject", "国民等"))),
        ("申請等に基づく処分通知等は何件", Request("procedure", "count", column=("type", "申請等に基づく処分通知等"))),
        ("酒税法にもとづく手続はどれ", Request("procedure", "which", law="酒税法")),
        ("電波法に基づく手続をすべて教えてください", Request("procedure", "all", law="電波法")),
        ("旅券法の手続を全部", Request("procedure", "all", law="旅券法")),
        ("国家資格等の手続は何件？", Request("procedure", "count", topic="国家資格")),
        ("『防災』の章の施策を全部", Request("policy", "all", topic="防災")),
        ("AIに関する施策はいくつありますか", Request("policy", "count", topic="AI")),
        ("重点政策一覧の施策は全部でいくつ", Request("policy", "count", names_list=True)),
        ("地方公共団体が優先的にオンライン化すべき手続を全部挙げて", Request("procedure", "all", is_priority=True)),
        (
            "子育て関係で優先的にオンライン化すべき手続は？",
            Request("procedure", "which", topic="子育て", is_priority=True),
        ),
        (
            "How many policies does the Children and Families Agency lead?",
            Request("policy", "count", "こども家庭庁", "lead"),
        ),
        (
            "List all policies led by the Ministry of Internal Affairs and Communications",
            Request("policy", "all", "総務省", "lead"),
        ),
        ("Which procedures are in group 31?", Request("procedure", "all", group="31")),
        (
            "How many policies have deadlines by the end of fiscal year 2026?",
            Request("policy", "count", year=2026, year_unit="年度"),
        ),
    ],
)
def test_what_is_asked_for(question: str, request_: Request) -> None:
    assert read_request(question, NAMES) == request_


@pytest.mark.parametrize(
    "question",
    [
        "出生届はいつからオンラインで出せるようになる？",
        "総務省以外が主担当の施策はいくつ",
        "総務省が主担当でない施策はいくつ",
        "デジタル庁と総務省が主担当の施策はいくつ",
        "総務省の施策で一番大きいものは何ですか",
        "主担当府省庁が複数ある施策はいくつ",
        "No. 2-9（介護のデジタル化）で、目標はいくつですか。",
        "労働基準監督署に出す書類のうち、目標の計算対象になっている三つの手続は何ですか。",
        "対象の手続は全部でいくつで、使うシステムはいつ提供が始まりましたか。",
        "How many policies does the Digital Agency not lead?",
        "How many information systems do the ministries have?",
        "Who leads the Digital Agency?",
    ],
)
def test_what_is_not_understood_whole_is_no_request(question: str) -> None:
    assert read_request(question, NAMES) is None


def test_a_topic_may_be_any_words_and_is_judged_by_the_records() -> None:
    found = read_request("マイナンバーカードを使った施策はいくつ？", NAMES)
    assert found is not None and found.topic == "マイナンバーカードを使った"


@pytest.mark.parametrize("name", ["dev", "tune"])
def test_questions_on_what_the_plans_say_are_left_to_the_search(name: str) -> None:
    """Of those written to be answered by a sentence, only ones that ask for a number or for all may be requests."""
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    for question in questions:
        if read_request(question, NAMES):
            assert any(
                word in question for word in ("いくつ", "何件", "全部", "すべて", "全て", "一覧", "どれとどれ", "とも")
            ), question
