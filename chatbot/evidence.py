"""Which sentences of the hits answer the question, and in which order their passages are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chatbot.quantities import SPAN_OF_TIME
from chatbot.question import Asked
from chatbot.sentence_blocks import is_item, list_around, running_sentence, whole_items, window
from corpus.document import Passage, Sentence, join_sentences
from corpus.normalize import search_form
from index.retriever import Hit, ScoredSentence

ANSWER_CHARACTERS = 480  # an answer stays readable; 600 is the format's limit
_LIST_CHARACTERS = 560  # of a list that was asked for, which is shown whole where it fits
_READ_HITS = 8
_SENTENCE_WEIGHT = 0.25
_SHARE_WEIGHT = 0.5  # of the share of the answer that the cross-encoder finds in the sentence
_BONUS = 1.0  # z-score units for a sentence that holds the kind of thing asked for
_COUNT_BONUS = 1.5  # the same for one of a list with as many items as the question says there are
_POINT_BONUS = 1.0  # the same for one that names a year or month that the question names
_MARGIN = 2.0  # a sentence so far below the best is left out,
_RELATIVE_MARGIN = 0.5  # or by this share of the best
_CITED_MARGIN = 1.25  # z-score units below the best up to which a passage is cited that the answer does not quote
_TITLE_MALUS = 6.0
_LACKING_MALUS = 1.2  # for a passage whose best sentence lacks the date or number asked for
_FRAGMENT = 30  # characters
_FRAGMENT_MALUS = 1.5  # in z-score units: prose on the matter is quoted first
_SLIDE_WINDOW = 400  # characters of an infographic: the numbers and the labels they belong to, as printed
_WINDOW = 100  # characters of the lines around a fragment that are shown with it
_ORDER_WEIGHT = 0.25  # how much its best sentence counts in a passage's place among the citations
_KIND_PRIOR = {"policy": -0.8, "text": 0.4, "slide": 0.7}  # a policy repeats in brief what prose and slides explain
_ANNOUNCES = re.compile(r"(?:次の|以下の|下記の|次に掲げる).*[。：:]$")

_BARE_NUMBER = re.compile(r"約?[\d,.]+\s*(?:%|[万億]|件|枚|名|人|回|団体|機関|社)*")
_BARE_NUMBERS = 2
_CIRCLED = re.compile("[①-⑳]")
_NAMED = re.compile("「[^「」]+」")
_MINISTRIES = re.compile(r"(?:主|関)?(?:担当|係)当?府省庁")
_GROUP_HEADING = re.compile(r"\d+\.\s?.+\([◎@].+\)")  # of a group of procedures, with its ministries

_LEAD = re.compile(r"主?担当{1,2}府省庁")
_LABEL = re.compile(r"^(?:[・•○]|具体的な目標[:：])+")

_HOLDS = {
    "date": r"\d{4}年|令和|平成|年度|\d+月|本年|来年|【\d{2}",
    "money": r"円",
    "number": r"(?<![\d年.,])\d[\d,.]*(?!\d|[,.]\d|年|月|日|時点)",  # but no date
    "period": SPAN_OF_TIME,
    "ministry": r"庁|省(?!力|略|エネ)|内閣|委員会|人事院",
    "result": r"(?:[しきれいっ]た|なった|んだ)(?:[。、(]|ところ|が|もの|$)|完了|達成し|時点[でに]|現在[でに]?",
    "definition": r"とは|のこと|をいう|指す|略称|略。|である。$|もの。$|制度|仕組み|システム。$",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _HOLDS.items()}


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
            _passage_score(asked, hit),
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

    Something is quoted always: where none of the best is, the best that is takes the last place.
    """
    best = list(evidence[:most])
    if not any(item.chosen for item in best):
        best[most - 1 :] = [item for item in evidence if item.chosen][:1]
    worth = [item for item in best if item.chosen or item.score >= evidence[0].score - _CITED_MARGIN]
    return sorted(worth, key=lambda item: not item.chosen)


def holds(kind: str, text: str) -> bool:
    """Whether a text (in the search form) holds the kind of thing asked for."""
    return bool(_PATTERNS[kind].search(text))


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
    for score, hit, index in ranked:
        if score < ranked[0][0] - max(_MARGIN, _RELATIVE_MARGIN * ranked[0][0]):
            break
        if hit is not ranked[0][1] and not _items(asked, hit, index) and _needs_its_slide(hit, index):
            continue
        if hit.passage.kind == "procedure" and "list" not in asked and score < ranked[0][0] - _MARGIN:
            continue  # the neighbours of a row resemble it
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
        for record in {ranked[0][1].passage.record, *(f"policy:{number}" for number in asked.policy_numbers)}:
            _add_ministry(record, hits, chosen)
    return chosen, omitted


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
        prior = hit.score - _LACKING_MALUS * _lacks(asked, hit)
        for index in range(len(hit.sentences)):
            yield prior + _sentence_score(asked, hit, index), hit, index


