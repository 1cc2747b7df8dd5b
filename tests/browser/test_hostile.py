"""Words and addresses of strangers do nothing in a real browser: nothing runs, nothing breaks the page."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, serious, serving
from tests.unit.web.hostile import ADDRESSES, EMBEDS, PAGES, TEXTS, hostile_store

FINE = "https://news.example/2024/01/02/story"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_words_are_words(browse: Open, text: str) -> None:
    with closing(hostile_store(text, FINE)) as store, serving(store) as site:
        page = browse(site, 360)
        for path in (*PAGES, *EMBEDS):
            page.goto(f"{site}{path}")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            for plot in page.locator("[data-map]").all():
                plot.scroll_into_view_if_needed()
                expect(plot.locator("svg")).to_be_attached()
            assert page.evaluate("window.hurt") is None
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert serious(page) == [], path
        page.context.close()


def test_no_link_of_any_page_leads_where_no_web_is(browse: Open) -> None:
    for address in ADDRESSES:
        with closing(hostile_store("quote", address)) as store, serving(store) as site:
            page = browse(site)
            for path in PAGES:
                page.goto(f"{site}{path}")
                links = page.locator("a").evaluate_all("all => all.map(one => one.href.baseVal ?? one.href)")
                assert all(one.startswith((site, "/")) for one in links), (path, links)
            page.context.close()
