"""What stands before a quote that does not say itself what it is about, and how an answer is put together."""

from dataclasses import replace

import pytest

from chatbot.answer import Part, Statement, shown_text
from chatbot.composition import compose, year_note
from chatbot.evidence import Evidence
from chatbot.labels import LONGEST, document_name, labels
from corpus.document import Corpus, Document, Passage, Sentence
from index.retriever import Hit, ScoredSentence

PLAN = Document("plan", "重点計画", "2025-06-13", "", "決定", "", "", "plan", "", ("重点計画",))
DRAFT = Document("draft", "取りまとめ", "2026-07-07", "", "案", "", "", "prose", "", ("取りまとめ2026",))
OFFICE = Document("office", "市のデジタル化の推進に関する長い題名の計画", "", "", "登録文書", "", "", "office", "")
DOCUMENTS = {document.doc_id: document for document in (PLAN, DRAFT, OFFICE)}


def _quote(
    text: str, doc_id: str = "plan", kind: str = "text", path: tuple[str, ...] = (), context: str = ""
) -> Evidence:
    sentence = Sentence(text, ((0, len(text)),), True)
    passage = Passage(f"{doc_id}:{text}", doc_id, kind, path, (sentence,), context)
    return Evidence(Hit(passage, 1, 1.0, 0.9, (ScoredSentence(sentence, 1.0, 0.9),)), (0,), 1.0)


def _label(question: str, item: Evidence) -> str:
    return labels(question, [item], DOCUMENTS)[0]


@pytest.mark.parametrize(
    ("document", "dated", "name"),
    [
        (PLAN, False, "重点計画 2025"),
        (PLAN, True, "重点計画 2025-06-13"),
        (DRAFT, False, "取りまとめ2026（案）"),
        (DRAFT, True, "取りまとめ2026（案） 2026-07-07"),
        (OFFICE, True, "市のデジタル化の推進に関する長…"),
    ],
)
def test_short_names(document: Document, dated: bool, name: str) -> None:
    assert document_name(document, dated) == name


def test_the_field_of_a_policy_is_labelled_with_the_policy() -> None:
    item = _quote("具体的な目標：60%", kind="policy", path=("第2 重点政策一覧", "[No. 1-47] 出生届のオンライン化"))
    assert _label("目標は？", item) == "【重点計画 2025 No. 1-47 出生届のオンライン化】"


@pytest.mark.parametrize(
    "text", ["これにより負担を減らす。", "同年度に始める。", "本システムを整備する。", "・ こうした取組を進める。"]
)
def test_a_demonstrative_needs_its_heading(text: str) -> None:
    item = _quote(text, path=("第1 社会", "(2) 電子カルテの普及", "<必要な取組>"))
    assert _label("いつですか", item) == "【重点計画 2025 電子カルテの普及】"


@pytest.mark.parametrize(
    "text", ["本年9月に移管する。", "本人確認を行う。", "同意を取得する。", "そのまま使える電子カルテを作る。"]
)
def test_a_word_that_only_looks_like_a_demonstrative(text: str) -> None:
    assert _label("いつですか", _quote(text, path=("(2) 電子カルテの普及",))) == ""


def test_a_list_under_its_own_heading_is_labelled_with_its_chapter() -> None:
    path = ("第4 一覧", "V 優先的に進める手続", "a) 効果が高い手続", "イ. 介護関係")
    for title in ("イ. 介護関係", "a) 効果が高い手続"):
        assert _label("介護の申請は？", _quote(title, path=path)) == "【重点計画 2025 優先的に進める手続】"
    assert _label("介護の申請は？", _quote("介護の申請を進める。", path=path)) == ""
    assert _label("介護は？", _quote("イ. 介護関係", path=("第4 一覧", "イ. 介護関係"))) == ""


def test_a_subject_that_only_the_heading_names_is_added() -> None:
    path = ("③ 電子処方箋の導入促進",)
    assert _label("電子処方箋はいつ広がりますか", _quote("2025年夏に目標を見直す。", path=path)) == (
        "【重点計画 2025 電子処方箋の導入促進】"
    )
    assert _label("電子処方箋はいつ広がりますか", _quote("電子処方箋の目標を見直す。", path=path)) == ""


