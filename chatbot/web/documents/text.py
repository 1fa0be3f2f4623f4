"""The strings of the reading pages, in Japanese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingTexts:
    """The strings of one language; `{…}` are filled in with str.format."""

    documents: str
    lead: str
    count: str
    newer: str  # the badge where a newer edition is there
    newer_draft: str
    newer_link: str
    source: str  # where a document was published
    fingerprint: str
    contents: str
    below: str  # the headings below one, folded away
    contents_here: str
    whole_part: str
    part_of: str
    parts: str
    parts_below: str
    before: str
    after: str
    to_contents: str
    to_text: str
    goes_on: str
    notes: str
    note: str
    note_mark: str  # a mark, for screen readers
    back: str
    back_label: str
    permalink: str
    permalink_hint: str
    table: str
    row_link: str
    page: str
    cited: str
    cited_as: str  # what a citation is called, for screen readers
    cited_here: str
    claim: str
    to_answer: str
    to_answer_hint: str  # for screen readers: the link leads to a tab that is open
    elsewhere: str  # behind a step that leads to another document
    previous_citation: str
    next_citation: str
    keys: str
    keys_off: str
    keys_on: str
    damaged: str
    unplaced: str
    no_document: str
    no_part: str
    no_passage: str
    nothing_read: str
    to_documents: str
    to_document: str


JAPANESE_READING = ReadingTexts(
    documents="収録している文書",
    lead="質問への回答は、次の{count}つの文書から引用しています。文書を選ぶと、読み取った本文を見出し、脚注、表とともに読めます。",
    count="本文{count}字",
    newer="後継あり",
    newer_draft="後継の案あり",
    newer_link="新しい版：{title}",
    source="原典",
    fingerprint="読み取った本文のSHA-256",
    contents="目次",
    below="「{heading}」の見出し{count}件",
    contents_here="このページの見出し",
    whole_part="本文",
    part_of="（{number}／{count}）",
    parts="前後の部分",
    parts_below="前後の部分（本文の下）",
    before="前の部分：{title}",
    after="次の部分：{title}",
    to_contents="文書の目次",
    to_text="はじめから読む",
    goes_on="（続き）",
    notes="脚注",
    note="脚注{number}",
    note_mark="脚注",
    back="本文に戻る",
    back_label="脚注{number}の付いた本文に戻る",
    permalink="この箇所へのリンク：{words}",
    permalink_hint="各箇所の終わりの「#」は、その箇所への変わらないリンクです。",
    table="{heading}の表",
    row_link="リンク",
    page="{page}ページ",
    cited="この回答の引用",
    cited_as="出典",
    cited_here="出典{number}（引用{count}件中{place}件目）",
    claim="引用した文：",
    to_answer="質問の画面へ戻る",
    to_answer_hint="（元のタブ）",
    elsewhere="・別の文書",
    previous_citation="前の引用（出典{number}{elsewhere}）",
    next_citation="次の引用（出典{number}{elsewhere}）",
    keys="キーボードでは j または ] で次、k または [ で前の引用に移れます。",
    keys_off="キーでの移動を止める",
    keys_on="キーで移動できるようにする",
    damaged="リンクにある引用の位置のうち、読めないもの、または本文にないものは、印を付けていません。",
    unplaced="リンクにある引用は、この文書の本文に見つかりません。目次から該当の箇所をお探しください。",
    no_document="この文書は収録していません。",
    no_part="この文書に、その番号の部分はありません。",
    no_passage="リンクの指す箇所は、この文書に見つかりません。文書が差し替えられたのかもしれません。",
    nothing_read="この文書からは、本文を読み取れませんでした。",
    to_documents="文書の一覧へ",
    to_document="文書の目次へ",
)

ENGLISH_READING = ReadingTexts(
    documents="Documents",
    lead="Answers are quoted from these {count} documents. Choose one to read its text with headings, footnotes and "
    "tables, as it was parsed. The documents are in Japanese.",
    count="{count} characters",
    newer="newer edition",
    newer_draft="newer draft",
    newer_link="Newer edition: {title}",
    source="Published as",
    fingerprint="SHA-256 of the parsed text",
    contents="Contents",
    below="{count} headings in 「{heading}」",
    contents_here="Headings on this page",
    whole_part="Text",
    part_of=" ({number} of {count})",
    parts="Parts before and after",
    parts_below="Parts before and after, below the text",
    before="Previous part: {title}",
    after="Next part: {title}",
    to_contents="Contents of the document",
    to_text="Read from the beginning",
    goes_on=" (continued)",
    notes="Footnotes",
    note="Note {number}",
    note_mark="note ",
    back="Back to the text",
    back_label="Back to the text at note {number}",
    permalink="Link to this passage: {words}",
    permalink_hint="The # at the end of a passage is a permanent link to it.",
    table="Table: {heading}",
    row_link="Link",
    page="p. {page}",
    cited="Citations of this answer",
    cited_as="source",
    cited_here="Source {number} (citation {place} of {count})",
    claim="Quoted:",
    to_answer="Back to the question",
    to_answer_hint=" (in its tab)",
    elsewhere=", another document",
    previous_citation="Previous citation (source {number}{elsewhere})",
    next_citation="Next citation (source {number}{elsewhere})",
    keys="On a keyboard, j or ] goes to the next citation and k or [ to the previous one.",
    keys_off="Turn these keys off",
    keys_on="Turn keys for citations on",
    damaged="Places in the link that cannot be read, or that lie outside the text, are not marked.",
    unplaced="The citation in the link is not in the text of this document. Please look for it in the contents.",
    no_document="There is no such document here.",
    no_part="This document has no part of that number.",
    no_passage="The passage that the link names is not in this document. The document may have been replaced.",
    nothing_read="No text could be read from this document.",
    to_documents="All documents",
    to_document="Contents of the document",
)
