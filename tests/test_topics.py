"""Topics that stand in several plans."""

from __future__ import annotations

from dataclasses import replace

from small_index import small_corpus

from chatbot.topics import topics
from corpus.document import Corpus


def _corpus(*headings: str) -> Corpus:
    """A document for each heading, which its text holds too."""
    documents, passages = [], []
    for number, heading in enumerate(headings):
        one = small_corpus(f"{heading}について記す。").documents[0], small_corpus("本文。").passages[0]
        documents.append(replace(one[0], doc_id=str(number)))
        passages.append(replace(one[1], doc_id=str(number), heading_path=("第1", heading)))
    return Corpus(tuple(documents), tuple(passages), (), ())


def test_a_phrase_in_the_headings_of_two_documents_is_a_topic() -> None:
    assert topics(_corpus("1. 自動運転の支援", "(2) 自動運転")) == ("自動運転",)
    assert topics(_corpus("1. 自動運転の支援", "(2) 電子契約")) == ()


def test_what_most_documents_do_not_hold_and_bare_actions_are_none() -> None:
    assert topics(_corpus("自動運転", "自動運転", "電子契約", "窓口予約", "公共施設")) == ()
    assert topics(_corpus("1. 基盤整備", "2. 基盤整備")) == ()


def test_the_topics_of_the_real_plans(corpus: Corpus) -> None:
    found = topics(corpus)
    assert {"データ利活用", "医療DX", "アナログ規制"} <= set(found)
    assert not {"デジタル", "サービス", "デジタル庁"} & set(found)
