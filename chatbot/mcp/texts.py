"""The tool that reads a document: a range of its text, or the list of documents."""

from __future__ import annotations

from mcp.server.mcpserver.exceptions import ToolError

from chatbot.mcp.arguments import EXCERPT, LONGEST_EXCERPT, DocId, End, Start
from chatbot.mcp.catalog import Catalog
from chatbot.mcp.replies import DocumentReply, Excerpt
from corpus.document import Corpus, Document


class TextTools:
    """`document`."""

    def __init__(self, corpus: Corpus, catalog: Catalog) -> None:
        self._documents = {document.doc_id: document for document in corpus.documents}
        self._catalog = catalog

    async def document(self, doc_id: DocId = "", start: Start = 0, end: End = None) -> DocumentReply:
        """The text from `start` to `end`, or the documents where no id is given."""
        if not doc_id:
            if start or end is not None:
                raise ToolError("start と end は doc_id と一緒に使います (start and end need a doc_id).")
            return DocumentReply(excerpt=None, provenance=self._catalog.provenance(()))
        if doc_id not in self._documents:
            known = "、".join(self._documents)
            raise ToolError(f"{doc_id!r} という文書はありません (no such document). あるもの (there are): {known}")
        return DocumentReply(
            excerpt=_excerpt(self._documents[doc_id], start, end),
            provenance=self._catalog.provenance((doc_id,)),
        )


def _excerpt(document: Document, start: int, end: int | None) -> Excerpt:
    """The range, cut at the end of the document and at the longest that is given at once."""
    length = len(document.text)
    if start >= length:
        raise ToolError(f"start: {start:,} は本文（{length:,} 字）の外です (beyond the end of the text).")
    if end is not None and end <= start:
        raise ToolError(f"end: {end:,} は start（{start:,}）より後にしてください (must be greater than start).")
    stop = min(length, start + LONGEST_EXCERPT, start + EXCERPT if end is None else end)
    return Excerpt(
        doc_id=document.doc_id,
        start=start,
        end=stop,
        text=document.text[start:stop],
        first_page=document.page_at(start),
        last_page=document.page_at(stop - 1),
        next_start=stop if stop < length else None,
    )
