"""How long a worker takes to be ready again: `python -m bench.recovery [--incidents N] [--standby]`, on a local Kafka.

As many stories as there are to be incidents go into `tally-facts`, each with an attack of its own. When a worker has
worked them off it is ended and started again: on its disk, and on an empty one. `--standby` then starts two workers
with a standby copy each, kills the one at work, and waits for the other. Times are from the start of the process, or
from the kill, until the worker says on /metrics that it is ready and what it observes.
"""

import argparse
import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench.attack_stories import attack_stories
from streams.broker import choose_broker
from streams.kafka_io import producer
from streams.settings import Settings, load_settings
from streams.topic_creation import create_topics

TALLY = 'tallywire_tally_observed{tally="us-forces-iraq-syria"}'
READY = "tallywire_worker_ready"


class Worker:
    """A worker process on a data folder of its own."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Start it."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.began = folder, monotonic()
        self._log = folder / "worker.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streams.worker"],
                env=settings.with_(data_dir=folder).child_environment(),
                stdout=log,
                stderr=log,
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        self._process.send_signal(how)
        self._process.wait(300)

    def samples(self) -> dict[str, float]:
        """What its /metrics says; nothing as long as it is not up."""
        if self._process.poll() is not None:
            raise RuntimeError(f"the worker ended:\n{self._log.read_text()[-3000:]}")
        addresses = re.findall(r"metrics on (http://\S+)", self._log.read_text())
        if not addresses:
            return {}
        with urllib.request.urlopen(addresses[-1], timeout=60) as page:
            lines = page.read().decode().splitlines()
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}

    def memory(self, what: str) -> str:
        """Resident memory now (VmRSS) or at most (VmHWM)."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith(what))
        return f"{kilobytes / 1000:.0f} MB"

    def cpu(self) -> float:
        """Seconds that it has computed since its start."""
        # After the name in brackets: state is field 3, user and system time are 14 and 15.
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def at_work(self, observed: int, since: float | None = None) -> float:
        """Wait until it is ready and observes so many attacks; the seconds that took."""
        samples: dict[str, float] = {}
        while samples.get(READY) != 1 or samples.get(TALLY) != observed:
            await asyncio.sleep(0.1)
            samples = self.samples()
        return monotonic() - (self.began if since is None else since)


async def fill(settings: Settings, count: int) -> None:
    """The stories, straight into tally-facts."""
    await create_topics(str(settings.bootstrap_servers), settings.topic_prefix, settings.partitions)
    async with producer(settings) as out:
        for number, fact in enumerate(attack_stories(count, apart=True)):
            sent = await out.send(f"{settings.topic_prefix}tally-facts", key=b"us-forces", value=fact.to_json())
            if number % 1000 == 0:
                await sent
        await out.flush()


async def measure(settings: Settings, count: int, folder: Path, standby: bool) -> None:
    """Print a line for each thing that is measured."""
    await fill(settings, count)
    for what in ("worked off for the first time", "started again, its disk in place", "started again, its disk empty"):
        if what.endswith("empty"):
            shutil.rmtree(folder / "one")
        worker = Worker(settings, folder / "one")
        took = await worker.at_work(count)
        print(f"| {what} | {took:.1f} | {worker.cpu():.1f} | {worker.memory('VmHWM')} |", flush=True)
        worker.stop()
    if standby:
        await _standby(settings.with_(standby=1), count, folder)


async def _standby(settings: Settings, count: int, folder: Path) -> None:
    first = Worker(settings, folder / "one")
    await first.at_work(count)
    second = Worker(settings, folder / "two")
    workers, still = [first, second], 0
    while still < 10:  # Until the standby has read all: its folder does not grow any more.
        size = _size(folder)
        await asyncio.sleep(1)
        still = still + 1 if _size(folder) == size and all(one.samples().get(READY) for one in workers) else 0
    busy = max(workers, key=lambda one: int(one.memory("VmRSS").split()[0]))
    (other,) = (one for one in workers if one is not busy)
    killed, before = monotonic(), other.cpu()
    busy.stop(signal.SIGKILL)
    took = await other.at_work(count, killed)
    what = f"killed; the standby is ready (session time-out {settings.session_timeout:.0f} s)"
    print(f"| {what} | {took:.1f} | {other.cpu() - before:.1f} | {other.memory('VmHWM')} |")
    other.stop()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.sst")) + sum(
        path.stat().st_size for path in folder.rglob("*.log") if path.name != "worker.log"
    )


def main() -> None:
    """Start a Kafka and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000, metavar="N")
    parser.add_argument("--standby", action="store_true")
    given = parser.parse_args()
    print(f"| {given.incidents:,} incidents | seconds | CPU seconds | memory |\n|---|--:|--:|--:|", flush=True)
    with choose_broker(load_settings().bootstrap_servers) as kafka, TemporaryDirectory() as folder:
        settings = Settings(bootstrap_servers=kafka.bootstrap, partitions=4, metrics_port=0, session_timeout=6.0)
        asyncio.run(measure(settings, given.incidents, Path(folder), given.standby))


if __name__ == "__main__":
    main()
