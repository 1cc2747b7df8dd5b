"""watch: the tallies as they stand in the topic `tallies`, once or live."""

from collections.abc import AsyncIterator, Sequence

from schemas import Incident, Tally
from streams.kafka_io import assign, consumer, read_to_end
from streams.offline import fold
from streams.processing import decode
from streams.settings import Settings
from streams.stages.tally import Definitions


async def current_tallies(settings: Settings, definitions: Definitions) -> list[Tally]:
    """The last published state of each tally of the definitions; one that was never published is empty."""
    async for tallies in _states(settings, definitions, live=False):
        return tallies
    return []


async def live_tallies(settings: Settings, definitions: Definitions) -> AsyncIterator[list[Tally]]:
    """The tallies now, and again whenever one has changed. Does not end."""
    async for tallies in _states(settings, definitions, live=True):
        yield tallies


async def _states(settings: Settings, definitions: Definitions, live: bool) -> AsyncIterator[list[Tally]]:
    known = {tally.id: tally for tally in fold((), definitions)[0]}
    reader = consumer(settings)
    await reader.start()
    try:
        partitions = await assign(reader, f"{settings.topic_prefix}tallies")
        async for record in read_to_end(reader, partitions):
            _take(known, record.value)
        yield list(known.values())
        while live:
            batches = await reader.getmany(timeout_ms=500)
            if changed := [record for records in batches.values() for record in records]:
                for record in changed:
                    _take(known, record.value)
                yield list(known.values())
    finally:
        await reader.stop()


def _take(known: dict[str, Tally], value: bytes | None) -> None:
    if value is None:
        return
    tally = decode(Tally, value)
    if tally.id in known:  # A topic may also hold tallies that are no longer defined.
        known[tally.id] = tally


async def current_incidents(settings: Settings, wanted: Sequence[str]) -> dict[str, Incident]:
    """The incidents with the given ids, read from the topic `incidents`."""
    ids, found = set(wanted), dict[str, Incident]()
    reader = consumer(settings)
    await reader.start()
    try:
        async for record in read_to_end(reader, await assign(reader, f"{settings.topic_prefix}incidents")):
            name = (record.key or b"").decode()
            if record.value is None:
                found.pop(name, None)
            elif name in ids:
                found[name] = decode(Incident, record.value)
    finally:
        await reader.stop()
    return found
