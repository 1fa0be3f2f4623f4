"""The pages of procedures and policies in a browser: without scripts and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from serving import IN_BROWSER, Profiles, pages_app, serving, visits

from corpus.document import Corpus

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    from chatbot.web.policies import add_policy_pages
    from chatbot.web.procedures import add_procedure_pages

    app = pages_app()
    add_procedure_pages(app, corpus)
    add_policy_pages(app, corpus)
    with serving(app) as address:
        yield address


@pytest.fixture
def open_page(profiles: Profiles, address: str) -> Iterator[Any]:
    with visits(profiles, address, errors_may_be=True, timeout=30_000) as open_page:
        yield open_page


def test_a_search_by_keyboard_without_scripts(open_page: Any) -> None:
    page = open_page("/procedures", java_script_enabled=False)
    page.get_by_label("言葉").fill("落とし物")
    page.get_by_label("言葉").press("Enter")
    page.get_by_text("全690件中5件").wait_for()
    assert "次の言葉でも探しました：遺失物" in page.locator(".message").inner_text()
    page.get_by_role("link", name="遺失者からの物を遺失した旨の届出").press("Enter")
    page.get_by_role("heading", level=1, name="遺失者からの物を遺失した旨の届出（遺失届）の受理").wait_for()
    assert page.url.endswith("/procedures/42/4")


def test_a_filter_and_its_address(open_page: Any) -> None:
    page = open_page("/policies", java_script_enabled=False)
    page.get_by_label("府省庁").select_option("こども家庭庁")
    page.get_by_label("役割").select_option("lead")
    page.get_by_role("button", name="探す").click()
    page.get_by_text("全326件中10件").wait_for()
    assert "role=lead" in page.url and page.get_by_label("役割").input_value() == "lead"


def test_the_order_turns_with_its_link_and_is_told(open_page: Any) -> None:
    page = open_page("/policies", java_script_enabled=False)
    header = page.get_by_role("columnheader", name="期限")
    assert header.get_attribute("aria-sort") == "none"
    for state in ("ascending", "descending"):
        page.get_by_role("link", name="期限の順に並べる").click()
        page.wait_for_url("**deadline*" if state == "ascending" else "**-deadline*")
        assert page.get_by_role("columnheader", name="期限").get_attribute("aria-sort") == state
    assert page.get_by_role("rowheader").first.inner_text() == "消防防災分野における DX の推進"


def test_the_sentence_of_a_deadline_opens_in_the_list(open_page: Any) -> None:
    page = open_page("/policies?q=1-26", java_script_enabled=False)
    page.locator("summary").press("Enter")
    assert page.locator("details[open] mark").inner_text() == "2027年度末"
