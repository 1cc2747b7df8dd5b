"""How fast the API answers, with many incidents and many readers of events: `python -m bench.web [--json]`.

A store is filled with made-up incidents of one tally, the real server is started over it in a process of its own, and
asked by several clients at once while readers hold events open and new records come in. No Kafka: its part is the
worker's. Printed are milliseconds by question (p50, p99), and the server's memory.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx2 as httpx
import uvicorn

from schemas import Evidence, Incident, Mention, Observed, PlaceRef, Span, Tally, TallyChange
from schemas.tally import ObservedStep
from streams.records import Record
from streams.settings import Settings
from streams.stages.tally import load_default_definitions
from streams.web.app import create_app
from streams.web.store import Store

TALLY = "us-forces-iraq-syria"
FIRST = date(2023, 10, 17)
PLACES = [
    ("ain-al-asad", 33.8, 42.4, "IQ"),
    ("harir", 36.5, 44.3, "IQ"),
    ("al-shaddadi", 36.0, 40.7, "SY"),
    ("tower-22", 33.3, 38.7, "JO"),
]
WARM_SECONDS = 5
"""The first questions open connections and are left out."""
QUESTIONS = {
    "tallies": "/api/tallies",
    "tally as known": f"/api/tallies/{TALLY}?known=500",
    "tally as of": f"/api/tallies/{TALLY}?as_of={{day}}",
    "series": f"/api/tallies/{TALLY}/series",
    "citation": f"/api/tallies/{TALLY}/citation",
    "changes": f"/api/tallies/{TALLY}/changes",
    "incidents": f"/api/incidents?tally={TALLY}",
    "incidents filtered": f"/api/incidents?tally={TALLY}&country=IQ&weapon=drone&from={{day}}",
    "search": "/api/incidents?q=rockets%20base%20{number}",
    "incident": "/api/incidents/incident-{number}",
    "facets": f"/api/facets?tally={TALLY}",
    "places": f"/api/places?tally={TALLY}",
}


def incident(number: int) -> Incident:
    """One of the made-up incidents; each depends on its number alone."""
    chance = random.Random(number)
    day = FIRST + timedelta(days=number % 800)
    place, lat, lon, country = chance.choice(PLACES)
    mentions = tuple(
        Mention(
            article_id=f"a-{number}-{story}",
            page_id=f"https://outlet-{story}.example/{number}",
            url=f"https://outlet-{story}.example/{number}",
            outlet=f"Outlet {story}",
            title=f"Rockets fired at base, story {story} of attack {number}",
            published_at=day,
            evidence=Evidence(
                text=f"Several rockets struck the base, attack {number}, an official said.", start=0, end=70
            ),
        )
        for story in range(chance.randint(1, 4))
    )
    return Incident(
        id=f"incident-{number}",
        date=Span(start=day, end=day),
        date_basis="explicit",
        place=PlaceRef(id=place, name=place),
        lat=lat,
        lon=lon,
        country=country,
        countries=(country,),
        weapons=(chance.choice(("drone", "rocket", "missile")),),  # type: ignore[arg-type]
        target="us-forces",
        sources=len(mentions),
        mentions=mentions,
    )


def tally(incidents: list[tuple[str, str, str]]) -> Tally:
    """The tally that counts them all: id, day and country of each."""
    by_day, by_country = Counter(day for _, day, _ in incidents), Counter(country for _, _, country in incidents)
    observed = Observed(count=len(incidents), by_day=dict(sorted(by_day.items())), by_country=dict(by_country))
    ids = tuple(name for name, _, _ in incidents)
    return Tally(id=TALLY, title="Attacks", since=FIRST, observed=observed, incidents=ids)


def record(topic: str, key: str, value: bytes) -> Record:
    """A record of a topic."""
    return Record(topic, 0, 0, time.time(), key.encode(), value)


def records(count: int) -> Iterator[Record]:
    """All that the topics say of so many incidents: each entered with a change of its own."""
    incidents: list[tuple[str, str, str]] = []
    by_country: dict[str, int] = {}
    at = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(1, count + 1):
        one = incident(number - 1)
        incidents.append((one.id, str(one.date.end), one.country or ""))
        yield record("incidents", one.id, one.to_json())
        by_country = dict(Counter(country for _, _, country in incidents[-1:]) + Counter(by_country))
        by_day = {str(one.date.end): (number - 1) // 800 + 1}
        step = ObservedStep(entered=(one.id,), by_day=by_day, by_country=by_country)
        fields = {"id": f"{TALLY}-{number}", "tally_id": TALLY, "number": number, "at": at, "what": "observed"}
        change = TallyChange.model_validate(fields | {"before": number - 1, "after": number, "observed": step})
        yield record("tally-changes", TALLY, change.to_json())
    yield record("tallies", TALLY, tally(incidents).to_json())


def serve(count: int, port: int) -> None:
    """The server's process: a filled store, and records that change an incident and the tally each second."""
    store = Store(load_default_definitions().tallies)
    batch: list[Record] = []
    for one in records(count):
        batch.append(one)
        if len(batch) == 500 or one.topic == "tallies":
            store.apply(batch)
            batch = batch[-1:] if one.topic == "tallies" else []
    app = create_app(store, Settings(web_posts=0))
    numbers = app.state.hub.numbers = store.settled_changes()

    async def stir() -> None:
        number = 0
        while True:
            await asyncio.sleep(1)
            number = (number + 1) % count
            one = incident(number)
            told = [record("incidents", one.id, one.to_json()), *batch]
            applied = await asyncio.to_thread(store.apply, told)
            now = await asyncio.to_thread(store.numbers, list(numbers))
            app.state.hub.tell(applied.changes, now, applied.incidents)

    async def run() -> None:
        stirring = asyncio.create_task(stir())
        await uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", access_log=False)).serve()
        stirring.cancel()

    asyncio.run(run())


