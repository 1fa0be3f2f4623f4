"""Lists and counts from the records of the plans, each count made again from the published text or the bare records."""

from __future__ import annotations

import re
from functools import cache

import pytest

from chatbot.answer import Answer, shown_text
from chatbot.assistant import CITATIONS, LONGEST_ANSWER, Assistant
from chatbot.listing import Listing, Listings
from corpus.document import Corpus
from corpus.normalize import display_text, search_form
from index.retriever import Hit

_PLAN = "juten-keikaku-2025"


@cache
def _listings(corpus: Corpus) -> Listings:
    return Listings(corpus)


def _listing(corpus: Corpus, question: str) -> Listing:
    listing = _listings(corpus).answer(question, LONGEST_ANSWER, CITATIONS)
    assert listing is not None, question
    return listing


def _text(listing: Listing) -> str:
    return shown_text(listing.statements)


def _policies(corpus: Corpus, question: str) -> list[str]:
    """The numbers of the policies listed, with room for all."""
    listing = _listings(corpus).answer(question, 100_000, CITATIONS)
    assert listing is not None, question
    return re.findall(r"^・No\. (\d-\d+)", _text(listing), re.MULTILINE)


def _count(listing: Listing) -> int:
    found = re.search(r"：全([\d,]+)件", _text(listing).split("\n")[0])
    assert found, _text(listing)
    return int(found[1].replace(",", ""))


def _policy_blocks(corpus: Corpus) -> list[str]:
    """The published text of 第2, cut at each policy's mark: fields as printed, apart from those a column displaced."""
    text = corpus.document(_PLAN).text
    region = text[text.index("## 第2 重点政策一覧") : text.index("### 第3 工程表")]
    return [block for block in re.split(r"(?=\[No\. ?\d+-\d+\][^\t\n]*\n)", region) if block.startswith("[No")]


def _table_rows(corpus: Corpus) -> list[list[str]]:
    """The rows of the tables of 第4, straight from the published lines: six cells parted by tabs."""
    text = corpus.document(_PLAN).text
    lines = text[text.rindex("## 第4 オンライン化") :].split("\n")
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines if line.count("\t") == 5]
    return [row for row in rows if row[0] != "手続名"]


@pytest.mark.parametrize("ministry", ["こども家庭庁", "総務省", "デジタル庁", "個人情報保護委員会"])
def test_policies_that_a_ministry_leads(corpus: Corpus, ministry: str) -> None:
    text = corpus.document(_PLAN).text
    region = text[text.index("## 第2 重点政策一覧") : text.index("### 第3 工程表")]
    printed = re.findall(r"主?担当{1,2}府省庁\**\s*[：:]\**(.*)", region)
    assert len(printed) == len(corpus.policies)
    assert _count(_listing(corpus, f"{ministry}が主担当の施策はいくつ？")) == sum(ministry in line for line in printed)


def test_a_short_list_is_whole_and_in_the_order_printed(corpus: Corpus) -> None:
    listing = _listing(corpus, "How many policies does the Children and Families Agency lead?")
    items = re.findall(r"^・No\. (\S+) ", _text(listing), re.MULTILINE)
    assert items == [policy.number for policy in corpus.policies if "こども家庭庁" in policy.lead.text]
    assert _text(listing).startswith("主担当府省庁がこども家庭庁の施策（重点計画2025 第2 重点政策一覧）：全10件\n")
    assert "ほか" not in _text(listing)


def test_all_policies(corpus: Corpus) -> None:
    listing = _listing(corpus, "重点政策一覧の施策は全部でいくつ")
    assert _count(listing) == len(_policy_blocks(corpus)) == 326
    shown = len(re.findall("^・", _text(listing), re.MULTILINE))
    assert _text(listing).endswith(f"…ほか{326 - shown}件（一覧は「keikaku policies」で見られます）")


def test_a_word_of_the_title(corpus: Corpus) -> None:
    titles = [block.split("\n")[0] for block in _policy_blocks(corpus)]
    assert _count(_listing(corpus, "『防災』の章の施策を全部")) == sum("防災" in title for title in titles)


