"""Fetch what stands at an address: politely, within limits of time and size, with each refusal named."""

import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from ssl import SSLContext
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import httpcore2 as httpcore

from streams.settings import Settings
from streams.sources.network import Network, PrivateAddress

REDIRECTS = 5
"""So many times an address may send us on."""
PATIENCE = 60.0
"""Seconds that are waited for a server that asks to come again later; one that asks for more is left alone."""
ATTEMPTS = 3
HTML = ("text/html", "application/xhtml+xml")
_MOVED = (301, 302, 303, 307, 308)
_LATER = (429, 503)


class NotFetched(Exception):
    """What stands at an address could not be had; the text says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: its status (200 or 304), headers by their names in small letters, body unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The type without its parameters, in small letters; empty where none is said."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the header declares."""
        header = Message()
        header["content-type"] = self.headers.get("content-type", "")
        return header.get_content_charset()


class Fetcher:
    """Fetches one address after the other, never two at a time, and waits between two of one host."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        trust: SSLContext | None = None,
    ) -> None:
        """`trust` says which certificates are believed; without it the system's."""
        self._settings, self._clock, self._sleep = settings, clock, sleep
        self._network = Network(settings.fetch_private, clock)
        self._pool = httpcore.ConnectionPool(ssl_context=trust, network_backend=self._network)
        self._not_before: dict[str, float] = {}
        self._asked_to_wait: set[str] = set()

    def get(self, url: str, most: int, headers: Mapping[str, str] | None = None) -> Fetched:
        """What stands at an http or https address: an answer of 200, or of 304 where `headers` ask for it.

        Raises:
            NotFetched: no such address, not public, too slow, more than `most` bytes, cut off, another status.
        """
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._through_redirects(url, most, headers or {})
            if answer.status in (200, 304):
                return answer
            if answer.status not in _LATER:
                break
            host, seconds = _host(url), _retry_after(answer.headers)
            if attempt == ATTEMPTS or seconds is None or seconds > PATIENCE:
                self._leave_alone(host, PATIENCE if seconds is None else seconds)
                asked = "" if seconds is None else f" and asks to come again in {seconds:,.0f} s"
                raise NotFetched(f"the server answered {answer.status}{asked}")
            self._not_before[host] = self._clock() + seconds
        raise NotFetched(f"the server answered {answer.status}")

    def _leave_alone(self, host: str, seconds: float) -> None:
        self._not_before[host] = self._clock() + seconds
        self._asked_to_wait.add(host)

    def _through_redirects(self, url: str, most: int, headers: Mapping[str, str]) -> Fetched:
        origin = _origin(url)
        self._wait_for(_host(url))
        self._network.deadline = self._clock() + self._settings.fetch_seconds
        here = url
        for _ in range(REDIRECTS + 1):
            # User and password are for the server that they were given for.
            own = _authorization(url) if _origin(here) == origin else {}
            answer = self._ask(here, most, {**headers, **own})
            if answer.status not in _MOVED:
                return answer
            if "location" not in answer.headers:
                raise NotFetched(f"the server answered {answer.status} and does not say where to")
            try:
                here = urljoin(here, answer.headers["location"])
            except ValueError as error:
                raise NotFetched(f"redirected to what is no address: {error}") from None
        raise NotFetched(f"redirected more than {REDIRECTS} times")

    def _wait_for(self, host: str) -> None:
        wait = self._not_before.get(host, 0.0) - self._clock()
        if host in self._asked_to_wait and wait > 0:
            raise NotFetched(f"not asked: the server wants to be left alone for {wait:,.0f} s")
        self._asked_to_wait.discard(host)
        if wait > 0:
            self._sleep(wait)

    def _ask(self, url: str, most: int, headers: Mapping[str, str]) -> Fetched:
        sent = {"user-agent": self._settings.fetch_agent, "accept-encoding": "gzip", **headers}
        raw = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
        try:
            with self._pool.stream("GET", _in_ascii(url), headers=raw) as answer:
                told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                if answer.status != 200:
                    return Fetched(answer.status, told, b"")
                return Fetched(200, told, _unpacked(answer.iter_stream(), told, most))
        except PrivateAddress as error:
            text = f"{_host(url)} is not public ({error}), and TALLYWIRE_FETCH_PRIVATE is not set"
            raise NotFetched(text) from None
        except httpcore.TimeoutException:
            raise NotFetched(f"not done within TALLYWIRE_FETCH_SECONDS, {self._settings.fetch_seconds:g} s") from None
        except httpcore.RemoteProtocolError as error:
            raise NotFetched(f"cut off, or no HTTP: {error}") from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise NotFetched(f"no connection: {error}") from None
        finally:
            later = self._clock() + self._settings.fetch_delay
            self._not_before[_host(url)] = max(later, self._not_before.get(_host(url), 0.0))


def _unpacked(parts: Iterable[bytes], headers: Mapping[str, str], most: int) -> bytes:
    """The body, unpacked no further than allowed, so that a small answer cannot become a large one."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("gzip", "x-gzip", "identity", ""):
        raise NotFetched(f"packed in a way that was not asked for: {coding}")
    unpack = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
    body = bytearray()
    for part in parts:
        try:
            body += unpack.decompress(part, most + 1 - len(body)) if unpack else part
        except zlib.error:
            raise NotFetched("said to be gzip, and is not") from None
        if len(body) > most:
            raise NotFetched(f"more than {most:,} bytes")
    if unpack and not unpack.eof:
        raise NotFetched("cut off")
    return bytes(body)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds after which to come again: a number, or a moment (RFC 9110, 10.2.3)."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        moment = parsedate_to_datetime(told).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _parts(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise NotFetched(f"no address: {error}") from None
    if scheme not in ("http", "https"):
        raise NotFetched(f"{scheme or 'no scheme'}: only http and https are fetched")
    if not host:
        raise NotFetched("no address: no host in it")
    return scheme, host, port


def _host(url: str) -> str:
    return _parts(url)[1]


def _origin(url: str) -> tuple[str, str, int | None]:
    scheme, host, port = _parts(url)
    return scheme, host, port or (443 if scheme == "https" else 80)


def _in_ascii(url: str) -> str:
    """The address as it is sent: without credentials and fragment, what is no ASCII escaped."""
    scheme, host, port = _parts(url)
    parts = urlsplit(url)
    try:
        name = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise NotFetched(f"no address: {error}") from None
    place = f"[{name}]" if ":" in name else name
    kept = "!#$%&'()*+,/:;=?@[]~"
    place += f":{port}" if port else ""
    return urlunsplit((scheme, place, quote(parts.path, safe=kept) or "/", quote(parts.query, safe=kept), ""))


def _authorization(url: str) -> dict[str, str]:
    user, given, word = urlsplit(url).netloc.rpartition("@")[0].partition(":")
    if not user:
        return {}
    pair = f"{unquote(user)}{given or ':'}{unquote(word)}".encode()
    return {"authorization": f"Basic {b64encode(pair).decode()}"}
