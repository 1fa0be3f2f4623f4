"""Inputs that are no question to the plans: attempts to make the program leave its sources."""

from __future__ import annotations

import re
from typing import Literal

from corpus.normalize import search_form

_LEAVES_SOURCES = re.compile(
    r"ignore (?:all |any |the |your )*(?:previous|prior|above|earlier)|disregard (?:all|the|your|previous)"
    r"|forget (?:all|your|the|previous)|(?:you are|act as|pretend to be) (?:now )?(?:a|an|the)\b|system prompt|jailbreak"
    r"|これまでの指示|以前の指示|前の指示|上記の指示|すべての指示|全ての指示|指示(?:は|を)?(?:すべて|全て|全部)?(?:無視|忘れ)"
    r"|(?:資料|文書|規則|ルール|設定)を?(?:すべて|全て|一切)?(?:無視|破棄|忘れ)|指示(?:文|書き?)を?.{0,16}(?:表示|出力|見せ|教え|書き出|読み上げ)|(?:決まり|ルール|規則|指示)は.{0,6}(?:無効|取り消)|初期設定の文章"
    r"|」と(?:だけ)?(?:答え|回答し|言っ|言い|書い|書き|出力し|返し|宣言し|表示し)(?:て|な|ろ|下さい|ください)"
    r"|(?:reply|respond|answer|output|say) only (?:with|the)|(?:debug|developer|admin|god) mode|reveal (?:your|the) (?:prompt|instructions)"
    r"|(?:デバッグ|開発者|管理者)モード|忽略.{0,20}(?:规则|规定|指示|指令|资料|内容)|忘掉.{0,20}(?:规则|规定|指示|指令)"
    r"|(?:無視|忘れ)(?:して|た上で|たうえで).{0,30}(?:答え|回答|出力|書い|言っ)|何の制限もない|制限のないAI|制限なし(?:の|で)AI"
    r"|システムプロンプト|(?:書いて|載って|記載されて)い?なくて(?:も|も)?(?:構|かま|いい|よい|良)"
    r"|(?:資料|文書|計画|根拠)(?:に|を|の)?(?:関係なく|使わずに|無視して)|と断言(?:して|する)|になりきって|のふりをして",
    re.IGNORECASE,
)


_GREETING = re.compile(
    r"(?:こんにちは|こんばんは|おはよう(?:ございます)?|はじめまして|ありがとう(?:ございます|ございました)?|よろしく(?:お願いします)?|テスト"
    r"|hello|hi|hey|thanks?(?: you)?|good (?:morning|evening)|test)[!.?、。・~ー ]*",
    re.IGNORECASE,
)
_FOREIGN_LETTERS = 3  # letters that no Japanese text has: the question is in Chinese or Korean


Unread = Literal["leaves_sources", "greeting", "foreign"]


def unread(question: str) -> Unread | None:
    """Why a text is no question to the plans, and is not looked up; None for a question."""
    if leaves_sources(question):
        return "leaves_sources"
    if is_greeting(question):
        return "greeting"
    return "foreign" if is_foreign(question) else None


def leaves_sources(question: str) -> bool:
    """Whether the text asks to answer from something else than the plans, or to follow other instructions."""
    return bool(_LEAVES_SOURCES.search(search_form(question)))


def is_greeting(question: str) -> bool:
    """Whether the text only greets or thanks."""
    return bool(_GREETING.fullmatch(search_form(question)))


def is_foreign(question: str) -> bool:
    """Whether the question is in a language that the plans are not searched in: neither Japanese nor English."""
    letters = [character for character in question if character.isalpha() and ord(character) > ord("\u024f")]
    return sum(not _is_japanese(character) for character in letters) >= _FOREIGN_LETTERS


def _is_japanese(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return not "\u0370" <= character <= "\u04ff"  # Greek and Cyrillic, which the encoding holds too
