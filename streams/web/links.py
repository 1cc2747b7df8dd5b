"""Addresses of strangers: which of them may become a link."""

from urllib.parse import urlsplit


def web_link(url: str | None) -> str | None:
    """The address where it is one of the web, http or https with a host; None for all else, as `javascript:`.

    Control characters and white space, which browsers drop from an address and then read another one, refuse it.
    """
    if url is None or any(one <= " " or one == "\x7f" for one in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
