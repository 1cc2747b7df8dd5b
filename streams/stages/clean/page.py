"""Turn a raw page into typed blocks."""

import hashlib
from datetime import UTC, datetime

from schemas import Block, CleanArticle, RawArticle
from streams.errors import InvalidMessage
from streams.stages.clean.classify import classify
from streams.stages.clean.element import Element
from streams.stages.clean.html_page import read_html
from streams.stages.clean.text_page import read_text

MAX_BODY = 10_000_000
"""Characters of a body above which a message is refused."""

MAX_BLOCKS = 100_000
"""Lines or paragraphs of a page above which it is refused. "War and Peace" has some 12,000; each costs a kilobyte."""


def page_key(raw: RawArticle) -> str:
    """The page's identity and the key of its records: its URL, else its id, else a hash of its body."""
    return raw.url or raw.id or _body_id(raw.body)


def raw_id(raw: RawArticle) -> str:
    """The id under which the producer knows the page: its id, else its URL, else a hash of its body."""
    return raw.id or raw.url or _body_id(raw.body)


def page_version(raw: RawArticle, produced_at: datetime) -> str:
    """Text that sorts versions of a page: by time fetched (else produced), then publication day, then content.

    The hash makes the order total, so that two versions of one moment fall out alike on every worker.
    """
    moment = (raw.fetched_at or produced_at).astimezone(UTC)
    published = raw.published_at.isoformat() if raw.published_at else ""
    digest = hashlib.sha256(raw.body.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{moment.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}/{published}/{digest}"


def clean(raw: RawArticle, produced_at: datetime, *, max_body: int = MAX_BODY) -> CleanArticle:
    """The page as typed blocks in its own order, each with its place in the raw body.

    Raises InvalidMessage for a body that is too long, has too many lines or paragraphs, or has no letters.
    """
    if len(raw.body) > max_body:
        raise InvalidMessage(f"body: {len(raw.body):,} characters, more than the limit of {max_body:,}")
    elements = _elements(raw)
    if len(elements) > MAX_BLOCKS:
        raise InvalidMessage(f"body: {len(elements):,} lines or paragraphs, more than the limit of {MAX_BLOCKS:,}")
    if not any(c.isalpha() for element in elements for c in element.text):
        raise InvalidMessage("body: no text in it")
    blocks = tuple(
        Block(kind=kind, text=e.text, start=e.content.start, end=e.content.end, offsets=e.content.offsets)
        for e, kind in zip(elements, classify(elements), strict=True)
    )
    return CleanArticle(
        page_id=page_key(raw),
        raw_id=raw_id(raw),
        version=page_version(raw, produced_at),
        url=raw.url,
        outlet=raw.outlet,
        published_at=raw.published_at,
        fetched_at=raw.fetched_at,
        language=raw.language,
        blocks=blocks,
    )


def _elements(raw: RawArticle) -> list[Element]:
    return read_html(raw.body) if raw.content_type == "text/html" else read_text(raw.body)


def _body_id(body: str) -> str:
    return "sha256:" + hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:32]
