"""A worker that needs longer than its session to open its tables stays in its group."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from streams.topic_creation import create_topics
from streams.topics import ARTICLES_RAW
from tests.kafka.small_app import small_app

pytestmark = pytest.mark.kafka

SESSION_SECONDS = 6.0


async def test_a_worker_that_makes_ready_for_longer_than_its_session_stays_in_the_group(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    await create_topics(bootstrap, prefix, partitions=1, topics=(ARTICLES_RAW,))
    times = {"broker_session_timeout": SESSION_SECONDS, "broker_heartbeat_interval": 1.0}
    app = small_app(bootstrap, f"{prefix}slow", tmp_path, "memory://", **times)
    joined: list[float] = []
    ready = asyncio.Event()

    @app.agent(app.topic(f"{prefix}articles-raw", value_type=bytes, value_serializer="raw"))
    async def reader(stream: Any) -> None:
        async for _ in stream:
            pass

    @app.on_partitions_assigned.connect
    async def make_ready(*_: Any, **__: Any) -> None:
        joined.append(asyncio.get_running_loop().time())
        await asyncio.sleep(SESSION_SECONDS * 1.5 if len(joined) == 1 else 0)
        ready.set()

    app.finalize()
    await app.start()
    try:
        async with asyncio.timeout(60):
            await ready.wait()
        # A member that the broker has given up learns of it with its next heartbeat, and joins again.
        await asyncio.sleep(4)
        assert len(joined) == 1
    finally:
        await app.stop()
