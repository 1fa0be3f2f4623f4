"""第2 of 重点計画: every policy with its fields, displaced ones put back, against the published text."""

import csv
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Document, Field, Passage, Policy, Sentence
from corpus.layout import split_lines
from corpus.policies import policy_passages, policy_region, read_policies

TEXT = (Path(__file__).parent.parent / "corpus/plans/juten-keikaku-2025.txt").read_text(encoding="utf-8")
LINES = split_lines(TEXT)
DATA = Path(__file__).parent / "data"
DOCUMENT = Document("juten", "重点計画", "2025-06-13", "デジタル庁", "閣議決定", "", "", "text", TEXT)
FIELDS = ("target", "lead", "related")


@cache
def policies() -> dict[str, Policy]:
    return {policy.number: policy for policy in read_policies(TEXT, LINES)}


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(policy_passages(DOCUMENT, list(policies().values()), set()))


def of_policy(number: str) -> list[Passage]:
    return [passage for passage in passages() if passage.record == f"policy:{number}"]


def squeeze(text: str) -> str:
    return "".join(text.split())


def gold(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lines_of(value: Field) -> list[int]:
    """The source lines with words of a field, in its order."""
    return [
        line.number
        for start, end in value.spans
        for line in LINES
        if line.start < end and start < line.start + len(line.text) and line.text.strip()
    ]


def test_region_ends_with_the_last_policy() -> None:
    region = policy_region(LINES)
    assert LINES[region.start].text == "## 第2 重点政策一覧"
    assert LINES[region.stop - 1].text.startswith("具体的な目標：デジタル人材育成に向けた専門家会合の実施")


def test_no_region_in_another_text() -> None:
    lines = split_lines("## 第1 はじめに\n本文。\n")
    assert not policy_region(lines)
    assert read_policies("## 第1 はじめに\n本文。\n", lines) == ()


def test_numbers_are_those_of_the_table_of_contents() -> None:
    region = policy_region(LINES)
    contents = [LINES[i].text for i in region if "\t" in LINES[i].text]
    listed = re.findall(r"\[No\. (\d+-\d+)\]", "\n".join(contents))
    assert len(listed) == len(set(listed)) == 326
    assert set(policies()) == set(listed)
    assert len(read_policies(TEXT, LINES)) == 326


def test_titles_agree_with_the_table_of_contents() -> None:
    region = policy_region(LINES)
    contents = "\n".join(LINES[i].text for i in region if "\t" in LINES[i].text)
    titles = dict(re.findall(r"\[No\. (\d+-\d+)\]\s*([^\t\n]+)\t", contents))
    differing = {n for n, title in titles.items() if squeeze_width(title) != squeeze_width(policies()[n].title.text)}
    # misprints of the source, in one of the two places; everything else is the same
    assert differing == {"1-100", "3-3", "3-13", "3-21", "3-22"}


def squeeze_width(text: str) -> str:
    return squeeze(text).translate(str.maketrans("（）／", "()/"))


TWO_LINES = {
    "1-13": "デジタル地方創生サービスカタログの改定及び自治体の調達支援を通じた優良事例の展開",
    "1-68": "民間ビジネスにおける利用の推進・電子証明書失効情報の提供に係る手数料の当面無料化",
    "2-6": "研究データの活用・流通・管理を促進する次世代学術研究プラットフォーム(SINET)",
    "2-35": "ブロードバンドに関するユニバーサルサービス制度における交付金・負担金の運用開始と安定的な運用等",
    "3-73": "自動運転の審査に必要な手続の透明性・公平性を確保するための方策の取りまとめ",
    "4-4": "利用者視点による品質向上に向けた情報アクセシビリティ確保のための環境整備"
    "及び行政機関への浸透（利用者視点：サービス受益者のみならず、提供者の視点も含む）",
    "4-5": "アクセシブルなICT機器等の総合的な開発普及推進事業/字幕番組、解説番組、手話番組等の制作促進",
    "4-14": "日ASEANサイバーセキュリティ能力構築センター(AJCCBC)プロジェクト及び大洋州島嶼国における"
    "サイバーセキュリティ能力構築支援",
}


def test_titles_over_two_lines() -> None:
    found = {number: policy.title for number, policy in policies().items() if len(lines_of(policy.title)) == 2}
    assert {number: squeeze(title.text) for number, title in found.items()} == TWO_LINES
    assert policies()["3-86"].title.text == "公文書管理のデジタル化"  # set in bold


def test_every_policy_is_whole() -> None:
    for policy in policies().values():
        assert policy.body and policy.title.text, policy.number
        assert all(getattr(policy, name).text for name in FIELDS), policy.number
        assert "\n" not in policy.lead.text + policy.related.text, policy.number
        assert re.fullmatch(r"\S{2,}(庁|省|府|官房|院|委員会)|[—－ー]", policy.lead.text), policy.number


def test_every_line_belongs_to_exactly_one_policy() -> None:
    used: list[tuple[int, int]] = []
    for policy in policies().values():
        items: list[Field | Sentence] = [policy.title, *policy.body, policy.target, policy.lead, policy.related]
        for item in items:
            used.extend(item.spans)
    used.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(used))
    label = r"(?:具体的な目標|主?担当{1,2}府省庁|関?係府省庁)"
    start = min(start for start, _ in used)
    rest = "".join(TEXT[a:b] for a, b in zip([start, *(end for _, end in used)], [s for s, _ in used], strict=False))
    rest = re.sub(rf"{label}\s*[：:]|○\[No\. [\d-]+\]|[#*\s-]", "", rest)
    assert rest == ""


