"""The Japanese words of the report for types, personas, verdicts, outcomes and loss stages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

TYPES = {
    "fact": "事実",
    "list": "列挙",
    "definition": "用語の意味",
    "policy": "重点政策",
    "procedure": "行政手続",
    "temporal": "時期",
    "english": "英語の質問",
    "colloquial": "話し言葉",
    "multi": "複数の箇所",
    "followup": "続きの質問",
    "unanswerable": "資料に答えがない",
}
PERSONAS = {"official": "行政職員", "citizen": "市民"}
VERDICTS = {"CORRECT": "正解", "INCORRECT": "不正解", "NOT_ATTEMPTED": "回答せず"}
MARKS = {"CORRECT": "○", "INCORRECT": "×", "NOT_ATTEMPTED": "－"}
OUTCOMES = {
    "answered": "回答した",
    "partial": "一部だけ回答した",
    "not_found": "資料にないとして断った",
    "failed": "失敗（回答がない）",
}
STAGE_MEANINGS = {
    "not_in_index": "根拠の文が、索引のどの箇所にも入っていない。",
    "not_retrieved": "検索結果の上位20件に、根拠の箇所がない。",
    "ranked_low": "検索結果にはあるが、引用した5件に入っていない。",
    "not_cited": "引用した5件に根拠の箇所がない。検索結果がないので、どこで落ちたかは分からない。",
    "not_picked": "根拠の箇所を引用したが、答えの文を選ばなかった。",
    "abstained": "検索では見つかったのに、資料にないとして断った。",
    "lost": "答えの文を選んだが、数値や名称が回答に残らなかった。",
    "not_silent": "資料に答えがない質問に、断らずに答えた。",
    "failed": "エラーまたは時間切れで、回答がない。",
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ](\d{2}:\d{2}).*)?")


def japanese_date(date: str) -> str:
    """ISO 8601 → 2026年7月30日 09:15, as far as it is given; anything else stays as it is."""
    found = _DATE.fullmatch(date)
    if not found:
        return date
    *parts, clock = found.groups()
    day = "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=True) if part)
    return f"{day} {clock}" if clock else day


def label(labels: Mapping[str, str], name: str) -> str:
    """The word for `name`; a name that the report does not know is shown as it is."""
    return labels.get(name, name)


def in_order(labels: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """`names` in the order of `labels`, those that it does not know last."""
    places = {name: place for place, name in enumerate(labels)}
    return sorted(set(names), key=lambda name: (places.get(name, len(places)), name))
