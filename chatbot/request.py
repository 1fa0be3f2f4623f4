"""What a question asks to count or to list, and its text, from which that is read piece by piece."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["policy", "procedure", "group"]
Role = Literal["lead", "sole", "related", "any", ""]
Column = Literal["receiver", "subject", "type"]
Wants = Literal["count", "all", "which"]


@dataclass(slots=True)
class Request:
    """What is to be counted or listed: the kind of record, and what each must meet.

    `wants` is how it is asked: for their number, for all of them, or only which they are. `year` is the last year of a
    deadline, with `year_unit` 年度 or 年. `partner` is a ministry that must have the role together with
    `ministry`. `column` is a column of the procedures' tables with the value that it must hold.
    `section` is the part of the list of policies, the 4 of No. 4-10.
    `topic` is a word of the records' own names or headings. `is_priority` asks for the lists of 第4 Ⅴ, `names_list` says that
    the question names the list that is counted.
    """

    kind: Kind
    wants: Wants
    ministry: str = ""
    role: Role = ""
    year: int = 0
    year_unit: str = ""
    section: str = ""
    group: str = ""
    law: str = ""
    column: tuple[Column, str] | None = None
    topic: str = ""
    is_priority: bool = False
    names_list: bool = False
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names by which a question may call the records' values: ministries, laws, and the values of columns."""

    ministries: Collection[str]
    laws: Collection[str]
    values: Mapping[Column, Collection[str]]


class ProcedureWords(NamedTuple):
    """The words by which a language asks for procedures: their name, what else is asked of them, how many, and all."""

    named: re.Pattern[str]
    measured: re.Pattern[str]
    counts: re.Pattern[str]
    lists: re.Pattern[str]


@dataclass(slots=True)
class RequestText:
    """The search form of a question, from which each thing that is understood is taken out."""

    rest: str

    def take(self, pattern: re.Pattern[str], put: str = " ") -> re.Match[str] | None:
        """The first match of `pattern`, replaced by `put`."""
        match = pattern.search(self.rest)
        if match:
            self.rest = self.rest[: match.start()] + put + self.rest[match.end() :]
        return match

    def take_role(self, request: Request, roles: Sequence[tuple[Role, re.Pattern[str]]]) -> None:
        """The first of `roles` that is named, if any."""
        request.role = next((role for role, pattern in roles if self.take(pattern)), "")

    def take_wants(self, request: Request, count: re.Pattern[str], every: re.Pattern[str]) -> bool:
        """Whether the number or all are asked for in so many words."""
        counts, lists = self.take(count), self.take(every)
        while self.take(every):
            pass
        if counts or lists:
            request.wants = "count" if counts else "all"
        return bool(counts or lists)
