"""Records as rows of a table: what the lists of policies, procedures and documents show, and which rows a query keeps."""

from __future__ import annotations

from collections import Counter
from typing import Any

from corpus.document import (
    Corpus,
    Field,
    Measure,
    Policy,
    Procedure,
    ProcedureGroup,
    ProcedureList,
    join_sentences,
)
from corpus.normalize import search_form

POLICY_COLUMNS = ("number", "title", "具体的な目標", "主担当府省庁", "関係府省庁", "doc_id", "source_line")
MEASURE_COLUMNS = ("取組内容の見出し", "主担当府省庁", "関係府省庁", "source_line")
PROCEDURE_COLUMNS = (
    "group_no",
    "group_title",
    "手続名",
    "根拠法令",
    "手続類型",
    "手続主体",
    "手続の受け手",
    "手続ID",
    "source_line",
)
LIST_COLUMNS = ("list_title", "手続名", "source_line")
DOCUMENT_COLUMNS = ("doc_id", "title", "published", "publisher", "status", "pages", "passages", "sha256")

Row = dict[str, Any]


def policy_rows(corpus: Corpus, query: str = "", ministry: str = "") -> list[Row]:
    """The policies that hold every word of `query`, and of `ministry` among their ministries.

    A row also holds `body`, its sentences, and `measures`, its sub-measures.
    """
    doc_id = _plan_id(corpus)
    return [_policy_row(policy, doc_id) for policy in find_policies(corpus, query, ministry)]


def find_policies(corpus: Corpus, query: str = "", ministry: str = "") -> list[Policy]:
    """The policies themselves, chosen as by `policy_rows`."""
    return [
        policy
        for policy in corpus.policies
        if _holds(ministry, policy.lead.text, policy.related.text) and _holds(query, *_policy_texts(policy))
    ]


def procedure_rows(corpus: Corpus, query: str = "", group: str = "") -> list[Row]:
    """The procedures whose cells or group title hold every word of `query`, of one group if its number is given.

    A row also holds its group's `ministries`, `取組内容` and `KPI`.
    """
    return [_procedure_row(entry, row) for entry, row in find_procedures(corpus, query, group)]


def find_procedures(
    corpus: Corpus, query: str = "", group: str = "", ministry: str = ""
) -> list[tuple[ProcedureGroup, Procedure]]:
    """The procedures themselves with their groups, chosen as by `procedure_rows`.

    `ministry` keeps the groups that hold its words among their ministries.
    """
    return [
        (entry, row)
        for entry in find_groups(corpus, "", group, ministry)
        for row in entry.rows
        if _holds(query, entry.title.text, *_cells(row))
    ]


def find_groups(corpus: Corpus, query: str = "", group: str = "", ministry: str = "") -> list[ProcedureGroup]:
    """The groups of procedures whose title holds every word of `query`; some of them print no table."""
    return [
        entry
        for entry in corpus.procedure_groups
        if (not group or folded(entry.number) == folded(group))
        and _holds(ministry, entry.ministries.text)
        and _holds(query, entry.title.text)
    ]


def list_rows(corpus: Corpus, query: str = "") -> list[Row]:
    """The items of the lists of 第4 Ⅴ whose name or headings hold every word of `query`."""
    text = corpus.document(_plan_id(corpus)).text
    return [
        dict(zip(LIST_COLUMNS, (entry.title.text, item.text, _line(text, item.spans[0][0])), strict=True))
        for entry, item in find_listed(corpus, query)
    ]


def find_listed(corpus: Corpus, query: str = "") -> list[tuple[ProcedureList, Field]]:
    """The items themselves with their lists, chosen as by `list_rows`."""
    return [
        (entry, item)
        for entry in corpus.procedure_lists
        for item in entry.items
        if _holds(query, *entry.heading_path, entry.title.text, item.text)
    ]


def document_rows(corpus: Corpus) -> list[Row]:
    """The documents, with how many pages the text lets one know and how many passages were read."""
    counts = Counter(passage.doc_id for passage in corpus.passages)
    return [
        {
            **{name: getattr(document, name) for name in DOCUMENT_COLUMNS[:5]},
            "pages": len({page.number for page in document.pages if page.number is not None}) or "",
            "passages": counts[document.doc_id],
            "sha256": document.sha256,
        }
        for document in corpus.documents
    ]


def _plan_id(corpus: Corpus) -> str:
    return next(document.doc_id for document in corpus.documents if document.kind == "plan")


def _policy_texts(policy: Policy) -> list[str]:
    fields = (policy.title, policy.target, policy.lead, policy.related)
    return [policy.number, *(field.text for field in fields), *(sentence.text for sentence in policy.body)]


def _policy_row(policy: Policy, doc_id: str) -> Row:
    fields = (policy.title, policy.target, policy.lead, policy.related)
    values: tuple[str | int, ...] = (policy.number, *(field.text for field in fields), doc_id, policy.line)
    row: Row = dict(zip(POLICY_COLUMNS, values, strict=True))
    body = [sentence.text for sentence in policy.body]
    return row | {"body": body, "measures": [_measure_row(measure) for measure in policy.measures]}


def _measure_row(measure: Measure) -> Row:
    fields = (measure.heading, measure.lead, measure.related)
    values: tuple[str | int, ...] = (*(field.text for field in fields), measure.line)
    return dict(zip(MEASURE_COLUMNS, values, strict=True))


def _cells(row: Procedure) -> list[str]:
    return [cell.text for cell in (row.name, row.law, row.type, row.subject, row.receiver, row.procedure_id)]


def _procedure_row(group: ProcedureGroup, row: Procedure) -> Row:
    values: tuple[str | int, ...] = (group.number, group.title.text, *_cells(row), row.line)
    printed: Row = dict(zip(PROCEDURE_COLUMNS, values, strict=True))
    prose = {"取組内容": join_sentences(group.measures), "KPI": join_sentences(group.kpi)}
    return printed | {"ministries": group.ministries.text} | prose


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _holds(query: str, *texts: str) -> bool:
    """Whether each word of `query` stands in one of the texts, whatever the width, case and spacing."""
    wanted = [folded(word) for word in query.split()]
    held = [folded(text) for text in texts] if wanted else []
    return all(any(word in text for text in held) for word in wanted)


def folded(text: str) -> str:
    """`text` as queries are compared with it: the search form without spaces, in lower case."""
    return search_form(text).replace(" ", "").casefold()
