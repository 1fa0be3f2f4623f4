"""What the assistant says in its own words: only that, and why, it does not or only partly answers."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.abstention import Reason
from chatbot.guard import Unread
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
ONLY_EDITION = "収録した文書のうち、この事柄の記載が見つかったのは「{name}」だけです。"
SILENT_EDITION = "「{names}」には、この事柄の記載が見つかりませんでした。"
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
_NEAREST = 3
_LONGEST_HEADING = 60


def silence(reason: Reason, hits: Sequence[Hit], documents: int) -> str:
    """Why there is no answer, and the headings nearest to the question."""
    headings = list(dict.fromkeys(heading_of(hit.passage) for hit in hits))[:_NEAREST]
    nearest = "".join(f"\n・{heading}" for heading in headings if heading)
    return _REASONS[reason].format(count=documents) + (f"\n近い項目:{nearest}" if nearest else "")


def heading_of(passage: Passage) -> str:
    """What a passage is called: the name of its procedure or group, or its innermost heading."""
    if passage.kind == "procedure":
        name = passage.text.split("\u3000")[0]
    elif passage.kind in ("group", "footnote"):  # the innermost is 取組内容, KPI or the footnote's number
        name = passage.heading_path[-2] if len(passage.heading_path) > 1 else ""
    else:
        name = passage.heading_path[-1] if passage.heading_path else ""
    return display_text(name)[:_LONGEST_HEADING]
