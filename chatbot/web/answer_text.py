"""The strings around an answer: its badges, why it is what it is, and the buttons for feedback."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.feedback import Trouble, Verdict


@dataclass(frozen=True, slots=True)
class BadgeTexts:
    """The badges of answers and cards; `{…}` are filled in with str.format."""

    verbatim: str
    withheld: str
    holds_draft: str
    newer: str
    newer_draft: str
    newer_title: str


@dataclass(frozen=True, slots=True)
class WhyTexts:
    """How a question was understood, and why a passage was chosen."""

    question: str
    as_it_stands: str
    switched_off: str
    how_to_switch_off: str
    follow_up: str
    bridge: str
    between_bridged: str
    passage: str
    terms: str
    separator: str
    no_terms: str
    dense: str
    bm25: str
    fused: str
    reranked: str
    rank: str
    relevance: str
    no_match: str
    not_read: str
    not_searched: str


@dataclass(frozen=True, slots=True)
class FeedbackTexts:
    """The buttons for feedback, what is said when one was pressed, and what the notice says of it."""

    ask: str
    verdicts: dict[Verdict, str]
    kept: str
    not_kept: str
    troubles: dict[Trouble, str]
    nothing_stored: str
    stored: str


JAPANESE_BADGES = BadgeTexts(
    verbatim="原文一致 {verbatim}/{quotes}",
    withheld="原文と一致しなかった引用{count}件は示していません。",
    holds_draft="案を含む",
    newer="後継あり",
    newer_draft="後継の案あり",
    newer_title="{badge}：{title}",
)
ENGLISH_BADGES = BadgeTexts(
    verbatim="Verbatim {verbatim}/{quotes}",
    withheld="Quotations that did not match their source are not shown ({count}).",
    holds_draft="Includes a draft (案)",
    newer="Newer edition exists",
    newer_draft="Newer draft (案) exists",
    newer_title="{badge}: {title}",
)

JAPANESE_WHY = WhyTexts(
    question="質問をどう受け取ったか",
    as_it_stands="質問の言葉のままで探しました。",
    switched_off="「言い換えて探す」が外れているので、前の質問を補わず、質問の言葉のままで探しました。",
    how_to_switch_off="質問の言葉のままで探すには、質問の欄の下の「言い換えて探す」を外して、もう一度質問してください。",
    follow_up="前の質問を補い、〈{question}〉として探しました。",
    bridge="「{said}」は「{official}」でも探しました。",
    between_bridged="」「",
    passage="この箇所が選ばれた理由（出典{number}）",
    terms="一致した言葉",
    separator="、",
    no_terms="なし（意味の近さで見つかりました）",
    dense="意味の近さの順位（ベクトル検索）",
    bm25="言葉の一致の順位（BM25）",
    fused="合わせた順位（名指しされた文書などへの加点を含む）",
    reranked="質問と読み合わせた後の順位",
    rank="{rank}位",
    relevance="{rank}位（関連度 {relevance}。0を超えるほど、答えがありそうです）",
    no_match="一致なし",
    not_read="読み合わせの対象外（{rank}位）",
    not_searched="検索の順位によらず、記録の一覧か、前の箇所の続きとして示しています。",
)
ENGLISH_WHY = WhyTexts(
    question="How the question was understood",
    as_it_stands="It was looked up in its own words.",
    switched_off="“Search in other words too” is off: it was looked up in its own words, without the questions before.",
    how_to_switch_off="To search in your own words only, clear “Search in other words too” below the question and ask again.",
    follow_up="With what the question before says, it was looked up as: {question}",
    bridge="“{said}” was also looked up as {official}.",
    between_bridged="、",
    passage="Why this passage (source {number})",
    terms="Words matched",
    separator="、",
    no_terms="None (found by its meaning)",
    dense="Rank by meaning (dense vectors)",
    bm25="Rank by words (BM25)",
    fused="Combined rank (documents and policies that the question names count more)",
    reranked="Rank after reading it with the question",
    rank="{rank}",
    relevance="{rank} (relevance {relevance}; the further above 0, the likelier an answer)",
    no_match="no match",
    not_read="not among those read ({rank})",
    not_searched="Not ranked by the search: from a list of records, or the continuation of the passage before.",
)

JAPANESE_FEEDBACK = FeedbackTexts(
    ask="この回答はいかがでしたか（押すと、質問と一緒に保存します）",
    verdicts={"useful": "役に立った", "wrong": "違う", "wrong_source": "出典{number}が違う"},
    kept="「{verdict}」を保存しました。ほかのボタンで選び直せます。",
    not_kept="ご意見を保存できませんでした（{trouble}）。質問はこのまま続けられます。",
    troubles={
        "full": "空き容量がありません",
        "busy": "ほかの処理が使っています。少し待ってから、もう一度押してください",
        "closed": "保存先に書き込めません",
        "foreign": "保存先が別のファイルです",
        "newer": "保存先が新しい版のファイルです",
        "broken": "保存先が壊れています",
    },
    nothing_stored="入力した内容は保存しません。",
    stored="回答の下の「役に立った」「違う」などを押したときだけ、その質問と前の質問、回答の結果、出典、日付を、"
    "改善のためにこの計算機に保存します。アドレスなど、どなたかが分かるものは保存しません。",
)
ENGLISH_FEEDBACK = FeedbackTexts(
    ask="How was this answer? (A press stores it with the question.)",
    verdicts={"useful": "Useful", "wrong": "Wrong", "wrong_source": "Source {number} is wrong"},
    kept="“{verdict}” was stored. You can change it with another button.",
    not_kept="Your feedback could not be stored ({trouble}). You can go on asking.",
    troubles={
        "full": "no space is left",
        "busy": "the file is in use; please press again in a little while",
        "closed": "the file cannot be written",
        "foreign": "the file is another program’s",
        "newer": "the file is of a later version",
        "broken": "the file is damaged",
    },
    nothing_stored="Nothing you type is stored.",
    stored="Only when you press “Useful”, “Wrong” or the like below an answer are the question, those before it, the "
    "outcome, the sources and the date stored on this machine, to improve the answers. Nothing tells who you are: no "
    "address is stored.",
)
