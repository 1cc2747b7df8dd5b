"""The page's server on a real Kafka: what is pushed is answered, told to readers, and the same from every copy."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from aiokafka import AIOKafkaProducer

from schemas import RawArticle
from streams.sources import read_inputs
from tests.kafka.stream import EXAMPLES, Stream
from tests.kafka.waiting import until

pytestmark = pytest.mark.kafka

TALLY = "us-forces-iraq-syria"
CALL = "import sys; sys.argv = ['tallywire', 'web']; from streams.cli import main; main()"
PATHS = ["/api/tallies", f"/api/tallies/{TALLY}/series", f"/api/tallies/{TALLY}/changes", "/api/incidents"]
PATHS += ["/api/incidents.csv", "/api/facets", "/api/places", "/api/feeds"]


class Web:
    """A copy of `tallywire web` on a stream; what still runs at the end is killed."""

    def __init__(self, stream: Stream, **settings: object) -> None:
        self._settings = stream.settings.with_(web_port=0, **settings)

    def __enter__(self) -> "Web":
        self._log = (self._settings.data_dir / "web.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-c", CALL],
            env=self._settings.child_environment(),
            stdout=self._log,
            stderr=self._log,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._log.close()

    def terminate(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    @property
    def log(self) -> str:
        return Path(self._log.name).read_text()

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        """Asks it, when it is ready."""

        def address() -> str:
            assert self.process.poll() is None, self.log
            return next(iter(re.findall(r"page\s+(http://\S+)", self.log)), "")

        await until(lambda: bool(address()))
        async with httpx.AsyncClient(base_url=address(), timeout=30) as client:

            async def ready() -> bool:
                assert self.process.poll() is None, self.log
                return (await client.get("/readyz")).status_code == 200

            await until(ready)
            yield client


def examples() -> list[RawArticle]:
    return [one for one in read_inputs([str(EXAMPLES)], 1_000_000) if isinstance(one, RawArticle)]


async def answers(client: httpx.AsyncClient) -> dict[str, object]:
    return {path: (await client.get(path)).text for path in PATHS}


async def events(client: httpx.AsyncClient, last: str = "") -> AsyncGenerator[dict[str, str]]:
    headers = {"last-event-id": last} if last else {}
    async with client.stream("GET", "/api/events", headers=headers, timeout=60) as answer:
        event: dict[str, str] = {}
        async for line in answer.aiter_lines():
            if line:
                name, _, value = line.partition(": ")
                event[name] = value
            elif "data" in event:
                yield event
                event = {}


async def test_what_is_pushed_is_answered_told_and_the_same_from_every_copy(
    bootstrap: str, prefix: str, tmp_path: Path
) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream, Web(stream) as web:
        stream.start("one")
        first, *rest = examples()
        async with web.client() as client, asyncio.timeout(180):
            assert (await client.get("/api/tallies")).json()[0]["observed"]["count"] == 0
            hearing = events(client)
            told = [await anext(hearing)]
            posted = await client.post("/api/articles", json=json.loads(first.to_json()))
            assert posted.status_code == 202
            while told[-1]["event"] != "change":
                told.append(await anext(hearing))
            # The reader was connected before the number moved, and heard of it without asking.
            assert told[0]["event"] == "tally" and json.loads(told[-1]["data"])["number"] == 1
            await hearing.aclose()
            cited = (await client.get(f"/api/tallies/{TALLY}/citation")).json()
            await stream.push(rest)
            await stream.worked_off()
            wanted = json.loads(stream.offline([first, *rest]))

            async def caught_up() -> bool:
                return bool((await client.get("/api/tallies")).json() == wanted)

            await until(caught_up)
            assert (await client.get(posted.headers["location"])).status_code == 200
            again = (await client.get(f"/api/tallies/{TALLY}/citation?known={cited['change']}")).json()
            assert (again["observed"], again["reported"], again["path"]) == (
                cited["observed"],
                cited["reported"],
                cited["path"],
            )
            assert again["moved"] and again["complete"] and again["now_observed"] == 6
            with Web(stream) as second:
                async with second.client() as other:
                    # Texts come after readiness; feeds are told by them.
                    await until(lambda: _same(client, other))
                    # Who lost its connection to one copy goes on with another, and misses nothing.
                    latest = (await other.get(f"/api/tallies/{TALLY}/changes?limit=1")).json()["changes"][0]["change"]
                    numbers = []
                    async for event in events(other, told[-1]["id"]):
                        if event["event"] == "change":
                            numbers.append(json.loads(event["data"])["number"])
                        if numbers and numbers[-1] == latest["number"]:
                            break
                    assert numbers == list(range(2, latest["number"] + 1))
                assert second.terminate() == 0
            before = await answers(client)
        assert web.terminate() == 0
        with Web(stream) as restarted:
            async with restarted.client() as client:

                async def as_before() -> bool:
                    return await answers(client) == before

                await until(as_before)


async def _same(one: httpx.AsyncClient, other: httpx.AsyncClient) -> bool:
    return await answers(one) == await answers(other)


async def test_a_record_that_nobody_can_read_does_not_end_it(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream:
        await stream.create_topics()
        async with AIOKafkaProducer(bootstrap_servers=bootstrap) as out:
            for topic in ("tallies", "incidents", "tally-changes", "articles-tagged"):
                await out.send_and_wait(prefix + topic, key=b"\xff", value=b"\xff\x00{")
        with Web(stream) as web:
            async with web.client() as client:

                async def counted() -> bool:
                    text = (await client.get("/metrics")).text
                    return all(
                        f'tallywire_web_records_refused_total{{topic="{one}"}} 1.0' in text
                        for one in ("tallies", "incidents", "tally-changes", "articles-tagged")
                    )

                await until(counted)
                assert (await client.get("/api/tallies")).json()[0]["observed"]["count"] == 0
            assert web.terminate() == 0


async def test_a_port_that_is_taken_is_named(bootstrap: str, prefix: str, tmp_path: Path) -> None:
    with Stream(bootstrap, prefix, tmp_path) as stream, Web(stream) as web:
        await stream.create_topics()
        async with web.client() as client:
            port = client.base_url.port
            environment = stream.settings.with_(web_port=port).child_environment()
            second = await asyncio.to_thread(
                subprocess.run,
                [sys.executable, "-c", CALL],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert second.returncode == 2 and "TALLYWIRE_WEB_PORT" in second.stderr
