"""ninjs, the JSON of news agencies (IPTC, versions 1 to 3): an item as an article."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any, TypeGuard

from pydantic import ValidationError

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.records import reasons

Item = Mapping[str, Any]


def is_ninjs(item: object) -> TypeGuard[Item]:
    """Is it a ninjs item? It has a `uri`, as the standard demands (`guid` in Superdesk), and no `body`."""
    return isinstance(item, dict) and bool(item.get("uri") or item.get("guid")) and "body" not in item


def article_of(item: Item) -> RawArticle:
    """The item as an article: `uri` is its identity, the time of its version decides which version stands.

    Raises:
        InvalidMessage: it is cancelled, withheld, embargoed, no text, or not well formed.
    """
    status, kind = _first(item, "pubstatus", "pubStatus") or "usable", item.get("type") or "text"
    if status == "canceled":
        # A page has no tombstone in articles-raw: a record without a value is refused by `clean`.
        raise InvalidMessage("pubstatus: canceled: a page that was sent cannot be taken back yet")
    if status != "usable":
        raise InvalidMessage(f"pubstatus: {status}: not for publication")
    if kind != "text":
        raise InvalidMessage(f"type: {kind}: only text is read")
    _check_embargo(item.get("embargoed"))
    uri, (content_type, body) = _first(item, "uri", "guid"), _body(item)
    address = isinstance(uri, str) and uri.startswith(("http://", "https://"))
    created = _first(item, "firstcreated", "firstCreated", "versioncreated", "versionCreated")
    try:
        return RawArticle.model_validate(
            {
                "url": uri if address else None,
                "id": uri,
                "outlet": _first(item, "source", "copyrightholder", "copyrightHolder"),
                "published_at": created,
                "fetched_at": _first(item, "versioncreated", "versionCreated"),
                "content_type": content_type,
                "language": item.get("language"),
                "body": body,
            }
        )
    except ValidationError as error:
        raise InvalidMessage(reasons(error)) from None


def _check_embargo(until: Any) -> None:
    if not until:
        return
    try:
        moment = datetime.fromisoformat(until)
    except (TypeError, ValueError):
        raise InvalidMessage(f"embargoed: no date and time: {until!r}") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > datetime.now(UTC):
        raise InvalidMessage(f"embargoed: until {moment.isoformat()}")


def _first(item: Item, *names: str) -> Any:
    return next((item[name] for name in names if item.get(name)), None)


def _body(item: Item) -> tuple[str, str]:
    """The content type and the body: HTML before text, under the headline."""
    bodies = [("text/html", item.get("body_html")), ("text/html", item.get("body_xhtml"))]
    bodies += [("text/plain", item.get("body_text"))]
    bodies += [
        (str(one.get("contenttype") or one.get("contentType")), one.get("value")) for one in _list(item, "bodies")
    ]
    found = {kind: value for kind, value in reversed(bodies) if isinstance(value, str) and value.strip()}
    title = item.get("headline") or next((one.get("value") for one in _list(item, "headlines")), None)
    title = title.strip() if isinstance(title, str) else ""
    html = found.get("text/html") or found.get("application/xhtml+xml")
    if html:
        return "text/html", f"<article>\n<h1>{escape(title, quote=False)}</h1>\n{html}\n</article>" if title else html
    text = found.get("text/plain")
    if not text:
        raise InvalidMessage("body_html: no text in any of body_html, body_xhtml, body_text, bodies")
    return "text/plain", f"{title}\n\n{text}" if title else text


def _list(item: Item, name: str) -> Iterable[Item]:
    value = item.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()
