"""Inputs that are no question to the plans: attempts to make the program leave its sources."""

from __future__ import annotations

import re

from corpus.normalize import search_form

_LEAVES_SOURCES = re.compile(
    r"ignore (?:all |any |the |your )*(?:previous|prior|above|earlier)|disregard (?:all|the|your|previous)"
    r"|forget (?:all|your|the|previous)|(?:you are|act as|pretend to be) (?:now )?(?:a|an|the)\b|system prompt|jailbreak"
    r"|これまでの指示|以前の指示|前の指示|上記の指示|すべての指示|全ての指示|指示(?:は|を)?(?:すべて|全て|全部)?(?:無視|忘れ)"
    r"|(?:無視|忘れ)(?:して|た上で|たうえで).{0,30}(?:答え|回答|出力|書い|言っ)|何の制限もない|制限のないAI|制限なし(?:の|で)AI"
    r"|システムプロンプト|(?:書いて|載って|記載されて)い?なくて(?:も|も)?(?:構|かま|いい|よい|良)"
    r"|(?:資料|文書|計画|根拠)(?:に|を|の)?(?:関係なく|使わずに|無視して)|と断言(?:して|する)|になりきって|のふりをして",
    re.IGNORECASE,
)


def leaves_sources(question: str) -> bool:
    """Whether the text asks to answer from something else than the plans, or to follow other instructions."""
    return bool(_LEAVES_SOURCES.search(search_form(question)))
