"""Which sentences of the hits answer the question, and in which order their passages are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chatbot.question import Asked
from chatbot.sentence_blocks import is_item, list_around, running_sentence, whole_items, window
from chatbot.sentence_scores import (
    found_score,
    holds,
    is_fragment,
    is_infographic,
    is_ministry_field,
    items_of,
    passage_score,
    score_of_hit,
    sentence_score,
)
from corpus.document import Passage, Sentence, join_sentences
from corpus.normalize import search_form
from index.retriever import Hit, ScoredSentence

ANSWER_CHARACTERS = 480  # an answer stays readable; 600 is the format's limit
_LIST_CHARACTERS = 560  # of a list that was asked for, which is shown whole where it fits
_READ_HITS = 8
_MARGIN = 2.0  # a sentence so far below the best is left out,
_RELATIVE_MARGIN = 0.5  # or by this share of the best
_SURE_SHARE = 0.7  # of the answer: where the cross-encoder finds so much of it in the best sentence,
_NO_SHARE = 0.005  # another of its passage with less than this is left out
_CITED_MARGIN = 1.25  # z-score units below the best up to which a passage is cited that the answer does not quote,
_UNSURE_MARGIN = 3.0  # and where the cross-encoder is sure of none: the reader may find the answer in another
_SURE_RELEVANCE = 3.0
_SLIDE_WINDOW = 400  # characters of an infographic: the numbers and the labels they belong to, as printed
_WINDOW = 100  # characters of the lines around a fragment that are shown with it
_ANNOUNCES = re.compile(r"(?:次の|以下の|下記の|次に掲げる).*[。：:]$")
_LEAD = re.compile(r"主?担当{1,2}府省庁")
_ALSO_ASKED = frozenset({"date", "number", "money", "list", "definition", "period", "measure", "matter"})
_LABEL = re.compile(r"^(?:[・•○]|具体的な目標[:：])+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with the sentences of it that answer (indexes in reading order) and its score among the hits.

    `omitted` is how many items of the list that was asked for had no room.
    """

    hit: Hit
    chosen: tuple[int, ...]
    score: float
    omitted: int = 0

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The chosen sentences in reading order; where none was, the hit's best."""
        if self.chosen:
            return tuple(self.hit.passage.sentences[index] for index in self.chosen)
        return (max(self.hit.sentences, key=lambda scored: scored.score).sentence,)

    @property
    def quote(self) -> str:
        """The sentences as shown: what stands together is joined, a new line parts what does not."""
        runs: list[list[Sentence]] = []
        last = None
        for index, sentence in zip(self.chosen or (0,), self.sentences, strict=True):
            if last is None or index != last + 1:
                runs.append([])
            runs[-1].append(sentence)
            last = index
        return "\n".join(join_sentences(run) for run in runs)


def pick_evidence(
    asked: Asked,
    hits: Sequence[Hit],
    room: int = ANSWER_CHARACTERS,
    following: Mapping[str, Passage] | None = None,
) -> list[Evidence]:
    """Every hit with its answering sentences (none where nothing of it is used), best first.

    The sentences have `room` characters; the best is quoted even where it is longer. `following` has the passage that
    goes on in the same section, by the id of the one before: a list that is asked for may stand there, behind the
    sentence that announces it.
    """
    chosen, omitted = _choose(asked, hits[:_READ_HITS], room)
    evidence = [
        Evidence(
            hit,
            tuple(sorted(chosen.get(hit.passage.id, ()))),
            passage_score(asked, hit),
            omitted.get(hit.passage.id, 0),
        )
        for hit in hits
    ]
    ranked = sorted(evidence, key=lambda item: -item.score)
    return list(_with_lists(ranked, following)) if "list" in asked and following else ranked


