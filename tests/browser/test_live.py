"""An article that is pushed changes the page that is open, through a real Kafka, without a reload."""

import asyncio
import re
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from schemas import RawArticle
from tests.browser.conftest import Open, serious
from tests.kafka.stream import Stream
from tests.kafka.waiting import until

pytestmark = pytest.mark.kafka

WEB = "import sys; sys.argv = ['tallywire', 'web']; from streams.cli import main; main()"
FIRST = RawArticle(
    url="https://crescentwire.example/1",
    outlet="Crescent Wire",
    published_at="2024-01-05",
    body="Drone shot down\n\nUS forces at the Ain al-Asad air base in western Iraq were attacked with a drone on "
    "Thursday, a US defense official said.",
)
SECOND = RawArticle(
    url="https://gulf-courier.example/2",
    outlet="Gulf Courier",
    published_at="2024-01-10",
    body="Rockets hit base\n\nUS forces at the Conoco gas field in eastern Syria were attacked with rockets on "
    "Tuesday, a US defense official said.\n\nAmerican troops in Iraq and Syria have been attacked at least 127 times "
    "since October 17, the official said.",
)


def address_of(log: Path) -> str | None:
    """Where the service listens, as it says itself, once it does."""
    found = re.search(r"page\s+(http://\S+)", log.read_text()) if log.exists() else None
    return found[1] if found else None


def test_an_article_pushed_changes_the_number_on_the_open_page(
    bootstrap: str, prefix: str, tmp_path: Path, browse: Open
) -> None:
    with Stream(bootstrap, prefix, tmp_path, web_port=0) as stream:
        log = tmp_path / "web" / "worker.log"

        async def begin() -> None:
            await stream.create_topics()
            stream.start("one")
            stream.start("web", WEB)
            await stream.push([FIRST])
            await stream.worked_off()
            await until(lambda: address_of(log) is not None)

        run(begin())
        page = arrived(browse, str(address_of(log)))
        expect(page.locator("[data-number]")).to_have_text("1", timeout=30_000)
        expect(page.locator("#live")).to_contain_text("Live", timeout=10_000)
        page.evaluate("window.neverReloaded = true")
        page.locator("details.incident summary").first.click()
        run(stream.push([SECOND]))
        expect(page.locator("[data-number]")).to_have_text("2", timeout=30_000)
        expect(page.locator(".figure.reported .number")).to_contain_text("127", timeout=10_000)
        expect(page.locator("details.incident")).to_have_count(2)
        expect(page.locator("#live")).to_contain_text("was 1")
        assert page.evaluate("window.neverReloaded") is True
        assert page.locator("details.incident[open]").count() == 1, "what was open is closed"
        assert serious(page) == []
        page.context.close()  # Before its connection breaks.


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do what is asynchronous to its end, in a thread of its own: Playwright has a loop in this one."""
    failed: list[BaseException] = []

    def there() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=there)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def arrived(browse: Open, address: str) -> Page:
    """The page, once the service has read its topics."""
    run(until(lambda: answers(address)))
    return browse(address)


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
