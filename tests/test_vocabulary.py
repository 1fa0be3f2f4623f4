"""The bridge from everyday words to the words of the plans: its rows against the plans, and phrases written by hand."""

import re
from functools import cache
from importlib import resources

import pytest
from gold import rows

from corpus.document import Corpus
from corpus.normalize import search_form
from index.vocabulary import Bridge, added_terms, bridges, in_official_words, official_terms

SOURCES = re.compile(
    r"everyday|sudachi|abbreviation|spelling|defined|guard|list V|group ([1-9]|[1-7]\d)|policy [1-5]-\d{1,3}"
)


@cache
def table() -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    """The rows of the table: everyday words, official words, both in the search form, and the source."""
    lines = resources.files("index").joinpath("vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(
        (
            tuple(search_form(word).lower() for word in everyday.split("、")),
            tuple(search_form(word).lower() for word in official.split()),
            source,
        )
        for everyday, official, source in cells
    )


def searched(text: str) -> str:
    return search_form(text).lower()


def test_every_official_word_stands_in_a_plan(corpus: Corpus) -> None:
    plans = "\n".join(searched(document.text) for document in corpus.documents)
    assert [word for _, official, _ in table() for word in official if word not in plans] == []


def test_an_everyday_word_stands_in_one_row_and_says_more_than_itself() -> None:
    everyday = [word for words, _, _ in table() for word in words]
    assert sorted(word for word in set(everyday) if everyday.count(word) > 1) == []
    idle = [
        words for words, official, source in table() if source != "guard" and any(official == (word,) for word in words)
    ]
    assert idle == []


def test_a_guard_stands_for_itself_and_holds_an_everyday_word() -> None:
    guards = {words[0]: official for words, official, source in table() if source == "guard"}
    everyday = [word for words, _, _ in table() for word in words]
    assert guards and all(official == (word,) for word, official in guards.items())
    assert [guard for guard in guards if not any(word in guard and word != guard for word in everyday)] == []


def test_sources_are_those_that_the_header_names() -> None:
    assert sorted({source for _, _, source in table() if not SOURCES.fullmatch(source)}) == []


def test_a_row_from_a_policy_or_a_group_has_a_word_that_stands_there(corpus: Corpus) -> None:
    said: dict[str, str] = {}
    for passage in corpus.passages:
        kind, _, number = passage.record.partition(":")
        if kind in ("policy", "group", "procedure"):
            name = f"{'policy' if kind == 'policy' else 'group'} {number.partition(':')[0]}"
        elif "V 地方公共団体が優先的にオンライン化を推進すべき手続" in passage.heading_path:
            name = "list V"
        else:
            continue
        said[name] = said.get(name, "") + "\n" + searched(" ".join((*passage.heading_path, passage.text)))
    named = [(official, source) for _, official, source in table() if source.startswith(("policy", "group", "list"))]
    assert [source for official, source in named if not any(word in said[source] for word in official)] == []


@pytest.mark.parametrize(("question", "official", "doc_id", "line", "absent"), rows("vocabulary.tsv"))
def test_phrases_find_the_official_words(
    question: str, official: str, doc_id: str, line: str, absent: str, corpus: Corpus
) -> None:
    found = official_terms(search_form(question))
    if official:
        printed = corpus.document(doc_id).text.splitlines()[int(line) - 1]
        assert search_form(official) in search_form(printed)
        assert any(search_form(official) in term for term in found)
    else:
        assert search_form(absent) not in found


def test_words_that_the_question_holds_are_left_out() -> None:
    assert official_terms("パスポートをなくした") == ["旅券", "紛失", "再交付"]
    assert official_terms("パスポート(旅券)をなくした") == ["紛失", "再交付"]
    assert official_terms("基地局の整備") == []


def test_the_plans_words_take_the_place_of_everyday_ones() -> None:
    assert in_official_words("パスポートの更新はいつから?") == "一般旅券の発給の申請はいつから?"
    assert in_official_words("基地局の整備") == "基地局の整備"
    assert in_official_words("When is the passport online?") == "When is the passport online?"


def test_latin_short_forms_count_as_whole_words_in_either_case() -> None:
    assert official_terms("PMHとは") == ["情報連携基盤", "母子保健"]
    assert official_terms("pmhの仕組み") == ["情報連携基盤", "母子保健"]
    assert official_terms("XPMH2とは") == []


@pytest.mark.parametrize(
    "question",
    ["パスポートをなくしたときの届出はスマホでできますか", "When can I submit the birth notification?", "基地局の整備"],
)
def test_bridges_tell_which_expression_each_added_term_stands_for(question: str) -> None:
    text = search_form(question)
    assert list(dict.fromkeys(term for bridge in bridges(text) for term in bridge.official)) == added_terms(text)
    assert [bridge for bridge in bridges(text) if bridge.said not in text.lower() or not bridge.official] == []


def test_a_bridge_has_the_everyday_word_as_asked() -> None:
    assert bridges("パスポートの写真") == [Bridge("パスポート", ("旅券",))]
    assert bridges("パスポート(旅券)の写真") == []
