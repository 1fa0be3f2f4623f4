"""Topics that stand in several plans: phrases of the headings of some that most of them use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil

from corpus.document import Corpus
from corpus.normalize import search_form

MOST = 16
_PHRASE = re.compile(r"[一-龥々ァ-ヴーA-Za-z・]{4,16}")
_HEADED = 2  # documents that have the phrase in a heading
_SHARE = 0.8  # of the documents whose text must hold it
_OFTEN = 150  # a phrase that stands so often in the plans is no topic of its own (デジタル, システム)
_ACTION = re.compile(
    r"(?:整備|運用|展開|方針|強化|向上|実装|軽減|機関|団体|実現|省庁|府県|自治体|促進|推進|全体|化|加速|会議|庁)$"
)
_KINDS = ("text", "slide", "policy")


def topics(corpus: Corpus, most: int = MOST) -> tuple[str, ...]:
    """At most so many topics, those first that most documents head a section with; of these the rarest first."""
    texts = {document.doc_id: search_form(document.text) for document in corpus.documents}
    headed: dict[str, set[str]] = {}
    for passage in corpus.passages:
        if passage.kind in _KINDS:
            for phrase in _PHRASE.findall(search_form(" ".join(passage.heading_path[-1:]))):
                headed.setdefault(phrase.strip("・"), set()).add(passage.doc_id)
    ranked = sorted(
        (-len(ids), _count(phrase, texts), phrase)
        for phrase, ids in headed.items()
        if len(ids) >= _HEADED and len(phrase) >= 4 and not _ACTION.search(phrase) and _is_shared(phrase, texts)
    )
    return tuple(phrase for _, _, phrase in ranked)[:most]


def _is_shared(phrase: str, texts: Mapping[str, str]) -> bool:
    holding = sum(phrase in text for text in texts.values())
    return holding >= max(_HEADED, ceil(_SHARE * len(texts))) and _count(phrase, texts) <= _OFTEN


def _count(phrase: str, texts: Mapping[str, str]) -> int:
    return sum(text.count(phrase) for text in texts.values())
