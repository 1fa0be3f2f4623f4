"""The reading pages over the real plans: nothing is lost, every link arrives, and what is marked is what is quoted."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from chatbot.web.documents.citations import Cited, CitedQuotes
from chatbot.web.documents.links import element_id
from chatbot.web.documents.pages import add_reading_pages
from chatbot.web.documents.parts import LONGEST_PART, Part, Reading
from chatbot.web.documents.setting import set_part
from chatbot.web.documents.shelf import Shelf
from chatbot.web.documents.text import JAPANESE_READING
from corpus.document import Corpus, Document
from corpus.normalize import display_text
from corpus.readers import corpus_of

LARGEST_PAGE = 400_000  # bytes


@dataclass
class Library:
    """What the pages need of an assistant."""

    corpus: Corpus


@dataclass
class Marked(HTMLParser):
    """The ids, the addresses and the characters of a page, without what only screen readers are told."""

    ids: list[str] = field(default_factory=list)
    hrefs: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # by the number of the citation

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.hrefs.append(values["href"] or "")
        self._open.append((tag, values.get("data-cited") or "", values.get("class") == "visually-hidden"))

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(is_hidden for _, _, is_hidden in self._open):
            return
        for number in {number for _, cited, _ in self._open for number in cited.split()}:
            self.texts[number] = self.texts.get(number, "") + data


def read_html(html: str) -> Marked:
    parser = Marked()
    parser.feed(html)
    return parser


def bare(text: str) -> str:
    """Without white space, raised digits as plain ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def shelf(corpus: Corpus) -> Shelf:
    return Shelf(Library(corpus))  # type: ignore[arg-type]  # it is asked no question


@pytest.fixture(scope="module")
def readings(corpus: Corpus, shelf: Shelf) -> list[Reading]:
    found = [shelf.reading(document.doc_id) for document in corpus.documents]
    return [reading for reading in found if reading]


def client_over(corpus: Corpus) -> TestClient:
    application = Starlette()
    add_reading_pages(application, Library(corpus))  # type: ignore[arg-type]
    return TestClient(application, follow_redirects=False)


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> TestClient:
    return client_over(corpus)


@pytest.fixture(scope="module")
def pages(client: TestClient, readings: list[Reading]) -> dict[str, str]:
    """The HTML of every part of every document, by its path."""
    paths = [f"/documents/{reading.document.doc_id}/{part.number}" for reading in readings for part in reading.parts]
    return {path: client.get(path).text for path in paths}


@pytest.fixture(scope="module")
def ids(pages: dict[str, str]) -> dict[str, list[str]]:
    """The element ids of every part, by its path."""
    return {path: read_html(html).ids for path, html in pages.items()}


def parts(readings: list[Reading]) -> Iterator[tuple[Reading, Part, str]]:
    for reading in readings:
        for part in reading.parts:
            yield reading, part, f"/documents/{reading.document.doc_id}/{part.number}"


def test_every_passage_stands_in_one_part(corpus: Corpus, readings: list[Reading]) -> None:
    shown = sorted(passage.id for _, part, _ in parts(readings) for passage in part.all_passages)
    assert shown == sorted(passage.id for passage in corpus.passages)


def test_every_permanent_link_leads_to_a_page_that_holds_the_passage(
    corpus: Corpus, readings: list[Reading], ids: dict[str, list[str]]
) -> None:
    there = {path: set(names) for path, names in ids.items()}
    found = {reading.document.doc_id: reading for reading in readings}
    for passage in corpus.passages:
        part = found[passage.doc_id].part_with(passage.id)
        assert part and element_id(passage) in there[f"/documents/{passage.doc_id}/{part.number}"], passage.id


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_permanent_link_is_redirected_to_the_place(corpus: Corpus, client: TestClient, prefix: str) -> None:
    passage = next(p for p in corpus.passages if p.kind == "procedure" and "美容師免許の申請" in p.text)
    response = client.get(f"{prefix}/documents/{passage.doc_id}", params={"passage": passage.id})
    path, _, fragment = response.headers["location"].partition("#")
    assert response.status_code == 302
    assert re.fullmatch(rf"{prefix}/documents/juten-keikaku-2025/\d+", path)
    assert f'id="{fragment}"' in client.get(path).text


