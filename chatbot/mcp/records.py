"""Policies and procedures → the records of a reply."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.mcp.catalog import Catalog, quoted, quoted_sentences
from chatbot.mcp.replies import GroupRecord, ListedProcedure, MeasureRecord, PolicyRecord, ProcedureRecord
from corpus.document import Corpus, Field, Measure, Policy, Procedure, ProcedureGroup, ProcedureList, Sentence, Span


def plan_id(corpus: Corpus) -> str:
    """The id of the document whose records these are; empty where there is none."""
    return corpus.plan.doc_id if corpus.plan else ""


def policy_record(catalog: Catalog, doc_id: str, policy: Policy) -> PolicyRecord:
    """A policy with its sub-measures; its place is all that is printed of it in 第2."""
    spans = _spans(policy.title, policy.body, policy.target, policy.lead, policy.related)
    return PolicyRecord(
        number=policy.number,
        title=quoted(policy.title),
        body=quoted_sentences(policy.body),
        target=quoted(policy.target),
        lead=quoted(policy.lead),
        related=quoted(policy.related),
        measures=tuple(_measure_record(measure) for measure in policy.measures),
        place=catalog.place(doc_id, spans, (*policy.heading_path, f"[No. {policy.number}] {policy.title.text}")),
    )


def procedure_record(catalog: Catalog, doc_id: str, group: ProcedureGroup, row: Procedure) -> ProcedureRecord:
    """A row of a table of 第4; its place is the row."""
    return ProcedureRecord(
        group_number=row.group_number,
        name=quoted(row.name),
        law=quoted(row.law),
        type=quoted(row.type),
        subject=quoted(row.subject),
        receiver=quoted(row.receiver),
        procedure_id=quoted(row.procedure_id),
        place=catalog.place(doc_id, (row.span,), (*group.heading_path, f"{group.number}. {group.title.text}")),
    )


def group_record(catalog: Catalog, doc_id: str, group: ProcedureGroup) -> GroupRecord:
    """A group of procedures without its table; its place is its heading."""
    return GroupRecord(
        number=group.number,
        title=quoted(group.title),
        ministries=quoted(group.ministries),
        measures=quoted_sentences(group.measures),
        kpi=quoted_sentences(group.kpi),
        procedures=len(group.rows),
        place=catalog.place(doc_id, (group.heading_span,), group.heading_path),
    )


def listed_record(catalog: Catalog, doc_id: str, entry: ProcedureList, item: Field) -> ListedProcedure:
    """An item of a list of 第4 Ⅴ."""
    path = (*entry.heading_path, entry.title.text)
    return ListedProcedure(list_title=entry.title.text, name=item.text, place=catalog.place(doc_id, item.spans, path))


def groups_of(
    rows: Sequence[tuple[ProcedureGroup, Procedure]], matching: Sequence[ProcedureGroup], limit: int
) -> list[ProcedureGroup]:
    """The groups of the rows; then those of `matching`, as long as there are fewer than `limit`."""
    groups = {group.number: group for group, _ in rows}
    for group in matching:
        if len(groups) < limit:
            groups.setdefault(group.number, group)
    return list(groups.values())


def _measure_record(measure: Measure) -> MeasureRecord:
    return MeasureRecord(heading=quoted(measure.heading), lead=quoted(measure.lead), related=quoted(measure.related))


def _spans(*parts: Field | tuple[Sentence, ...]) -> tuple[Span, ...]:
    """All places of the parts, in the order of the text: the fields of a policy may be printed apart from it."""
    fields = (item for part in parts for item in ((part,) if isinstance(part, Field) else part))
    return tuple(sorted(span for item in fields for span in item.spans))
