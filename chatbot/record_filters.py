"""Which records meet what a request names: a deadline, a topic, a law, the value of a column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from chatbot.answer import Part
from chatbot.fields import is_of_several, law_name, values
from chatbot.listing_words import Words, asked, field_of, group_option, in_group, said
from chatbot.request import Column, Request
from corpus.deadlines import deadlines_in
from corpus.document import Document, Procedure, ProcedureGroup, Sentence
from corpus.normalize import search_form
from corpus.years import YEAR, fiscal_year, published_date, year_in
from index.vocabulary import official_terms

_COLUMN_NAMES: dict[Column, str] = {"receiver": "手続の受け手", "subject": "手続主体", "type": "手続類型"}
# A year that a target or KPI names, as in 2029年度 100%: its time, unless it is a beginning, or money of its budget.
_TARGET_YEAR = re.compile(rf"{YEAR}(?P<fiscal>度)?(?!から|より|以降|以後|の?(?:当初|補正)|予算|実績|\d{{1,2}}月)")
_PRINTED_VALUES = 6

Row = tuple[ProcedureGroup, int, Procedure]  # a procedure with its group and its place in it, from 1


def is_due(request: Request, prose: Sequence[Sentence], targets: Sequence[Sentence], plan: Document) -> bool:
    """Whether something is due in the year of the request: by a deadline that either sets, or as a target of that year.

    `targets` are the sentences of a target or KPI, `prose` those that stand beside it, both of `plan`.
    """
    deadlines = deadlines_in((*prose, *targets), plan)
    if request.year_unit == "年度":
        ends = {deadline.year for deadline in deadlines}
    else:
        ends = {deadline.last_day.year for deadline in deadlines if deadline.last_day and "年度" not in deadline.text}
    published = published_date(plan.published)
    is_ahead = published is not None and request.year >= fiscal_year(published)
    return request.year in ends or (is_ahead and any(_names_year(request, sentence) for sentence in targets))


def _names_year(request: Request, sentence: Sentence) -> bool:
    is_fiscal = request.year_unit == "年度"
    return any(
        year_in(found) == request.year and bool(found["fiscal"]) == is_fiscal
        for found in _TARGET_YEAR.finditer(search_form(sentence.text))
    )


def _bare(text: str) -> str:
    """A name without white space and the little words that a question may add or leave out."""
    return re.sub(r"\s|の|等|など|に関する|関連", "", search_form(text)).casefold()


def holds_topic(topic: str, text: str) -> bool:
    """Whether a name holds the topic; one of Latin letters only as a word of its own (AI not within MAIL)."""
    bare = re.escape(_bare(topic))
    return bool(re.search(rf"(?<![a-z0-9]){bare}(?![a-z0-9])" if topic.isascii() else bare, _bare(text)))


def by_law(rows: Sequence[Row], law: str) -> tuple[list[Row], Words]:
    """The rows of that very law; the note counts those of its own 施行規則 and 施行令, which are left out."""
    laws = [law_name(item[2]) for item in rows]
    kept = [item for item, name in zip(rows, laws, strict=True) if name == law]
    below = Counter(name for name in laws if re.fullmatch(re.escape(law) + "施行(?:令|規則)", name))
    others = [(said("、"), field_of(name), Part("count", f" {count}件")) for name, count in below.items()]
    note = (said("ほかに "), *list(chain.from_iterable(others))[1:], said(" があります。"))
    return kept, note if others else ()


def by_column(rows: Sequence[Row], column: Column, value: str) -> tuple[list[Row], Words, Words]:
    """The rows whose cell holds `value`; the note says how many hold nothing else, or what the column holds."""
    cells = [search_form(getattr(item[2], column).text) for item in rows]
    is_whole = is_of_several(value)
    keeps: Callable[[str], bool] = lambda cell: cell == value if is_whole else value in values(cell)  # noqa: E731
    held = {part for cell in cells for part in values(cell)}
    if not any(keeps(cell) for cell in cells) and f"{value}等" in held:
        return by_column(rows, column, f"{value}等")
    kept = [item for item, cell in zip(rows, cells, strict=True) if keeps(cell)]
    only = sum(cell == value for cell in cells)
    label = _COLUMN_NAMES[column]
    if not kept:
        printed = Counter(cell for cell in cells if cell).most_common(_PRINTED_VALUES)
        each = [(said("、"), said("「"), field_of(cell), said("」"), Part("count", f"{n}件")) for cell, n in printed]
        listed = list(chain.from_iterable(each))[1:]
        note = (said("この欄にあるのは、"), *listed, said("などです。"))
        return kept, (said(f"{label}が「"), asked(value), said("」の")), note
    named = field_of(value)
    if only == len(kept):
        return kept, (said(f"{label}が「"), named, said("」の")), ()
    note = (said("うち「"), named, said("」だけのものは"), Part("count", f"{only}件"), said("です。"))
    return kept, (said(f"{label}に「"), named, said("」がある")), note


def by_topic(rows: Sequence[Row], topic: str) -> tuple[list[Row], Words, Words] | None:
    """The rows whose name or whose group's title holds the topic, else those below such a heading; None without any."""
    titled = {item[0].number for item in rows if holds_topic(topic, item[0].title.text)}
    kept = [item for item in rows if item[0].number in titled or holds_topic(topic, item[2].name.text)]
    if len(titled) == 1 and all(item[0].number in titled for item in kept):
        group = kept[0][0]
        return kept, in_group(group), group_option(group)
    if kept:
        words = (said("手続名かグループの題名に「"), asked(topic), said("」を含む"))
        return kept, words, (said(" --query "), asked(topic))
    below = [item for item in rows if any(holds_topic(topic, heading) for heading in item[0].heading_path[1:])]
    return (below, (said("見出しに「"), asked(topic), said("」を含む部分の")), ()) if below else None


def by_other_names(rows: Sequence[Row], topic: str) -> tuple[list[Row], Words, Words] | None:
    """As `by_topic`, by what the plans call an everyday topic; None where they call it nothing, or several things."""
    found = [rows_of for term in official_terms(topic) if (rows_of := by_topic(rows, term))]
    return found[0] if len(found) == 1 else None
