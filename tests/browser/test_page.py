"""What a reader does on the page, in a real Chromium."""

import csv
import io
import json
import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from streams.web.store import Filters, Store
from tests.browser.conftest import Open, other_site, serious, serving
from tests.unit.web.filled import corrected_store

TALLY = "us-forces-iraq-syria"
EVERY = ("/", f"/tallies/{TALLY}/corrections", f"/tallies/{TALLY}/method", f"/embed/{TALLY}/number")
EVERY += (f"/embed/{TALLY}/curve",)


def paths(store: Store) -> list[str]:
    """An address of each kind of page."""
    incident = store.tallies()[0].incidents[-1]
    found = store.incident(incident)
    assert found
    article = found.incident.mentions[0].article_id
    return [*EVERY, f"/incidents/{incident}", f"/articles/{article}", f"/tallies/{TALLY}?known=40"]


def seen_through(page: Page) -> Page:
    """Scroll to the end, so that what comes when it is looked at is there."""
    for _ in range(12):
        page.mouse.wheel(0, 600)
    page.evaluate("window.scrollTo(0, 0)")
    if page.locator("[data-map]").count():
        expect(page.locator("[data-map] svg")).to_be_attached()
    return page


def open_all(page: Page) -> None:
    """Open all that opens."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def incidents(page: Page) -> list[str]:
    return [
        one.removeprefix("i-") for one in page.locator("details.incident").evaluate_all("all => all.map(d => d.id)")
    ]


def test_a_filter_shows_what_fits_and_stands_in_the_address(browse: Open, site: str, many: Store) -> None:
    page = browse(site)
    page.get_by_label("Country").select_option("SY")
    wanted = many.incidents(Filters(tally=TALLY, country="SY"))
    expect(page.locator(".found")).to_contain_text(f"{wanted.total} incidents of 101")
    assert "country=SY" in page.url
    assert incidents(page) == [one.id for one in wanted.incidents[:25]]
    page.get_by_label("Words").fill("Omar")
    page.get_by_role("button", name="Show").first.click()
    expect(page.locator(".found")).not_to_contain_text(f"{wanted.total} incidents")
    again = browse(page.url)
    assert incidents(again) == incidents(page) != []


def test_an_incident_opens_to_its_quotes_and_a_quote_leads_to_its_article_where_it_is_marked(
    browse: Open, site: str, many: Store
) -> None:
    page = browse(site)
    row = page.locator("details.incident").first
    row.locator("summary").click()
    quote = row.locator("blockquote").first.inner_text().strip("“”\n ")
    out = row.locator("a.out").first
    assert out.get_attribute("href", timeout=1000).startswith("https://")  # type: ignore[union-attr]
    row.locator(".source a:not(.out)").first.click()
    expect(page.locator("mark").first).to_have_text(quote)
    page.locator("mark a").first.click()
    expect(page.locator(".kicker")).to_have_text("Incident")
    expect(page.locator("mark").filter(has_text=quote).first).to_be_visible()


def test_the_incidents_download_as_a_table_of_what_is_filtered(browse: Open, site: str, many: Store) -> None:
    page = browse(f"{site}/tallies/{TALLY}?weapon=rocket")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Incidents as CSV").click()
    rows = list(csv.DictReader(io.StringIO(coming.value.path().read_text(encoding="utf-8"))))
    assert coming.value.suggested_filename == f"{TALLY}-incidents.csv" or coming.value.suggested_filename.endswith(
        ".csv"
    )
    assert len(rows) == many.incidents(Filters(tally=TALLY, weapon="rocket")).total > 0


def test_the_number_and_the_curve_stand_in_frames_of_other_sites(browse: Open, site: str, many: Store) -> None:
    with other_site(
        f'<iframe src="{site}/embed/{TALLY}/number"></iframe><iframe src="{site}/embed/{TALLY}/curve"></iframe>'
    ) as other:
        page = browse(other)
    number, curve = page.frame_locator("iframe").first, page.frame_locator("iframe").last
    expect(number.locator("[data-number]")).to_have_text(str(many.tallies()[0].observed.count))
    expect(curve.locator(".plot.drawn canvas")).to_be_visible()


def test_other_pages_stand_in_no_frame(browse: Open, site: str) -> None:
    answer = browse(site).request.get(site)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_cited_address_shows_the_number_as_it_stood_and_what_became_of_it(
    browse: Open, site: str, many: Store
) -> None:
    stood = many.standing(TALLY, known=40)
    assert stood
    page = browse(f"{site}/tallies/{TALLY}?known=40")
    expect(page.locator("[data-number]")).to_have_text(str(stood.tally.observed.count))
    expect(page.locator(".past")).to_contain_text(f"now stands at {stood.now.observed.count} counted")
    cited = page.locator("#citation").inner_text()
    address = re.search(r"http\S+", cited)
    assert address
    page.goto(address[0])
    expect(page.locator("[data-number]")).to_have_text(str(stood.tally.observed.count))


def test_a_cited_address_says_in_words_that_it_was_corrected_since(browse: Open) -> None:
    with closing(corrected_store()) as store, serving(store) as address:
        before = store.latest_changes()[TALLY] - 1
        stood = store.standing(TALLY, known=before)
        assert stood and stood.corrected
        page = browse(f"{address}/tallies/{TALLY}?known={before}")
        expect(page.locator("[data-number]")).to_have_text(str(stood.tally.observed.count))
        expect(page.locator(".past strong")).to_have_text("Corrected since.")
        expect(page.locator(".past")).to_contain_text(f"It now stands at {stood.now.observed.count} counted")
        with page.expect_download() as coming:
            page.get_by_role("link", name="Incidents as JSON Lines").click()
        lines = coming.value.path().read_text(encoding="utf-8").splitlines()
        assert [json.loads(one)["id"] for one in lines] == incidents(page) != []


def test_a_reader_goes_back_to_a_day_and_returns(browse: Open, site: str, many: Store) -> None:
    page = browse(site)
    page.get_by_label("Attacks up to").fill("2023-11-30")
    page.locator("form.back button").first.click()
    expect(page.locator(".past")).to_contain_text("Only attacks up to 30 November 2023")
    shown = int(page.locator("[data-number]").inner_text())
    assert 0 < shown < many.tallies()[0].observed.count
    page.get_by_role("link", name="As it stands now").click()
    expect(page.locator("[data-number]")).to_have_text(str(many.tallies()[0].observed.count))


def test_the_curve_is_read_by_keyboard_and_by_pointing(browse: Open, site: str, many: Store) -> None:
    page = browse(site)
    plot, reading = page.locator(".plot.drawn"), page.locator("[data-reading]")
    series = many.series(TALLY)
    assert series
    plot.focus()
    page.keyboard.press("End")
    expect(reading).to_contain_text(f"{series.observed[-1].total} counted")
    page.keyboard.press("Home")
    expect(reading).to_have_text("17 October 2023: 0 counted")
    page.keyboard.press("ArrowRight")
    expect(reading).to_contain_text(f"{series.observed[0].total} counted")
    plot.locator(".u-over").hover()
    expect(reading).to_contain_text("counted")


def test_all_that_can_be_done_can_be_done_by_keyboard(browse: Open, site: str) -> None:
    page = browse(site)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    row = page.locator("details.incident").first
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.locator("blockquote").first).to_be_visible()
    for selector in (".filters select", ".filters input", ".filters button", ".plot.drawn", ".back input", "summary"):
        assert page.locator(selector).first.evaluate("one => one.tabIndex") >= 0, selector


def test_a_place_on_the_map_leads_to_its_incidents(browse: Open, site: str, many: Store) -> None:
    page = seen_through(browse(site))
    largest = many.map_points(Filters(tally=TALLY))[0]
    expect(page.locator("[data-map] a.spot")).to_have_count(len(many.map_points(Filters(tally=TALLY))))
    page.locator(f'a.spot[aria-label="{largest.name}: {largest.attacks}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_contain_text(f"{largest.incidents} incidents of")


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_has_to_be_scrolled_sideways(browse: Open, site: str, many: Store, width: int) -> None:
    page = browse(site, width)
    for path in paths(many):
        page.goto(f"{site}{path}")
        open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(browse: Open, site: str, many: Store, scheme: str, width: int) -> None:
    page = browse(site, width, scheme)
    for path in paths(many):
        page.goto(f"{site}{path}")
        open_all(seen_through(page))
        assert serious(page) == [], path


def test_axe_finds_what_is_wrong(browse: Open, site: str) -> None:
    page = browse(site)
    page.evaluate("document.querySelector('.brand').textContent = ''")
    page.evaluate("document.querySelector('h1').replaceWith(document.createElement('img'))")
    assert {one.split(":")[0] for one in serious(page)} == {"image-alt", "link-name"}


def test_without_scripts_the_numbers_the_incidents_and_the_curve_stand_there(
    browse: Open, site: str, many: Store
) -> None:
    page = browse(site, java_script_enabled=False)
    expect(page.locator("[data-number]")).to_have_text(str(many.tallies()[0].observed.count))
    expect(page.locator("svg.still")).to_be_visible()
    page.locator("details.incident summary").first.click()
    expect(page.locator("details.incident blockquote").first).to_be_visible()
    page.get_by_label("Country").select_option("IQ")
    page.get_by_role("button", name="Show").first.click()
    assert page.url.endswith(f"/tallies/{TALLY}?country=IQ#h-incidents")


def test_the_first_view_is_under_100_kilobytes_without_the_map(browse: Open, site: str) -> None:
    page = browse("about:blank")
    page.goto(site)
    expect(page.locator(".plot.drawn")).to_be_visible()
    sizes = page.evaluate(
        "performance.getEntries().filter(e => e.transferSize).map(e => [e.name, e.transferSize, e.encodedBodySize])"
    )
    packed = {
        name: size
        for name, size, _ in sizes
        if "d3-" not in name and "topojson" not in name and "countries" not in name
    }
    assert sum(packed.values()) < 100_000, packed
    assert any(".css?" in name for name in packed)
