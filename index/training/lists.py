"""A question with the passages to tell apart: what one step of the training reads."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span
from index.pairs import Pair, PairTokenizer, PassageText


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage, and where in its text the answer stands; None where it does not answer."""

    passage: PassageText
    answer: Span | None = None


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A question and its candidates. None of them answers where the right thing to say is that nothing does.

    With `ranked` of False only the answer is looked for, and no candidate is told from another.
    """

    question: str
    candidates: tuple[Candidate, ...]
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class TokenList:
    """A list as the model reads it: pairs, and the first and last token of the answer (-1, -1: does not answer)."""

    pairs: tuple[Pair, ...]
    answers: tuple[tuple[int, int], ...]
    ranked: bool = True

    @property
    def longest(self) -> int:
        """Tokens of the longest pair."""
        return max(len(pair.ids) for pair in self.pairs)


def tokenise(question_list: QuestionList, tokenizer: PairTokenizer) -> TokenList:
    """The list in tokens. Of a passage in several windows the one with the whole answer is kept, else the first."""
    question = tokenizer.question(question_list.question)
    pairs, answers = [], []
    for candidate in question_list.candidates:
        windows = tokenizer.pairs(question, *tokenizer.passage(candidate.passage.text))
        pair, answer = windows[0], None
        if candidate.answer:
            pair, answer = next(
                ((window, found) for window in windows if (found := _tokens_of(candidate.answer, window))),
                (windows[0], None),
            )
        pairs.append(pair)
        answers.append(answer or (-1, -1))
    return TokenList(tuple(pairs), tuple(answers), question_list.ranked)


def _tokens_of(answer: Span, pair: Pair) -> tuple[int, int] | None:
    """The first and the last token, in the pair, that share a character with the answer; None if it is cut off."""
    inside = [index for index, (start, end) in enumerate(pair.spans) if start < answer[1] and end > answer[0]]
    if not inside or pair.spans[inside[0]][0] > answer[0] or pair.spans[inside[-1]][1] < answer[1]:
        return None
    return pair.first + inside[0], pair.first + inside[-1]