def test_what_is_marked_is_what_is_quoted(readings: list[Reading], shelf: Shelf) -> None:
    """Every passage cited whole: its characters are marked, all of them, and no other."""
    for reading, part, path in parts(readings):
        passages = list(part.all_passages)
        cited = tuple(Cited(number, passage.doc_id, passage.spans) for number, passage in enumerate(passages, 1))
        quotes = CitedQuotes(cited, cited[0])
        marked = read_html("".join(set_part(reading, part, quotes, shelf, path, JAPANESE_READING))).texts
        for number, passage in enumerate(passages, 1):
            assert bare(marked[str(number)]) == bare(display_text(passage.text)), passage.id


@pytest.mark.parametrize("kind", ["text", "policy", "schedule", "procedure", "group", "footnote", "slide"])
def test_a_cited_sentence_is_marked_alone(corpus: Corpus, client: TestClient, kind: str) -> None:
    passage = next(p for p in corpus.passages if p.kind == kind)
    sentence = passage.sentences[-1]
    cite = "7:" + ",".join(f"{start}-{end}" for start, end in sentence.spans)
    place = client.get(f"/documents/{passage.doc_id}?cite={cite}&at=7").headers["location"]
    html = client.get(place).text
    assert place.endswith("#cite-7") and html.count('id="cite-7"') == 1
    texts = read_html(html).texts
    assert list(texts) == ["7"] and bare(texts["7"]) == bare(display_text(sentence.text))
    assert 'href="#cite-7">出典7（引用1件中1件目）</a>' in html


def test_a_sentence_cut_by_a_page_break_is_marked_on_both_sides(corpus: Corpus, client: TestClient) -> None:
    html = client.get(
        client.get("/documents/torimatome-2026-draft?cite=1:3519-3559,3713-3720&at=1").headers["location"]
    ).text
    document = corpus.document("torimatome-2026-draft")
    quote = document.text[3519:3559] + document.text[3713:3720]
    assert bare(read_html(html).texts["1"]) == bare(quote)


def test_every_footnote_mark_has_its_note_and_every_note_its_mark(
    corpus: Corpus, readings: list[Reading], pages: dict[str, str], ids: dict[str, list[str]]
) -> None:
    notes = marks = 0
    for _, part, path in parts(readings):
        links = re.findall(r'class="note-mark"(?: id="[^"]*")? href="([^"#]*)#([^"]*)"', pages[path])
        marks += len(links)
        for page, fragment in links:
            assert fragment in ids[page or path]
        backs = re.findall(r'class="back" href="#([^"]*)"', pages[path])
        assert set(backs) <= set(ids[path]) and len(backs) == len(part.notes)
        notes += len(part.notes)
    assert notes == len(corpus.footnotes) == 172
    assert marks == 172 + 4  # four marks cite a note again


def test_ids_are_unique(ids: dict[str, list[str]]) -> None:
    assert {path: len(names) - len(set(names)) for path, names in ids.items() if len(names) > len(set(names))} == {}


def test_no_page_is_large(client: TestClient, readings: list[Reading], pages: dict[str, str]) -> None:
    fronts = {f"/documents/{reading.document.doc_id}" for reading in readings} | {"/documents"}
    sizes = {path: len(html.encode()) for path, html in pages.items()}
    sizes.update({path: len(client.get(path).content) for path in fronts})
    assert {path: size for path, size in sizes.items() if size > LARGEST_PAGE} == {}