def test_a_footnote_is_labelled_with_its_term() -> None:
    item = _quote("パートナーシップの略称。", kind="footnote", path=("第1", "脚注4"), context="IAP: 国際枠組み（IAP）")
    assert _label("何ですか", item) == "【重点計画 2025 IAP】"


def test_a_row_of_a_procedure_names_itself() -> None:
    item = _quote("旅券の申請\u3000旅券法", kind="procedure", path=("第4", "10. 旅券の発給申請等"))
    assert _label("旅券の手続IDは？", item) == ""


def test_quotes_of_several_documents_are_told_apart_by_date() -> None:
    items = [_quote("整備する。"), _quote("要件を定める。", "draft"), _quote("検討する。", "draft")]
    assert labels("何をしますか", items, DOCUMENTS) == [
        "【重点計画 2025-06-13】",
        "【取りまとめ2026（案） 2026-07-07】",
        "",
    ]


def test_a_draft_is_named_as_one() -> None:
    assert _label("何をしますか", _quote("要件を定める。", "draft")) == "【取りまとめ2026（案）】"
    assert _label("何をしますか", _quote("要件を定める。")) == ""


def test_a_label_is_short() -> None:
    item = _quote("これを進める。", path=("(1) " + "非常に長い見出しの続く" * 9,))
    label = _label("何ですか", item)
    assert len(label) == LONGEST
    assert label.endswith("…】")


def test_no_label_of_the_plans_is_longer(corpus: Corpus) -> None:
    documents = {document.doc_id: document for document in corpus.documents}
    of_headings = {(passage.doc_id, passage.heading_path): passage for passage in corpus.passages}
    for passage in of_headings.values():
        scored = tuple(ScoredSentence(sentence, 0.0, 0.0) for sentence in passage.sentences)
        item = Evidence(Hit(passage, 1, 1.0, 1.0, scored), (0,), 1.0)
        label = labels("出生届の目標は", [item], documents, dated=True)[0]
        assert len(label) <= LONGEST
        assert label.count("】") == 1


def _statement(text: str, number: int = 1, label: str = "", note: Part | None = None) -> Statement:
    return Statement((*((Part("label", label),) if label else ()), Part("quote", text)), number, note)


def _composed(statements: list[Statement], limit: int) -> str:
    return shown_text(compose(statements, limit))


def test_labels_and_notes_never_take_the_place_of_a_quote() -> None:
    note = Part("note", "（注）")
    both = [_statement("あ" * 16, 1, "【甲】", note), _statement("い" * 16, 2, "【乙】", note)]
    first, second = "あ" * 16 + " [1]", "い" * 16 + " [2]"
    assert _composed(both, 100) == f"【甲】{first}（注）\n【乙】{second}（注）"
    assert _composed(both, 41) == f"{first}\n{second}"
    assert _composed(both, 44) == f"【甲】{first}\n{second}"
    assert _composed(both, 30) == f"【甲】{first}（注）"
    assert _composed([_statement("あ" * 20)], 14) == "あ" * 9 + "… [1]"
    assert _composed([_statement("あ" * 16), _statement("い" * 16), _statement("う")], 30) == f"{first}\nう [1]"


def test_a_first_quote_that_is_cut_ends_before_its_number() -> None:
    assert _composed([_statement("整備は2026年度に終える。")], 12) == "整備は… [1]"


@pytest.mark.parametrize(
    ("quote", "published", "note"),
    [
        ("本年9月に移管する。", "2026-07-07", "（注：公表日 2026-07-07 から数えて、「本年」は2026年）"),
        (
            "昨年度に続き来年度も。",
            "2025-02-01",
            "（注：公表日 2025-02-01 から数えて、「昨年度」は2023年度、「来年度」は2025年度）",
        ),
        ("今年度中に検討する。", "2025", ""),
        ("2026年度に始める。", "2025-06-13", ""),
    ],
)
def test_relative_years_are_noted_where_that_is_sure(quote: str, published: str, note: str) -> None:
    assert year_note(quote, published) == (Part("note", note) if note else None)


def test_the_quote_is_not_rewritten() -> None:
    item = _quote("これを進める。", path=("(1) 電子カルテ",))
    label = labels("何ですか", [replace(item)], DOCUMENTS)[0]
    composed = _composed([_statement(item.quote, 1, label)], 600)
    assert composed == "【重点計画 2025 電子カルテ】これを進める。 [1]"
