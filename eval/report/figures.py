"""The measures of the report: what each is called, what it means, and how its figure is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Form = Literal["share", "score", "ms"]
Interval = tuple[float, float]
NOTHING = "—"
_DIGITS = "0123456789.,"


@dataclass(frozen=True, slots=True)
class Measure:
    """A key of `scores.json` with its Japanese name and meaning."""

    key: str
    label: str
    meaning: str
    form: Form = "share"


MEASURES = (
    Measure(
        "answer_accuracy",
        "回答の正解率",
        "採点の語句がすべて答えに入っていた質問の割合。資料に答えがない質問は、断れば正解",
    ),
    Measure("cited@1", "引用1件目", "最初に示した出典に、答えの根拠が載っていた割合"),
    Measure("cited@5", "引用5件", "示した出典（5件まで）のどれかに、答えの根拠が載っていた割合"),
    Measure(
        "citation_precision",
        "引用の適合率",
        "示した出典のうち、根拠が載っていたものの割合。根拠が1か所の質問に5件示すと、高くても20%",
    ),
    Measure("verbatim_share", "原文どおりの引用", "引用文が、公表された文書の本文と一致した割合"),
    Measure("abstention", "断るべき質問を断った割合", "資料に答えがない質問を、答えずに断った割合"),
    Measure("wrongly_abstained", "誤って断った割合", "資料に答えがある質問を断った割合。低いほどよい"),
    Measure("precision_when_answering", "答えたときの正解率", "断らずに答えた質問のうち、正解だった割合"),
    Measure("recall@10", "recall@10", "根拠の載った箇所のうち、検索結果の上位10件に入ったものの割合"),
    Measure("ndcg@10", "nDCG@10", "根拠の載った箇所が検索結果の上にあるほど、1に近い", "score"),
    Measure("latency_p50_ms", "回答時間 p50", "半数の質問には、この時間以内に答えた", "ms"),
    Measure("latency_p95_ms", "回答時間 p95", "95%の質問には、この時間以内に答えた", "ms"),
)
_OTHER_FORMS: dict[str, Form] = {"recall@1": "share", "recall@5": "share", "recall@20": "share", "mrr@10": "score"}
_FORMS = {measure.key: measure.form for measure in MEASURES} | _OTHER_FORMS
_LABELS = {measure.key: measure.label for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its figure as text; `value` and `interval` are the numbers, where there are any."""

    measure: Measure
    text: str
    interval_text: str
    value: float | None
    interval: Interval | None


def key_figures(scores: Mapping[str, Any]) -> list[Figure]:
    """The figures of the cards, in the order of MEASURES."""
    return [_figure(measure, scores) for measure in MEASURES]


def _figure(measure: Measure, scores: Mapping[str, Any]) -> Figure:
    value, bounds = scores.get(measure.key), interval(scores, measure.key)
    return Figure(measure, written(value, measure.form), interval_written(bounds, measure.form), value, bounds)


def interval(scores: Mapping[str, Any], key: str) -> Interval | None:
    """The 95% interval of a measure, where the scores give one."""
    bounds = (scores.get("intervals") or {}).get(key)
    if not bounds or None in bounds:
        return None
    return bounds[0], bounds[1]


def written(value: float | None, form: Form = "share") -> str:
    """A figure as text: 0.8222 → 82.2% (share) or 0.822 (score); 22.9 → 22.9ミリ秒 (ms, which gives way to 秒)."""
    if value is None:
        return NOTHING
    if form == "share":
        return f"{100 * value:.1f}%"
    if form == "score":
        return f"{value:.3f}"
    return f"{value / 1000:,.2f}秒" if value >= 1000 else f"{value:.1f}ミリ秒"


def interval_written(bounds: Interval | None, form: Form = "share") -> str:
    """An interval as text, 76.1〜87.4%; empty where there is none."""
    if not bounds:
        return ""
    low, high = (written(bound, form) for bound in bounds)
    unit = high.lstrip(_DIGITS)
    return f"{low.removesuffix(unit) if low.lstrip(_DIGITS) == unit else low}〜{high}"


def all_measures(scores: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every measure that the scores hold, also those without a card: name, figure, interval."""
    return [
        (_named(key), written(scores[key], _form(key)), interval_written(interval(scores, key), _form(key)))
        for key in measured(scores)
    ]


def group_table(
    groups: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """The head and rows of a table of groups (name → label in `names`), with a column for every measure."""
    keys = list(dict.fromkeys(key for name in names for key in measured(groups[name])))
    rows = [
        (
            names[name],
            str(groups[name].get("n", NOTHING)),
            *(written(groups[name].get(key), _form(key)) for key in keys),
        )
        for name in names
    ]
    return ["", "質問数", *map(_named, keys)], rows


def measured(scores: Mapping[str, Any]) -> list[str]:
    """The keys of `scores` that are measures: those that the report knows in its order, then other numbers."""
    found = [key for key, value in scores.items() if key != "n" and _is_figure(key, value)]
    return [key for key in _FORMS if key in found] + [key for key in found if key not in _FORMS]


def _is_figure(key: str, value: object) -> bool:
    return key in _FORMS or (isinstance(value, int | float) and not isinstance(value, bool))


def _form(key: str) -> Form:
    return _FORMS.get(key, "ms" if key.endswith("_ms") else "score")


def _named(key: str) -> str:
    return f"{_LABELS[key]}（{key}）" if _LABELS.get(key, key) != key else key
