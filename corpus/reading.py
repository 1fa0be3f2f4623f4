"""A document as parsed, in lines for a person who checks it against the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from corpus.document import Corpus, Document, Passage
from corpus.normalize import display_text, search_form

_KINDS = {
    "policy": "重点政策",
    "schedule": "工程表",
    "procedure": "手続",
    "group": "手続のグループ",
    "footnote": "脚注",
    "slide": "スライド",
}
_WIDTH = 6  # columns for the line number


def reading(corpus: Corpus, doc_id: str, section: str = "") -> Iterator[str]:
    """The lines of a document: headings, then each sentence behind the number of the source line where it begins.

    With `section`, only what stands under a heading that holds its words. ValueError for a document that is not there
    and for a section that no heading names.
    """
    document = _document(corpus, doc_id)
    passages = [passage for passage in corpus.passages if passage.doc_id == doc_id and _is_under(passage, section)]
    if section and not passages:
        raise ValueError(f"{doc_id} に「{section}」を含む見出しはありません。")
    starts = _line_starts(document)
    facts = (document.publisher, document.published, document.status)
    yield f"{document.title}（{'、'.join(fact for fact in facts if fact)}）"
    yield f"SHA-256 {document.sha256}"
    path: tuple[str, ...] = ()
    page: int | None = None
    for passage in sorted(passages, key=lambda passage: passage.spans[0]):
        if passage.heading_path != path or document.page_at(passage.spans[0][0]) != page:
            path, page = passage.heading_path, document.page_at(passage.spans[0][0])
            yield ""
            yield _heading(passage, page)
        else:
            yield ""
        yield from _sentences(corpus, passage, starts)


def _document(corpus: Corpus, doc_id: str) -> Document:
    try:
        return corpus.document(doc_id)
    except KeyError:
        known = "、".join(document.doc_id for document in corpus.documents)
        raise ValueError(f"文書 {doc_id} はありません。あるのは {known} です。") from None


def _is_under(passage: Passage, section: str) -> bool:
    headings = search_form(" ".join(passage.heading_path)).casefold()
    return all(search_form(word).casefold() in headings for word in section.split())


def _heading(passage: Passage, page: int | None) -> str:
    kind = f"［{_KINDS[passage.kind]}］" if passage.kind in _KINDS else ""
    where = f"（{page}ページ）" if page is not None else ""
    return f"■ {' › '.join(display_text(heading) for heading in passage.heading_path)}{where}{kind}"


def _sentences(corpus: Corpus, passage: Passage, starts: Sequence[int]) -> Iterator[str]:
    if passage.context:
        yield f"{'':{_WIDTH}}  〔{display_text(passage.context)}〕"
    for sentence in passage.sentences:
        line = bisect_right(starts, sentence.spans[0][0])
        yield f"{line:{_WIDTH}}  {display_text(sentence.text)}"


def _line_starts(document: Document) -> list[int]:
    starts = [0]
    while (end := document.text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return starts
