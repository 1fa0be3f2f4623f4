"""The strings of the page that explains the API, in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReferenceTexts:
    """The strings of one language; `{…}` are filled in with str.format."""

    title: str
    lead: str
    schema: str
    start: str
    key_needed: str
    key_open: str
    limits: str
    unlimited: str
    size: str
    contents: str
    parameters: str
    sent: str
    given: str
    example_sent: str
    example_given: str
    errors: str
    forms: str
    forms_note: str
    problems: str
    problems_note: str
    required: str
    optional: str


TEXTS = {
    "ja": ReferenceTexts(
        title="API",
        lead="ほかのプログラムから質問し、検索し、手続・施策・文書を読むための HTTP の API です。",
        schema="OpenAPI の文書（JSON）",
        start="始め方",
        key_needed="このサーバーでは API キーが要ります。x-api-key ヘッダーに入れて送ってください。",
        key_open="このサーバーではキーは要りません（KEIKAKU_API_KEY を設定すると要るようになります）。",
        limits="一つのアドレスから 1 分に、質問と検索は {questions} 回、ほかは {reads} 回まで。超えると 429 を返します。",
        unlimited="回数の制限はありません。",
        size="本文は {body} kB まで（源内の会話は {conversation} kB まで）。超えると 413 を返します。",
        contents="呼び出しの一覧",
        parameters="パラメータ",
        sent="送る本文",
        given="返る本文",
        example_sent="送る本文の例",
        example_given="返る本文の例",
        errors="うまくいかないとき",
        forms="JSON の形",
        forms_note="それぞれの項目です。",
        problems="問題",
        problems_note="うまくいかないときは、どの呼び出しも RFC 9457 の形（application/problem+json）で返します。",
        required="必須",
        optional="任意",
    ),
    "en": ReferenceTexts(
        title="API",
        lead="An HTTP API by which other programs ask, search, and read procedures, policies and documents.",
        schema="The OpenAPI document (JSON)",
        start="How to begin",
        key_needed="This server needs an API key: send it in the header x-api-key.",
        key_open="This server needs no key (it does once KEIKAKU_API_KEY is set).",
        limits="One address may ask or search {questions} times a minute and make {reads} other calls; beyond, 429.",
        unlimited="The number of calls is not limited.",
        size="A body holds at most {body} kB (a conversation of 源内 {conversation} kB); beyond, 413.",
        contents="Calls",
        parameters="Parameters",
        sent="Body to send",
        given="Body that comes back",
        example_sent="Example of the body to send",
        example_given="Example of the body that comes back",
        errors="When something goes wrong",
        forms="Forms of JSON",
        forms_note="The members of each.",
        problems="Problems",
        problems_note="When something goes wrong, every call gives problem details of RFC 9457 (application/problem+json).",
        required="required",
        optional="optional",
    ),
}
