"""The proof of an answer: what stands in the plans passes, and whatever is damaged is caught and not shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import citing
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chatbot import wording
from chatbot.answer import Answer, Citation, Part, Statement, shown_text
from chatbot.composition import year_note
from chatbot.evidence import Evidence
from chatbot.fields import policy_name
from chatbot.figures import Figure, figures, stands_in
from chatbot.labels import labels
from chatbot.proof import Sources, check, proven
from chatbot.records import Records
from corpus.document import Corpus, Passage, Sentence
from corpus.normalize import display_text, search_form
from index.retriever import Hit, ScoredSentence

DAMAGED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MINISTRIES = ("総務省", "法務省", "厚生労働省", "デジタル庁", "文部科学省", "経済産業省", "国土交通省", "内閣府")


@pytest.fixture(scope="module")
def sources(corpus: Corpus) -> Sources:
    return Sources(corpus)


def cite(corpus: Corpus, sources: Sources, passage: Passage, sentences: tuple[Sentence, ...], number: int) -> Citation:
    return citing.cite(corpus, passage, sentences, number, sha256=sources.sha256(passage.doc_id))


def answer_of(*citations: Citation) -> Answer:
    """An answer that quotes each citation."""
    statements = tuple(
        Statement((Part("quote", display_text(citation.quote)),), citation.number) for citation in citations
    )
    return Answer("問", "answered", shown_text(statements), citations, 1.0, 0.9, statements=statements)


def with_statements(answer: Answer, *statements: Statement) -> Answer:
    return replace(answer, text=shown_text(statements), statements=statements)


@pytest.fixture
def draw(corpus: Corpus, sources: Sources) -> Callable[[st.DataObject], Answer]:
    """Two whole passages of the plans, quoted."""

    def two(data: st.DataObject) -> Answer:
        places = data.draw(st.lists(st.integers(0, len(corpus.passages) - 1), min_size=2, max_size=2, unique=True))
        passages = [corpus.passages[at] for at in places]
        answer = answer_of(
            *(cite(corpus, sources, passage, passage.sentences, at) for at, passage in enumerate(passages, 1))
        )
        assume(passages[0].text not in passages[1].text and passages[1].text not in passages[0].text)
        return answer

    return two


def other_digit(data: st.DataObject, text: str) -> str:
    """The text with one digit made another; discarded where it has none that the search form reads."""
    places = [at for at, character in enumerate(text) if character in "0123456789"]
    assume(places)
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[at]]))
    return text[:at] + digit + text[at + 1 :]


def assert_taken_out(damaged: Answer, sources: Sources, kept: int) -> None:
    """Something is wrong, and what is shown instead is the other statement alone, with its citation."""
    assert check(damaged, sources).faults
    shown = proven(damaged, sources)
    assert shown.proof is not None and shown.proof.faults
    assert check(shown, sources).faults == ()
    other = damaged.statements[kept]
    assert [statement.parts for statement in shown.statements] == [other.parts]
    assert shown.text == shown_text([replace(other, number=shown.statements[0].number)])
    assert damaged.citations[kept].quote in [citation.quote for citation in shown.citations]


def test_every_passage_of_the_plans_can_be_quoted(corpus: Corpus, sources: Sources) -> None:
    for passage in corpus.passages:
        answer = answer_of(cite(corpus, sources, passage, passage.sentences, 1))
        proof = check(answer, sources)
        assert proof.faults == ()
        assert (proof.quotes, proof.verbatim, proof.supported) == (1, 1, proof.figures)
        assert replace(proven(answer, sources), proof=None) == answer


@DAMAGED
@given(data=st.data())
def test_a_changed_digit_is_caught(
    data: st.DataObject, draw: Callable[[st.DataObject], Answer], sources: Sources
) -> None:
    answer = draw(data)
    first, second = answer.statements
    text = other_digit(data, first.parts[0].text)
    assert_taken_out(with_statements(answer, Statement((Part("quote", text),), 1), second), sources, kept=1)


@DAMAGED
@given(data=st.data())
def test_a_digit_changed_in_quote_and_text_alike_is_caught(
    data: st.DataObject, draw: Callable[[st.DataObject], Answer], sources: Sources
) -> None:
    answer = draw(data)
    first, second = answer.citations
    quote = other_digit(data, first.quote)
    damaged = answer_of(replace(first, quote=quote, text=first.text.replace(first.quote, quote)), second)
    assert_taken_out(damaged, sources, kept=1)
    assert len(proven(damaged, sources).citations) == 1


@DAMAGED
@given(data=st.data())
def test_another_ministry_is_caught(
    data: st.DataObject, draw: Callable[[st.DataObject], Answer], sources: Sources
) -> None:
    answer = draw(data)
    first, second = answer.statements
    text = first.parts[0].text
    named = [name for name in MINISTRIES if name in text]
    before = data.draw(st.sampled_from(named)) if named else text[:1]
    others = [name for name in MINISTRIES if name not in text]
    assume(others)
    after = data.draw(st.sampled_from(others))
    damaged = Statement((Part("quote", text.replace(before, after, 1)),), 1)
    assert_taken_out(with_statements(answer, damaged, second), sources, kept=1)


@DAMAGED
@given(data=st.data(), by=st.sampled_from([-1, 1]))
def test_a_quote_beside_its_place_is_caught(
    data: st.DataObject, by: int, draw: Callable[[st.DataObject], Answer], sources: Sources
) -> None:
    answer = draw(data)
    first, second = answer.citations
    spans = tuple((start + by, end + by) for start, end in first.spans)
    document = sources.document(first)
    assert document is not None
    moved = "".join(document.text[start:end] for start, end in spans)
    assume("".join(moved.split()) != "".join(first.quote.split()))
    assert_taken_out(answer_of(replace(first, spans=spans), second), sources, kept=1)


@DAMAGED
@given(data=st.data())
def test_the_text_of_another_document_is_caught(
    data: st.DataObject, draw: Callable[[st.DataObject], Answer], corpus: Corpus, sources: Sources
) -> None:
    answer = draw(data)
    first, second = answer.citations
    other = data.draw(st.sampled_from([item for item in corpus.documents if item.doc_id != first.doc_id]))
    named = replace(
        first,
        doc_id=other.doc_id,
        title=other.title,
        published=other.published,
        publisher=other.publisher,
        status=other.status,
        sha256=other.sha256,
    )
    assert_taken_out(answer_of(named, second), sources, kept=1)


@pytest.mark.parametrize("field", ["doc_id", "title", "published", "publisher", "status", "sha256"])
def test_a_fact_of_the_document_changed_is_caught(field: str, corpus: Corpus, sources: Sources) -> None:
    passages = corpus.passages[10], corpus.passages[20]
    first, second = (cite(corpus, sources, item, item.sentences, number) for number, item in enumerate(passages, 1))
    assert_taken_out(answer_of(replace(first, **{field: "2020-01-01"}), second), sources, kept=1)


@pytest.mark.parametrize("changed", [{"heading_path": ("第9 架空",)}, {"text": "架空の文。"}, {"passage_id": "none"}])
def test_a_passage_that_is_not_as_read_is_caught(changed: dict[str, Any], corpus: Corpus, sources: Sources) -> None:
    passages = corpus.passages[10], corpus.passages[20]
    first, second = (cite(corpus, sources, item, item.sentences, number) for number, item in enumerate(passages, 1))
    assert_taken_out(answer_of(replace(first, **changed), second), sources, kept=1)


@DAMAGED
@given(data=st.data())
def test_a_mark_of_the_wrong_citation_is_caught(
    data: st.DataObject, draw: Callable[[st.DataObject], Answer], sources: Sources
) -> None:
    answer = draw(data)
    first, second = answer.statements
    assert_taken_out(with_statements(answer, replace(first, number=2), second), sources, kept=1)
    assert_taken_out(with_statements(answer, first, replace(second, number=3)), sources, kept=0)


@pytest.mark.parametrize("kind", ["policy", "procedure", "text", "slide"])
def test_a_label_names_its_passage_and_no_other_figure(kind: str, corpus: Corpus, sources: Sources) -> None:
    passage = next(passage for passage in corpus.passages if passage.kind == kind and passage.heading_path)
    cited = cite(corpus, sources, passage, passage.sentences, 1)
    quote = answer_of(cited).statements[0].parts[0]
    scored = tuple(ScoredSentence(sentence, 0.0, 0.0) for sentence in passage.sentences)
    evidence = Evidence(Hit(passage, 1, 1.0, 1.0, scored), (0,), 1.0)
    documents = {document.doc_id: document for document in corpus.documents}
    label = labels("", [evidence], documents, dated=True)[0]
    answer = with_statements(answer_of(cited), Statement((Part("label", label), quote), 1))
    assert check(answer, sources).faults == ()
    for wrong in ("No. 9-99", "2019年", "法務省", "「架空の計画」", "…", "】【"):
        damaged = with_statements(answer, Statement((Part("label", f"{label[:-1]}{wrong}】"), quote), 1))
        assert {fault.kind for fault in check(damaged, sources).faults} == {"text"}
        assert proven(damaged, sources).text == wording.UNPROVEN


def test_every_label_of_the_plans_is_proven(corpus: Corpus, sources: Sources) -> None:
    documents = {document.doc_id: document for document in corpus.documents}
    for passage in {(passage.doc_id, passage.heading_path): passage for passage in corpus.passages}.values():
        cited = cite(corpus, sources, passage, passage.sentences, 1)
        scored = tuple(ScoredSentence(sentence, 0.0, 0.0) for sentence in passage.sentences)
        evidence = Evidence(Hit(passage, 1, 1.0, 1.0, scored), (0,), 1.0)
        for dated in (True, False):
            for label in filter(None, labels("出生届の目標は", [evidence], documents, dated)):
                parts = (Part("label", label), *answer_of(cited).statements[0].parts)
                assert check(with_statements(answer_of(cited), Statement(parts, 1)), sources).faults == ()


def test_a_document_is_named_as_it_is_called(corpus: Corpus, sources: Sources) -> None:
    for name, is_right in (("重点計画 2025-06-13", True), ("重点計画2025", True), ("重点計画 2019", False)):
        said = wording.only_edition(name)
        answer = Answer("問", "not_found", said.text, (), 1.0, statements=(said,))
        assert (check(answer, sources).faults == ()) is is_right


def test_a_note_counts_its_years_from_the_date_of_the_document(corpus: Corpus, sources: Sources) -> None:
    noted = 0
    for passage in corpus.passages:
        cited = cite(corpus, sources, passage, passage.sentences, 1)
        note = year_note(cited.quote, cited.published)
        statement = replace(answer_of(cited).statements[0], note=note)
        assert check(with_statements(answer_of(cited), statement), sources).faults == ()
        if note is None:
            continue
        noted += 1
        for before, after in (
            (cited.published, "2020-01-01"),
            ("」は20", "」は19"),
            ("から数えて、", "から数えて、「一昨年」は2001年、"),
        ):
            wrong = replace(statement, note=Part("note", note.text.replace(before, after, 1)))
            assert check(with_statements(answer_of(cited), wrong), sources).faults
    assert noted >= 10


def test_an_item_names_one_record(corpus: Corpus, sources: Sources) -> None:
    one, other = corpus.policies[:2]
    (number, title), (_, other_title) = policy_name(one), policy_name(other)
    for text, is_right in ((f"{number} {title}", True), (f"{number} {other_title}", False), ("架空の施策", False)):
        item = Statement((Part("wording", "・"), Part("field", text)))
        answer = Answer("問", "answered", item.text, (), 1.0, statements=(item,))
        assert (check(answer, sources).faults == ()) is is_right


@pytest.mark.parametrize(
    ("question", "understood_as", "text", "stands"),
    [
        ("『防災』の施策を全部", "", "防災", True),
        ("その施策を全部", "防災の施策を全部", "防災", True),
        ("令和８年度までの施策", "", "2026", True),
        ("by FY2026", "", "2026", True),
        ("2026年度までの施策", "", "26", False),
        ("防災の施策を全部", "", "医療", False),
        ("パスポート関係の手続は何件", "", "旅券", True),
        ("運転免許関係の手続は何件", "", "旅券", False),
    ],
)
def test_what_is_asked_stands_in_the_question(
    question: str, understood_as: str, text: str, stands: bool, sources: Sources
) -> None:
    asked = Statement((Part("asked", text), Part("wording", "の")))
    answer = Answer(question, "answered", asked.text, (), 1.0, understood_as=understood_as, statements=(asked,))
    assert (check(answer, sources).faults == ()) is stands


def test_a_count_may_hold_its_number_and_nothing_else(corpus: Corpus, sources: Sources) -> None:
    passage = corpus.passages[10]
    cited = cite(corpus, sources, passage, passage.sentences, 1)
    quote = answer_of(cited).statements[0]
    for text, is_right in (
        ("全1,234件", True),
        ("\n…ほか12項目", True),
        (" 12件", True),
        ("全1,234件、令和99年", False),
        ("全1,234件、財務省", False),
        ("架空の12件", False),
    ):
        answer = with_statements(answer_of(cited), Statement((Part("count", text),)), quote)
        assert (check(answer, sources).faults == ()) is is_right


def test_the_cells_of_a_row_stand_in_the_row(corpus: Corpus, sources: Sources) -> None:
    records = Records(corpus)
    rows = [passage for passage in corpus.passages if passage.kind == "procedure"]
    for passage in rows[::29]:
        cited = cite(corpus, sources, passage, passage.sentences, 1)
        parts = records.row_parts(passage)
        answer = with_statements(answer_of(cited), Statement(parts, 1))
        assert check(answer, sources).faults == ()
        wrong = tuple(Part("quote", "99999999") if part.text == parts[2].text else part for part in parts)
        assert check(with_statements(answer, Statement(wrong, 1)), sources).faults


def test_silence_names_headings_of_the_plans_and_its_own_words_only(corpus: Corpus, sources: Sources) -> None:
    heading = next(heading for passage in corpus.passages if (heading := wording.heading_of(passage)))
    why = wording.silence("unrelated", [], len(corpus.documents))
    statements = (*why, Statement((Part("wording", "・"), Part("heading", heading))))
    silent = Answer("問", "not_found", shown_text(statements), (), 1.0, 0.5, statements=statements)
    assert check(silent, sources).faults == ()
    invented = with_statements(silent, *why, Statement((Part("heading", "架空の見出し"),)))
    assert proven(invented, sources).text == shown_text(why)
    made_up = with_statements(silent, *why, wording.said("この施策は廃止されました。"))
    assert proven(made_up, sources).text == shown_text(why)
    counted = Statement((Part("wording", why[0].text.replace(str(len(corpus.documents)), "99")),))
    assert proven(with_statements(silent, counted), sources).text == wording.UNPROVEN


def test_a_text_that_is_not_that_of_its_statements_is_not_shown(
    corpus: Corpus, sources: Sources, caplog: pytest.LogCaptureFixture
) -> None:
    passage = corpus.passages[10]
    answer = answer_of(cite(corpus, sources, passage, passage.sentences, 1))
    with caplog.at_level(logging.ERROR, "chatbot.proof"):
        shown = proven(replace(answer, text=answer.text + "加筆"), sources)
    assert (shown.outcome, shown.text, shown.citations) == ("not_found", wording.UNPROVEN, ())
    assert "text without proof" in caplog.text


def test_a_document_that_was_replaced_since_is_not_quoted(corpus: Corpus, sources: Sources) -> None:
    passage = corpus.passages[10]
    answer = answer_of(cite(corpus, sources, passage, passage.sentences, 1))
    documents = tuple(replace(item, text=item.text.replace("。", "．")) for item in corpus.documents)
    assert proven(answer, Sources(replace(corpus, documents=documents))).outcome == "not_found"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026年度に1,741団体", [("number", "2026"), ("number", "1,741"), ("date", "2026年度")]),
        ("令和8年3月末", [("number", "8"), ("number", "3"), ("date", "令和8年3月"), ("name", "令和")]),
        ("7.4日、三十件", [("number", "7.4"), ("number", "三十")]),
        ("デジタル庁のGビズID", [("ministry", "デジタル庁"), ("name", "デジタル"), ("name", "ビズ"), ("name", "ID")]),
        ("「窓口BPR」を行う", [("name", "BPR"), ("name", "窓口BPR")]),
        ("京都市で行う", [("name", "京都")]),
    ],
)
def test_figures_of_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(figure.kind, figure.text) for figure in figures(search_form(text))] == found


@pytest.mark.parametrize(
    ("kind", "text", "source", "stands"),
    [
        ("number", "26", "2026年", False),
        ("number", "26", "No.1-26である", True),
        ("number", "741", "1,741団体", False),
        ("number", "5", "1.5倍と15件", False),
        ("number", "5", "15件のうち5件", True),
        ("date", "2026年", "2026年度", False),
        ("date", "2026年", "2026年3月", True),
        ("number", "三", "二十三件", False),
        ("name", "ネット", "ネットワーク", False),
        ("name", "AI", "OpenAI社", False),
        ("name", "AI", "生成AI等", True),
        ("ministry", "総務省", "総務省及び法務省", True),
        ("ministry", "デジタル庁", "メンバーデジタル庁", True),
        ("ministry", "デジタル庁", "デジタル省", False),
    ],
)
def test_a_figure_stands_whole_or_not_at_all(kind: str, text: str, source: str, stands: bool) -> None:
    assert stands_in(Figure(kind, text), source) is stands  # type: ignore[arg-type]
