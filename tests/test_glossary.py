"""The glossary from English to the words of the plans, and what it makes of questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from gold import bare, rows

import index
from corpus.document import Corpus
from corpus.normalize import search_form
from index.vocabulary import english_words, japanese_terms, names_a_subject

_GLOSSARY = [
    line.split("\t")
    for line in (Path(index.__file__).parent / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The drivers' licences", ["driver", "licence"]),
        ("Japan’s self-driving buses", ["japan", "self", "driving", "buse"]),
        ("base registries; taxes, classes and process", ["base", "registry", "tax", "class", "and", "process"]),
        ("web 3.0 and 5G by 2030", ["web", "3.0", "and", "5g", "by", "2030"]),
        ("", []),
    ],
)
def test_english_words(text: str, words: list[str]) -> None:
    assert english_words(text) == words


def test_the_longest_expression_counts_and_the_order_is_that_of_the_text() -> None:
    assert japanese_terms("a My Number Card and a residence card") == ["マイナンバーカード", "在留カード"]
    assert japanese_terms("residence cards or My Number") == ["在留カード", "マイナンバー"]
    assert japanese_terms("drones, a drone and drone flight routes") == ["ドローン", "無人航空機", "ドローン航路"]
    assert japanese_terms("Will it be so?") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("driver's license", "driving licence"),
        ("data centers", "data centre"),
        ("cybersecurity", "cyber-security"),
        ("standardisation", "standardization"),
        ("fertilisers", "fertilizer"),
        ("labour standards inspection", "labor standards inspection"),
        ("municipalities", "municipality"),
        ("millimetre-wave", "millimeter wave"),
    ],
)
def test_spellings_and_numbers_mean_the_same(one: str, other: str) -> None:
    assert japanese_terms(one) == japanese_terms(other) != []


@pytest.mark.parametrize(("question", "words", "doc_id", "line"), rows("glossary.tsv"))
def test_a_question_brings_the_words_of_the_line_that_answers_it(
    corpus: Corpus, question: str, words: str, doc_id: str, line: str
) -> None:
    source = bare(search_form(corpus.document(doc_id).text.split("\n")[int(line) - 1]))
    terms = japanese_terms(search_form(question))
    for word in words.split():
        assert bare(search_form(word)) in source
        assert any(search_form(word) in term for term in terms), f"{word} is not in {terms}"
    assert names_a_subject(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather in Tokyo tomorrow?",
        "Will it rain this weekend?",
        "Who won the World Cup in 2022?",
        "How do I cook miso soup?",
        "Who is Taylor Swift dating?",
        "What is the capital of France?",
        "How many planets are in the solar system?",
        "What is the longest river in the world?",
        "Write a Python function that sorts a list.",
        "How do I import a library in JavaScript?",
        "What data structure does a database index use in SQL?",
        "How can I get a refund from customer service of an online shop?",
        "What is the return policy of Amazon?",
        "Which company has the highest market share for phones?",
        "How does photosynthesis work in plants?",
        "Which team leads the league in goals this season?",
        "How can I change the battery of my car?",
        "How tall is Mount Fuji?",
    ],
)
def test_a_question_from_elsewhere_names_no_subject(question: str) -> None:
    assert not names_a_subject(question)


def test_every_word_of_the_plans_in_the_glossary_stands_in_a_plan(corpus: Corpus) -> None:
    plans = bare("\n".join(search_form(document.text) for document in corpus.documents)).lower()
    missing = {
        term
        for _, japanese, _ in _GLOSSARY
        for term in japanese.split()
        if bare(search_form(term)).lower() not in plans
    }
    assert missing == set()


def test_no_expression_of_the_glossary_stands_twice() -> None:
    expressions = Counter(tuple(english_words(text)) for row in _GLOSSARY for text in row[0].split("; "))
    assert [words for words, count in expressions.items() if count > 1 or not words] == []


def test_the_glossary_is_written_as_it_is_read() -> None:
    for row in _GLOSSARY:
        assert row == [row[0].lower().strip(), " ".join(row[1].split()), row[2]] and row[2] in {"", "generic"}