def _sentence_score(asked: Asked, hit: Hit, index: int) -> float:
    scored = hit.sentences[index]
    text = search_form(scored.sentence.text)
    share = scored.share
    bonus = sum(_BONUS for kind, pattern in _PATTERNS.items() if kind in asked and pattern.search(text))
    bonus += _POINT_BONUS * asked.points.are_met_by(text)
    if _says_nothing(asked, hit, text):
        bonus -= _TITLE_MALUS
    items = _items(asked, hit, index)
    if "list" in asked and asked.items:
        marked = sum(is_item(hit.sentences[item].sentence.text) for item in items)
        bonus += _COUNT_BONUS * (asked.items in (marked, *_enumerated(scored.sentence.text)))
    if items:
        share = sum(hit.sentences[item].share for item in items)
    elif _is_fragment(hit, text):
        bonus -= _FRAGMENT_MALUS
    return _found(scored.score, share) + bonus


def _found(score: float, share: float) -> float:
    """What search and cross-encoder give a sentence: its own score, and its share of the answer."""
    return _SENTENCE_WEIGHT * score + _SHARE_WEIGHT * share


def _enumerated(text: str) -> tuple[int, int]:
    """How many things a sentence enumerates by circled numbers, and by quotation marks."""
    return len(set(_CIRCLED.findall(text))), len(_NAMED.findall(text))


def _items(asked: Asked, hit: Hit, index: int) -> list[int]:
    """The list that the sentence belongs to or leads into; empty for none, and where no list is asked for."""
    sentences = [scored.sentence for scored in hit.sentences]
    is_of_list = "list" in asked and any(is_item(sentence.text) for sentence in sentences[index : index + 2])
    return list_around(sentences, index) if is_of_list else []


def _is_fragment(hit: Hit, text: str) -> bool:
    """A short line of a slide may be a label without its number, or a number without its label."""
    return hit.passage.kind == "slide" and len(text) < _FRAGMENT


def _says_nothing(asked: Asked, hit: Hit, text: str) -> bool:
    """A title, a row of the schedule, a ministry nobody asked for: they name the matter and state nothing of it."""
    if hit.passage.kind == "policy":
        return text.startswith("[No.") or ("ministry" not in asked and bool(_MINISTRIES.match(text)))
    if hit.passage.kind == "group":
        return "ministry" not in asked and bool(_GROUP_HEADING.fullmatch(text))
    if hit.passage.kind == "slide":
        return text in [search_form(heading) for heading in hit.passage.heading_path]
    return hit.passage.kind == "schedule"


def _passage_score(asked: Asked, hit: Hit) -> float:
    best = max(_sentence_score(asked, hit, index) for index in range(len(hit.sentences)))
    prior = _KIND_PRIOR.get(hit.passage.kind, 0.0)
    return hit.score + prior + _ORDER_WEIGHT * best - _LACKING_MALUS * _lacks(asked, hit)


def _lacks(asked: Asked, hit: Hit) -> bool:
    """Whether a date, number or span of time is asked for and the hit's best sentence holds none that can be read."""
    kinds = [kind for kind in ("date", "number", "money", "period") if kind in asked]
    if not kinds or _is_infographic(hit):
        return bool(kinds)
    best = max(range(len(hit.sentences)), key=lambda index: _sentence_score(asked, hit, index))
    text = search_form(hit.sentences[best].sentence.text)
    return not any(holds(kind, text) for kind in kinds)


def _needs_its_slide(hit: Hit, index: int) -> bool:
    """Whether a sentence can be read on its slide only, and so is not put beside sentences from elsewhere.

    Where that is so of the sentence that answers best, another of the slide does not stand for it.
    """
    best = max(hit.sentences, key=lambda scored: _found(scored.score, scored.share))
    texts = (best.sentence.text, hit.sentences[index].sentence.text)
    return _is_infographic(hit) or any(_is_fragment(hit, text) for text in texts)


def _is_infographic(hit: Hit) -> bool:
    """A slide with numbers torn from their labels: what each of them counts cannot be read off the text."""
    numbers = [scored for scored in hit.sentences if _BARE_NUMBER.fullmatch(search_form(scored.sentence.text))]
    return hit.passage.kind == "slide" and len(numbers) >= _BARE_NUMBERS


def _block(asked: Asked, hit: Hit, index: int) -> list[int]:
    """The sentence with what it cannot be read without: the items of its list, the lines around a slide's fragment."""
    texts = [scored.sentence.text for scored in hit.sentences]
    if _is_infographic(hit):
        return window(texts, index, _SLIDE_WINDOW)
    if items := _items(asked, hit, index):
        return items
    if _is_fragment(hit, texts[index]):
        return window(texts, index, _WINDOW)
    return running_sentence(texts, index, ANSWER_CHARACTERS)