def test_a_deadline_in_either_calendar(corpus: Corpus) -> None:
    ends = ("2030年度末", "2030年度まで", "2030年度中", "2030年度%", "2030年度:", "2030年度)", "2030年までに")
    bare = {policy.number: search_form("".join(policy.target.text.split())) for policy in corpus.policies}
    due = {number for number, text in bare.items() if any(end in text for end in ends)}
    asked = ("2030年度末までの期限がある施策は", "令和12年度までの期限がある施策は何件", "期限が2030年度の施策を全部")
    first, *others = [_policies(corpus, question) for question in asked]
    assert [set(other) for other in others] == [set(first)] * 2
    assert due < set(first)  # 2030年頃まで, 2030年度目標 as well
    assert all("2030年" in bare[number] for number in first)
    assert _count(_listing(corpus, asked[1])) == len(first)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("目標の期限を2035年度に置いている施策は何と何ですか。", {"3-40", "5-5"}),  # をめどに, までに
        ("「具体的な目標」で、期限の年を2029年度としている施策を挙げて", {"1-8", "2-1", "2-2", "3-25", "3-71"}),
        ("How many policies have deadlines by the end of fiscal year 2035?", {"3-40", "5-5"}),
    ],
)
def test_what_is_due_whatever_the_words(corpus: Corpus, question: str, numbers: set[str]) -> None:
    assert set(_policies(corpus, question)) == numbers


def test_a_beginning_is_no_deadline(corpus: Corpus) -> None:
    texts = {policy.number: policy.target.text for policy in corpus.policies}
    begins = {n for n, text in texts.items() if "2026年度から" in text and text.count("2026年度") == 1}
    assert begins
    assert not begins & set(_policies(corpus, "2026年度を期限とする施策を全部"))


def test_the_rows_of_a_group(corpus: Corpus) -> None:
    group = next(group for group in corpus.procedure_groups if group.number == "31")
    listing = _listing(corpus, "グループ31にはどの手続がある？")
    assert _count(listing) == len(group.rows)
    assert listing.evidence[0].hit.passage.record == "group:31"
    assert f"・{group.rows[0].name.text}（手続ID 28821） [2]" in _text(listing)


@pytest.mark.parametrize(
    ("question", "column", "values"),
    [
        ("手続の受け手が地方公共団体の手続は何件", 4, {"地方等", "国又は地方等", "国、独立行政法人等又は地方等"}),
        ("手続の受け手が国の手続は何件", 4, None),
        ("申請等に基づく処分通知等は何件ありますか", 2, {"申請等に基づく処分通知等"}),
    ],
)
def test_the_value_of_a_column(corpus: Corpus, question: str, column: int, values: set[str] | None) -> None:
    cells = ["".join(row[column].split()) for row in _table_rows(corpus)]
    matching = [c for c in cells if (c in values if values else "国" in re.split("、|又は", c))]
    assert _count(_listing(corpus, question)) == len(matching)


@pytest.mark.parametrize("law", ["ガス事業法", "電波法", "旅券法"])
def test_a_law_but_not_its_rules(corpus: Corpus, law: str) -> None:
    cells = ["".join(row[1].split()) for row in _table_rows(corpus)]
    expected = sum(bool(re.match(rf"{law}[(（]", cell)) for cell in cells)
    assert _count(_listing(corpus, f"{law}に基づく手続はいくつ")) == expected > 0


def test_the_rules_of_a_law_are_mentioned(corpus: Corpus) -> None:
    rules = sum("".join(row[1].split()).startswith("電波法施行規則") for row in _table_rows(corpus))
    assert f"ほかに 電波法施行規則 {rules}件 があります。" in _text(_listing(corpus, "電波法に基づく手続を全部"))


def test_groups_of_a_ministry(corpus: Corpus) -> None:
    headings = [group.ministries.text for group in corpus.procedure_groups]
    listing = _listing(corpus, "法務省が担当する手続グループは？")
    assert _count(listing) == sum("法務省" in heading for heading in headings)
    assert "・5. 在留資格に関する手続 [3]" in _text(listing)


def test_policies_of_one_ministry_alone_and_of_two_together(corpus: Corpus) -> None:
    leads = [policy.lead.text.split("、") for policy in corpus.policies]
    alone = _listing(corpus, "警察庁だけが主担当になっている施策はどれですか。全部教えてください。")
    assert _count(alone) == leads.count(["警察庁"]) > 0
    both = _listing(corpus, "内閣官房とデジタル庁がともに主担当の施策は何件ですか")
    assert _count(both) == sum({"内閣官房", "デジタル庁"} <= {*lead} for lead in leads) > 0
    assert "主担当府省庁にデジタル庁と内閣官房がともにある施策" in _text(both)


