"""Follow-ups as self-contained questions, and new topics that take nothing from before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from chatbot.assistant import Assistant
from chatbot.dialogue import Earlier, join, numbered, resolve, takes_nothing
from chatbot.phrases import excluded_left_out, has_subject, is_attribute, names_attribute, read_phrase, scope_of

_DIALOGUES = Path(__file__).parent / "data" / "dialogues.jsonl"
CASES = [json.loads(line) for line in _DIALOGUES.read_text(encoding="utf-8").splitlines()]


def _understood(question: str, history: Sequence[str], items: Sequence[str] = ()) -> str:
    """The question as the rules alone understand it; empty where nothing was changed."""
    if not history:
        return ""
    before = _understood(history[-1], history[:-1]) or history[-1]
    found = resolve(question, Earlier(before, tuple(items)))
    return found.question if found else ""


@pytest.mark.parametrize("case", CASES, ids=[case["question"] for case in CASES])
def test_dialogues(case: dict[str, Any]) -> None:
    assert _understood(case["question"], case["history"], case.get("items", ())) == case["understood"]


@pytest.mark.parametrize(
    ("question", "before", "subject", "after"),
    [
        ("出生届の手続IDは？", "", "出生届", "の手続IDは？"),
        ("2024年の方針では、介護の働き手は何人？", "2024年の方針では、", "介護の働き手", "は何人？"),
        ("自動運転サービスを何か所で実現しますか", "", "自動運転サービス", "を何か所で実現しますか"),
        ("宅建士証が破れました。再交付の手続IDは？", "", "宅建士証の再交付", "の手続IDは？"),
        ("宅建士証が破れました。住所変更の手続IDは？", "", "住所変更", "の手続IDは？"),
        ("When will the register go online?", "When will ", "the register", " go online?"),
        ("What is No. 1-47's target?", "What is ", "No. 1-47", "'s target?"),
    ],
)
def test_the_parts_of_a_question(question: str, before: str, subject: str, after: str) -> None:
    phrase = read_phrase(question)
    assert phrase is not None
    assert (phrase.before, phrase.subject, phrase.after) == (before, subject, after)
    assert phrase.of("婚姻届") == f"{before}婚姻届{after}"


@pytest.mark.parametrize(
    "question", ["いつまで？", "担当は？", "実際に選ばれたのは何か所ですか", "結局達成できましたか", "Who is it?"]
)
def test_a_question_without_a_subject_has_no_parts(question: str) -> None:
    assert read_phrase(question) is None
    assert not has_subject(question)


def test_attributes_and_plans_are_told_from_subjects() -> None:
    assert is_attribute("根拠法令と手続ID") and is_attribute("the KPI") and not is_attribute("出生届")
    assert names_attribute("電子処方箋の普及目標") and not names_attribute("電子処方箋")
    assert scope_of("2024年11月の方針では、介護は？") == "2024年11月の方針では、"
    assert scope_of("介護の働き手は？") == ""


def test_a_question_close_to_the_answer_before_is_joined_unless_it_names_the_subject() -> None:
    earlier = Earlier("国家資格のオンライン化は、どの役所が中心ですか")
    found = join("では、対象の手続は全部でいくつですか", earlier)
    assert found is not None
    assert found.question == "国家資格のオンライン化について、対象の手続は全部でいくつですか"
    assert join("国家資格のオンライン化はいつですか", earlier) is None


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("・形を整備する\n・勾配をつける。急ぐ。 [1]", ["形を整備する", "勾配をつける"]),
        ("次の①見える化②因果推論 [1]", ["見える化", "因果推論"]),
        ("「甲届」、「乙届 (変更)」及び「丙届」の3手続。 [1]", ["甲届", "乙届 (変更)", "丙届"]),
        ("整備する。 [1]", []),
    ],
)
def test_the_items_of_an_answer(text: str, items: list[str]) -> None:
    assert numbered(text) == items


def test_the_row_that_was_cited_is_still_spoken_of(assistant: Assistant) -> None:
    asked = "美容師免許の申請の手続IDは？"
    for question in ("それは誰に提出しますか", "根拠法令は？"):
        answer = assistant.answer_question(question, [asked])
        assert answer.understood_as.startswith("美容師免許の申請")
        assert "47296" in answer.citations[0].quote
        assert answer.text.startswith("美容師免許の申請")


def test_a_chain_keeps_the_subject_of_its_first_turn(assistant: Assistant) -> None:
    history = ["美容師免許の申請の手続IDは？", "根拠法令は？", "じゃあ理容師免許の申請は？"]
    answer = assistant.answer_question("それは誰に提出しますか", history)
    assert answer.understood_as == "理容師免許の申請は誰に提出しますか"
    assert "47295" in answer.citations[0].quote


def test_an_item_of_a_quoted_list_becomes_the_subject(assistant: Assistant) -> None:
    asked = "労働基準監督署に出す書類のうち、オンライン申請率50%という目標の計算対象になっている三つの手続は何ですか。"
    assert assistant.answer_question("2番目のをくわしく", [asked]).understood_as.startswith("就業規則")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("婚姻届の手続IDは？", True),
        ("転入届の根拠法令を教えてください", True),
        ("ところで、電子処方箋は？", True),
        ("手続IDは？", False),
        ("それの受け手は？", False),
        ("手数料はいくら？", False),
    ],
)
def test_a_cell_of_a_record_that_the_question_names_is_a_topic_of_its_own(question: str, expected: bool) -> None:
    assert takes_nothing(question) == expected


def test_a_new_topic_takes_nothing(assistant: Assistant) -> None:
    question = "ガバメントクラウドの利用料はどのような支払い方ができますか"
    alone = assistant.answer_question(question)
    after = assistant.answer_question(question, ["マイナ救急とは何ですか", "ありがとう"])
    assert after.understood_as == alone.understood_as == ""
    assert (after.text, after.citations) == (alone.text, alone.citations)


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("物件処分時の届出の手続ID（売却時ではない方）", "物件処分時の届出の手続ID"),
        ("貯蔵施設の申請書のID（再処理施設と取り違えないように）と条項", "貯蔵施設の申請書のIDと条項"),
        ("母子手帳って紙じゃなくてスマホになるの？", "母子手帳ってスマホになるの？"),
        ("登録（変更登録ではなく新規）の条文", "登録（新規）の条文"),
        ("What is the ID of the exam (not the licence)?", "What is the ID of the exam ?"),
        ("教科書って紙じゃなくなるの？", "教科書って紙じゃなくなるの？"),
        ("届け出は紙じゃなくていい？", "届け出は紙じゃなくていい？"),
        ("人の手伝いだけじゃなく、自分で動くの？", "人の手伝いだけじゃなく、自分で動くの？"),
    ],
)
def test_what_is_not_meant_is_not_searched_for(question: str, searched: str) -> None:
    assert excluded_left_out(question) == searched
