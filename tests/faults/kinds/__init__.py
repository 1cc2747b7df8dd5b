"""The kinds of fault. A kind is a function that strikes and puts right again, or a shape of the load, or both."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.faults.ground import Ground
from tests.faults.kinds.brokers import broker_killed, broker_paused
from tests.faults.kinds.deployment import rolling
from tests.faults.kinds.network import cut, delay, unanswered
from tests.faults.kinds.state import state_damaged, state_deleted
from tests.faults.kinds.topics import compacted, expired
from tests.faults.kinds.workers import kill, kill_again, kill_all, rebalance, slow, terminate, zombie, zombie_killed
from tests.faults.load import Shape

Strike = Callable[[Ground, Random], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Kind:
    """What strikes, how often at most in a short run, and what it needs: brokers, a proxy, a load of another shape."""

    strike: Strike
    most: int = 1
    brokers: int = 1
    proxied: bool = False
    shape: Shape = field(default_factory=Shape)

    @property
    def about(self) -> str:
        """One line for people."""
        return (self.strike.__doc__ or "").strip()


async def duplicates(ground: Ground, chance: Random) -> None:
    """Every record is sent twice on the average, and a worker is killed"""
    await kill(ground, chance)


async def reordering(ground: Ground, chance: Random) -> None:
    """Records come in any order: old versions of pages after new ones, copies first; and a worker is killed"""
    await kill(ground, chance)


KINDS = {
    "kill": Kind(kill, most=3),
    "kill-again": Kind(kill_again),
    "kill-all": Kind(kill_all, most=2),
    "terminate": Kind(terminate, most=3),
    "zombie": Kind(zombie),
    "zombie-killed": Kind(zombie_killed),
    "slow": Kind(slow),
    "rebalance": Kind(rebalance),
    "broker-killed": Kind(broker_killed),
    "broker-paused": Kind(broker_paused),
    "one-of-three-killed": Kind(broker_killed, most=2, brokers=3),
    "one-of-three-paused": Kind(broker_paused, brokers=3),
    "cut": Kind(cut, most=2, proxied=True),
    "delay": Kind(delay, proxied=True),
    "unanswered": Kind(unanswered, most=2, proxied=True),
    "state-deleted": Kind(state_deleted, most=2),
    "state-damaged": Kind(state_damaged),
    "compacted": Kind(compacted),
    "expired": Kind(expired, most=2),
    "rolling": Kind(rolling),
    "duplicates": Kind(duplicates, shape=replace(Shape(), pages=110, repeats=1.0, disorder=60)),
    "reordering": Kind(reordering, shape=replace(Shape(), disorder=10_000, versions=0.6)),
}
