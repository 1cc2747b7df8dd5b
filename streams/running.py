"""What `up` runs on this machine: workers as processes of their own, and where to find the broker."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from streams.broker import guard
from streams.broker.local import free_port
from streams.errors import ConfigError
from streams.settings import Settings

ADDRESS_FILE, PAGE_FILE = "bootstrap", "address"
STOP_SECONDS = 20.0


def connected(settings: Settings) -> Settings:
    """The settings with a Kafka address: the one that is set, else that of the broker running in the data folder.

    Raises:
        ConfigError: there is neither.
    """
    if settings.bootstrap_servers:
        return settings
    note = settings.data_dir / ADDRESS_FILE
    if note.exists():
        return settings.with_(bootstrap_servers=note.read_text(encoding="utf-8").strip())
    raise ConfigError(
        "no Kafka: set it to host:port, or start `tallywire up` or `tallywire broker` first",
        key="TALLYWIRE_BOOTSTRAP_SERVERS",
    )


@contextmanager
def announced(settings: Settings, bootstrap: str) -> Iterator[Settings]:
    """Leave the broker's address in the data folder, so that push and watch in another terminal find it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    note = settings.data_dir / ADDRESS_FILE
    note.write_text(bootstrap, encoding="utf-8")
    try:
        yield settings.with_(bootstrap_servers=bootstrap)
    finally:
        note.unlink(missing_ok=True)


class WorkerFailed(Exception):
    """A worker, or the page's process, ended by itself. The text has its exit code and where its log is."""


class Workers:
    """Worker processes, each with a data folder, a log file and a metrics port of its own; with them, the page's."""

    def __init__(self, settings: Settings, generation: str | None = None) -> None:
        """Start `settings.workers` of them, for the generation of their definitions or the one that is named."""
        self._worker = ["-m", "streams.worker", *([generation] if generation else [])]
        self.metrics: list[str] = []
        self._running: list[tuple[str, subprocess.Popen[bytes], Path]] = []
        for number in range(1, settings.workers + 1):
            self._start_worker(settings, settings.data_dir.resolve() / f"worker-{number}")

    def _start_worker(self, settings: Settings, folder: Path) -> None:
        port = settings.metrics_port if settings.metrics_port and not self._running else free_port()
        own = settings.with_(data_dir=folder, metrics_port=port)
        self.metrics.append(f"http://{settings.metrics_host}:{port}/metrics")
        self._start("a worker", self._worker, own, folder / "worker.log")

    def start_page(self, settings: Settings) -> Path:
        """Start the process that serves page and API; gives the file in which it leaves its address when it listens."""
        folder = settings.data_dir.resolve() / "web"
        note = folder / PAGE_FILE
        note.unlink(missing_ok=True)
        self._start("the page", ["-m", "streams.commands.web"], settings.with_(data_dir=folder), folder / "web.log")
        return note

    def _start(self, what: str, arguments: list[str], own: Settings, path: Path) -> None:
        own.data_dir.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as log:
            process = subprocess.Popen(
                # Guarded, so that none outlives us; in a session of its own, since Ctrl-C is for us.
                [sys.executable, "-I", guard.__file__, sys.executable, *arguments],
                env=own.child_environment(),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append((what, process, path))

    def check(self) -> None:
        """Raise WorkerFailed where one has ended."""
        for what, process, log in self._running:
            if process.poll() is not None:
                tail = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-15:])
                raise WorkerFailed(f"{what} ended with code {process.returncode}; its log, {log}, ends:\n{tail}")

    def __enter__(self) -> Self:
        """The running workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them."""
        self.stop()

    def stop(self) -> None:
        """SIGTERM to all, and wait; one that does not end in time is killed, which loses nothing."""
        processes = [process for _, process, _ in self._running]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
