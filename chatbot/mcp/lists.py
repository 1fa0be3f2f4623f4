"""The tools that list records: the procedures that go online, and the policies."""

from __future__ import annotations

import asyncio
import re

from mcp.server.mcpserver.exceptions import ToolError

from chatbot.mcp.arguments import Group, Limit, Ministry, Number, Query
from chatbot.mcp.catalog import Catalog
from chatbot.mcp.records import group_record, groups_of, listed_record, plan_id, policy_record, procedure_record
from chatbot.mcp.replies import PoliciesReply, ProceduresReply
from chatbot.mcp.turns import Turns
from corpus.listing import find_groups, find_listed, find_policies, find_procedures
from corpus.normalize import search_form

_POLICY_NUMBER = re.compile(r"(?:no\.? ?)?(\d+-\d+)", re.IGNORECASE)
_GROUP_NUMBER = re.compile(r"\d+")
_NOTHING = "当てはまるものは一覧にありません。 (The lists hold none; do not answer from elsewhere.)"


class RecordTools:
    """`procedures` and `policies`. The lists are looked through in a thread: it takes some tenths of a second."""

    def __init__(self, turns: Turns, catalog: Catalog) -> None:
        self._turns = turns
        self._catalog = catalog
        self._corpus = turns.corpus
        self._plan = plan_id(turns.corpus)

    async def procedures(
        self, query: Query = "", ministry: Ministry = "", group: Group = "", limit: Limit = 10
    ) -> ProceduresReply:
        """The procedures that match all that is given."""
        number = _number(group, _GROUP_NUMBER, "group")
        reply = await asyncio.to_thread(self._procedures, query, ministry, number, limit)
        if reply.outcome == "found":
            return reply
        return reply.model_copy(update={"nearest_headings": await self._turns.nearest_headings(query)})

    async def policies(
        self, query: Query = "", ministry: Ministry = "", number: Number = "", limit: Limit = 10
    ) -> PoliciesReply:
        """The policies that match all that is given."""
        wanted = _number(number, _POLICY_NUMBER, "number")
        reply = await asyncio.to_thread(self._policies, query, ministry, wanted, limit)
        if reply.outcome == "found":
            return reply
        return reply.model_copy(update={"nearest_headings": await self._turns.nearest_headings(query)})

    def _procedures(self, query: str, ministry: str, group: str, limit: int) -> ProceduresReply:
        catalog, plan = self._catalog, self._plan
        rows = find_procedures(self._corpus, query, group, ministry)
        groups = groups_of(rows[:limit], find_groups(self._corpus, query, group, ministry), limit)
        listed = [] if group or ministry else find_listed(self._corpus, query)  # the lists tell neither
        return ProceduresReply(
            outcome="found" if groups or listed else "not_found",
            message=_procedures_message(len(rows), len(groups), len(listed), limit),
            total=len(rows),
            returned=len(rows[:limit]),
            records=tuple(procedure_record(catalog, plan, entry, row) for entry, row in rows[:limit]),
            groups=tuple(group_record(catalog, plan, entry) for entry in groups),
            listed_total=len(listed),
            listed=tuple(listed_record(catalog, plan, entry, item) for entry, item in listed[:limit]),
            nearest_headings=(),
            provenance=catalog.provenance((plan,) if plan else ()),
        )

    def _policies(self, query: str, ministry: str, number: str, limit: int) -> PoliciesReply:
        found = [policy for policy in find_policies(self._corpus, query, ministry) if number in ("", policy.number)]
        return PoliciesReply(
            outcome="found" if found else "not_found",
            message=_counted("施策", len(found), limit) if found else _NOTHING,
            total=len(found),
            returned=len(found[:limit]),
            records=tuple(policy_record(self._catalog, self._plan, policy) for policy in found[:limit]),
            nearest_headings=(),
            provenance=self._catalog.provenance((self._plan,) if self._plan else ()),
        )


def _procedures_message(rows: int, groups: int, listed: int, limit: int) -> str:
    """How many procedures match, and where else something does."""
    if not groups and not listed:
        return _NOTHING
    tables = _counted("手続", rows, limit) if rows else "手続の表に当てはまるものはありません。 (No table lists one.)"
    alone = (
        f" 題名の当てはまるグループが{groups}件あります。 ({groups} groups match by title.)"
        if not rows and groups
        else ""
    )
    others = f" 地方公共団体が優先すべき手続の一覧に{listed}件あります。 ({listed} in the lists for local governments.)"
    return tables + alone + (others if listed else "")


def _counted(name: str, total: int, limit: int) -> str:
    shown = min(total, limit)
    return f"当てはまる{name}は全{total:,}件で、うち{shown:,}件を返します。 ({total:,} match; {shown:,} are returned.)"


def _number(text: str, form: re.Pattern[str], argument: str) -> str:
    """The number in `text`, whatever its width; empty where none is given."""
    if not text.strip():
        return ""
    found = form.fullmatch(search_form(text))
    if not found:
        raise ToolError(f'{argument}: 番号ではありません (not a number of the plan, as "1-26" or "31"): {text!r}')
    return found.group(found.lastindex or 0)
