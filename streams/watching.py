"""watch: the tallies as they stand in the topic `tallies`, once or live."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from schemas import Incident, Tally
from streams.kafka_io import assign, consumer, read_to_end
from streams.offline import fold
from streams.records import decode
from streams.settings import Settings
from streams.stages.tally import Definitions


@dataclass
class View:
    """The tallies of some definitions, and all incidents, as the topics have them."""

    tallies: dict[str, Tally]
    incidents: dict[str, Incident] = field(default_factory=dict)

    def take(self, record: Any) -> bool:
        """Take a record of `tallies` or `incidents` in; True where a tally has changed."""
        name = (record.key or b"").decode()
        if record.topic.endswith("incidents"):
            if record.value is None:
                self.incidents.pop(name, None)
            else:
                self.incidents[name] = decode(Incident, record.value)
        elif record.value is not None and name in self.tallies:  # Others are no longer defined.
            self.tallies[name] = decode(Tally, record.value)
            return True
        return False


async def current(settings: Settings, definitions: Definitions) -> View:
    """The last published state; a tally that was never published is empty."""
    async for view in follow(settings, definitions):
        return view
    raise AssertionError("follow gives a first view or raises")


async def follow(settings: Settings, definitions: Definitions) -> AsyncGenerator[View]:
    """The view as it stands now, and again whenever a tally has changed. Does not end."""
    view = View({tally.id: tally for tally in fold((), definitions)[0]})
    reader = consumer(settings)
    await reader.start()
    try:
        # One reader for both: incidents are published before the tallies that name them.
        partitions = await assign(reader, *[f"{settings.topic_prefix}{name}" for name in ("incidents", "tallies")])
        async for record in read_to_end(reader, partitions):
            view.take(record)
        yield view
        while True:
            records = [one for batch in (await reader.getmany(timeout_ms=500)).values() for one in batch]
            moved = [view.take(one) for one in sorted(records, key=lambda one: one.topic)]
            if any(moved):
                yield view
    finally:
        await reader.stop()
