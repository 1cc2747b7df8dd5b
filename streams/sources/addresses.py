"""Articles from addresses: a page."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal

from pydantic import ValidationError

from schemas import RawArticle
from schemas.common import without_credentials
from streams.errors import InvalidMessage
from streams.records import reasons
from streams.sources.charsets import text_of
from streams.sources.door import BadInput, Door, check_size
from streams.sources.fetching import Fetched, Fetcher, NotFetched
from streams.sources.opening import BYTES
from streams.sources.remembered import Memory, Remembered

_HTML = ("text/html", "application/xhtml+xml")


def _now() -> datetime:
    return datetime.now(UTC)


class Addresses:
    """Reads what stands at addresses. `unchanged` counts what was left out because it was sent before."""

    def __init__(self, fetcher: Fetcher, memory: Memory, now: Callable[[], datetime] = _now) -> None:
        """`memory` is told what was read; it is kept by who sends the articles."""
        self._fetcher, self._memory, self._now = fetcher, memory, now
        self.unchanged = 0

    def read(self, url: str, door: Door) -> Iterator[RawArticle | BadInput]:
        """The articles at an address: the page itself. What cannot be had comes as `BadInput`."""
        name = without_credentials(url)
        known = self._memory.of(name)
        try:
            fetched = self._fetcher.get(url, BYTES * door.max_body, known.conditions)
            if fetched.status == 304:
                self.unchanged += 1
                return
            yield self.page(name, fetched, door)
        except (NotFetched, InvalidMessage) as error:
            yield BadInput(name, None, str(error))
        else:
            self._memory.note(_versions(name, fetched))

    def page(self, url: str, fetched: Fetched, door: Door) -> RawArticle:
        """The page that was fetched, its HTML as it came.

        Raises:
            InvalidMessage: it is no page, has another charset than it says, or is too large.
        """
        kind: Literal["html", "text"] = "html" if fetched.content_type in _HTML else "text"
        if kind == "text" and fetched.content_type != "text/plain":
            raise InvalidMessage(f"neither HTML nor text: {fetched.content_type or 'no content type'}")
        body = text_of(fetched.body, kind, fetched.charset)
        try:
            article = RawArticle(
                url=url, content_type="text/html" if kind == "html" else "text/plain", fetched_at=self._now(), body=body
            )
        except ValidationError as error:
            raise InvalidMessage(reasons(error)) from None
        check_size(article, len(body), door)
        return article


def _versions(url: str, fetched: Fetched) -> Remembered:
    headers = fetched.headers
    return Remembered(url=url, etag=headers.get("etag"), last_modified=headers.get("last-modified"))
