"""The points in time of a question: which editions of the plans it means, which years its answer must name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Document, Span
from corpus.editions import in_force, is_older
from corpus.normalize import search_form
from corpus.years import RELATIVE, YEAR, PointInTime, is_met, points_in, published_in, relative_points_in, year_in
from index.tokenizer import words

_SERIES_NAMES = ("重点計画", "取りまとめ", "取組方針", "活動報告")
_SERIES = "|".join(_SERIES_NAMES)  # plans of which there is a new edition every year or so
_PLAN = rf"(?P<plan>{_SERIES}|計画|方針|資料|報告|文書|概要|会議|案(?![内件出]))(?P<draft>の?\(?案)?"
_YEAR = re.compile(rf"{YEAR}(?P<fiscal>度)?版?の?{_PLAN}")
_RELATIVE_YEAR = re.compile(rf"{RELATIVE}版?の{_PLAN}")
_MONTH = re.compile(
    rf"{YEAR}(?P<month>1[0-2]|[1-9])月(?:\d+日)?(?:の|に|時点|に示された|に出た|に決ま)*[^、。]{{0,12}}?{_PLAN}"
)
_NUMBERED = re.compile(rf"(?P<plan>{_SERIES})(?P<western>20\d\d)(?P<era>)(?P<of_era>)(?P<draft>の?\(?案)?")
_NEWEST = re.compile(rf"(?:最新|現行|直近)の?[^、。]{{0,6}}?{_PLAN}")
_EARLIER = re.compile(rf"(?:(?<![名午])前|前回|以前|これまで|従来|過去|1つ前|一つ前|ひとつ前)の[^、。]{{0,6}}?{_PLAN}")

_ASKS_WHAT_CHANGED = re.compile(
    r"(?:どう|何が|どこが|どのように)変わ(?:った|りました|ってき)|変わった(?:点|ところ|こと|の)|変更点"
)
_ASKS_DIFFERENCE = re.compile(
    rf"{_ASKS_WHAT_CHANGED.pattern}|違い|違う|違って|相違|異な|比べ|比較|見直され|前倒し|後ろ倒し|延期"
)
_TELLS_PLAN_FROM_FACT = re.compile(r"その後|実際[はにの]|現在では|今では|いまでは")
_IS_ONE_SIDE = re.compile(r"(?:の(?:中身|内容|時点)|時点)?(?:と|から|に?比べ|より)")
_SUBJECTLESS = re.compile(
    rf"(?:[^、。 ]{{0,4}}の?(?:計画|方針)(?=と|から|に比べ))?(?:と|から|に)?(?:{_ASKS_DIFFERENCE.pattern})(?:は|て|の|点|のは)*"
)


@dataclass(frozen=True, slots=True)
class PointsInTime:
    """What a question says of time.

    `targets` are the years and months that a sentence must name to answer. `sides` are the editions that the question
    names, each the ids of the documents that may be meant, in the order of the question. `subject` is the question
    without the words for its editions.
    """

    targets: frozenset[PointInTime] = frozenset()
    sides: tuple[frozenset[str], ...] = ()
    subject: str = ""
    lacks_edition: bool = False  # every edition that it names by year is missing
    compares: bool = False  # it sets statements of several editions against each other,
    may_compare: bool = False  # or asks what changed, be it the plans or the matter itself

    @property
    def documents(self) -> frozenset[str]:
        """The ids of all documents that the question names."""
        return frozenset().union(*self.sides)

    def are_met_by(self, text: str) -> bool:
        """Whether `text` (in the search form) names one of the years or months asked for, in whatever calendar."""
        if not self.targets:
            return False
        named = [point for point, _ in points_in(text)]
        return any(is_met(target, point) for target in self.targets for point in named)


NO_POINTS = PointsInTime()


def read_points(question: str, documents: Sequence[Document], today: datetime.date) -> PointsInTime:
    """The points in time that `question`, asked on `today`, says of `documents`."""
    text = search_form(question)
    editions, missing = _editions(text, documents, today)
    taken = [span for span, _ in editions]
    named = list(_by_name(text, documents, taken))
    written = [*points_in(text), *relative_points_in(text, today)]
    targets = [(point, span) for point, span in written if not _overlaps(span, taken)]
    if not editions and not named and (years := _compared_years(text, targets, documents)):
        editions, targets = years, []
    sides = tuple(dict.fromkeys(ids for _, ids in sorted([*editions, *named], key=lambda side: side[0])))
    one_side = any(_IS_ONE_SIDE.match(text, end) for (_, end), _ in editions)
    asks = bool(_ASKS_DIFFERENCE.search(text))
    since = bool(editions) and len(sides) == 1 and bool(_TELLS_PLAN_FROM_FACT.search(text))
    compares = (len(sides) > 1 and (asks or len(editions) > 1)) or (asks and one_side) or since
    if compares and any(len(side) > 1 for side in sides) and _EARLIER.search(text):
        sides = ()  # the plan before is the one before that speaks of the matter
    subject = _SUBJECTLESS.sub("", _without(text, [span for span, _ in editions])).strip()
    is_bare = compares and not words(subject)  # plans as such are set against each other
    return PointsInTime(
        targets=frozenset(point for point, _ in targets),
        sides=sides,
        subject=subject or text,
        lacks_edition=missing and (is_bare or not any(ids for _, ids in editions)),
        compares=compares and not is_bare,
        may_compare=bool(_ASKS_WHAT_CHANGED.search(text)) and len({point.year for point, _ in targets}) < 2,
    )


def _editions(
    text: str, documents: Sequence[Document], today: datetime.date
) -> tuple[list[tuple[Span, frozenset[str]]], bool]:
    """The editions that a text names by their time, each with its place, and whether one of them is not there."""
    found: list[tuple[Span, frozenset[str]]] = []
    missing = False
    for pattern in (_NUMBERED, _MONTH, _YEAR, _RELATIVE_YEAR, _NEWEST, _EARLIER):
        for match in pattern.finditer(text):
            if _overlaps(match.span(), [span for span, _ in found]):
                continue
            ids = frozenset(document.doc_id for document in _meant(match, documents, today))
            is_series = match["plan"] in _SERIES_NAMES
            if ids or is_series:
                found.append((match.span(), ids))
            missing = missing or (not ids and is_series and pattern not in (_NEWEST, _EARLIER, _MONTH))
    return [edition for edition in found if edition[1] or missing], missing


def _meant(match: re.Match[str], documents: Sequence[Document], today: datetime.date) -> list[Document]:
    """The documents that a named edition may be."""
    known = [document for document in documents if document.published]
    if match["draft"] or match["plan"] == "案":
        known = [document for document in known if not in_force(document)]
    if match.re is _MONTH:
        return [document for document in known if published_in(document.published, _point(match, today))]
    titled = [document for document in known if match["plan"] in search_form(document.title)]
    if match.re in (_NEWEST, _EARLIER):
        among = titled if match["plan"] in _SERIES_NAMES else known
        if match.re is _NEWEST:
            return _newest(among)
        return [document for document in among if any(is_older(document.published, other.published) for other in among)]
    point = _point(match, today)
    return [
        document
        for document in titled
        if published_in(document.published, point) or str(point.year) in search_form(document.title)
    ]


def _point(match: re.Match[str], today: datetime.date) -> PointInTime:
    groups = match.groupdict()
    if match.re is _RELATIVE_YEAR:
        return relative_points_in(match.group(), today)[0][0]
    month = int(groups["month"]) if groups.get("month") else None
    return PointInTime(year_in(match), bool(groups.get("fiscal")), month)


def _newest(documents: Sequence[Document]) -> list[Document]:
    """The newest in force, and the drafts that are newer."""
    dates = [document.published for document in documents if in_force(document)]
    return [document for document in documents if not any(is_older(document.published, date) for date in dates)]


def _by_name(text: str, documents: Sequence[Document], taken: Sequence[Span]) -> Iterator[tuple[Span, frozenset[str]]]:
    """The documents that a text names by what people call them."""
    for document in documents:
        for name in map(search_form, document.names):
            at = text.find(name)
            if at >= 0 and not _overlaps((at, at + len(name)), taken):
                yield (at, at + len(name)), frozenset({document.doc_id})
                break


def _compared_years(
    text: str, targets: Sequence[tuple[PointInTime, Span]], documents: Sequence[Document]
) -> list[tuple[Span, frozenset[str]]]:
    """Years that are set against each other and stand for the documents of each (2024年と2025年の違い)."""
    years = [(point, span) for point, span in targets if point.month is None and text[span[1] - 1] != "末"]
    if len(years) < 2 or len(years) < len(targets) or not _ASKS_DIFFERENCE.search(text):
        return []
    sides = [
        (span, frozenset(document.doc_id for document in documents if published_in(document.published, point)))
        for point, span in years
    ]
    return sides if all(ids for _, ids in sides) else []


def _without(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text.strip()


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
