"""The policies of 第2 as a table to search, filter and sort, each with the deadlines that its text sets."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from chatbot.fields import ministries, shown
from chatbot.record_search import RecordSearch
from corpus.deadlines import Deadline, policy_deadlines
from corpus.document import Corpus, Document, Policy
from corpus.listing import POLICY_COLUMNS, Row, policy_rows
from corpus.policies import policy_chapters

Sort = Literal["", "number", "-number", "deadline", "-deadline"]
SORTS: tuple[Sort, ...] = ("", "number", "-number", "deadline", "-deadline")
DEADLINE_COLUMNS = ("期限", "期限の表現", "期限の文")
COLUMNS = (*POLICY_COLUMNS[:2], "章", *POLICY_COLUMNS[2:], *DEADLINE_COLUMNS)
_NO_MINISTRY = set("—－ー-")  # what the plan prints where there is none


@dataclass(frozen=True, slots=True)
class Entry:
    """One policy with its cells as a list shows them and the deadlines in its text, those asked for only."""

    policy: Policy
    cells: Row
    deadlines: tuple[Deadline, ...]

    @property
    def chapter(self) -> str:
        """The number of its chapter."""
        return self.policy.number.partition("-")[0]

    @property
    def number(self) -> tuple[int, ...]:
        """Its number as one that can be sorted by."""
        return tuple(int(part) for part in self.policy.number.split("-"))

    @property
    def earliest(self) -> Deadline | None:
        """The deadline that comes first."""
        return min(self.deadlines, key=_order, default=None)


@dataclass(frozen=True, slots=True)
class PolicyFilter:
    """What is asked for; empty values ask for nothing. The years are fiscal years, both included."""

    query: str = ""
    ministry: str = ""
    is_lead: bool = False
    chapter: str = ""
    first_year: int | None = None
    last_year: int | None = None

    def keeps(self, entry: Entry) -> bool:
        """Whether a policy is one of those asked for, its deadlines being the ones that `within` leaves."""
        fields = (entry.policy.lead,) if self.is_lead else (entry.policy.lead, entry.policy.related)
        return (
            self.chapter in ("", entry.chapter)
            and (not self.ministry or any(self.ministry in ministries(value.text) for value in fields))
            and (bool(entry.deadlines) or (self.first_year is None and self.last_year is None))
        )

    def within(self, entry: Entry) -> Entry:
        """A policy with those of its deadlines that end in the years asked for."""
        if self.first_year is None and self.last_year is None:
            return entry
        first, last = self.first_year or datetime.MINYEAR, self.last_year or datetime.MAXYEAR
        return replace(entry, deadlines=tuple(d for d in entry.deadlines if first <= d.year <= last))


@dataclass(frozen=True, slots=True)
class FoundPolicies:
    """The policies asked for, in the order asked for."""

    entries: tuple[Entry, ...]
    is_whole: bool
    searched_for: tuple[str, ...]


class PolicyTable:
    """All policies of a corpus. `chapters` are number → title, `ministries` those that lead or join in most come first."""

    def __init__(self, corpus: Corpus) -> None:
        self.plan = corpus.plan
        self.entries = _entries(corpus, self.plan) if self.plan else ()
        self.chapters = policy_chapters(self.plan.text) if self.plan else {}
        self.ministries = _ministries(corpus.policies)
        self.years = sorted({deadline.year for entry in self.entries for deadline in entry.deadlines})
        self._search = RecordSearch([_texts(entry) for entry in self.entries])

    def find(self, wanted: PolicyFilter, sort: Sort = "") -> FoundPolicies:
        """The policies that `wanted` asks for, by `sort`; without one, by how well they fit the words."""
        found = self._search.find(wanted.query)
        entries = [wanted.within(self.entries[place]) for place in found.places]
        return FoundPolicies(
            _sorted([entry for entry in entries if wanted.keeps(entry)], sort), found.is_whole, found.searched_for
        )

    def entry(self, number: str) -> Entry | None:
        """The policy of that number, or None."""
        return next((entry for entry in self.entries if entry.policy.number == number), None)

    def csv_row(self, entry: Entry) -> Row:
        """A policy by `COLUMNS`: its deadlines in one cell each for last days, expressions and sentences, a line each."""
        deadlines = sorted(entry.deadlines, key=_order)
        days = [deadline.last_day.isoformat() if deadline.last_day else "" for deadline in deadlines]
        columns = (days, [shown(deadline.text) for deadline in deadlines], [d.sentence.text for d in deadlines])
        cells = dict(zip(DEADLINE_COLUMNS, map("\n".join, columns), strict=True))
        return entry.cells | cells | {"章": self.chapters.get(entry.chapter, "")}


def _entries(corpus: Corpus, plan: Document) -> tuple[Entry, ...]:
    rows = zip(corpus.policies, policy_rows(corpus), strict=True)
    return tuple(Entry(policy, cells, policy_deadlines(policy, plan)) for policy, cells in rows)


def _texts(entry: Entry) -> list[str]:
    """What is searched of a policy, its title first."""
    policy = entry.policy
    fields = (policy.title, policy.target, policy.lead, policy.related)
    return [fields[0].text, policy.number, *(value.text for value in fields[1:]), *(s.text for s in policy.body)]


def _ministries(policies: Iterable[Policy]) -> tuple[str, ...]:
    names = Counter(name for p in policies for field in (p.lead, p.related) for name in ministries(field.text))
    return tuple(name for name, _ in names.most_common() if name and name not in _NO_MINISTRY)


def _order(deadline: Deadline) -> tuple[datetime.date, str]:
    return deadline.order, deadline.text


def _sorted(entries: list[Entry], sort: Sort) -> tuple[Entry, ...]:
    """Policies without a deadline come last in either direction."""
    if not sort:
        return tuple(entries)
    backwards = sort.startswith("-")
    entries = sorted(entries, key=lambda entry: entry.number, reverse=sort == "-number")
    if sort.endswith("number"):
        return tuple(entries)
    dated = [(entry.earliest.order, entry) for entry in entries if entry.earliest]
    dated.sort(key=lambda pair: pair[0], reverse=backwards)
    return (*(entry for _, entry in dated), *(entry for entry in entries if not entry.deadlines))
