"""Answers from records: the row of a procedure with its columns named, the policy that a number names."""

from __future__ import annotations

from chatbot.question import Asked
from corpus.document import Corpus, Passage, Policy, Procedure
from corpus.normalize import display_text


class Records:
    """The policies and procedures of a corpus, found by what their passages or a question name."""

    def __init__(self, corpus: Corpus) -> None:
        self._policies = {policy.number: policy for policy in corpus.policies}
        self._procedures = {
            f"procedure:{group.number}:{index}": row
            for group in corpus.procedure_groups
            for index, row in enumerate(group.rows, 1)
        }

    def policy(self, asked: Asked) -> Policy | None:
        """The policy whose number the question names."""
        return self._policies.get(asked.policy_number) if asked.policy_number else None

    def row_text(self, passage: Passage) -> str | None:
        """A procedure's row as an answer shows it, every cell as printed behind its column's name; else None."""
        row = self._procedures.get(passage.record) if passage.kind == "procedure" else None
        return _row_text(row) if row else None


def _row_text(row: Procedure) -> str:
    cells = (
        ("手続ID", row.procedure_id.text),
        ("根拠法令", row.law.text),
        ("手続類型", row.type.text),
        ("手続主体", row.subject.text),
        ("手続の受け手", row.receiver.text),
    )
    fields = "、".join(f"{name}：{display_text(text) or '（記載なし）'}" for name, text in cells)
    return f"{display_text(row.name.text)}（{fields}）"
