"""What holds for every passage of the five plans."""

import re

from corpus.document import Corpus, Span


def _bare(text: str) -> str:
    return "".join(text.split())


def _at(text: str, spans: tuple[Span, ...]) -> str:
    return _bare("".join(text[start:end] for start, end in spans))


def test_every_sentence_stands_in_its_document(corpus: Corpus) -> None:
    texts = {document.doc_id: document.text for document in corpus.documents}
    for passage in corpus.passages:
        for sentence in passage.sentences:
            assert _at(texts[passage.doc_id], sentence.spans) == _bare(sentence.text), passage.id


def test_passage_text_and_spans_agree(corpus: Corpus) -> None:
    texts = {document.doc_id: document.text for document in corpus.documents}
    for passage in corpus.passages:
        assert _at(texts[passage.doc_id], passage.spans) == _bare(passage.text), passage.id


def test_ids_are_unique_and_passages_not_empty(corpus: Corpus) -> None:
    ids = [passage.id for passage in corpus.passages]
    assert len(set(ids)) == len(ids)
    assert all(_bare(passage.text) for passage in corpus.passages)


def test_prose_keeps_to_the_length_of_a_passage(corpus: Corpus) -> None:
    long = [p for p in corpus.passages if p.kind == "text" and len(p.text) > 450 and len(p.sentences) > 1]
    lists = [p for p in long if len(p.text) <= 620 and sum(s.starts_paragraph for s in p.sentences) > 4]
    assert [p for p in long if p not in lists] == []


def test_a_change_in_one_document_leaves_the_ids_of_the_others_alone(corpus: Corpus) -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+:[0-9a-f]{12}(-\d+)?", passage.id) for passage in corpus.passages)
    assert all(passage.id.startswith(passage.doc_id + ":") for passage in corpus.passages)


def test_definitions_in_footnotes_are_indexed_with_their_term(corpus: Corpus) -> None:
    (passage,) = [p for p in corpus.passages if p.kind == "footnote" and "公的CBT" in p.text]
    assert passage.context.startswith("「MEXCBT」")
    assert passage.heading_path[-1] == "脚注52"


def test_site_chrome_outline_and_second_copy_are_left_out(corpus: Corpus) -> None:
    texts = [passage.text for passage in corpus.passages]
    for chrome in ("よむ、つかう、まなぶ", "プレーンテキスト", "Slide 12", "数字等はダミー"):
        assert not [text for text in texts if chrome in text]
    assert sum("ワット・ビット連携" in p.text for p in corpus.passages if p.doc_id == "torimatome-2025-gaiyo") == 1


def test_vertical_headings_are_rebuilt(corpus: Corpus) -> None:
    labels = " ".join(p.context for p in corpus.passages if p.doc_id == "torikumi-hoshin-2024")
    assert "教育・子育て" in labels
    assert "スタートアップ・人材・アナログ規制見直し" in labels


def test_slides_join_hard_wraps(corpus: Corpus) -> None:
    texts = [_bare(p.text) for p in corpus.passages if p.doc_id == "torikumi-hoshin-2024"]
    assert any("地域限定型の無人自動運転移動サービスを2027年度までに100か所以上で実現" in text for text in texts)