def test_a_column_of_one_part_of_the_tables_is_counted_in_that_part(corpus: Corpus) -> None:
    group = next(group for group in corpus.procedure_groups if "国家資格" in group.title.text)
    wanted = sum(row.receiver.text == "民間事業者等" for row in group.rows)
    listing = _listing(corpus, "国家資格の一覧で、申請を受ける側が「民間事業者等」の手続を全部")
    assert _count(listing) == wanted > 0 and "だけのものは" not in _text(listing)


def test_a_policy_is_listed_with_the_passage_of_its_title(corpus: Corpus) -> None:
    displaced = {
        policy.number: policy.title.text
        for policy in corpus.policies
        if not next(p for p in corpus.passages if p.record == f"policy:{policy.number}").text.startswith("[No")
    }
    assert len(displaced) >= 2  # a column of the source set their fields before their titles
    for number, title in displaced.items():
        listing = _listing(corpus, f"題名に「{title}」が付く施策を全部")
        assert f"No. {number}" in _text(listing) and f"[No. {number}]" in listing.evidence[0].hit.passage.text


def _nearest(corpus: Corpus, *names: str) -> list[Hit]:
    passages = [next(p for p in corpus.passages if p.kind == "procedure" and p.text.startswith(name)) for name in names]
    return [Hit(passage, rank, 5.0, 0.9, ()) for rank, passage in enumerate(passages, 1)]


def test_all_procedures_of_the_group_that_the_nearest_are_of(corpus: Corpus) -> None:
    group = next(group for group in corpus.procedure_groups if "在留資格に関する" in group.title.text)
    hits = _nearest(
        corpus, "永住許可の申請", "在留カードの有効期間", "紛失等による在留カード", "旅券", "美容師免許の申請"
    )
    for question in ("外国人の在留の手続を全部教えて", "在留の届出には何種類ありますか"):
        listing = _listings(corpus).of_group(question, hits, LONGEST_ANSWER, CITATIONS)
        assert listing is not None and _count(listing) == len(group.rows)
        assert all(row.name.text in _text(listing) for row in group.rows)


@pytest.mark.parametrize("question", ["永住の許可の手続IDは何番？", "在留の手続のオンラインの割合を全部", "永住とは？"])
def test_a_question_for_something_else_gets_no_group(corpus: Corpus, question: str) -> None:
    hits = _nearest(corpus, "永住許可の申請", "在留カードの有効期間", "紛失等による在留カード")
    assert _listings(corpus).of_group(question, hits, LONGEST_ANSWER, CITATIONS) is None


def test_no_group_where_the_nearest_are_of_many_or_of_a_large_one(corpus: Corpus) -> None:
    many = _nearest(corpus, "永住許可の申請", "旅券", "美容師免許の申請", "土石等の採取の許可")
    large = _nearest(corpus, "美容師免許の申請", "美容師試験の受験", "行政書士の登録")
    for hits in (many, large, []):
        assert _listings(corpus).of_group("手続を全部教えて", hits, LONGEST_ANSWER, CITATIONS) is None
    all_large = _nearest(corpus, "美容師免許", "美容師試験", "行政書士の登録", "技能検定の受検", "保育士の登録")
    for question, expected in (("資格の手続は全部でいくつ？", 119), ("資格の手続を全部教えて", None)):
        listing = _listings(corpus).of_group(question, all_large, LONGEST_ANSWER, CITATIONS, is_doubtful=True)
        assert (listing and _count(listing)) == expected


def test_the_lists_for_local_governments(corpus: Corpus) -> None:
    listing = _listing(corpus, "地方公共団体が優先的にオンライン化すべき手続を全部挙げて")
    sizes = [int(size) for size in re.findall(r"：(\d+)件 \[\d\]$", _text(listing), re.MULTILINE)]
    assert sizes == [20, 15, 11, 8, 2] and _count(listing) == sum(sizes)
    assert [len(item.sentences) - item.omitted for item in listing.evidence] == [21, 17, 12, 9, 3]
    one = _text(_listing(corpus, "被災者支援関係で優先的にオンライン化すべき手続を全部"))
    assert re.findall(r"^・(.*)$", one, re.MULTILINE)[0] == "罹災証明書の発行申請" and "：全8件" in one


def test_nothing_found_is_said_and_not_answered(corpus: Corpus) -> None:
    for question in ("復興庁が主担当の施策はいくつありますか", "酒税法にもとづく手続はどれ"):
        listing = _listing(corpus, question)
        assert (listing.outcome, _count(listing), listing.evidence) == ("not_found", 0, ())
    column = _listing(corpus, "手続の受け手が都道府県の手続は何件ありますか")
    assert column.outcome == "not_found" and "「国」383件、「地方等」80件" in _text(column)


