"""Wait until the tallies say what is in articles-raw, as the definitions of the one who asks have it."""

import time
from contextlib import aclosing
from typing import Any

from aiokafka.errors import GroupCoordinatorNotAvailableError

from streams.errors import ConfigError
from streams.generations.catching_up import Progress, offsets_of
from streams.generations.fingerprint import fingerprint_of
from streams.generations.log import Generations, follow_log
from streams.generations.standing import consumer_group
from streams.kafka_io import admin
from streams.settings import Settings
from streams.stages.tally import Definitions

PATIENCE_SECONDS = 60.0
"""So long the definitions of the one who asks may be without a worker while others are live: one may be starting."""


async def wait_until_worked_off(settings: Settings, definitions: Definitions, progress: Progress) -> None:
    """Wait until the generation of these definitions is live, and all that is in articles-raw worked off.

    Raises:
        ConfigError: another generation is live, and no worker has these definitions.
    """
    mark = str(fingerprint_of(definitions, settings))
    generation = await _generation_of(settings, mark)
    await wait_until_settled(settings, generation, progress)
    async with offsets_of(settings, generation) as offsets:
        await offsets.pass_through(progress)


async def wait_until_settled(settings: Settings, generation: str, progress: Progress) -> None:
    """Wait until this generation is live, and the public topics say what it says.

    Raises:
        ConfigError: it was replaced.
    """
    async with offsets_of(settings, generation) as offsets, aclosing(follow_log(settings)) as states:
        partitions = set(range(len(offsets.partitions["tally-facts"])))
        async for known in states:
            if known.live == generation and known.settled >= partitions:
                return
            if known.is_replaced(generation):
                raise ConfigError(f"generation {generation} was replaced by {known.live} in the meantime")
            progress("articles-raw", await offsets.left("articles-raw"))


async def _generation_of(settings: Settings, mark: str) -> str:
    """The generation of a fingerprint, as soon as it is live or has a worker."""
    begun = time.monotonic()
    async with admin(settings) as asking, aclosing(follow_log(settings)) as states:
        async for known in states:
            found = known.current(mark)
            if found is not None and (found == known.live or await _workers(asking, consumer_group(settings, found))):
                return found
            # No worker can start with definitions that were replaced.
            hopeless = found is None and known.last(mark) is not None
            if known.live is not None and (hopeless or time.monotonic() - begun > PATIENCE_SECONDS):
                raise ConfigError(_nobody(known, mark), key="TALLYWIRE_TALLIES")
    raise AssertionError("the log does not end")


async def _workers(asking: Any, group: str) -> int:
    try:
        (answer,) = await asking.describe_consumer_groups([group])
    except GroupCoordinatorNotAvailableError:  # The broker is still making the topic of the groups' offsets.
        return 0
    return sum(len(members) for _, _, _, _, _, members, *_ in answer.groups)


def _nobody(known: Generations, mark: str) -> str:
    return (
        f"no worker has these definitions and rules (generation {mark}); live is generation {known.live}. Ask with its "
        "tallies file and version of Tallywire, or start a worker with yours"
    )
