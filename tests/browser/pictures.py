"""The pictures of docs/pictures: `python -m tests.browser.pictures`. They show made-up articles."""

import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from streams.stages.tally import load_default_definitions
from tests.browser.conftest import CHROMIUM, serving
from tests.unit.web.filled import fill, tag_all
from tests.unit.web.many import many_articles

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
TALL = {1600: 1480, 360: 1900}


def take(page: Page, width: int, scheme: str) -> None:
    """One picture: what is at the top, an incident opened, the map drawn."""
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.locator("[data-map] svg").wait_for()
    page.locator("details.incident").first.evaluate("one => one.open = true")
    page.evaluate("window.scrollTo(0, 0)")
    time.sleep(0.3)  # Until the last frame is painted; nothing rests on it but how the picture looks.
    clip = {"x": 0, "y": 0, "width": width, "height": TALL[width]}
    page.screenshot(path=str(FOLDER / f"page-{width}-{scheme}.png"), full_page=True, clip=clip)  # type: ignore[arg-type]


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    definitions = load_default_definitions()
    with (
        closing(fill(tag_all(many_articles(), definitions), definitions)) as store,
        serving(store) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in TALL:
                size = {"width": width, "height": 900}
                page = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB").new_page()  # type: ignore
                page.goto(address)
                take(page, width, scheme)


if __name__ == "__main__":
    main()
