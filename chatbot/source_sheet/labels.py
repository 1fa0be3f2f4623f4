"""The words of a sheet in both languages, and the way back from a label to what it names."""

from __future__ import annotations

from typing import Literal, get_args

from chatbot.answer import Outcome

Language = Literal["ja", "en"]

SHEET_NAME: dict[Language, str] = {"ja": "出典票", "en": "Source sheet (出典票)"}
EXPLANATION: dict[Language, str] = {
    "ja": "回答に使った引用と、その出典です。引用が原典のとおりかは、keikaku verify に続けてこのファイルの名前を書くと"
    "確かめられます。照合値は書き換えに気付くためのもので、署名ではありません。",
    "en": "The quotes behind an answer and their sources. “keikaku verify” with the name of this file checks the quotes "
    "against the published texts. The checksums show changes to this file; they are no signature.",
}
_JAPANESE = {
    "explanation": "説明",
    "whole": "質問と回答",
    "question": "質問",
    "understood_as": "受け取った質問",
    "outcome": "結果",
    "answer": "回答",
    "answered_at": "回答した日時",
    "program": "プログラム",
    "form": "様式",
    "answer_sha256": "回答の照合値",
    "record_sha256": "票の照合値",
    "source": "出典",
    "nearest": "関連する記載",
    "number": "番号",
    "title": "文書",
    "publisher": "公表者",
    "published": "公表日",
    "status": "状態",
    "draft": "注意",
    "is_draft": "案（決定前の文書）です。",
    "heading_path": "見出し",
    "page": "ページ",
    "quote": "引用（原文どおり）",
    "spans": "本文での位置（文字）",
    "sha256": "本文のハッシュ値（SHA-256）",
    "doc_id": "文書id",
    "answered": "計画に答えがありました",
    "partial": "計画に一部の答えがありました",
    "not_found": "計画の中に答えは見つかりませんでした",
    "item": "項目",
    "text": "内容",
}
_ENGLISH = {
    "explanation": "About this sheet",
    "whole": "Question and answer",
    "question": "Question",
    "understood_as": "Understood as",
    "outcome": "Outcome",
    "answer": "Answer",
    "answered_at": "Answered at",
    "program": "Program",
    "form": "Form",
    "answer_sha256": "Checksum of the answer",
    "record_sha256": "Checksum of the sheet",
    "source": "Source",
    "nearest": "Related passage",
    "number": "Number",
    "title": "Document",
    "publisher": "Publisher",
    "published": "Published",
    "status": "Status",
    "draft": "Caution",
    "is_draft": "案: a draft, not yet decided.",
    "heading_path": "Section",
    "page": "Page",
    "quote": "Quote (as printed)",
    "spans": "Place in the text (characters)",
    "sha256": "Hash of the text (SHA-256)",
    "doc_id": "Document id",
    "answered": "The plans answer the question",
    "partial": "The plans answer a part of the question",
    "not_found": "No answer was found in the plans",
    "item": "Item",
    "text": "Text",
}
LABELS: dict[Language, dict[str, str]] = {"ja": _JAPANESE, "en": _ENGLISH}
LONG = frozenset({"question", "answer", "quote"})
_NO_FIELDS = {"whole", "source", "nearest", "is_draft", "answered", "partial", "not_found", "item", "text"}
_NEVER_READ = {"explanation", "draft"}
KEYS = {label: key for words in LABELS.values() for key, label in words.items() if key not in _NO_FIELDS | _NEVER_READ}
OUTCOMES: dict[str, Outcome] = {words[name]: name for words in LABELS.values() for name in get_args(Outcome)}
