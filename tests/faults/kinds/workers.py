"""Faults of workers: they die, are told to end, stand still, come and go."""

import asyncio
from contextlib import suppress
from random import Random

from tests.faults.ground import SESSION_SECONDS, Ground

JOINED_SECONDS = 20.0


async def kill(ground: Ground, chance: Random) -> None:
    """`kill -9` of a worker, which is started again at once or after some seconds"""
    async with ground.borrow(chance) as name:
        ground.workers.kill(name)
        await asyncio.sleep(chance.choice((0, chance.uniform(0, 2))))
        ground.workers.start(name)


async def kill_again(ground: Ground, chance: Random) -> None:
    """`kill -9` of a worker, and again while it starts and recovers"""
    async with ground.borrow(chance) as name:
        for _ in range(2):
            ground.workers.kill(name)
            ground.workers.start(name)
            await asyncio.sleep(chance.uniform(1.5, 4.5))


async def kill_all(ground: Ground, chance: Random) -> None:
    """`kill -9` of all workers at once"""
    names = ground.free()
    with ground.in_hand(*names):
        for name in names:
            ground.workers.kill(name)
        await asyncio.sleep(chance.uniform(0, 1))
        for name in names:
            ground.workers.start(name)


async def terminate(ground: Ground, chance: Random) -> None:
    """SIGTERM of a worker, which is started again"""
    async with ground.borrow(chance) as name:
        await ground.workers.terminate(name)
        ground.workers.start(name)


async def zombie(ground: Ground, chance: Random) -> None:
    """SIGSTOP of a worker until its session has ended and others do its work, then SIGCONT"""
    async with ground.borrow(chance) as name:
        ground.workers.pause(name)
        ground.journal(f"{name} stands still")
        await asyncio.sleep(SESSION_SECONDS + chance.uniform(0.5, 4))
        ground.workers.go_on(name)
        ground.journal(f"{name} goes on")
        await asyncio.sleep(1)


async def zombie_killed(ground: Ground, chance: Random) -> None:
    """SIGSTOP past the session, SIGCONT, and `kill -9` a moment later, in the midst of its late sends"""
    async with ground.borrow(chance) as name:
        ground.workers.pause(name)
        ground.journal(f"{name} stands still")
        await asyncio.sleep(SESSION_SECONDS + chance.uniform(0.5, 3))
        ground.workers.go_on(name)
        await asyncio.sleep(chance.uniform(0.005, 0.3))
        ground.workers.kill(name)
        ground.workers.start(name)


async def slow(ground: Ground, chance: Random) -> None:
    """A slow consumer: a worker that stands still for most of some seconds, in short bursts"""
    async with ground.borrow(chance) as name:
        ground.journal(f"{name} is slow")
        for _ in range(8):
            ground.workers.pause(name)
            await asyncio.sleep(chance.uniform(0.4, 1.2))
            ground.workers.go_on(name)
            await asyncio.sleep(chance.uniform(0.02, 0.2))
        ground.journal(f"{name} is slow no more")


async def rebalance(ground: Ground, chance: Random) -> None:
    """Workers that join and leave again within seconds"""
    for number in range(2):
        name = f"guest-{len(ground.workers.all)}-{number}"
        with ground.in_hand(name):
            ground.workers.start(name)
            if number == 0:
                # Once it has joined; the other one may go in the middle of joining.
                with suppress(TimeoutError):
                    async with asyncio.timeout(JOINED_SECONDS):
                        await ground.ready(name)
            await asyncio.sleep(chance.uniform(0.5, 5))
            await ground.workers.terminate(name)
