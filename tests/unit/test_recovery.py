"""A recovery that waits for rows which never come is ended; one that moves is left alone."""

import asyncio
import contextlib
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from streams.engine import catching_up

CHANGELOG = TP("facts-changelog", 0)


class Recovery:
    """What is looked at of Faust's recovery: it waits for offset 99, and some rows come."""

    def __init__(self, rows_a_look: int) -> None:
        self.in_recovery = True
        self.active_highwaters = Counter({CHANGELOG: 99})
        self.active_offsets = Counter({CHANGELOG: 40})
        self._rows_a_look = rows_a_look

    def active_remaining(self) -> Counter[Any]:
        self.active_offsets[CHANGELOG] += self._rows_a_look
        return self.active_highwaters - self.active_offsets


async def looked_after(recovery: Recovery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "STILL_SECONDS", 0.0)
    tables = SimpleNamespace(recovery=recovery, changelog_queue=asyncio.Queue())
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.05):
            await catching_up.let_recovery_end(SimpleNamespace(tables=tables))


async def test_a_recovery_that_stands_still_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    recovery = Recovery(rows_a_look=0)
    await looked_after(recovery, monkeypatch)
    assert not recovery.active_remaining()


async def test_a_recovery_that_moves_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    recovery = Recovery(rows_a_look=0)
    recovery.active_highwaters[CHANGELOG] = 10**9
    recovery._rows_a_look = 1
    await looked_after(recovery, monkeypatch)
    assert recovery.active_remaining()


async def test_where_nothing_is_recovered_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    recovery = Recovery(rows_a_look=0)
    recovery.in_recovery = False
    await looked_after(recovery, monkeypatch)
    assert recovery.active_offsets[CHANGELOG] == 40
