"""Faults of brokers: one dies, stands still, or is missing for a while from a cluster of three."""

import asyncio
import os
import signal
from random import Random

from tests.faults.ground import Ground


async def broker_killed(ground: Ground, chance: Random) -> None:
    """`kill -9` of a broker (the only one, or one of three), which comes back after some seconds"""
    async with ground.broker_in_hand:
        broker = chance.choice(ground.kafka.brokers)
        broker.kill()
        ground.journal(f"broker {broker.node.number} killed")
        await asyncio.sleep(chance.uniform(0, 5))
        await asyncio.to_thread(broker.start)
        ground.journal(f"broker {broker.node.number} is back")


async def broker_paused(ground: Ground, chance: Random) -> None:
    """SIGSTOP of a broker for longer than the workers' sessions, then SIGCONT"""
    async with ground.broker_in_hand:
        broker = chance.choice(ground.kafka.brokers)
        os.kill(broker.pid, signal.SIGSTOP)
        ground.journal(f"broker {broker.node.number} stands still")
        await asyncio.sleep(chance.uniform(2, 10))
        os.kill(broker.pid, signal.SIGCONT)
        ground.journal(f"broker {broker.node.number} goes on")
