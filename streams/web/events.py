"""Server-sent events: who is connected hears of each change, and who comes back hears what it has missed.

The id of an event says which change of each tally the reader has by then (`us-forces-iraq-syria=12,ships=3`). The
numbers are those of the topic `tally-changes`, so any copy of the service, started anew or not, goes on from them.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from schemas import TallyChange
from streams.web.tally_answers import TallyNow

WAITING = 256
"""Events that may wait for a slow reader; then it is cut off, and comes back for what it missed."""
MISSED = 500
"""Most missed changes of a tally that are sent again; who missed more gets the newest."""
EARLY = 100
"""Most changes of a tally that are held back until the ones before them have come."""
NAMED = 100
"""Most incidents that one event names."""
BEAT_SECONDS = 15.0
"""After so long without an event a line is sent that is none: whoever is between us keeps the connection open."""

Numbers = dict[str, int]


class TooManyReaders(Exception):
    """As many readers are connected as the settings allow."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it goes over the wire; of a tally, and the number of its change where it is one."""

    text: bytes
    tally: str | None = None
    number: int | None = None


@dataclass(eq=False)
class Reader:
    """What waits for one connected reader; None in the queue ends it."""

    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(WAITING + 1))


class Hub:
    """Hands events to all connected readers. All of it runs in one event loop."""

    def __init__(self, most: int) -> None:
        """Nobody is connected; at most so many will be."""
        self._most = most
        self._readers: set[Reader] = set()
        self.numbers: Numbers = {}
        self._early: dict[str, dict[int, TallyChange]] = {}

    @property
    def connected(self) -> int:
        """How many readers there are."""
        return len(self._readers)

    def tell(self, changes: Iterable[TallyChange], tallies: Iterable[TallyNow], incidents: Iterable[str]) -> None:
        """Tell all readers what a batch of records has changed; each event is written once."""
        events = []
        for change in self._in_order(changes):
            self.numbers[change.tally_id] = max(change.number, self.numbers.get(change.tally_id, 0))
            events.append(change_event(change, self.numbers))
        events += [tally_event(one) for one in tallies]
        names = sorted(incidents)
        if names:
            told = {"incidents": names[:NAMED], "more": len(names) > NAMED}
            events.append(Event(_written("incidents", json.dumps(told))))
        for reader in list(self._readers):
            self._hand(reader, events)

    def _in_order(self, changes: Iterable[TallyChange]) -> Iterator[TallyChange]:
        """Changes by number, none before those that it follows: a topic may have them in another order.

        An event's id says that the reader has all changes up to it. One that comes again is told at once.
        """
        for change in changes:
            self._early.setdefault(change.tally_id, {})[change.number] = change
        for tally, early in self._early.items():
            for number in sorted(early):
                # Of so many, what is missing will never come.
                if number <= self.numbers.get(tally, 0) + 1 or len(early) > EARLY:
                    yield early.pop(number)

    def _hand(self, reader: Reader, events: list[Event]) -> None:
        if reader.queue.qsize() + len(events) > WAITING:
            self._end(reader)
            return
        for event in events:
            reader.queue.put_nowait(event)

    def disconnect(self, reader: Reader) -> None:
        """A reader is told no more."""
        self._readers.discard(reader)

    def _end(self, reader: Reader) -> None:
        self._readers.discard(reader)
        while not reader.queue.empty():
            reader.queue.get_nowait()
        reader.queue.put_nowait(None)

    def close(self) -> None:
        """End all connections: the service stops."""
        for reader in list(self._readers):
            self._end(reader)

    def connect(self) -> Reader:
        """A new reader, who is told from now on.

        Raises:
            TooManyReaders: there are as many as there may be.
        """
        if len(self._readers) >= self._most:
            raise TooManyReaders
        reader = Reader()
        self._readers.add(reader)
        return reader

    async def events(
        self, reader: Reader, first: list[Event], known: Numbers, tally: str | None
    ) -> AsyncIterator[bytes]:
        """What goes to a reader until one side ends it: `first`, then each event as it comes.

        Changes up to the `known` numbers are in `first` and left out when they come again. With `tally` the events of
        other tallies are left out.
        """
        try:
            yield b"retry: 3000\n\n"
            for event in first:
                yield event.text
            while True:
                try:
                    async with asyncio.timeout(BEAT_SECONDS):
                        coming = await reader.queue.get()
                except TimeoutError:
                    yield b": beat\n\n"
                    continue
                if coming is None:
                    return
                had = coming.number is not None and coming.number <= known.get(coming.tally or "", 0)
                if not had and (tally is None or coming.tally in (None, tally)):
                    yield coming.text
        finally:
            self.disconnect(reader)


def change_event(change: TallyChange, numbers: Mapping[str, int]) -> Event:
    """A change of a tally's log, with the id by which a reader goes on after it."""
    text = _written("change", change.model_dump_json(by_alias=True), event_id(numbers))
    return Event(text, change.tally_id, change.number)


def tally_event(tally: TallyNow, numbers: Mapping[str, int] | None = None) -> Event:
    """A tally's numbers as they stand."""
    return Event(_written("tally", tally.model_dump_json(by_alias=True), event_id(numbers or {})), tally.id)


def _written(name: str, data: str, identity: str = "") -> bytes:
    # JSON has no line ends, whatever is in it.
    return (f"id: {identity}\n" if identity else "").encode() + f"event: {name}\ndata: {data}\n\n".encode()


def event_id(numbers: Mapping[str, int]) -> str:
    """The id of an event after which a reader has these changes."""
    return ",".join(f"{tally}={number}" for tally, number in sorted(numbers.items()))


def read_event_id(text: str, known: Iterable[str]) -> Numbers:
    """The numbers in a Last-Event-ID, of tallies that there are; what cannot be read is as if it had not been sent."""
    numbers: Numbers = {}
    tallies = set(known)
    for part in text.split(","):
        tally, _, number = part.rpartition("=")
        if tally in tallies and number.isascii() and number.isdigit() and len(number) < 16:
            numbers[tally] = int(number)
    return numbers
