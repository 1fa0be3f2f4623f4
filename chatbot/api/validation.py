"""What is wrong with the values of a request, in Japanese and in English; never with the values themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chatbot.api.problems import INVALID, UNREADABLE, ProblemRaised

_SAID = {  # by pydantic's type of error
    "missing": "必要な項目がありません",
    "extra_forbidden": "知らない項目です",
    "string_type": "文字列にしてください",
    "string_unicode": "UTF-8 にできない文字があります",
    "string_too_short": "空です",
    "string_too_long": "{max_length:,}字以内にしてください",
    "string_pattern_mismatch": "空白でない文字を入れてください",
    "bool_type": "true か false にしてください",
    "list_type": "配列にしてください",
    "too_long": "{max_length:,}件以内にしてください",
    "int_type": "整数にしてください",
    "int_parsing": "整数にしてください",
    "int_from_float": "整数にしてください",
    "greater_than_equal": "{ge:,} 以上にしてください",
    "less_than_equal": "{le:,} 以下にしてください",
    "finite_number": "数にしてください",
    "model_attributes_type": "JSON のオブジェクト {{…}} にしてください",
    "model_type": "JSON のオブジェクト {{…}} にしてください",
    "dict_type": "JSON のオブジェクト {{…}} にしてください",
}
_OTHERWISE = "値の型か範囲が違います"


def invalid_request(errors: Sequence[Any]) -> ProblemRaised:
    """The problem of a request whose values are wrong, each named with its place; `errors` are pydantic's."""
    if any(error["type"] == "json_invalid" for error in errors):
        return ProblemRaised(UNREADABLE)
    found = [_field(error) for error in errors]
    detail = "。".join(f"{field['field']}：{field['detail']}" for field in found[:3])
    detail_en = "; ".join(f"{field['field']}: {field['detail_en']}" for field in found[:3])
    return ProblemRaised(INVALID, detail=f"{detail}。", detail_en=f"{detail_en}.", errors=found)


def invalid_value(field: str, detail: str, detail_en: str) -> ProblemRaised:
    """The problem of one value that is wrong."""
    errors = [{"field": field, "detail": detail, "detail_en": detail_en}]
    return ProblemRaised(INVALID, detail=f"{field}：{detail}", detail_en=f"{field}: {detail_en}", errors=errors)


def _field(error: Any) -> dict[str, str]:
    where, *within = error["loc"]
    said = _SAID.get(error["type"], _OTHERWISE).format(**error.get("ctx", {}))
    return {"field": ".".join(map(str, within)) or str(where), "detail": said, "detail_en": error["msg"]}