def test_every_link_of_the_contents_arrives(
    client: TestClient, readings: list[Reading], ids: dict[str, list[str]]
) -> None:
    for reading in readings:
        base = f"/documents/{reading.document.doc_id}/"
        hrefs = [href for href in read_html(client.get(base[:-1]).text).hrefs if "#h-" in href]
        assert hrefs, base
        for href in hrefs:
            path, _, fragment = href.partition("#")
            assert fragment in ids[path], href


def test_headings_go_down_one_level_at_a_time(pages: dict[str, str]) -> None:
    for path, html in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels)), path


def test_a_section_that_goes_on_says_so(pages: dict[str, str]) -> None:
    assert '第2 重点政策一覧</span><span class="goes-on">（続き）' in pages["/documents/juten-keikaku-2025/4"]
    assert "（続き）" not in pages["/documents/juten-keikaku-2025/3"]


def test_records_are_set_with_the_names_of_their_fields(pages: dict[str, str]) -> None:
    plan = "".join(html for path, html in pages.items() if "juten" in path)
    assert '<td role="cell" data-label="根拠法令">美容師法施行規則(平成十年厚生省令第7号) 第1条</td>' in plan
    assert '<td role="cell" data-label="主担当府省庁">デジタル庁</td>' in plan
    assert "<dt>主担当府省庁：</dt><dd><p>デジタル庁</p></dd>" in plan


def test_a_displaced_policy_is_put_together_again(pages: dict[str, str]) -> None:
    """The last fields of No. 3-35 are printed before its heading, after those of No. 3-36."""
    html = next(html for html in pages.values() if ">[No. 3-35] 災害時活用も視野に入れた" in html and "<dl" in html)
    start = html.index(">[No. 3-35] 災害時活用も視野に入れた")
    policy = html[start : html.index("<h3", start)]
    assert policy.count("<dl") == 1
    assert policy.index("<p>・ 今後も救急搬送件数の増加が見込まれる中") < policy.index("<dt>具体的な目標：</dt>")
    assert "<dt>関係府省庁：</dt><dd><p>内閣官房、総務省</p></dd>" in policy


