"""Every string of the chat window, in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.answer import Outcome
from chatbot.web.answer_text import (
    ENGLISH_BADGES,
    ENGLISH_FEEDBACK,
    ENGLISH_WHY,
    JAPANESE_BADGES,
    JAPANESE_FEEDBACK,
    JAPANESE_WHY,
    BadgeTexts,
    FeedbackTexts,
    WhyTexts,
)
from chatbot.web.record_links import RecordKind


@dataclass(frozen=True, slots=True)
class Texts:
    """The strings of one language. `language` is a BCP 47 tag; `{…}` are filled in with str.format."""

    language: str
    title: str
    lead: str
    notice: tuple[str, ...]
    other_language: str  # the label of the link to the other language, in that language
    other_tag: str
    other_path: str
    documents: str
    question: str
    placeholder: str
    hint: str
    submit: str
    rephrase: str
    new_conversation: str
    new_started: str
    starters: str
    starter_groups: tuple[tuple[str, tuple[str, ...]], ...]
    asked: str
    understood: str
    searched_for: str
    searching: str
    outcomes: dict[Outcome, str]
    outcome_notes: dict[Outcome, str]
    sources: str
    nearest: str
    source: str
    draft: str
    heading_path: str
    page: str
    footnote: str
    original: tuple[str, str, str]  # the link to the document; the first and the last are for screen readers
    of_source: str  # for screen readers, before a link to a record
    record_pages: dict[RecordKind, str]  # the link to the page of a record
    save_sheet: str
    announcement: str
    trouble: str
    badges: BadgeTexts
    why: WhyTexts
    feedback: FeedbackTexts


STARTER_QUESTIONS = (
    (
        "標準化の対象となる自治体のシステムは全部でいくつですか",
        "No. 1-47 の施策の主担当府省庁はどこですか",
        "2027年度までに自動運転サービスを何か所で実現しますか",
    ),
    (
        "出生届はいつからオンラインで出せるようになる？",
        "美容師免許の申請の根拠法令は？",
        "パスポートをなくしたときの届出はオンラインでできますか",
    ),
)

JAPANESE = Texts(
    language="ja",
    title="行政のデジタル化の計画に聞く",
    lead="政府のデジタル関係の計画から、質問に答える文を探し、出典と一緒にそのまま示します。",
    notice=(
        "回答は{count}つの文書から自動で抜き出した引用です。抜けや誤りがありえます。必ず出典の文書でお確かめください。",
        "氏名、電話番号、マイナンバーなどの個人情報や秘密の情報は入力しないでください。{stored}",
    ),
    other_language="English",
    other_tag="en",
    other_path="en/",
    documents="対象の文書（{count}件）",
    question="質問",
    placeholder="例：出生届のオンライン化はいつ実現しますか",
    hint="Enter で送信、Shift+Enter で改行。2,000字まで。",
    submit="質問する",
    rephrase="言い換えて探す（日常の言葉を計画の言葉に直し、前の質問を補います）",
    new_conversation="新しい会話",
    new_started="新しい会話を始めました。",
    starters="質問の例",
    starter_groups=(("職員の方", STARTER_QUESTIONS[0]), ("市民の方", STARTER_QUESTIONS[1])),
    asked="質問",
    understood="〈{question}〉という質問として受け取りました。",
    searched_for="次の言葉でも探しました：{terms}",
    searching="文書を調べています…",
    outcomes={"answered": "回答", "partial": "一部回答", "not_found": "記載なし"},
    outcome_notes={
        "answered": "",
        "partial": "質問の一部に当たる記載が見つかりました。",
        "not_found": "手続の詳しいことは、担当の府省庁やお住まいの市区町村の窓口にお尋ねください。",
    },
    sources="出典（{count}件）",
    nearest="関連する記載（{count}件）",
    source="出典",
    draft="案（決定前の文書）",
    heading_path="見出し",
    page="{page}ページ",
    footnote="脚注{number}",
    original=("出典{number}、{title}を", "原文で開く", "（新しいタブ）"),
    of_source="出典{number}、",
    record_pages={
        "policy": "施策 No. {number} のページ",
        "procedure": "この手続のページ",
        "group": "この手続グループのページ",
    },
    save_sheet="出典票を保存：",
    announcement="{outcome}。{text} 出典{count}件。",
    trouble="申し訳ありません。回答を用意できませんでした。質問は入力欄に残してあります。少し待ってから、もう一度お試しください。",
    badges=JAPANESE_BADGES,
    why=JAPANESE_WHY,
    feedback=JAPANESE_FEEDBACK,
)

ENGLISH = Texts(
    language="en",
    title="Ask Japan’s digital government plans",
    lead="Finds the sentences of the government’s digital plans that answer a question and shows them as printed, "
    "with their sources. The plans are in Japanese; please ask in Japanese.",
    notice=(
        "Answers are quotations found automatically in {count} documents. They may be incomplete or wrong. "
        "Always check the source.",
        "Do not type personal or confidential information. {stored}",
    ),
    other_language="日本語",
    other_tag="ja",
    other_path="../",
    documents="Documents searched ({count})",
    question="Question",
    placeholder="例：出生届のオンライン化はいつ実現しますか",
    hint="Enter sends, Shift+Enter starts a new line. At most 2,000 characters.",
    submit="Ask",
    rephrase="Search in other words too (those of the plans for everyday ones; follow-ups are completed)",
    new_conversation="New conversation",
    new_started="A new conversation has started.",
    starters="Questions to start with",
    starter_groups=(("For officials", STARTER_QUESTIONS[0]), ("For citizens", STARTER_QUESTIONS[1])),
    asked="Question",
    understood="Understood as: {question}",
    searched_for="Also searched for: {terms}",
    searching="Searching the documents…",
    outcomes={"answered": "Answer", "partial": "Partial answer", "not_found": "Not stated"},
    outcome_notes={
        "answered": "",
        "partial": "The documents answer a part of the question.",
        "not_found": "For details of a procedure, please ask the ministry in charge or your local municipality.",
    },
    sources="Sources ({count})",
    nearest="Related passages ({count})",
    source="Source",
    draft="案 (draft, not yet decided)",
    heading_path="Section",
    page="p. {page}",
    footnote="Note {number}",
    original=("Source {number}, {title}: ", "open in the document", " (new tab)"),
    of_source="Source {number}: ",
    record_pages={
        "policy": "page of policy {number}",
        "procedure": "page of this procedure",
        "group": "page of this group of procedures",
    },
    save_sheet="Save the source sheet: ",
    announcement="{outcome}. {text} {count} sources.",
    trouble="Sorry, no answer could be prepared. Your question is still in the box. Please try again in a little while.",
    badges=ENGLISH_BADGES,
    why=ENGLISH_WHY,
    feedback=ENGLISH_FEEDBACK,
)
