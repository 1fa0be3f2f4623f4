"""What the assistant says in its own words: only that, and why, it does not or only partly answers."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.abstention import Reason
from chatbot.answer import Part, Statement
from chatbot.guard import Unread
from chatbot.records import COLUMNS, EMPTY
from corpus.document import Passage
from corpus.normalize import display_text
from index.retriever import Hit

LEAVES_SOURCES = (
    "この質問には回答できません。収録した計画に書かれていることだけを、原文の引用でお答えします。"
    "計画の内容について質問してください。"
)
FOREIGN = "質問は日本語か英語で入力してください。 (Please ask in Japanese or English.)"
GREETING = (
    "計画に書かれていることを、原文の引用でお答えします。知りたいことを質問の形で入力してください。"
    "例: 出生届はいつからオンラインで出せるようになる？"
)
UNREAD: dict[Unread, str] = {"leaves_sources": LEAVES_SOURCES, "greeting": GREETING, "foreign": FOREIGN}
DOUBTFUL = "近い記載は次のとおりですが、質問への答えではないかもしれません。"
MISSING = {
    "date": "関係する記載は次のとおりですが、時期は書かれていません。",
    "number": "関係する記載は次のとおりですが、数値は書かれていません。",
}
NO_SUCH_EDITION = "質問にある文書のうち、収録していない年のものがあります。収録した文書の記載は次のとおりです。"
_ONLY_EDITION = ("収録した文書のうち、この事柄の記載が見つかったのは「", "」だけです。")
_SILENT_EDITION = ("「", "」には、この事柄の記載が見つかりませんでした。")
_LISTED = (  # what is said around the records that a computed list names, a line for each sentence
    "主担当府省庁がの、",
    "主担当府省庁にがある、",
    "主担当府省庁にとがともにある、",
    "主担当府省庁か関係府省庁にがある",
    "具体的な目標に「年度」の期限か目標がある",
    "取組内容かKPIに「年」の期限か目標がある",
    "番号が で始まる",
    "担当府省庁にがある手続グループの",
    "根拠法令がの",
    "手続の受け手が「」の",
    "手続主体が「」の",
    "手続類型が「」の",
    "手続の受け手に「」がある",
    "手続主体に「」がある",
    "手続類型に「」がある",
    "手続名かグループの題名に「」を含む",
    "見出しに「」を含む部分の",
    "施策（ 第2 重点政策一覧）：",
    "手続グループ（ 第4）",
    "手続（ 第4 対象手続一覧）",
    "（ 第4 Ⅴ）",
    "・ （手続ID ）",
    "ほかに 、 があります。",
    "うち「」だけのものはです。",
    "この欄にあるのは、「」などです。",
    "（一覧は「keikaku policies --ministry --query 」で見られます）",
    "keikaku procedures --group --query",
    "keikaku procedures --lists",
)
_REASONS: dict[Reason, str] = {
    "unrelated": "収録した{count}つの計画の中に、この質問に答える記載は見つかりませんでした。",
    "no_person": "収録した{count}つの計画の中に、この質問に答える氏名の記載は見つかりませんでした。",
    "no_amount": "収録した{count}つの計画の中に、この質問に答える金額の記載は見つかりませんでした。",
    "no_contact": "収録した{count}つの計画の中に、電話番号などの連絡先の記載は見つかりませんでした。",
    "no_company": "収録した{count}つの計画の中に、この質問に答える事業者名や製品名の記載は見つかりませんでした。",
    "no_place": "収録した{count}つの計画の中に、この質問に答える地名や施設名の記載は見つかりませんでした。",
    "no_papers": "収録した{count}つの計画の中に、必要な書類の記載は見つかりませんでした。",
    "no_current": "収録した{count}つの計画の中に見つかったのは目標の値だけで、現在の値の記載は見つかりませんでした。",
    "no_group": "収録した{count}つの計画の中に、質問にある国や施設についての記載は見つかりませんでした。",
    "no_rank": "収録した{count}つの計画の中に、この質問に答える順位や比較の記載は見つかりませんでした。",
    "no_period": "収録した{count}つの計画の中に、この質問に答える期間や日数の記載は見つかりませんでした。",
    "no_day": "収録した{count}つの計画の中に、この質問に答える月日の記載は見つかりませんでした。",
    "no_count": "収録した{count}つの計画の中に、この質問に答える数値の記載は見つかりませんでした。",
    "no_year": "収録した{count}つの計画の中に、質問にある年度の値の記載は見つかりませんでした。",
    "no_edition": "その年の文書は収録していません。収録しているのは{count}つの計画です。",
    "no_term": "収録した{count}つの計画の中に、尋ねられた事柄の記載は見つかりませんでした。",
    "no_claim": "収録した{count}つの計画の中に、質問の前提となっていることの記載は見つかりませんでした。",
    "no_policy": "この番号の施策は、重点計画の「重点政策一覧」にはありません。",
    "no_procedure": "この手続IDは、重点計画の「オンライン化を実施する行政手続の一覧」にはありません。",
    "not_in_list": "この手続は、重点計画の「オンライン化を実施する行政手続の一覧」には見当たりません。",
}
UNPROVEN = "近い記載がありましたが、原文との照合で一致しなかったため表示しません。"
_NEAREST_HEADINGS = "近い項目:"
_NEAREST = 3
_LONGEST_HEADING = 60


def said(text: str) -> Statement:
    """A statement in the program's own words."""
    return Statement((Part("wording", text),))


