"""Real worker processes under a supervisor that starts again what ends by itself."""

import asyncio
import contextlib
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from streams.broker.guard import die_with_parent
from streams.settings import Settings
from tests.faults.journal import Journal

RESTART_SECONDS = 0.5
STOP_SECONDS = 60.0


@dataclass
class Worker:
    """One worker: its folder (which outlives its processes) and its process, None while it is meant to be away."""

    name: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    crashes: list[int] = field(default_factory=list)
    logged: int = 0
    """Characters in its log when the process was started."""


class Workers:
    """The workers of a run by name. What ends without being told to is noted and started again."""

    def __init__(self, settings: Settings, journal: Journal) -> None:
        self.settings = settings
        self.journal = journal
        self.all: dict[str, Worker] = {}
        self._supervisor: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Workers":
        self._supervisor = asyncio.create_task(self._supervise())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._supervisor is not None
        self._supervisor.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._supervisor
        for worker in self.all.values():
            if worker.process is not None:
                worker.process.kill()
                worker.process.wait()

    @property
    def running(self) -> list[str]:
        """Names of the workers that are meant to run now."""
        return sorted(name for name, worker in self.all.items() if worker.process is not None)

    @property
    def crashes(self) -> int:
        """How often a worker ended by itself."""
        return sum(len(worker.crashes) for worker in self.all.values())

    def start(self, name: str) -> None:
        """Start a worker; the same name again takes up the same folder."""
        folder = self.settings.data_dir / name
        worker = self.all.setdefault(name, Worker(name, folder))
        assert worker.process is None, f"worker {name} runs already"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "worker.log").open("ab") as log:
            worker.logged = log.tell()
            worker.process = subprocess.Popen(
                [sys.executable, "-m", "streams.worker"],
                env=self.settings.with_(data_dir=folder).child_environment(),
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,  # No worker outlives the harness, even one that is killed.
            )
        self.journal(f"{name} started, pid {worker.process.pid}")

    def kill(self, name: str) -> None:
        """kill -9."""
        process = self._away(name)
        process.kill()
        process.wait()
        self.journal(f"{name} killed")

    async def terminate(self, name: str) -> None:
        """SIGTERM, and wait for the end. One that does not end fails the run."""
        process = self._away(name)
        process.send_signal(signal.SIGTERM)
        self.journal(f"{name} told to end")
        try:
            code = await asyncio.to_thread(process.wait, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{name} did not end within {STOP_SECONDS:.0f} s of SIGTERM") from None
        self.journal(f"{name} ended with {code}")

    def pause(self, name: str) -> None:
        """SIGSTOP: it does not answer, and knows nothing of it."""
        self._signal(name, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        """SIGCONT."""
        self._signal(name, signal.SIGCONT)

    def ready(self) -> dict[str, int]:
        """Of each running worker whose tables have recovered: how many partitions it holds."""
        return {name: held for name in self.running if (held := self._held(name)) >= 0}

    def _held(self, name: str) -> int:
        log = (self.all[name].folder / "worker.log").read_text(errors="replace")
        # Of this process: what stands behind its start.
        found = re.findall(r"metrics on (http://\S+)", log[self.all[name].logged :])
        if not found:
            return -1
        try:
            with urllib.request.urlopen(found[-1], timeout=5) as page:
                lines = page.read().decode().splitlines()
        except (OSError, HTTPException):
            # Killed before or while it answers.
            return -1
        samples = {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}
        if samples.get("tallywire_worker_ready") != 1:
            return -1
        return int(sum(value for key, value in samples.items() if key.startswith("tallywire_partitions_assigned")))

    def tables(self, name: str) -> list[Path]:
        """The folders with a worker's local table state."""
        return sorted(path for path in self.all[name].folder.rglob("*.db") if path.is_dir())

    def forget(self, name: str) -> None:
        """Delete a worker's local table state; the worker must be away."""
        assert self.all[name].process is None
        for folder in self.tables(name):
            shutil.rmtree(folder)
        self.journal(f"{name}: local state deleted")

    def _away(self, name: str) -> subprocess.Popen[bytes]:
        worker = self.all[name]
        process, worker.process = worker.process, None
        assert process is not None, f"worker {name} does not run"
        return process

    def _signal(self, name: str, number: signal.Signals) -> None:
        process = self.all[name].process
        if process is not None and process.poll() is None:
            process.send_signal(number)

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            for worker in list(self.all.values()):
                if worker.process is not None and (code := worker.process.poll()) is not None:
                    worker.crashes.append(code)
                    self.journal(f"{worker.name} ended by itself with {code}; it is started again")
                    worker.process = None
                    await asyncio.sleep(RESTART_SECONDS)
                    if worker.process is None:
                        self.start(worker.name)
