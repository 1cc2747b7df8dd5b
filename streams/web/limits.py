"""Who may post how much: a key, a rate for each address, and nothing while the stream is far behind."""

import hmac
import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from streams.settings import Settings

ADDRESSES = 10_000
"""Addresses that are remembered; one that was forgotten begins with a full allowance."""


class Refused(Exception):
    """A post that is not taken: the status code, why, and after how many seconds it may be tried again."""

    def __init__(self, status: int, reason: str, retry_after: int | None = None) -> None:
        """Keep the parts."""
        super().__init__(reason)
        self.status, self.reason, self.retry_after = status, reason, retry_after


@dataclass
class Backlog:
    """How many articles wait in the stream; None where nobody has measured it."""

    articles: int | None = None


class Rate:
    """So many in a minute for each address, as many at once: a bucket that fills up steadily."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = monotonic) -> None:
        """`a_minute` 0 is no limit."""
        self._most, self._clock = a_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, wanted: int = 1) -> int:
        """Take so many; 0 where they are there, else nothing is taken and it gives the seconds until they are.

        More than a minute's worth is as much as a full bucket: else it could never be taken.
        """
        if not self._most:
            return 0
        now, wanted = self._clock(), min(wanted, self._most)
        left, then = self._left.pop(address, (float(self._most), now))
        left = min(self._most, left + (now - then) * self._most / 60)
        enough = left >= wanted
        self._left[address] = (left - wanted if enough else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return 0 if enough else math.ceil((wanted - left) * 60 / self._most)


def check_key(settings: Settings, authorization: str | None, api_key: str | None) -> None:
    """Is whoever posts allowed to? The key comes as `Authorization: Bearer KEY` or `X-API-Key: KEY`.

    Raises:
        Refused: 401 without the right key; 403 where nobody may post, as without a key beyond this machine.
    """
    if not settings.web_intake:
        raise Refused(403, "this copy takes no articles (TALLYWIRE_WEB_INTAKE)")
    if settings.api_key is None:
        if not _only_here(settings.web_host):
            raise Refused(403, "set TALLYWIRE_API_KEY to take articles from other machines")
        return
    scheme, _, token = (authorization or "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else api_key or ""
    # In constant time: how long it takes says nothing about the key.
    if not hmac.compare_digest(given.encode(), settings.api_key.get_secret_value().encode()):
        raise Refused(401, "the API key is missing or wrong: Authorization: Bearer KEY, or X-API-Key: KEY")


def _only_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
