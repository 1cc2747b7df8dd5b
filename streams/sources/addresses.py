"""Articles from addresses: a page, or a feed and the pages that it names."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

from pydantic import ValidationError

from schemas import RawArticle
from schemas.common import without_credentials
from streams.errors import InvalidMessage
from streams.records import reasons
from streams.sources.charsets import Kind, text_of
from streams.sources.door import BadInput, Door, check_size
from streams.sources.feeds import Entry, Feed, is_feed, read_feed
from streams.sources.fetching import HTML, Fetched, Fetcher, NotFetched
from streams.sources.json_files import read_items, read_lines
from streams.sources.opening import BYTES
from streams.sources.remembered import Memory, Remembered

_XML = ("application/xml", "text/xml")
_LINES = ("application/x-ndjson", "application/jsonl")
_HEAD = 2048


def _now() -> datetime:
    return datetime.now(UTC)


class Addresses:
    """Reads what stands at addresses. `unchanged` counts what was left out because it was sent before."""

    def __init__(self, fetcher: Fetcher | None, memory: Memory, now: Callable[[], datetime] = _now) -> None:
        """Without a `fetcher` no address is read. `memory` is told what was read, and kept by the sender."""
        self._fetcher, self._memory, self._now = fetcher, memory, now
        self.unchanged = 0

    def read(self, url: str, door: Door) -> Iterator[RawArticle | BadInput]:
        """The articles at an address: a page, a feed, JSON. What cannot be had comes as `BadInput`."""
        name = without_credentials(url)
        if self._fetcher is None:
            yield BadInput(name, None, "an address; files, directories and - are read")
            return
        known = self._memory.of(name)
        try:
            fetched = self._fetcher.get(url, BYTES * door.max_body, known.conditions)
            if fetched.status == 304:
                self.unchanged += max(1, len(known.items))
                return
            if _is_feed(fetched):
                text = text_of(fetched.body, "xml", fetched.charset)
                yield from self.feed(name, text, door, known, fetched)
                return
            found = list(self._found(fetched, name, door))
        except (NotFetched, InvalidMessage) as error:
            found = [BadInput(name, None, str(error))]
        yield from found
        if not any(isinstance(one, BadInput) for one in found):
            self._memory.note(_versions(fetched, name, {}))

    def _found(self, fetched: Fetched, name: str, door: Door) -> Iterator[RawArticle | BadInput]:
        if fetched.content_type in _LINES:
            yield from read_lines(name, BytesIO(fetched.body), door)
        elif fetched.content_type == "application/json" or fetched.content_type.endswith("+json"):
            yield from read_items(name, fetched.body, door)
        else:
            yield self._page(fetched, door, Entry(url=name))

    def feed(
        self, name: str, text: str, door: Door, known: Remembered | None = None, fetched: Fetched | None = None
    ) -> Iterator[RawArticle | BadInput]:
        """The articles of a feed that are not yet `known`; `fetched` is the server's answer that it stood in.

        Raises:
            InvalidMessage: it is no feed.
        """
        feed = read_feed(text, name)
        if feed is None:
            raise InvalidMessage("XML, but neither RSS nor Atom")
        known, sent = known or self._memory.of(name), dict[str, str]()
        for entry in feed.entries:
            if known.items.get(entry.key) == entry.digest:
                self.unchanged += 1
            else:
                item = self._entry(entry, feed, door, name, fetched is not None)
                yield item
                if isinstance(item, BadInput):
                    continue
            sent[entry.key] = entry.digest
        if feed.broken:
            yield BadInput(name, None, f"broken XML, read as far as can be: {feed.broken}")
        whole = not feed.broken and len(sent) == len(feed.entries)
        self._memory.note(_versions(fetched if whole else None, name, sent))

    def _entry(self, entry: Entry, feed: Feed, door: Door, name: str, fetched: bool) -> RawArticle | BadInput:
        try:
            if entry.body is not None:
                return _article(entry, feed, door, "html", entry.body, self._now() if fetched else None)
            if entry.url is None:
                raise InvalidMessage(f"an entry without text and link: {entry.key}")
            if self._fetcher is None:
                raise InvalidMessage("the feed has only a summary of it, and its page is fetched by `push` only")
            return self._page(self._fetcher.get(entry.url, BYTES * door.max_body), door, entry, feed)
        except (NotFetched, InvalidMessage) as error:
            return BadInput(without_credentials(entry.url or name), None, str(error))

    def _page(self, fetched: Fetched, door: Door, entry: Entry, feed: Feed | None = None) -> RawArticle:
        """The page that was fetched, its HTML as it came.

        Raises:
            InvalidMessage: it is no page, has another charset than it says, or is too large.
        """
        kind: Kind = "html" if fetched.content_type in HTML else "text"
        if kind == "text" and fetched.content_type != "text/plain":
            raise InvalidMessage(f"neither HTML, text, feed nor JSON: {fetched.content_type or 'no content type'}")
        return _article(entry, feed, door, kind, text_of(fetched.body, kind, fetched.charset), self._now())


def _is_feed(fetched: Fetched) -> bool:
    xml = fetched.content_type in _XML or (fetched.content_type.endswith("+xml") and fetched.content_type not in HTML)
    return xml or is_feed(fetched.body[:_HEAD].decode("latin-1"))


def _article(
    entry: Entry, feed: Feed | None, door: Door, kind: Kind, body: str, fetched_at: datetime | None
) -> RawArticle:
    try:
        article = RawArticle(
            id=entry.id,
            url=entry.url,
            outlet=feed.title if feed else None,
            published_at=entry.published_at,
            fetched_at=fetched_at,
            content_type="text/html" if kind == "html" else "text/plain",
            language=feed.language if feed else None,
            body=body,
        )
    except ValidationError as error:
        raise InvalidMessage(reasons(error)) from None
    check_size(article, len(body), door)
    return article


def _versions(fetched: Fetched | None, url: str, items: dict[str, str]) -> Remembered:
    told = fetched.headers if fetched else {}
    return Remembered(url=url, etag=told.get("etag"), last_modified=told.get("last-modified"), items=items)
