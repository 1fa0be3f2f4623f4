"""Which passages show a character of the published text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from corpus.document import Passage


class Places:
    """Lists of passages, looked up by what they show; the places of passages do not overlap."""

    def __init__(self, groups: Sequence[Iterable[Passage]]) -> None:
        self._spans = sorted(
            (*span, index) for index, passages in enumerate(groups) for passage in passages for span in passage.spans
        )

    def at(self, offset: int) -> int | None:
        """The index of the list that shows the character at `offset`; some, like page numbers, none does."""
        after = bisect_right(self._spans, offset, key=lambda span: span[0])
        if not after:
            return None
        _, end, index = self._spans[after - 1]
        return index if offset < end else None
