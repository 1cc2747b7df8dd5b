"""Articles that are posted, into articles-raw."""

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from aiokafka.errors import KafkaError

from schemas import RawArticle
from streams.errors import InvalidMessage
from streams.metrics import WebMetrics
from streams.records import Outgoing, check_size, decode
from streams.settings import Settings
from streams.stages.clean import page_key
from streams.web.article_answers import Accepted
from streams.web.limits import Backlog, Rate, Refused
from streams.web.writing import page_hash

Send = Callable[[Outgoing], Awaitable[object]]
"""Sends a record to Kafka; the await ends when the broker has confirmed it."""

REMEMBERED = 100_000
"""Articles of which it is remembered that they were taken."""
LAG_SECONDS = 30
"""When to come again while the stream is far behind."""


class Intake:
    """Takes articles: checks them, sends them, remembers them so that a resend is told from news."""

    def __init__(
        self, settings: Settings, send: Send, backlog: Backlog | None = None, metrics: WebMetrics | None = None
    ) -> None:
        """`send` puts records into Kafka."""
        self.settings, self._send = settings, send
        self.posted = (metrics or WebMetrics()).posted
        self.rate, self.backlog = Rate(settings.web_posts), backlog or Backlog()
        self._taken: OrderedDict[str, bytes] = OrderedDict()

    def admit(self, address: str, articles: int) -> None:
        """Refuse where the stream is far behind, or this address has sent too much.

        Raises:
            Refused: 429, with the seconds to wait.
        """
        most = self.settings.web_lag
        if most and (self.backlog.articles or 0) > most:
            reason = f"{self.backlog.articles:,} articles wait to be worked off"
            raise Refused(429, reason, LAG_SECONDS)
        if seconds := self.rate.take(address, articles):
            reason = f"more than TALLYWIRE_WEB_POSTS, {self.settings.web_posts} articles a minute"
            raise Refused(429, reason, seconds)

    async def take(self, value: bytes) -> Accepted:
        """Take one article, a RawArticle as JSON.

        It is sent whether or not the same was taken before: another version of the page may have come in between by
        another way, and then this one is news again. That costs a record and changes no tally.

        Raises:
            Refused: 422 for what is no article (which field), 413 for too large a one, 503 where Kafka takes nothing.
        """
        try:
            article = decode(RawArticle, value)
        except InvalidMessage as error:
            raise Refused(422, str(error)) from None
        if len(article.body) > self.settings.max_body:
            raise Refused(413, f"body: {len(article.body):,} characters, more than {self.settings.max_body:,}")
        key, sent = page_key(article), article.to_json()
        record = Outgoing("articles-raw", key.encode(), sent)
        try:
            check_size(record, self.settings.max_message_bytes)
        except InvalidMessage as error:
            raise Refused(413, str(error)) from None
        try:
            await self._send(record)
        except KafkaError as error:
            raise Refused(503, f"Kafka does not take it: {type(error).__name__}", LAG_SECONDS) from None
        name, digest = page_hash(key), hashlib.sha256(sent).digest()
        again = self._taken.pop(name, None) == digest
        self._taken[name] = digest
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return Accepted(status=200 if again else 202, id=name)
