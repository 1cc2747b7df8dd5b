"""A real Chromium, and the page over some months of made-up articles."""

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from streams.settings import Settings
from streams.stages.tally import load_default_definitions
from streams.web.app import create_app
from streams.web.store import Store
from tests.unit.web.filled import fill, tag_all
from tests.unit.web.many import many_articles

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
NONE = "there is no Chromium: install the package `chromium`, or name one in CHROMIUM"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A browser; where there is none the test is skipped."""
    if CHROMIUM is None:
        pytest.skip(NONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Open]:
    """Opens an address in a window of its own; whatever the page throws or its policy refuses fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(address: str, width: int = 1280, scheme: str = "light", **others: object) -> Page:
        size = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, color_scheme=scheme, locale="en-GB", **others)  # type: ignore
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


@contextmanager
def serving(store: Store) -> Iterator[str]:
    """The API and the page over a store, at this address."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(store, Settings()), log_config=None, timeout_graceful_shutdown=1))
    running = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    running.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(10)


@pytest.fixture(scope="session")
def many() -> Iterator[Store]:
    """A store with some months of articles; tests do not write to it."""
    definitions = load_default_definitions()
    with closing(fill(tag_all(many_articles(), definitions), definitions)) as store:
        yield store


@pytest.fixture(scope="session")
def site(many: Store) -> Iterator[str]:
    """The address of the page over that store."""
    with serving(many) as address:
        yield address


@contextmanager
def other_site(markup: str) -> Iterator[str]:
    """A page on a site of its own, at this address: another origin than the page's."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Another site</title><link rel=icon href=data:,>{markup}".encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()


AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def serious(page: Page) -> list[str]:
    """What axe finds on a page that is serious or worse: rule, and where."""
    # Evaluated by the test, so the page's policy against scripts of others stays in force.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in bad for node in one["nodes"]]
