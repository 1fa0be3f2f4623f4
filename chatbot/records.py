"""Answers from records: the row of a procedure with its columns named, the policy that a number names."""

from __future__ import annotations

from typing import Literal

from chatbot.answer import Part
from chatbot.question import Asked
from corpus.document import Corpus, Passage, Policy, Procedure
from corpus.normalize import display_text, search_form

COLUMNS = ("手続ID", "根拠法令", "手続類型", "手続主体", "手続の受け手")
EMPTY = "（記載なし）"


class Records:
    """The policies and procedures of a corpus, found by what their passages or a question name."""

    def __init__(self, corpus: Corpus) -> None:
        self._policies = {policy.number: policy for policy in corpus.policies}
        self._procedures = {
            f"procedure:{group.number}:{index}": row
            for group in corpus.procedure_groups
            for index, row in enumerate(group.rows, 1)
        }
        self._by_id: dict[str, list[str]] = {}
        for record, row in self._procedures.items():
            self._by_id.setdefault(search_form(row.procedure_id.text), []).append(record)

    def policies(self, asked: Asked) -> tuple[Policy, ...]:
        """The policies whose numbers the question names."""
        return tuple(self._policies[number] for number in asked.policy_numbers if number in self._policies)

    def procedures(self, asked: Asked) -> tuple[str, ...]:
        """The records of the procedures whose ID the question names."""
        return tuple(self._by_id.get(asked.procedure_id, ())) if asked.procedure_id else ()

    def lacks(self, asked: Asked) -> Literal["no_policy", "no_procedure"] | None:
        """What the question names by a number that the lists do not hold."""
        if self._policies and asked.policy_numbers and not self.policies(asked):
            return "no_policy"
        if self._by_id and asked.procedure_id and not self.procedures(asked):
            return "no_procedure"
        return None

    def row_parts(self, passage: Passage) -> tuple[Part, ...]:
        """A procedure's row as an answer shows it, every cell as printed behind its column's name; else nothing."""
        row = self._procedures.get(passage.record) if passage.kind == "procedure" else None
        return _row_parts(row) if row else ()


def _row_parts(row: Procedure) -> tuple[Part, ...]:
    cells = (row.procedure_id.text, row.law.text, row.type.text, row.subject.text, row.receiver.text)
    parts = [Part("quote", display_text(row.name.text))]
    for before, column, cell in zip("（、、、、", COLUMNS, cells, strict=True):
        parts.append(Part("wording", f"{before}{column}："))
        text = display_text(cell)
        parts.append(Part("quote", text) if text else Part("wording", EMPTY))
    return (*parts, Part("wording", "）"))
