"""What stands around every answer: headers that keep strangers' text from being run, ETags, times for the metrics."""

import hashlib
from collections.abc import Iterable
from time import perf_counter
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from streams.metrics import WebMetrics
from streams.web.rendering import for_reader, problem
from streams.web.store import Store

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
)
"""Nothing but files of our own is run or loaded, whatever a title or a quote has in it."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
NO_STORE = ("/livez", "/readyz", "/metrics", "/openapi.json", "/static/")
"""Paths whose answers do not come from the store."""
EMBEDS = "/embed/"
"""Pages below this may stand in a frame on any site; no others may."""


class SafeHeaders:
    """Adds the content security policy and its neighbours to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Around this application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        anywhere = scope["path"].startswith(EMBEDS)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = POLICY + ("*" if anywhere else "'none'")
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)


class WhenReady:
    """Answers 503 to questions while the store is still being filled: half a tally would be a wrong number."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        """Around this application, over this store."""
        self.app, self._store = app, store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say when to come again."""
        asks = scope["type"] == "http" and scope["method"] != "POST" and not scope["path"].startswith(NO_STORE)
        if asks and not self._store.ready:
            again = {"retry-after": "2", "cache-control": "no-store"}
            answer: Response = JSONResponse({"detail": "still reading the topics"}, 503, again)
            if for_reader(scope):
                answer = problem("Just starting", "What was counted is being read; this page comes by itself.", 503)
                answer.headers.update(again | {"refresh": "2"})
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


class ETags:
    """Gives each whole answer to a GET an ETag made of its bytes, and 304 to who has them already.

    Copies of the service give the same ETag for the same answer. Answers that are streamed have none.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Around this application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say that nothing is new."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        asked = [one.strip().removeprefix("W/") for one in Headers(scope=scope).get("if-none-match", "").split(",")]
        await self.app(scope, receive, _Tagging(asked, send))


class _Tagging:
    """A `send` that holds the beginning of an answer back until its body has come."""

    def __init__(self, asked: Iterable[str], send: Send) -> None:
        self._asked, self._send = set(asked), send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(scope=message)
            if message["status"] == 200 and "content-length" in headers and "etag" not in headers:
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            if not message.get("more_body"):
                message = self._tagged(start, message)
            await self._send(start)
        await self._send(message)

    def _tagged(self, start: Message, message: Message) -> Message:
        tag = f'"{hashlib.blake2b(message.get("body", b""), digest_size=16).hexdigest()}"'
        headers = MutableHeaders(scope=start)
        # Weak: compressed or not, it is the same answer.
        headers["etag"] = f"W/{tag}"
        headers.setdefault("cache-control", "no-cache")
        if tag in self._asked or "*" in self._asked:
            start["status"] = 304
            del headers["content-length"]
            return {"type": "http.response.body", "body": b""}
        return message


class Timed:
    """Measures how long answers take to begin, by the route that gave them."""

    def __init__(self, app: ASGIApp, metrics: WebMetrics) -> None:
        """Around this application."""
        self.app, self._seconds = app, metrics.seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and measure."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()

        async def measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                route: Any = scope.get("route")
                # Without a route the path is a stranger's: it must not become a label.
                self._seconds.labels(getattr(route, "path", "none"), message["status"]).observe(
                    perf_counter() - started
                )
            await send(message)

        await self.app(scope, receive, measured)
