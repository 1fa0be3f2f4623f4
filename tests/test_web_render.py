"""Answer → HTML: what is marked, what is linked, and that no text of a document or a user becomes markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_assistant import (
    BIRTH_CITATIONS,
    BIRTHS,
    BURDEN,
    BY_SUMMER,
    CERTIFICATES,
    DRAFT,
    NEAREST,
    PLAN,
    cite,
)

from chatbot.answer import Answer, Citation, NewerEdition, Why
from chatbot.web import cards, render
from chatbot.web.escape import escape
from chatbot.web.quotes import locate
from chatbot.web.record_links import RecordLink
from chatbot.web.text import ENGLISH, JAPANESE
from chatbot.web.turn import Turn
from index.ranks import Ranks
from index.vocabulary import Bridge

INJECTIONS = (
    "<img src=x onerror=alert(1)>",
    "![](https://evil/?q=secret)",
    "</p></div><script>alert(1)</script>",
    '"><a href="javascript:alert(1)">x</a>',
    "段落\n\n![](https://evil/)\n\n# 見出し",
    "a\u2028\u2028![](https://evil/)\x85\x85b",
)


def answer(text: str, *citations: Citation, outcome: str = "answered") -> Answer:
    return Answer("問い", outcome, text, citations, 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "quote", "spans"),
    [
        ("あいう。えお。", "えお。", [(4, 7)]),
        ("2026 年度を\n目途に", "2026年度を目途", [(0, 11)]),
        (
            "一つ目の長い文である。間の文。三つ目の長い文である。",
            "一つ目の長い文である。三つ目の長い文である。",
            [(0, 11), (15, 26)],
        ),
        ("あいう。", "ない。", []),
        ("あいう。", "", []),
        ("ここは別。等。", "別の文。等。", []),
    ],
)
def test_a_quote_is_found_whatever_its_white_space(text: str, quote: str, spans: list[tuple[int, int]]) -> None:
    assert locate(text, quote) == spans


def test_the_quoted_sentence_alone_is_marked() -> None:
    shown = cards.quoted_passage(f"{BURDEN}\n{BY_SUMMER}", BY_SUMMER)
    assert shown == f"{BURDEN}<br><mark>{BY_SUMMER}</mark>"


def test_footnote_marks_are_shown_as_superscript_digits() -> None:
    shown = cards.quoted_passage(BIRTHS + CERTIFICATES, BIRTHS)
    assert shown.startswith(f"<mark>{BIRTHS}</mark>また、出生証明書")
    assert "（PMH²³）" in shown


def test_a_quote_that_is_not_in_its_passage_is_still_shown() -> None:
    assert cards.quoted_passage("別の文。", "引用の文。") == "<mark>引用の文。</mark><br>別の文。"


def test_each_part_of_the_answer_links_to_its_card() -> None:
    shown = render.answer_text(answer(f"{BIRTHS}\n{BY_SUMMER}", *BIRTH_CITATIONS), 3, JAPANESE)
    link = (
        '<a class="cite" href="#source-3-{0}"><span class="visually-hidden">出典</span>{0}'
        '<span class="visually-hidden" lang="ja">、{1}</span></a>'
    )
    plan = "デジタル社会の実現に向けた重点計画、第1 目指す社会の姿、取組の方向性と重点的な取組"
    draft = "デジタル行財政改革 取りまとめ2026（案）、③ 子育て"
    assert shown == f"<p>{BIRTHS}{link.format(1, plan)}</p><p>{BY_SUMMER}{link.format(2, draft)}</p>"


def test_a_link_to_a_source_without_headings_is_named_by_its_title() -> None:
    shown = render.answer_text(answer("文である。", cite(1, PLAN, (), "文である。", "文である。")), 1, ENGLISH)
    assert (
        f'<span class="visually-hidden">Source</span>1<span class="visually-hidden" lang="ja">、{PLAN.title}</span>'
        in shown
    )


def test_marks_written_in_the_text_become_links() -> None:
    marks = render.citation_marks(answer("本文である [1]。[7] は出典ではない。", cite(1, PLAN, (), "別", "別")))
    assert marks == [(5, 9, 1)]


def test_an_answer_cut_off_inside_its_last_quote_keeps_the_mark() -> None:
    text = f"{BIRTHS}\n{BY_SUMMER[:30]}"
    assert render.citation_marks(answer(text, *BIRTH_CITATIONS)) == [
        (len(BIRTHS), len(BIRTHS), 1),
        (len(text), len(text), 2),
    ]


def test_further_passages_are_folded_and_not_called_sources() -> None:
    shown = render.reply(answer(BIRTHS, *BIRTH_CITATIONS), 1, JAPANESE)
    sources, _, further = shown.partition("<details><summary>関連")
    assert "<h3>出典（1件）</h3>" in sources and 'id="source-1-1"' in sources
    assert further.startswith("する記載（1件）</summary>") and 'id="source-1-2"' in further


def test_an_answer_not_found_shows_the_nearest_passages_and_where_to_ask() -> None:
    shown = render.reply(answer("記載が見つかりませんでした。", *NEAREST, outcome="not_found"), 1, JAPANESE)
    assert '<p class="outcome">記載なし</p>' in shown
    assert "<h3>関連する記載（1件）</h3>" in shown
    assert "窓口にお尋ねください" in shown


def test_an_answer_without_citations_has_no_list_of_sources() -> None:
    assert "sources" not in render.reply(answer("原文の引用でお答えします。", outcome="not_found"), 1, JAPANESE)


@pytest.mark.parametrize(
    ("outcome", "badge"), [("answered", "回答"), ("partial", "一部回答"), ("not_found", "記載なし")]
)
def test_the_outcome_is_said_in_words(outcome: str, badge: str) -> None:
    assert f'<p class="outcome">{badge}</p>' in render.reply(answer("本文", outcome=outcome), 1, JAPANESE)


def test_what_a_follow_up_was_understood_as_is_said_before_the_answer() -> None:
    plain = answer("本文")
    assert "understood" not in render.reply(plain, 1, JAPANESE)
    shown = render.reply(replace(plain, understood_as="<b>出生届</b>の担当は？"), 1, JAPANESE)
    line = "〈&lt;b&gt;出生届&lt;/b&gt;の担当は？〉という質問として受け取りました。"
    assert f'<p class="understood">{line}</p><p class="outcome">' in shown
    assert "Understood as: 出生届の担当は？" in render.reply(
        replace(plain, understood_as="出生届の担当は？"), 1, ENGLISH
    )


def test_a_card_names_its_document() -> None:
    card = cards.source_card(BIRTH_CITATIONS[1], 2, JAPANESE, cards.CardLinks("/documents/x?cite=2:0-5&at=2#cite-2"))
    assert card.startswith('<li class="card" id="source-2-2" tabindex="-1">')
    assert '<span lang="ja">デジタル行財政改革 取りまとめ2026（案）</span>' in card
    assert '<time datetime="2026-07-07">2026年7月7日</time><span lang="ja">デジタル行財政改革会議</span>' in card
    assert '<span class="status status-draft">案（決定前の文書）</span>' in card
    assert "③ 子育て › ② 出生届のオンライン化" in card
    link = '<a class="original" rel="opener" href="/documents/x?cite=2:0-5&amp;at=2#cite-2" target="_blank">'
    assert link in card


def test_a_card_opens_its_document_at_the_quotes_of_the_answer() -> None:
    answer = Answer("出生届は？", "answered", f"{BIRTHS}\n{BY_SUMMER}", BIRTH_CITATIONS, 1.0)
    shown, english = render.reply(answer, 1, JAPANESE), render.reply(answer, 2, ENGLISH)
    name = '<span class="visually-hidden">出典1、デジタル社会の実現に向けた重点計画を</span>原文で開く'
    cited = f"1:0-{len(BIRTHS)};2@torimatome-2026-draft:0-{len(BY_SUMMER)}"
    assert f'href="/documents/juten-keikaku-2025?cite={cited}&amp;at=1&amp;turn=1#cite-1"' in shown and name in shown
    cited = f"1@juten-keikaku-2025:0-{len(BIRTHS)};2:0-{len(BY_SUMMER)}"
    assert f'href="/en/documents/torimatome-2026-draft?cite={cited}&amp;at=2&amp;turn=2#cite-2"' in english
    assert '<span class="visually-hidden">Source 2, デジタル行財政改革 取りまとめ2026（案）: </span>' in english


def test_a_card_links_to_the_pages_of_its_records() -> None:
    records = (RecordLink("policy", "/policies/2-1", "2-1"), RecordLink("procedure", "/procedures/31/2", "31"))
    answer = Answer("出生届は？", "answered", BIRTHS, BIRTH_CITATIONS[:1], 1.0)
    shown = render.reply(answer, 1, JAPANESE, records=lambda citation: records)
    english = render.reply(answer, 1, ENGLISH, records=lambda citation: records)
    link = '<a class="original record" rel="noopener" href="{}" target="_blank">'
    assert f'{link.format("/policies/2-1")}<span class="visually-hidden">出典1、</span>施策 No. 2-1 のページ<' in shown
    assert (
        f'{link.format("/en/procedures/31/2")}<span class="visually-hidden">Source 1: </span>page of this pro'
        in english
    )
    assert "record" not in render.reply(answer, 1, JAPANESE)


def test_a_card_without_headings_has_no_empty_path() -> None:
    assert 'class="path"' not in cards.source_card(cite(1, PLAN, (), "文。", "文。"), 1, JAPANESE, cards.CardLinks("#"))


@pytest.mark.parametrize(
    ("name", "badge"), [("案", "status-draft"), ("決定", '<span class="status" lang="ja">決定</span>')]
)
def test_a_draft_is_named_as_one(name: str, badge: str) -> None:
    assert badge in cards.status(name, JAPANESE)


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2025-06-13", '<time datetime="2025-06-13">2025年6月13日</time>'),
        ("2025-08", '<time datetime="2025-08">2025年8月</time>'),
        ("2025", '<time datetime="2025">2025年</time>'),
    ],
)
def test_dates_in_japanese(date: str, shown: str) -> None:
    assert cards.published(date, JAPANESE) == shown


def test_dates_in_english() -> None:
    assert cards.published("2025-06-13", ENGLISH) == '<time datetime="2025-06-13">2025-06-13</time>'


@pytest.mark.parametrize("injected", INJECTIONS)
def test_no_text_becomes_markup(injected: str) -> None:
    """Every place that a text can come from: question, answer, passage, quote, title, headings, publisher, status."""
    document = replace(PLAN, title=injected, publisher=injected, status=injected, published=injected)
    cited = cite(1, document, (injected,), f"前の文。{injected}後の文。", injected)
    why = Why(Ranks(1, 1, 1), 1, 0.0, (injected,))
    citation = replace(cited, why=why, newer=NewerEdition(injected, injected, False))
    partial = answer(f"{injected}である。", citation, outcome="partial")
    said = replace(partial, understood_as=injected, bridges=(Bridge(injected, (injected,)),), searched_for=(injected,))
    turns = (Turn(injected, said), Turn(injected))
    shown = [
        render.transcript(turns, ENGLISH),
        render.masthead((document,), ENGLISH),
        render.message(injected),
        render.announcement(answer(injected, citation), JAPANESE),
    ]
    for page in shown:
        assert not any(tag in page for tag in ("<img", "<script", '<a href="javascript'))
        assert len(page.splitlines()) == 1  # a blank line would end the HTML block and begin Markdown
    visible = escape(injected.strip())
    assert visible in shown[0] and visible in shown[1]


def test_turns_are_numbered_and_a_pending_one_says_so() -> None:
    shown = render.transcript((Turn("一"), Turn(" 二\n行 ")), JAPANESE)
    assert shown.count('<p class="searching">文書を調べています…</p>') == 2
    assert (
        '<div class="turn" id="turn-2"><h2 class="asked"><span class="visually-hidden">質問：</span>二<br>行</h2>'
        in shown
    )


def test_the_masthead_counts_and_lists_the_documents() -> None:
    shown = render.masthead((DRAFT, PLAN), JAPANESE)
    assert "回答は2つの文書から自動で抜き出した引用です。" in shown
    assert "<summary>対象の文書（2件）</summary>" in shown
    assert '<a class="language" href="en/" lang="en">English</a>' in shown


def test_the_announcement_counts_sources_only() -> None:
    said = f"回答。{BIRTHS} 出典1件。"
    assert render.announcement(answer(BIRTHS, *BIRTH_CITATIONS), JAPANESE) == f'<p id="announced-1">{said}</p>'


def test_equal_answers_of_two_turns_are_announced_apart() -> None:
    first, second = (render.announcement(answer(BIRTHS), JAPANESE, turn) for turn in (1, 2))
    assert first != second and first.replace("announced-1", "announced-2") == second


@pytest.mark.parametrize(
    ("keeps", "said"), [(False, "入力した内容は保存しません。"), (True, "この計算機に保存します。")]
)
def test_the_notice_says_what_is_stored(keeps: bool, said: str) -> None:
    shown = render.masthead((PLAN,), JAPANESE, keeps)
    assert said in shown and "個人情報や秘密の情報は入力しないでください。" in shown
    assert ("入力した内容は保存しません。" in shown) is not keeps


def test_what_was_asked_without_other_words_says_so() -> None:
    plain = replace(answer("本文"), question="出生届は？")
    assert JAPANESE.why.switched_off in render.transcript((Turn("出生届は？", plain, rephrase=False),), JAPANESE)
    assert JAPANESE.why.switched_off not in render.transcript((Turn("出生届は？", plain),), JAPANESE)
