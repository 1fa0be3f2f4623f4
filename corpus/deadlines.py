"""Deadlines that sentences set: 2026年度末までに, 2027年度中に, 令和8年度を目途に, each with its last day.

A deadline is a point in time with one of the words that make it one: まで, 中 or 内, 目途 (目処, めど, 目標), or 末 alone. A
year without such a word (2024年度補正予算, 2025年3月時点) is none, nor is a beginning (2026年度末から) or a duration
(2025年度までの3年計画).
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.document import Document, Policy, Sentence, Span
from corpus.layout import Flow
from corpus.normalize import align, search_form
from corpus.policies import field_sentences
from corpus.years import FISCAL_START, RELATIVE, YEAR, fiscal_year, published_date, relative_points_in, year_in

Kind = Literal["まで", "中", "目途", "末"]

_BEGINS = "から|より|以降"  # behind these words a point in time is a beginning
_AIM = rf"(?:目途|目処|めど|メド)(?!{_BEGINS})"
_MONTH = r"の?(?P<month>1[0-2]|[1-9])月(?:(?P<day>[12]\d|3[01]|[1-9])日)?"
_LOOSE = "(?P<loose>[春夏秋冬]|[前後][期半]|[上下]半?期|半ば|初頭)"  # a time whose last day no calendar gives
_WORD = (
    rf"(?P<aim>中?を?{_AIM}|中?までを?{_AIM}|を目標(?=に|と))"
    r"|(?P<by>[中内]?まで(?!は|も|の\d+か?年))"
    rf"|(?P<within>中(?!{_BEGINS}|央|間|旬|期|長期)|内(?!閣|容|部|訳|外))"
)
_DEADLINE = re.compile(
    rf"(?:{YEAR}(?P<fiscal>度)?|{RELATIVE})(?:{_MONTH})?{_LOOSE}?"
    rf"(?P<end>末(?!{_BEGINS}))?(?P<about>(?:頃|ごろ)(?!{_BEGINS}))?(?:{_WORD})?に?"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as a sentence sets it.

    `text` is the expression as printed, `place` where it stands in the sentence, `spans` where in the published text.
    `year` is the fiscal year in which it ends; `last_day` is None where no calendar gives one (2026年夏頃).
    """

    kind: Kind
    text: str
    year: int
    last_day: datetime.date | None
    sentence: Sentence
    place: Span
    spans: tuple[Span, ...]

    @property
    def order(self) -> datetime.date:
        """What deadlines are sorted by: the last day, or the end of the fiscal year where that is all one knows."""
        return self.last_day or datetime.date(self.year + 1, FISCAL_START - 1, 31)


def policy_deadlines(policy: Policy, document: Document) -> tuple[Deadline, ...]:
    """The deadlines in the body and the target of a policy, in the order printed; `document` is its plan."""
    return deadlines_in((*policy.body, *field_sentences(document.text, policy.target)), document)


def deadlines_in(sentences: Sequence[Sentence], document: Document) -> tuple[Deadline, ...]:
    """The deadlines that sentences of `document` set; a day before the document's own date is no deadline but history.

    Raises ValueError where the document has no date of which at least the month is known.
    """
    published = published_date(document.published)
    if published is None:
        raise ValueError(
            f"{document.doc_id}: 期限を読むには、公表された月が要ります（{document.published or '不明'}）。"
        )
    return tuple(d for sentence in sentences for d in _read(sentence, document.text, published))


def _read(sentence: Sentence, text: str, published: datetime.date) -> Iterator[Deadline]:
    if not any(_kind(match) for match in _DEADLINE.finditer(search_form(sentence.text))):
        return  # the alignment below costs more than the search
    form, flow = align(sentence.text), Flow(text, sentence.spans)
    for match in _DEADLINE.finditer(form.text):
        last_day, year = _end(match, published)
        is_past = last_day < published if last_day else year < fiscal_year(published)
        if (kind := _kind(match)) and not is_past:
            place = form.original_span(*match.span())
            yield Deadline(kind, sentence.text[slice(*place)], year, last_day, sentence, place, flow.spans(*place))


def _kind(match: re.Match[str]) -> Kind | None:
    """What makes the point in time a deadline; None where nothing does."""
    if match["aim"] or (match["loose"] and match["about"] and not match["by"]):
        return "目途"
    if match["by"]:
        return "まで"
    if match["within"]:
        return "中"
    return "末" if match["end"] else None


def _end(match: re.Match[str], published: datetime.date) -> tuple[datetime.date | None, int]:
    """The last day, if a calendar gives it, and the fiscal year in which the deadline ends."""
    if match["relative"]:
        (point, _), *_ = relative_points_in(match[0], published)
        year, is_fiscal = point.year, point.fiscal
    else:
        year, is_fiscal = year_in(match), bool(match["fiscal"])
    if match["loose"]:
        return None, year
    month = int(match["month"]) if match["month"] else (FISCAL_START - 1 if is_fiscal else 12)
    year += is_fiscal and month < FISCAL_START
    last = monthrange(year, month)[1]
    day = datetime.date(year, month, min(int(match["day"] or last), last))
    return day, fiscal_year(day)
