"""The strings of the comparison page, in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.changes import ChangeKind
from chatbot.web.site import ENGLISH_SITE, JAPANESE_SITE, SiteTexts


@dataclass(frozen=True, slots=True)
class CompareTexts:
    """The strings of one language; `{…}` are filled in with str.format."""

    site: SiteTexts
    title: str
    title_of: str
    lead: str
    question: str
    hint: str
    submit: str
    topics: str
    topics_lead: str
    aligned: str
    aligned_lead: str
    alone: str
    alone_lead: str
    silent_documents: str
    silent: str
    no_counterpart: str
    only_one: str
    kinds: dict[ChangeKind, str]
    decided: str
    draft: str
    in_force: str
    differs: str
    same: str
    since: str
    changed_here: str
    heading_path: str
    source: str
    csv: str
    how: str
    how_lines: tuple[str, ...]
    empty: str
    too_long: str
    loading: str
    again: str
    busy: str
    trouble: str
    columns: tuple[str, ...]


JAPANESE = CompareTexts(
    site=JAPANESE_SITE,
    title="文書を比べる",
    title_of="「{question}」を文書ごとに比べる",
    lead="一つの質問や話題について、それぞれの文書に書かれていることを、古い順に並べます。文はすべて原文の引用です。",
    question="質問または話題",
    hint="例：出生届のオンライン化。{longest:,}字まで。アドレスに言葉が残るので、個人情報は入力しないでください。",
    submit="比べる",
    topics="複数の文書にある話題",
    topics_lead="多くの文書に出てくる言葉から選びました。",
    aligned="同じ事柄の記載",
    aligned_lead="似た文を横に並べ、前の文書から変わったところに印を付けました。",
    alone="それぞれの文書だけの記載",
    alone_lead="ほかの文書に似た文が見つからなかったものです。",
    silent_documents="記載のない文書",
    silent="この文書には記載が見つかりません",
    no_counterpart="対応する文は見つかりません",
    only_one="記載が見つかったのは一つの文書だけなので、比べられません。",
    kinds={"number": "数値", "deadline": "期限", "time": "時期", "state": "状態"},
    decided="文書の状態",
    draft="案",
    in_force="決定",
    differs="記載が異なります",
    same="同じ記載です",
    since="（{name}との比較）",
    changed_here="変わったところ：",
    heading_path="見出し",
    source="「{title}」の原文で開く",
    csv="比較をCSVで保存",
    how="印の付け方",
    how_lines=(
        "数値・期限・時期：両方の文に、同じ言葉について同じ単位の値があり、値が違うときだけ示します。",
        "状態：検討する、実施する、実施した、のように、同じ事柄が先へ進んだことを文の結びから読みます。",
        "同じ日に公表された文書や、前後の分からない文書の間では、変化とはせず「記載が異なります」とします。",
        "自動の判定です。言葉が離れた文は、同じ事柄でも並ばないことがあります。",
    ),
    empty="質問または話題を入力してください。",
    too_long="長すぎます（{length:,}字）。{longest:,}字以内で入力してください。",
    loading="いま準備をしています（モデルを読み込んでいます）。数十秒ほど待ってから、もう一度開いてください。",
    again="もう一度開く",
    busy="いま混み合っています。少し待ってから、もう一度お試しください。",
    trouble="申し訳ありません。比べられませんでした。少し待ってから、もう一度お試しください。",
    columns=("事柄", "文書", "公表日", "状態", "見出し", "ページ", "記載（原文）", "比べた文書", "変化"),
)
ENGLISH = CompareTexts(
    site=ENGLISH_SITE,
    title="Compare the documents",
    title_of="“{question}”, document by document",
    lead="For one question or topic: what each document says, oldest first. Every sentence is quoted as printed, in "
    "Japanese.",
    question="Question or topic",
    hint="For example 出生届のオンライン化 (in Japanese, for best results). At most {longest:,} characters. "
    "The words stay in the address: please type no personal information.",
    submit="Compare",
    topics="Topics of several documents",
    topics_lead="Chosen from words that most documents use.",
    aligned="On the same matter",
    aligned_lead="Similar sentences stand side by side; what changed since an older document is marked.",
    alone="In one document only",
    alone_lead="No similar sentence was found in another document.",
    silent_documents="Documents that are silent",
    silent="Nothing was found in this document",
    no_counterpart="No corresponding sentence was found",
    only_one="Only one document speaks of it, so there is nothing to compare.",
    kinds={"number": "Figure", "deadline": "Deadline", "time": "Time", "state": "State"},
    decided="State of the document",
    draft="案 (draft)",
    in_force="決定 (decided)",
    differs="Worded differently",
    same="The same wording",
    since="(compared with {name})",
    changed_here="changed: ",
    heading_path="Section",
    source="Open this place in “{title}”",
    csv="Save the comparison as CSV",
    how="How changes are marked",
    how_lines=(
        "Figure, deadline, time: only where both sentences hold a value of the same unit about the same words, and the "
        "values differ.",
        "State: read from how the sentence ends (検討する, 実施する, 実施した), where the same matter has moved on.",
        "Between documents of the same day, or of unknown order, nothing is called a change: “worded differently”.",
        "This is automatic. Sentences in very different words may not be put together.",
    ),
    empty="Please type a question or topic.",
    too_long="This is too long ({length:,} characters). Please use at most {longest:,}.",
    loading="The program is getting ready (the model is loading). Please open the page again in half a minute.",
    again="Open it again",
    busy="Many people are asking just now. Please try again in a little while.",
    trouble="Sorry, the documents could not be compared. Please try again in a little while.",
    columns=("Matter", "Document", "Date", "Status", "Section", "Page", "Statement (as printed)", "Compared with", "Change"),
)  # fmt: skip
COMPARE_TEXTS = (ENGLISH, JAPANESE)