def only_edition(name: str) -> Statement:
    """That the document of that name alone speaks of a matter."""
    return _about((name,), *_ONLY_EDITION)


def silent_editions(names: Sequence[str]) -> Statement:
    """That the documents of those names do not speak of a matter."""
    return _about(names, *_SILENT_EDITION)


def _about(names: Sequence[str], before: str, after: str) -> Statement:
    between = (part for name in names for part in (Part("wording", "、"), Part("label", name)))
    return Statement((Part("wording", before), *list(between)[1:], Part("wording", after)))


def own_words(documents: int) -> str:
    """All that is ever said in the program's own words, over that many documents: what a proof holds wording to."""
    reasons = (reason.format(count=documents) for reason in _REASONS.values())
    editions = (NO_SUCH_EDITION, *_ONLY_EDITION, *_SILENT_EDITION)
    sentences = (*UNREAD.values(), DOUBTFUL, *MISSING.values(), UNPROVEN, _NEAREST_HEADINGS, *editions, *_LISTED)
    row = f"（{'、'.join(f'{column}：' for column in COLUMNS)}{EMPTY}）"
    return "\n".join((*sentences, *reasons, row))


def silence(reason: Reason, hits: Sequence[Hit], documents: int) -> tuple[Statement, ...]:
    """Why there is no answer, and the headings nearest to the question."""
    return (said(_REASONS[reason].format(count=documents)), *_nearest(hits))


def silence_of(names: Sequence[str], hits: Sequence[Hit]) -> tuple[Statement, ...]:
    """That the documents of those names, which the question asks of, do not answer it, and the nearest headings."""
    return (silent_editions(names), *_nearest(hits))


def _nearest(hits: Sequence[Hit]) -> tuple[Statement, ...]:
    headings = list(dict.fromkeys(heading_of(hit.passage) for hit in hits))[:_NEAREST]
    nearest = tuple(Statement((Part("wording", "・"), Part("heading", heading))) for heading in headings if heading)
    return (said(_NEAREST_HEADINGS), *nearest) if nearest else ()


def heading_of(passage: Passage) -> str:
    """What a passage is called: the name of its procedure or group, or its innermost heading, cut where it is long."""
    if passage.kind == "procedure":
        name = passage.text.split("\u3000")[0]
    elif passage.kind in ("group", "footnote"):  # the innermost is 取組内容, KPI or the footnote's number
        name = passage.heading_path[-2] if len(passage.heading_path) > 1 else ""
    else:
        name = passage.heading_path[-1] if passage.heading_path else ""
    return display_text(name)[:_LONGEST_HEADING]
