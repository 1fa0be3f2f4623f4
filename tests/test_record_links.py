"""From cited passages to the pages of their records: every link arrives, and only records have one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from fake_assistant import PLAN, cite
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chatbot.answer import Citation
from chatbot.web.policies import add_policy_pages
from chatbot.web.procedures import add_procedure_pages
from chatbot.web.record_links import RecordLink, RecordLinks, no_records
from corpus.document import Corpus, Passage


@dataclass
class Library:
    """What the links need of an assistant."""

    corpus: Corpus


def cited(passage: Passage) -> Citation:
    return replace(cite(1, PLAN, (), "文。", "文。"), passage_id=passage.id)


def passage_of(corpus: Corpus, record: str) -> Citation:
    return cited(next(passage for passage in corpus.passages if passage.record == record))


@pytest.fixture
def records(corpus: Corpus) -> RecordLinks:
    return RecordLinks(Library(corpus))  # type: ignore[arg-type]  # it is asked no question


def test_a_policy_a_procedure_and_a_group_have_pages(corpus: Corpus, records: RecordLinks) -> None:
    assert records(passage_of(corpus, "policy:1-47")) == [RecordLink("policy", "/policies/1-47", "1-47")]
    assert records(passage_of(corpus, "procedure:2:52")) == [RecordLink("procedure", "/procedures/2/52", "2")]
    assert records(passage_of(corpus, "group:2")) == [RecordLink("group", "/procedures/2", "2")]


def test_a_line_of_the_timeline_leads_to_each_of_its_policies(corpus: Corpus, records: RecordLinks) -> None:
    links = records(passage_of(corpus, "policy:2-1,2-2,3-69"))
    assert [link.path for link in links] == ["/policies/2-1", "/policies/2-2", "/policies/3-69"]


def test_prose_and_unknown_passages_have_none(corpus: Corpus, records: RecordLinks) -> None:
    assert records(cited(next(passage for passage in corpus.passages if passage.kind == "text"))) == []
    assert records(cite(1, PLAN, (), "文。", "文。")) == [] == list(no_records(cite(1, PLAN, (), "文。", "文。")))


def test_a_record_that_is_not_there_has_no_page(corpus: Corpus) -> None:
    passages = [
        replace(corpus.passages[0], id=record, record=record)
        for record in ("policy:99-1", "procedure:2:999", "procedure:2:0", "procedure:2:x", "procedure:2", "group:999")
    ]
    links = RecordLinks(Library(replace(corpus, passages=tuple(passages))))  # type: ignore[arg-type]
    assert [link for passage in passages for link in links(cited(passage))] == []


def test_the_links_follow_an_assistant_that_opens_another_corpus(corpus: Corpus) -> None:
    library = Library(corpus)
    links = RecordLinks(library)  # type: ignore[arg-type]
    library.corpus = replace(corpus, passages=())
    assert links(passage_of(corpus, "policy:1-47")) == []


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_link_arrives_at_its_record(corpus: Corpus, records: RecordLinks, prefix: str) -> None:
    app = Starlette()
    add_procedure_pages(app, corpus)  # type: ignore[arg-type]
    add_policy_pages(app, corpus)  # type: ignore[arg-type]
    client = TestClient(app)
    licence = next(p for p in corpus.passages if p.kind == "procedure" and "美容師免許の申請" in p.text)
    birth = next(p for p in corpus.passages if p.record == "policy:1-47")
    for passage, title in ((licence, "美容師免許の申請"), (birth, "No. 1-47 出生届のオンライン化")):
        (link,) = records(cited(passage))
        assert f'<h1 lang="ja">{title}</h1>' in client.get(prefix + link.path).text
    paths = {link.path for passage in corpus.passages[::25] for link in records(cited(passage))}
    assert len(paths) > 30 and {client.get(prefix + path).status_code for path in paths} == {200}
