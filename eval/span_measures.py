"""Is an answer span right: exact match and F1 of SQuAD, in the form that suits Japanese.

As the SQuAD v1.1 evaluation script (Rajpurkar et al. 2016, arXiv 1606.05250) does, case, punctuation and white space do
not count, and the best of several gold answers does. As Japanese has no spaces between words, F1 is over characters, as
in JaQuAD's own evaluation (So et al. 2022, arXiv 2202.01764; `char_f1_score` of its notebook). Widths are folded by
NFKC; there are no articles to drop. JaQuAD's evaluation drops white space
only: a width or a quotation mark that differs counts there.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence


def normalise_span(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, without white space, punctuation and symbols.

    Python's `string.punctuation`, which SQuAD drops, is punctuation and symbols (categories P and S) of ASCII. A text
    of nothing else keeps them, so that it does not equal an empty one.
    """
    folded = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return "".join(character for character in folded if unicodedata.category(character)[0] not in "PS") or folded


def exact_match(prediction: str, golds: Sequence[str]) -> float:
    """1 where the prediction equals one of the gold answers, else 0."""
    return float(any(normalise_span(prediction) == normalise_span(gold) for gold in golds))


def character_f1(prediction: str, golds: Sequence[str]) -> float:
    """The F1 of the characters, each as often as it stands there, with the gold answer that fits best; in [0, 1]."""
    return max(_f1(normalise_span(prediction), normalise_span(gold)) for gold in golds)


def holds_answer(prediction: str, golds: Sequence[str]) -> float:
    """1 where one of the gold answers stands in the prediction, else 0; an empty one only in an empty one."""
    text = normalise_span(prediction)
    return float(any(gold in text if gold else not text for gold in map(normalise_span, golds)))


def _f1(prediction: str, gold: str) -> float:
    if not prediction or not gold:  # SQuAD 2.0: to say nothing is right where there is no answer, and only there
        return float(prediction == gold)
    shared = (Counter(prediction) & Counter(gold)).total()
    return 2 * shared / (len(prediction) + len(gold))