@pytest.mark.parametrize(
    "question",
    ["マイナンバーカードを使った施策はいくつ？", "宇宙の施策を全部", "手続は何件ですか", "防災の施策はどれですか"],
)
def test_what_no_record_resolves_is_left_to_the_search(corpus: Corpus, question: str) -> None:
    assert _listings(corpus).answer(question, LONGEST_ANSWER, CITATIONS) is None


@pytest.mark.parametrize(
    "question",
    [
        "総務省が主担当の重点政策を全部",
        "国家資格等の手続は何件？",
        "手続の受け手が国の手続を全部",
        "手続グループは全部でいくつ",
    ],
)
def test_the_answer_fits_and_each_item_is_printed_so(assistant: Assistant, corpus: Corpus, question: str) -> None:
    answer: Answer = assistant.answer_question(question)
    assert answer.outcome == "answered" and len(answer.text) <= LONGEST_ANSWER
    assert [citation.number for citation in answer.citations] == list(range(1, CITATIONS + 1))
    text = corpus.document(_PLAN).text
    printed = "".join(display_text(text).split())
    for item in re.findall(r"^・(?:No\. \S+ |\d+\. )?(.*?)(?:（手続ID .*)?(?: \[\d\])?$", answer.text, re.MULTILINE):
        assert "".join(item.split()) in printed
    for citation in answer.citations:
        quoted = "".join(text[start:end] for start, end in citation.spans)
        assert "".join(quoted.split()) == "".join(citation.quote.split())


@pytest.mark.parametrize(
    "question",
    [
        "How many policies does the Children and Families Agency lead?",
        "How many policies have a target by fiscal year 2026?",
        "重点政策一覧の施策は全部でいくつ",
        "『防災』の章の施策を全部",
        "令和8年度までの期限がある施策は何件",
        "総務省が関係府省庁の施策はいくつ",
        "グループ31にはどの手続がある？",
        "手続の受け手が地方公共団体の手続は何件",
        "手続の受け手が国の手続は何件",
        "手続の受け手が都道府県の手続は何件ありますか",
        "申請等に基づく処分通知等は何件ありますか",
        "電波法に基づく手続を全部",
        "酒税法にもとづく手続はどれ",
        "法務省が担当する手続グループは？",
        "国家資格等の手続は何件？",
        "旅券の手続は全部でいくつ",
        "地方公共団体が優先的にオンライン化すべき手続を全部挙げて",
        "被災者支援関係で優先的にオンライン化すべき手続を全部",
        "復興庁が主担当の施策はいくつありますか",
    ],
)
def test_every_word_of_a_list_is_proven(assistant: Assistant, corpus: Corpus, question: str) -> None:
    answer = assistant.answer_question(question)
    assert answer.text == _text(_listing(corpus, question))
    assert answer.proof is not None and answer.proof.faults == ()
    assert {part.kind for part in answer.statements[0].parts} >= {"wording", "label", "count"}


def test_a_follow_up_is_no_request_of_its_own(assistant: Assistant) -> None:
    answer = assistant.answer_question("その手続は全部で何件ですか", ["在留資格に関する手続について教えて"])
    assert not answer.text.startswith("手続（")


def test_policies_of_a_part_of_the_list_are_those_with_its_number(corpus: Corpus) -> None:
    printed = [block for block in _policy_blocks(corpus) if re.match(r"\[No\. ?4-", block)]
    listing = _listing(corpus, "番号が4で始まる「安全・安心なデジタル社会」の施策は全部で何件ありますか。")
    assert _count(listing) == len(printed) > 0
    assert _text(listing).startswith("番号が 4 で始まる施策")
    assert "・No. 4-1 " in _text(listing)
    assert _listings(corpus).answer("番号が4で始まる「競争・成長のための協調」の施策は何件", 600, 5) is None


def test_an_everyday_topic_is_looked_up_by_the_word_of_the_plans(corpus: Corpus) -> None:
    rows = [row for row in _table_rows(corpus) if "旅券" in row[0]]
    assert _count(_listing(corpus, "パスポート関係の手続は何件？")) >= len(rows) > 0
    assert _text(_listing(corpus, "パスポート関係の手続は何件？")) == _text(_listing(corpus, "旅券関係の手続は何件？"))
