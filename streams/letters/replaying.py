"""dead-letters replay: a refused record enters again where it failed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from streams.kafka_io import producer
from streams.letters.book import RECEIPT, Contents, DeadLetter
from streams.letters.listing import contents
from streams.processing import REPLAYED
from streams.settings import Settings
from streams.topics import TOPICS, topic_name


@dataclass
class Replay:
    """What became of a replay: the letters that were sent, and those that were not with the reason."""

    sent: list[DeadLetter] = field(default_factory=list)
    left: list[tuple[DeadLetter, str]] = field(default_factory=list)


async def replay(
    letters: Iterable[DeadLetter], settings: Settings, again: bool, progress: Callable[[Replay], None]
) -> Replay:
    """Send the letters to the topics that they came from, with their own bytes, key and headers.

    A letter that was replayed before, or that a later generation has settled, is left out, unless `again`. When the
    broker has a letter a receipt goes to dead-letters; who is interrupted in between replays it twice, which changes no
    tally: the page, its version and so its stories are the same.
    """
    account = Replay()
    chosen = []
    for letter in letters:
        reason = _obstacle(letter, settings, again)
        if reason:
            account.left.append((letter, reason))
        else:
            chosen.append(letter)
    async with producer(settings) as out:
        async for letter, held in contents(settings, chosen):
            await _send(out, letter, held, settings)
            account.sent.append(letter)
            progress(account)
    return account


def _obstacle(letter: DeadLetter, settings: Settings, again: bool) -> str | None:
    if letter.topic not in {topic_name(one, settings.topic_prefix) for one in TOPICS}:
        return f"it came from {letter.topic or 'nowhere'}, which is no topic of this stream"
    if letter.settled and not again:
        return f"generation {letter.settled} has read the page again since, and took it"
    if letter.replayed and not again:
        return f"replayed already, {letter.replayed}"
    return None


async def _send(out: Any, letter: DeadLetter, held: Contents, settings: Settings) -> None:
    # The first letter of all is named, also when its replay has been refused and that is replayed in turn.
    first = letter.first or letter.name
    headers = [*[one for one in held.headers if one[0] != REPLAYED], (REPLAYED, first.encode())]
    await out.send_and_wait(
        letter.topic,
        key=held.key,
        value=held.value,
        partition=letter.partition,
        timestamp_ms=_timestamp(letter, settings),
        headers=headers,
    )
    await out.send_and_wait(
        f"{settings.topic_prefix}dead-letters", key=held.key, value=b"", headers=[(RECEIPT, letter.identity.encode())]
    )


def _timestamp(letter: DeadLetter, settings: Settings) -> int | None:
    """The record's own time where the topic is kept for ever, else now.

    A page without `fetched_at` has the time of its record as version. A topic that is kept for days would delete an
    old record before it is read, and nothing in it depends on that time.
    """
    (topic,) = [one for one in TOPICS if topic_name(one, settings.topic_prefix) == letter.topic]
    return letter.timestamp if topic.retention is None else None
