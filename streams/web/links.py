"""Addresses from strangers, made fit for a link."""

from urllib.parse import urlsplit

from streams.harmless import harmless

LONGEST = 2000
"""Characters of an address that is still linked; browsers and proxies cut longer ones."""


def web_link(url: str | None) -> str | None:
    """The address where a reader may be led there: http or https with a host, nothing hidden in it; else None.

    `javascript:`, `data:` and what a browser would take for them (white space or control characters before or inside)
    are no web addresses, nor is what turns the order of its own letters.
    """
    if not url or len(url) > LONGEST or harmless(url) != url or any(one.isspace() for one in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host and "@" not in parts.netloc else None


def site(url: str | None) -> str | None:
    """Whose page it is, as a reader sees it: the host without `www.`, letters of other scripts in their ASCII form.

    Cyrillic `аpple.com` is shown as `xn--pple-43d.com`, so that no host looks like another one.
    """
    if web_link(url) is None:
        return None
    host = urlsplit(url).hostname or ""
    try:
        return str(host).encode("idna").decode().removeprefix("www.")
    except UnicodeError:
        return None
