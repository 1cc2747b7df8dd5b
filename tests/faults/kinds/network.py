"""Faults between clients and broker: connections are cut, answers come late or never, so that producers send again."""

import asyncio
from random import Random

from tests.faults.ground import Ground


async def cut(ground: Ground, chance: Random) -> None:
    """All connections are cut, several times within seconds"""
    for _ in range(5):
        number = sum(proxy.cut() for proxy in ground.kafka.proxies)
        ground.journal(f"{number} connections cut")
        await asyncio.sleep(chance.uniform(0.1, 1.5))


async def delay(ground: Ground, chance: Random) -> None:
    """Answers of the broker come late, then the connections are cut"""
    for proxy in ground.kafka.proxies:
        proxy.delay = chance.uniform(0.2, 1.0)
    ground.journal("answers are late")
    await asyncio.sleep(chance.uniform(3, 6))
    for proxy in ground.kafka.proxies:
        proxy.delay = 0.0
    number = sum(proxy.cut() for proxy in ground.kafka.proxies)
    ground.journal(f"answers are in time again; {number} connections cut")


async def unanswered(ground: Ground, chance: Random) -> None:
    """What clients ask is done and not answered, then the connections are cut: producers send again what is there"""
    for _ in range(3):
        for proxy in ground.kafka.proxies:
            proxy.swallow = True
        await asyncio.sleep(chance.uniform(0.1, 1.0))
        for proxy in ground.kafka.proxies:
            proxy.swallow = False
        number = sum(proxy.cut() for proxy in ground.kafka.proxies)
        ground.journal(f"{number} connections cut after answers were lost")
        await asyncio.sleep(chance.uniform(0.3, 1.0))