def test_the_table_of_a_group_comes_before_its_measures(pages: dict[str, str]) -> None:
    html = next(html for html in pages.values() if "美容師免許の申請" in html and "<table" in html)
    group = html[: html.index("美容師免許の申請")].rindex('id="h-')
    assert html.index("<table", group) < html.index("（２）取組内容", group)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/documents/keine", "この文書は収録していません。"),
        ("/documents/keine/1", "この文書は収録していません。"),
        ("/documents/juten-keikaku-2025/99", "この文書に、その番号の部分はありません。"),
        ("/documents/juten-keikaku-2025/0", "この文書に、その番号の部分はありません。"),
        ("/documents/juten-keikaku-2025/%3Cscript%3E", "この文書に、その番号の部分はありません。"),
        ("/documents/juten-keikaku-2025?passage=x", "リンクの指す箇所は、この文書に見つかりません。"),
        ("/en/documents/keine", "There is no such document here."),
        ("/en/documents/juten-keikaku-2025?passage=x", "The passage that the link names is not in this document."),
    ],
)
def test_what_is_not_there_is_said_in_words(client: TestClient, path: str, message: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert message in response.text and "<script>alert" not in response.text


@pytest.mark.parametrize("cite", ["abc", "1:", "5-3", "9999998-9999999", "1:0-99999999999", "１:1-2", "<b>", "1:1-2:3"])
def test_a_citation_that_cannot_be_read_is_passed_over_with_a_note(client: TestClient, cite: str) -> None:
    response = client.get("/documents/juten-keikaku-2025/1", params={"cite": cite, "at": "<b>"})
    assert response.status_code == 200
    assert "印を付けていません。" in response.text and "<mark" not in response.text and "<b>" not in response.text
    front = client.get("/documents/juten-keikaku-2025", params={"cite": cite})
    assert front.status_code == 200 and "本文に見つかりません" in front.text


def test_what_can_be_read_beside_it_is_marked(client: TestClient) -> None:
    place = client.get("/documents/torimatome-2026-draft?cite=1:3519-3559;2:9999998-9999999&at=2").headers["location"]
    html = client.get(place).text
    assert place.endswith("#cite-1") and "印を付けていません。" in html and "必要な患者" in read_html(html).texts["1"]


def test_the_citations_before_and_after_are_linked(client: TestClient) -> None:
    base = "/documents/torimatome-2026-draft?cite=1:3519-3559;3:33200-33278;4:40000-40010"
    html = client.get(client.get(f"{base}&at=3").headers["location"]).text
    written = base.replace("&", "&amp;")
    assert f'rel="prev" href="{written}&amp;at=1#cite-1">前の引用（出典1）</a>' in html
    assert f'rel="next" href="{written}&amp;at=4#cite-4">次の引用（出典4）</a>' in html
    assert "出典3（引用3件中2件目）" in html
    first = client.get(client.get(f"{base}&at=1").headers["location"]).text
    assert 'rel="prev"' not in first and 'rel="next"' in first


@pytest.mark.parametrize(("prefix", "label"), [("", "・別の文書"), ("/en", ", another document")])
def test_the_next_citation_may_stand_in_another_document(client: TestClient, prefix: str, label: str) -> None:
    base = f"{prefix}/documents/torimatome-2026-draft?cite=1:3519-3559;2@juten-keikaku-2025:336123-336173;3:33200-33278"
    html = client.get(client.get(f"{base}&at=1&turn=2").headers["location"]).text
    written = "1@torimatome-2026-draft:3519-3559;2:336123-336173;3@torimatome-2026-draft:33200-33278"
    there = f"{prefix}/documents/juten-keikaku-2025?cite={written}&at=2&turn=2#cite-2"
    button = re.search(r'<a class="button" rel="next" href="(.*?)">(.*?)</a>', html)
    assert button and button[1] == there.replace("&", "&amp;") and label in button[2]
    assert "：デジタル社会の実現に向けた重点計画</span>" in button[2]
    assert "2" not in read_html(html).texts
    arrived = client.get(there)
    html = client.get(arrived.headers["location"]).text
    assert read_html(html).texts["2"].startswith("美容師免許の申請") and "1" not in read_html(html).texts
    assert re.findall(r'rel="(prev|next)"', html) == ["prev", "next"]


def test_the_claim_and_the_way_back_to_the_answer_are_shown(client: TestClient) -> None:
    base = "/documents/juten-keikaku-2025/16?cite=3:336123-336173&at=3"
    html = client.get(f"{base}&turn=2").text
    claim = "美容師免許の申請 美容師法施行規則(平成十年厚生省令第7号) 第1条 申請等 国民等 国 47296"
    assert f'<p class="claim">引用した文： <q lang="ja">{claim}</q></p>' in html
    assert 'href="/#source-2-3" target="keikaku-ja">質問の画面へ戻る<' in html
    english = client.get(f"/en{base}&turn=2").text
    assert 'href="/en/#source-2-3" target="keikaku-en">Back to the question<' in english
    for turn in ("", "&turn=0", "&turn=x", "&turn=%3Cscript%3E"):
        other = client.get(base + turn)
        assert other.status_code == 200 and "to-answer" not in other.text and claim in other.text


def test_the_keys_can_be_turned_off_and_stay_off(client: TestClient) -> None:
    base = "/documents/torimatome-2026-draft?cite=1:3519-3559;3:33200-33278"
    on = client.get(client.get(f"{base}&at=1").headers["location"]).text
    off = client.get(client.get(f"{base}&at=1&keys=off").headers["location"]).text
    assert "keydown" in on and "キーでの移動を止める" in on
    assert "keydown" not in off and "キーで移動できるようにする" in off
    assert "&amp;at=3&amp;keys=off#cite-3" in off


def test_the_other_language_shows_the_same_place(client: TestClient) -> None:
    html = client.get("/documents/torimatome-2026-draft/2?cite=1:3519-3559&at=1").text
    assert 'href="/en/documents/torimatome-2026-draft/2?cite=1:3519-3559&amp;at=1"' in html
    english = client.get("/en/documents/torimatome-2026-draft/2?cite=1:3519-3559&at=1").text
    assert 'href="/documents/torimatome-2026-draft/2?cite=1:3519-3559&amp;at=1"' in english
    assert '<html lang="en">' in english and "Source 1 (citation 1 of 1)" in english


def test_the_list_names_drafts_and_newer_editions(client: TestClient) -> None:
    html = client.get("/documents").text
    items = list(re.findall(r'<li class="panel">.*?</li>', html, re.DOTALL))
    assert len(items) == 5
    assert "案（決定前の文書）" in items[0] and "後継" not in items[0]
    overview = next(item for item in items if "取りまとめ2025" in item and "torimatome-2025-gaiyo" in item)
    assert "後継の案あり" in overview
    assert 'href="/documents/torimatome-2026-draft">新しい版：デジタル行財政改革 取りまとめ2026（案）</a>' in overview


HOSTILE = Document(
    doc_id="hostile-00000000",
    title="<img src=x onerror=alert(1)>の計画",
    published="2025",
    publisher="<b>市</b>",
    status="<i>決定</i>",
    source="javascript:alert(1)",
    source_file="hostile.md",
    kind="office",
    text=(
        '# <script>alert(1)</script>\n\n<script>alert(2)</script>という文が<sup>"><svg onload=alert(3)></sup>ある。\n\n'
        '| 項目 | 値 |\n| --- | --- |\n| <u>甲</u> | 1 |\n| 乙 | " onclick="x |\n'
    ),
)


@pytest.mark.parametrize("name", ["hostile.md", "hostile.txt"])
def test_the_text_of_a_document_is_never_markup(name: str) -> None:
    client = client_over(corpus_of([replace(HOSTILE, source_file=name)]))
    for path in ("/documents", "/documents/hostile-00000000", "/documents/hostile-00000000/1?cite=1:0-200&at=1"):
        html = client.get(path).text
        assert not re.search(r"<(?:img|b|i|u|svg)[ >]|<script>alert|[\" ]onclick=\"", html), path
        assert 'href="javascript' not in html
    html = client.get("/documents/hostile-00000000/1").text
    assert ("&lt;script&gt;alert(2)&lt;/script&gt;という文が" in html) == name.endswith(".txt")  # Markdown drops tags


def test_the_table_of_an_own_document_has_its_header() -> None:
    html = client_over(corpus_of([HOSTILE])).get("/documents/hostile-00000000/1").text
    assert '<th scope="col" role="columnheader">項目</th><th scope="col" role="columnheader">値</th>' in html
    assert html.count("<tr") == 3 and '<td role="cell" data-label="値">1</td>' in html


def test_a_document_of_which_nothing_could_be_read_says_so() -> None:
    client = client_over(replace(corpus_of([HOSTILE]), passages=()))
    assert "本文を読み取れませんでした" in client.get("/documents/hostile-00000000").text
    assert client.get("/documents/hostile-00000000/1").status_code == 404


def test_the_pages_follow_an_assistant_that_opens_another_corpus() -> None:
    library = Library(corpus_of([HOSTILE]))
    shelf = Shelf(library)  # type: ignore[arg-type]
    assert shelf.reading("hostile-00000000")
    library.corpus = corpus_of([])
    assert shelf.reading("hostile-00000000") is None


def test_parts_are_no_longer_than_a_page_takes(readings: list[Reading]) -> None:
    lengths = {path: sum(len(s.text) for p in part.passages for s in p.sentences) for _, part, path in parts(readings)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_PART} == {}
    assert len(lengths) < 40