@pytest.mark.parametrize("row", gold("policies.tsv"), ids=lambda row: row["number"])
def test_gold_fields(row: dict[str, str]) -> None:
    policy = policies()[row["number"]]
    assert squeeze(policy.target.text).startswith(row["target"])
    assert squeeze(policy.target.text).endswith(squeeze(row["target_end"]))
    assert (policy.lead.text, policy.related.text) == (row["lead"], row["related"])


@pytest.mark.parametrize("row", gold("displaced.tsv"), ids=lambda row: row["number"])
def test_displaced_fields_come_from_the_lines_where_they_stand(row: dict[str, str]) -> None:
    policy = policies()[row["number"]]
    found = {name: ",".join(str(line) for line in lines_of(getattr(policy, name))) for name in FIELDS}
    assert found == {name: row[name] for name in FIELDS}


def test_all_other_fields_stand_between_their_heading_and_the_next() -> None:
    displaced = {row["number"] for row in gold("displaced.tsv")}
    for policy, following in pairwise([*read_policies(TEXT, LINES), None]):
        assert policy is not None
        stop = following.line if following else len(LINES)
        lines = [line for name in FIELDS for line in lines_of(getattr(policy, name))]
        assert lines == sorted(lines) or policy.number in displaced
        assert all(policy.line < line < stop for line in lines) != (policy.number in displaced), policy.number


def test_displaced_tails_are_whole_and_gone_from_where_they_stood() -> None:
    assert policies()["2-9"].target.text.endswith("\n○人員配置の柔軟化（老健、特養、特定）（2026年：1.3%）")
    assert "保育の質の向上効果を保育現場が実感をもって理解する" in policies()["3-60"].target.text
    assert policies()["3-88"].target.text.count("\n") == 2
    assert "検証・監査の実施等" in policies()["4-27"].target.text
    for number, words in {"2-8": "柔軟化", "3-59": "実感", "3-86": "投資", "4-25": "監査"}.items():
        assert words not in policies()[number].target.text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1-2", "内容改定及び政府全体の効果的"),
        ("1-27", "割合：2027年度30%（参考"),
        ("1-81", "2026年度末までに電子交換所における"),
        ("1-96", "法人、主務省において、データ分析・活用が促進され"),
        ("1-106", "産学の広範な分野の研究者等の利用"),
        ("2-30", "ビジネス創出や政策立案"),
        ("3-7", "空き家情報がビックデータ化"),
        ("3-22", "インターネットガバナンスの重要性を国際社会に示し、2025年末"),
        ("3-57", "情報連携基盤(PMH)を活用した"),
        ("3-102", "デジタル技術等の活用による出入国審査業務"),
        ("3-111", "10ポイントの引き上げとなる"),
        ("4-12", "同原則の取組に関する情報の収集"),
    ],
)
def test_paragraphs_cut_by_a_page_break_are_one_sentence(number: str, words: str) -> None:
    sentences = [sentence for passage in of_policy(number) for sentence in passage.sentences]
    assert sum(words in sentence.text for sentence in sentences) == 1


def test_lines_of_a_list_stay_apart() -> None:
    assert policies()["1-2"].target.text.count("\n") == 4
    assert policies()["2-24"].target.text.split("\n")[1].startswith("・RESAS等を活用した政策アイデア創出")


def test_verbatim() -> None:
    items: list[Field | Sentence] = [sentence for passage in passages() for sentence in passage.sentences]
    for policy in policies().values():
        items.extend([policy.title, *policy.body, policy.target, policy.lead, policy.related])
    for item in items:
        assert squeeze("".join(TEXT[start:end] for start, end in item.spans)) == squeeze(item.text)
        assert "**" not in item.text


def test_a_short_policy_is_one_passage() -> None:
    (passage,) = of_policy("1-27")
    assert passage.heading_path == ("第2 重点政策一覧", "[No. 1-27] デジタル実装状況の可視化による情報支援事業")
    lines = passage.text.split("\n")
    assert lines[0] == "[No. 1-27] デジタル実装状況の可視化による情報支援事業"
    assert lines[-2:] == ["主担当府省庁：内閣府", "関係府省庁：—"]
    assert lines[-3].startswith("具体的な目標：オープンデータを活用したEBPM")


def test_a_long_policy_is_body_and_fields() -> None:
    found = of_policy("1-25")
    assert [passage.context for passage in found] == ["", "具体的な目標"]
    assert found[0].sentences[0].text.startswith("[No. 1-25] スーパーシティ等における")
    assert found[1].text.startswith("具体的な目標：スーパーシティにおける")  # its label is bold in the source
    assert found[1].text.endswith("主担当府省庁：内閣府\n関係府省庁：デジタル庁、総務省、経済産業省")
    assert of_policy("1-30")[-1].text.endswith("担当当府省庁：国土交通省\n関係府省庁：—")  # the label as printed


def test_every_sentence_stands_in_one_passage() -> None:
    assert len({passage.id for passage in passages()}) == len(passages())
    for number, policy in policies().items():
        sentences = [sentence for passage in of_policy(number) for sentence in passage.sentences]
        assert [s for s in sentences if s in policy.body] == list(policy.body)
        assert all(len(p.text) <= 450 + len(p.sentences) or len(p.sentences) <= 2 for p in of_policy(number))
