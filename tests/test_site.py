"""The layout that all pages share."""

from __future__ import annotations

import pytest

from chatbot.web.site import ENGLISH_SITE, JAPANESE_SITE, SITES, SiteTexts, navigation


@pytest.mark.parametrize("site", SITES)
def test_the_page_that_is_open_is_marked_in_the_navigation(site: SiteTexts) -> None:
    links = str(navigation(site, "/documents/juten-keikaku-2025"))
    assert links.count("aria-current") == 1
    assert f'<a href="{site.prefix}/documents" aria-current="page">' in links
    assert f'<a href="{site.prefix}/" aria-current="page">' in str(navigation(site, "/"))


def test_both_languages_have_the_same_pages() -> None:
    assert [path for path, _ in JAPANESE_SITE.pages] == [path for path, _ in ENGLISH_SITE.pages]