def _with_lists(evidence: Sequence[Evidence], following: Mapping[str, Passage]) -> Iterator[Evidence]:
    """The evidence; behind a passage that ends in the announcement of a list, the list that follows in the next one.

    Of the passage that announces it nothing else is quoted: the list has the room.
    """
    given: set[str] = set()
    for item in evidence:
        if item.hit.passage.id in given:
            continue
        passage = following.get(item.hit.passage.id)
        if passage is None or passage.id in given or not _announces(item) or not is_item(passage.sentences[0].text):
            yield item
            continue
        announcing = replace(item, chosen=(len(item.hit.sentences) - 1,))
        yield announcing
        given.add(passage.id)
        scored = tuple(ScoredSentence(sentence, item.score, item.hit.cosine) for sentence in passage.sentences)
        room = _LIST_CHARACTERS - len(announcing.quote)
        kept, omitted = whole_items(passage.sentences, list_around(passage.sentences, 0), room)
        hit = replace(item.hit, passage=passage, sentences=scored, ranks=None, terms=())
        yield Evidence(hit, tuple(kept), item.score, omitted)


def _announces(item: Evidence) -> bool:
    last = len(item.hit.sentences) - 1
    return last in item.chosen and bool(_ANNOUNCES.search(item.hit.sentences[last].sentence.text))


