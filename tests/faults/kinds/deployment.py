"""A new version over old state: workers with other definitions take the place of the running ones, one by one."""

import asyncio
from pathlib import Path
from random import Random

from tests.faults.ground import Ground

OTHER_TALLIES = Path(__file__).parents[1] / "other_tallies.yaml"


async def rolling(ground: Ground, chance: Random) -> None:
    """Worker after worker is replaced by one with other definitions, and one of the new ones is killed"""
    names = ground.free()
    # The new ones, too: another fault at the same time must not take away the one that is to be killed.
    with ground.in_hand(*names, *(f"{name}-new" for name in names)):
        ground.deploy(OTHER_TALLIES)
        ground.journal("other definitions are deployed")
        for name in names:
            if name in ground.workers.running:
                await ground.workers.terminate(name)
            ground.workers.start(f"{name}-new")
            await asyncio.sleep(chance.uniform(0, 3))
        ground.workers.kill(f"{names[0]}-new")
        ground.workers.start(f"{names[0]}-new")