def memory(process: int) -> dict[str, float]:
    """What a process holds and has held at most, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    found = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return {"now": int(found["VmRSS"]) / 1024, "most": int(found["VmHWM"]) / 1024}


async def measure(base: str, seconds: float, clients: int, readers: int, count: int, server: int) -> dict[str, object]:
    """Ask for some seconds; milliseconds by question."""
    took: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    heard = [0] * readers
    until, warm = time.monotonic() + seconds + WARM_SECONDS, time.perf_counter() + WARM_SECONDS
    limits = httpx.Limits(max_connections=clients + readers + 5, max_keepalive_connections=clients + 5)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:

        async def read(number: int) -> None:
            async with client.stream("GET", "/api/events") as answer:
                async for line in answer.aiter_lines():
                    heard[number] += line.startswith("data:")

        async def ask(seed: int) -> None:
            chance = random.Random(seed)
            while time.monotonic() < until:
                name = chance.choice(list(QUESTIONS))
                day = FIRST + timedelta(days=chance.randrange(800))
                path = QUESTIONS[name].format(day=day, number=chance.randrange(count))
                began = time.perf_counter()
                answer = await client.get(path)
                if began > warm:
                    took[name].append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
                # People read before they ask again.
                await asyncio.sleep(chance.uniform(0, 0.2))

        reading = [asyncio.create_task(read(number)) for number in range(readers)]
        await asyncio.sleep(2)
        before = memory(server)
        await asyncio.gather(*[ask(seed) for seed in range(clients)])
        for one in reading:
            one.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    every = [one for times in took.values() for one in times]
    result: dict[str, object] = {name: percentiles(times) for name, times in took.items()}
    result["all"] = percentiles(every)
    result["asked_per_second"] = round(len(every) / seconds, 1)
    result["readers_heard_at_least"] = min(heard, default=0)
    result["memory_mb"] = {"before": round(before["now"]), **{k: round(v) for k, v in memory(server).items()}}
    return result


def percentiles(times: list[float]) -> dict[str, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(times) or [0.0]
    return {"p50": round(ordered[len(ordered) // 2], 1), "p99": round(ordered[int(len(ordered) * 0.99)], 1)}


def main() -> None:
    """Start the server, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--incidents", type=int, default=10_000)
    options.add_argument("--readers", type=int, default=100)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--port", type=int, default=8097)
    options.add_argument("--json", action="store_true")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        serve(given.incidents, given.port)
        return
    command = [sys.executable, "-m", "bench.web", "--serve", f"--incidents={given.incidents}", f"--port={given.port}"]
    server = subprocess.Popen(command, env=os.environ.copy())
    try:
        base = f"http://127.0.0.1:{given.port}"
        while server.poll() is None:
            try:
                httpx.get(f"{base}/readyz")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        asked = measure(base, given.seconds, given.clients, given.readers, given.incidents, server.pid)
        result = asyncio.run(asked)
    finally:
        server.terminate()
        server.wait()
    if given.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:<24}{value}")


if __name__ == "__main__":
    main()
