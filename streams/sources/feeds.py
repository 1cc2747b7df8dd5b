"""RSS and Atom: what a feed says of its articles. No network here."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from html import escape, unescape
from io import BytesIO
from typing import Any

import feedparser

from schemas.common import YEARS
from streams.errors import InvalidMessage

WHOLE = 1000
"""Characters of text from which on what a feed gives of an article is taken for all of it."""

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]*>")
_HTML = ("text/html", "application/xhtml+xml")
_HEAD = 2048


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article. `body` is HTML, None where the feed has no more than a summary."""

    id: str | None = None
    url: str | None = None
    published_at: date | None = None
    body: str | None = None
    digest: str = ""

    @property
    def key(self) -> str:
        """What the entry is known by from one push to the next."""
        return self.url or self.id or self.digest


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: who publishes it, its entries, and where its XML is broken, if it is."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    broken: str | None


def is_feed(text: str) -> bool:
    """Does the text begin as RSS or Atom does?"""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    return bool(_FEED.search(head) if head.startswith(("<?xml", "<!--")) else _FEED.match(head))


def read_feed(text: str, url: str) -> Feed | None:
    """The feed, its links completed by its own `url`; None where it is none.

    Raises:
        InvalidMessage: what is in it makes its reader fail.
    """
    # The text goes in as bytes of a stream: a string might be taken for the name of a file or an address.
    told = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    data = BytesIO(text.encode("utf-8", "replace"))
    try:
        parsed = feedparser.parse(data, response_headers=told, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, OverflowError) as error:  # Of numbers of characters that there are not, `&#x110000;`.
        raise InvalidMessage(f"a feed that cannot be read: {error}") from None
    if not parsed.version:
        return None
    return Feed(
        title=parsed.feed.get("title") or None,
        language=parsed.feed.get("language") or None,
        entries=tuple(_entries(parsed.entries)),
        broken=str(parsed.bozo_exception) if parsed.bozo else None,
    )


def _entries(entries: list[Any]) -> Iterator[Entry]:
    known: set[str] = set()
    for one in entries:
        body = _body(one)
        updated = dict.get(one, "updated")  # Its own `get` would give `published` where there is none.
        # Of a page that is fetched the day is better taken from the page than from a change of it.
        stated = one.get("published") or (updated if body else None)
        told = (one.get("id"), one.get("link"), one.get("title"), one.get("summary"), updated, stated, body)
        entry = Entry(
            id=one.get("id") or None,
            url=one.get("feedburner_origlink") or one.get("link") or None,
            published_at=_day(stated or ""),
            body=body,
            digest=hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:32],
        )
        if entry.key not in known:
            known.add(entry.key)
            yield entry


def _body(entry: Any) -> str | None:
    """The article as a page with its headline, where the feed gives all of it; it is HTML or text."""
    content = max((_html(one) for one in entry.get("content", ())), key=len, default="")
    if not content and not entry.get("link"):
        content = _html(entry.get("summary_detail") or {})
    text = _MARKUP.sub("", content).strip()
    if not text or (len(text) < WHOLE and entry.get("link")):
        return None
    title = _plain(entry.get("title_detail") or {})
    return f"<article>\n<h1>{escape(title, quote=False)}</h1>\n{content}\n</article>" if title else content


def _html(detail: Any) -> str:
    value = str(detail.get("value") or "")
    if detail.get("type") in _HTML:
        return value
    if detail.get("type") != "text/plain":
        return ""
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in value.splitlines() if line.strip())


def _plain(detail: Any) -> str:
    value = str(detail.get("value") or "")
    return (unescape(_MARKUP.sub("", value)) if detail.get("type") in _HTML else value).strip()


def _day(text: str) -> date | None:
    """The day of a date as it is written, without shifting time zones; None where it cannot be read, or cannot be."""
    try:
        day = date.fromisoformat(text.strip()[:10]) if text[:4].isdigit() else parsedate_to_datetime(text).date()
    except (ValueError, OverflowError):
        return None
    return day if day.year in YEARS else None
