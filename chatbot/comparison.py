"""What became of a statement: the best sentences of two documents of different dates, the older first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chatbot.evidence import Evidence, pick_evidence
from chatbot.points_in_time import PointsInTime
from chatbot.question import Asked
from corpus.document import Document
from corpus.editions import by_date, in_force, is_older
from corpus.normalize import search_form
from index.retriever import Hit
from index.tokenizer import words

HITS = 200  # so many, that each document that speaks of a matter is among them
_ROOM = 160  # characters of what is quoted of a document beside its best sentence
_NAMED_SHARE = 0.45  # of the best hit's score that a named document's must have to speak of the matter,
_OTHER_SHARE = 0.6  # and any other's
_COVERED_SHARE = 0.75  # of the question's words in the best hit that any other document's must hold
_SENTENCES = 2
_SHARED_WORDS = 0.5  # of the longer of two quotes that say the same


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each document says, older first; the named documents that say nothing of the matter.

    `lacks_edition` where the question names an edition besides that is not there.
    """

    evidence: tuple[Evidence, ...]
    silent: tuple[Document, ...]
    lacks_edition: bool

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that speak."""
        return tuple(dict.fromkeys(item.hit.passage.doc_id for item in self.evidence))


def compare(asked: Asked, hits: Sequence[Hit], documents: Mapping[str, Document]) -> Comparison | None:
    """The statements that the question sets against each other; None where it does not, or no two documents speak.

    `hits` are those of the question without its editions, `HITS` of them. One document alone is a comparison only where
    the question says which editions it means or asks for them.
    """
    points = asked.points
    if not (points.compares or points.may_compare) or not hits:
        return None
    if not asked.kinds:
        asked = replace(asked, kinds=frozenset({"date", "number"}))  # it is in these that plans differ
    by_document: dict[str, list[Hit]] = {}
    for hit in (hit for hit in hits if hit.passage.kind != "footnote"):
        by_document.setdefault(hit.passage.doc_id, []).append(hit)
    chosen, silent = _chosen(points, by_document, documents)
    if len(chosen) < 2 and not points.compares:
        return None
    chosen.sort(key=lambda doc_id: by_date(documents[doc_id].published))
    evidence = [item for doc_id in chosen for item in _quoted(asked, by_document[doc_id])]
    return Comparison(tuple(evidence), silent, frozenset() in points.sides) if evidence else None


def newest_first(
    evidence: Sequence[Evidence], documents: Mapping[str, Document], named: frozenset[str] = frozenset()
) -> list[Evidence]:
    """`evidence` with what documents of several dates say of one matter in this order: in force, newest, drafts.

    What is not quoted, and quotes on another matter than the first, keep their places; so does all where the question
    names its document.
    """
    quoted = [at for at, item in enumerate(evidence) if item.chosen]
    if not quoted or len(named) == 1:
        return list(evidence)
    first = evidence[quoted[0]]
    places = [at for at in quoted if evidence[at] is first or _on_one_matter(first, evidence[at])]
    of = {at: documents[evidence[at].hit.passage.doc_id] for at in places}
    known = min(len(document.published) for document in of.values())  # a date may be a year only
    order = sorted(places, key=lambda at: of[at].published[:known], reverse=True)
    order.sort(key=lambda at: not in_force(of[at]))
    ordered = {at: evidence[other] for at, other in zip(places, order, strict=True)}
    return [ordered.get(at, item) for at, item in enumerate(evidence)]


def _on_one_matter(first: Evidence, other: Evidence) -> bool:
    """Whether two quotes share most words of the longer one."""
    one, two = (set(words(search_form(item.quote))) for item in (first, other))
    return len(one & two) >= _SHARED_WORDS * max(len(one), len(two))


def _chosen(
    points: PointsInTime, by_document: Mapping[str, Sequence[Hit]], documents: Mapping[str, Document]
) -> tuple[list[str], tuple[Document, ...]]:
    """The documents that speak of the matter, best first, and those that were named and do not."""
    best = next(iter(by_document.values()))[0]
    chosen: list[str] = []
    silent: list[Document] = []
    for side in points.sides:
        names = [doc_id for doc_id in by_document if doc_id in side and doc_id not in chosen]
        if names and _speaks(by_document[names[0]], _NAMED_SHARE * best.score):
            chosen.append(names[0])
        elif side:
            silent.extend(documents[doc_id] for doc_id in sorted(side)[:1])
    if len(points.sides) > 1:
        return chosen, tuple(silent)
    subject = set(words(points.subject))
    least = _COVERED_SHARE * len(subject & words_of(best))
    for doc_id, found in by_document.items():
        if len(chosen) >= 2:
            break
        dates = [documents[other].published for other in chosen] or [documents[d].published for d in points.documents]
        if any(not _differ(documents[doc_id].published, date) for date in dates):
            continue
        loose = found[0].score >= _NAMED_SHARE * best.score and bool(points.sides)
        if loose or (found[0].score >= _OTHER_SHARE * best.score and len(subject & words_of(found[0])) >= least):
            chosen.append(doc_id)
    return chosen, tuple(silent)


def _speaks(hits: Sequence[Hit], least: float) -> bool:
    """Whether the best of a document's hits reaches a score, or the cross-encoder finds that one answers."""
    return hits[0].score >= least or any(hit.relevance is not None and hit.relevance >= 0 for hit in hits)


def _quoted(asked: Asked, hits: Sequence[Hit]) -> list[Evidence]:
    return [item for item in pick_evidence(asked, hits, _ROOM) if item.chosen][:_SENTENCES]


def _differ(published: str, other: str) -> bool:
    return is_older(published, other) or is_older(other, published)


def words_of(hit: Hit) -> set[str]:
    """The content words of a hit with its headings and what only the index reads."""
    return set(words(search_form(f"{' '.join(hit.passage.heading_path)} {hit.passage.context} {hit.passage.text}")))
