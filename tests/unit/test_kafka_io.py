"""Reading and writing beside the agents."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer

from streams import kafka_io
from streams.settings import Settings


async def test_a_reader_whose_connections_do_not_close_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = asyncio.Event()

    async def never_ends(_: AIOKafkaConsumer) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(AIOKafkaConsumer, "stop", never_ends)
    monkeypatch.setattr(kafka_io, "CLOSE_SECONDS", 0.01)
    async with asyncio.timeout(10):
        await kafka_io.consumer(Settings()).stop()
    assert begun.is_set()