def worth_citing(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """Of the best `most`: what the answer quotes, then what scores nearly as high as the best; the rest would distract.

    Where the cross-encoder read the passages and is sure of none, more are worth a look. Something is quoted always: where
    none of the best is, the best that is takes the last place.
    """
    best = list(evidence[:most])
    if not any(item.chosen for item in best):
        best[most - 1 :] = [item for item in evidence if item.chosen][:1]
    relevance = max(
        (item.hit.relevance for item in evidence if item.hit.relevance is not None), default=_SURE_RELEVANCE
    )
    margin = _CITED_MARGIN if relevance >= _SURE_RELEVANCE else _UNSURE_MARGIN
    worth = [item for item in best if item.chosen or item.score >= evidence[0].score - margin]
    return sorted(worth, key=lambda item: not item.chosen)


def missing_kind(asked: Asked, evidence: Sequence[Evidence]) -> str | None:
    """The kind of thing asked for that no chosen sentence holds: a date or a number; None where nothing is missing."""
    texts = [search_form(sentence.text) for item in evidence if item.chosen for sentence in item.sentences]
    for kind in ("date", "number"):
        if kind in asked and not any(holds(kind, text) for text in texts):
            return kind
    return None


def _choose(asked: Asked, hits: Sequence[Hit], room: int) -> tuple[dict[str, set[int]], dict[str, int]]:
    """Sentence indexes by passage id: the best sentences within the margin, while there is room.

    Also by passage id, how many items of the list that answers best are left out.
    """
    omitted: dict[str, int] = {}
    ranked = sorted(_candidates(asked, hits), key=lambda candidate: -candidate[0])
    chosen: dict[str, set[int]] = {}
    quoted: list[tuple[Hit, str]] = []
    for score, hit, index in _fields_of_best(ranked) if ranked and _asks_who(asked) else ranked:
        if score < ranked[0][0] - max(_MARGIN, _RELATIVE_MARGIN * ranked[0][0]):
            break
        if hit is not ranked[0][1] and not items_of(asked, hit, index) and _needs_its_slide(hit, index):
            continue
        if hit.passage.kind == "procedure" and "list" not in asked and score < ranked[0][0] - _MARGIN:
            continue  # the neighbours of a row resemble it
        is_wanted = "list" in asked or ("ministry" in asked and _is_ministry_field(hit, index))
        if not is_wanted and _is_beside_the_answer(ranked[0], hit, index):
            continue
        taken = chosen.get(hit.passage.id, set())
        block = [i for i in _block(asked, hit, index) if i not in taken]
        if _is_repeated(hit, block, quoted):
            continue
        if not chosen and "list" in asked:
            sentences = [scored.sentence for scored in hit.sentences]
            block, omitted[hit.passage.id] = whole_items(sentences, block, _LIST_CHARACTERS)
        length = sum(len(hit.sentences[i].sentence.text) for i in block)
        if block and (length <= room or not chosen):
            chosen.setdefault(hit.passage.id, set()).update(block)
            quoted.extend((hit, _bare(hit, i)) for i in block)
            room -= length
    if "ministry" in asked and ranked:
        near = (hit.passage.record for score, hit, _ in ranked if score >= ranked[0][0] - _MARGIN)
        nearest = next((record for record in near if record.startswith("policy:")), "")
        for record in {nearest, *(f"policy:{number}" for number in asked.policy_numbers)} - {""}:
            _add_ministry(record, hits, chosen)
    return chosen, omitted


def _is_beside_the_answer(best: tuple[float, Hit, int], hit: Hit, index: int) -> bool:
    """Whether the cross-encoder finds the answer in the best sentence and nothing of it in this one of its passage."""
    share = best[1].sentences[best[2]].share
    return hit is best[1] and index != best[2] and share >= _SURE_SHARE and hit.sentences[index].share < _NO_SHARE


def _asks_who(asked: Asked) -> bool:
    """Whether a question asks which ministry is in charge, and nothing else."""
    return "ministry" in asked and not _ALSO_ASKED & asked.kinds


def _fields_of_best(ranked: Sequence[tuple[float, Hit, int]]) -> Sequence[tuple[float, Hit, int]]:
    """Where the first is a policy's field that says who is in charge, such fields of it alone; else all."""
    _, first, index = ranked[0]
    if not _is_ministry_field(first, index):
        return ranked
    return [item for item in ranked if item[1].passage.record == first.passage.record and _is_ministry_field(*item[1:])]


def _is_ministry_field(hit: Hit, index: int) -> bool:
    return is_ministry_field(hit, search_form(hit.sentences[index].sentence.text))


def _is_repeated(hit: Hit, block: Sequence[int], quoted: Sequence[tuple[Hit, str]]) -> bool:
    """Whether all of a block stands in what is quoted of other passages: plans repeat each other."""
    others = [quote for other, quote in quoted if other is not hit]
    return bool(block) and all(any(_bare(hit, i) in quote for quote in others) for i in block)


def _bare(hit: Hit, index: int) -> str:
    """A sentence without white space, bullet and the label of its field."""
    return _LABEL.sub("", "".join(search_form(hit.sentences[index].sentence.text).split()))


def _add_ministry(record: str, hits: Sequence[Hit], chosen: dict[str, set[int]]) -> None:
    """The field 主担当府省庁 of a policy that answers, wherever among the hits it stands."""
    for hit in hits:
        for index, scored in enumerate(hit.sentences):
            if hit.passage.kind == "policy" and hit.passage.record == record and _LEAD.match(scored.sentence.text):
                chosen.setdefault(hit.passage.id, set()).add(index)
                return


def _candidates(asked: Asked, hits: Sequence[Hit]) -> Iterator[tuple[float, Hit, int]]:
    for hit in hits:
        prior = score_of_hit(asked, hit)
        for index in range(len(hit.sentences)):
            yield prior + sentence_score(asked, hit, index), hit, index


def _needs_its_slide(hit: Hit, index: int) -> bool:
    """Whether a sentence can be read on its slide only, and so is not put beside sentences from elsewhere.

    Where that is so of the sentence that answers best, another of the slide does not stand for it.
    """
    best = max(hit.sentences, key=lambda scored: found_score(scored.score, scored.share))
    texts = (best.sentence.text, hit.sentences[index].sentence.text)
    return is_infographic(hit) or any(is_fragment(hit, text) for text in texts)


def _block(asked: Asked, hit: Hit, index: int) -> list[int]:
    """The sentence with what it cannot be read without: the items of its list, the lines around a slide's fragment."""
    texts = [scored.sentence.text for scored in hit.sentences]
    if is_infographic(hit):
        return window(texts, index, _SLIDE_WINDOW)
    if items := items_of(asked, hit, index):
        return items
    if is_fragment(hit, texts[index]):
        return window(texts, index, _WINDOW)
    return running_sentence(texts, index, ANSWER_CHARACTERS)
