"""From a cited passage to the pages of the records that it belongs to: policies, procedures and their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.answer import Citation
from chatbot.api.assistance import Assistance
from corpus.document import Corpus

RecordKind = Literal["policy", "procedure", "group"]


@dataclass(frozen=True, slots=True)
class RecordLink:
    """The page of one record: its path without the language, and the number of the policy or group."""

    kind: RecordKind
    path: str
    number: str


class RecordLinks:
    """The records of cited passages; it follows the assistant where that opens another corpus."""

    def __init__(self, assistant: Assistance) -> None:
        self._assistant = assistant
        self._take(assistant.corpus)

    def __call__(self, citation: Citation) -> Sequence[RecordLink]:
        """The records that the cited passage belongs to, as printed; none for prose and slides."""
        if self._assistant.corpus is not self._corpus:
            self._take(self._assistant.corpus)
        return self._of(self._records.get(citation.passage_id, ""))

    def _take(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._records = {passage.id: passage.record for passage in corpus.passages if passage.record}
        self._policies = {policy.number for policy in corpus.policies}
        self._rows = {group.number: len(group.rows) for group in corpus.procedure_groups}

    def _of(self, record: str) -> Sequence[RecordLink]:
        """A passage names one procedure or one group, but a line of the timeline may stand for several policies."""
        kind, _, name = record.partition(":")
        if kind == "policy":
            numbers = (number for number in name.split(",") if number in self._policies)
            return [RecordLink("policy", f"/policies/{number}", number) for number in numbers]
        group, _, row = name.partition(":")
        if kind == "procedure" and row.isdecimal() and 0 < int(row) <= self._rows.get(group, 0):
            return [RecordLink("procedure", f"/procedures/{group}/{row}", group)]
        if kind == "group" and group in self._rows:
            return [RecordLink("group", f"/procedures/{group}", group)]
        return []


def no_records(citation: Citation) -> Sequence[RecordLink]:
    """No page of a record for any citation."""
    return ()
