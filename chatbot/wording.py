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
_REASONS: dict[Reason, str] = {
    "unrelated": "収録した{count}つの計画の中に、この質問に答える記載は見つかりませんでした。",
    "no_person": "収録した{count}つの計画の中に、この質問に答える氏名の記載は見つかりませんでした。",
    "no_amount": "収録した{count}つの計画の中に、この質問に答える金額の記載は見つかりませんでした。",
    "no_contact": "収録した{count}つの計画の中に、電話番号などの連絡先の記載は見つかりませんでした。",
    "no_company": "収録した{count}つの計画の中に、この質問に答える事業者名や製品名の記載は見つかりませんでした。",
    "no_count": "収録した{count}つの計画の中に、この質問に答える数値の記載は見つかりませんでした。",
    "no_edition": "その年の文書は収録していません。収録しているのは{count}つの計画です。",
    "no_term": "収録した{count}つの計画の中に、尋ねられた事柄の記載は見つかりませんでした。",
    "no_claim": "収録した{count}つの計画の中に、質問の前提となっていることの記載は見つかりませんでした。",
    "not_in_list": "この手続は、重点計画の「オンライン化を実施する行政手続の一覧」には見当たりません。",
}
UNPROVEN = "近い記載がありましたが、原文との照合で一致しなかったため表示しません。"
_NEAREST_HEADINGS = "近い項目:"
_NEAREST = 3
_LONGEST_HEADING = 60


def said(text: str) -> Statement:
    """A statement in the program's own words."""
    return Statement((Part("wording", text),))


def own_words(documents: int) -> str:
    """All that is ever said in the program's own words, over that many documents: what a proof holds wording to."""
    reasons = (reason.format(count=documents) for reason in _REASONS.values())
    sentences = (*UNREAD.values(), DOUBTFUL, *MISSING.values(), UNPROVEN, _NEAREST_HEADINGS)
    return "\n".join((*sentences, *reasons, *COLUMNS, EMPTY))


def silence(reason: Reason, hits: Sequence[Hit], documents: int) -> tuple[Statement, ...]:
    """Why there is no answer, and the headings nearest to the question."""
    headings = list(dict.fromkeys(nearest_heading(hit.passage) for hit in hits))[:_NEAREST]
    nearest = tuple(Statement((Part("wording", "・"), Part("heading", heading))) for heading in headings if heading)
    why = said(_REASONS[reason].format(count=documents))
    return (why, said(_NEAREST_HEADINGS), *nearest) if nearest else (why,)


def nearest_heading(passage: Passage) -> str:
    """What names a passage that is only pointed at: its heading or the name of its procedure, cut where it is long."""
    if passage.kind == "procedure":
        name = passage.text.split("\u3000")[0]
    elif passage.kind in ("group", "footnote"):  # the innermost is 取組内容, KPI or the footnote's number
        name = passage.heading_path[-2] if len(passage.heading_path) > 1 else ""
    else:
        name = passage.heading_path[-1] if passage.heading_path else ""
    return display_text(name)[:_LONGEST_HEADING]
