"""Questions made from the records of the plans: footnotes, policies and procedures, in many wordings."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from corpus.document import Corpus, Passage, Procedure

_DEFINITION = (
    "{}とは何ですか？",
    "{}って何？",
    "{}の意味を教えて",
    "{}の定義",
    "What is {}?",
    "{}とはどういうものですか",
    "What does {} mean?",
    "{}を説明してください",
)
_LEAD = (
    "{}の主担当はどこの省庁ですか？",
    "{}を担当する役所は？",
    "{} 主担当府省庁",
    "どの省庁が「{}」を主に担当していますか",
    "Which ministry leads {}?",
)
_TARGET = ("{}の具体的な目標は？", "{}は何を目指していますか", "{}の目標を教えてください", "{} 目標 期限")
_CELLS = {
    "procedure_id": ("{}の手続IDは？", "{} 手続ID", "{}の手続IDを教えてください", "What is the procedure ID of {}?"),
    "law": ("{}の根拠法令は何ですか", "{}はどの法律の何条に基づく手続ですか？", "{} 根拠条文", "{}の法的な根拠は？"),
    "type": ("{}の手続類型は？", "{}は申請等に当たりますか", "{} 類型"),
    "receiver": ("{}の受け手はどこ？", "{}は誰に提出するのですか", "{}はどこに出しますか？", "{} 提出先"),
    "subject": ("{}は誰が行う手続ですか？", "{}の手続主体は", "{}をするのは国民ですか、事業者ですか"),
    "name": (
        "{}はオンライン化の一覧に載っていますか？",
        "{}はネットでできるようになりますか",
        "{}の電子申請は予定されていますか",
    ),
}
_SILENT_CELLS = (
    "{}の手数料はいくらですか？",
    "{}の審査にかかる日数は？",
    "{}の様式はどこで入手できますか",
    "{}の窓口の電話番号は？",
    "How much is the fee for {}?",
    "{}の年間件数を教えてください",
    "{}に必要な添付書類は何ですか",
)
_SILENT_POLICIES = (
    "{}の予算額はいくらですか？",
    "{}の担当者の氏名は？",
    "{}を受託した会社はどこですか",
    "{}の問い合わせ先の電話番号",
)
_ROWS = 420  # questions about procedures
_SILENT_SHARE = 0.2
_TERM = 24  # characters of a footnote's term at most


def made_questions(corpus: Corpus, random: Random) -> Iterator[tuple[str, Passage, str | None]]:
    """Question, the passage of its record, and the words that answer (None: the record has no such thing)."""
    for passage in corpus.passages:
        if passage.kind == "footnote" and 2 <= len(passage.context) <= _TERM:
            yield random.choice(_DEFINITION).format(passage.context), passage, passage.sentences[0].text
    yield from _policies(corpus, random)
    yield from _procedures(corpus, random)


def _policies(corpus: Corpus, random: Random) -> Iterator[tuple[str, Passage, str | None]]:
    passages: dict[str, list[Passage]] = {}
    for passage in corpus.passages:
        if passage.kind == "policy":
            passages.setdefault(passage.record, []).append(passage)
    for policy in corpus.policies:
        templates, answer = random.choice(((_LEAD, policy.lead.text), (_TARGET, policy.target.text)))
        if random.random() < _SILENT_SHARE:
            templates, answer = _SILENT_POLICIES, ""
        own = passages.get(f"policy:{policy.number}", [])
        holding = [passage for passage in own if answer and answer in passage.text.replace("\n", "")] or own[:1]
        if holding and (answer or templates is _SILENT_POLICIES):
            yield random.choice(templates).format(policy.title.text), holding[0], answer or None


def _procedures(corpus: Corpus, random: Random) -> Iterator[tuple[str, Passage, str | None]]:
    rows = [row for group in corpus.procedure_groups for row in group.rows]
    passages = {passage.spans[0][0]: passage for passage in corpus.passages if passage.kind == "procedure"}
    for row in random.sample(rows, min(_ROWS, len(rows))):
        passage = passages.get(row.name.spans[0][0]) if row.name.spans else None
        if passage is not None:
            yield _about(row, passage, random)


def _about(row: Procedure, passage: Passage, random: Random) -> tuple[str, Passage, str | None]:
    if random.random() < _SILENT_SHARE:
        return random.choice(_SILENT_CELLS).format(row.name.text), passage, None
    cell = random.choice(list(_CELLS))
    answer = getattr(row, cell).text
    return random.choice(_CELLS[cell]).format(row.name.text), passage, answer or None
