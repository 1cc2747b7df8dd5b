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

ADDRESS_FILE = "bootstrap"
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
    """A worker ended by itself. The text has its exit code and where its log is."""


class Workers:
    """Worker processes, each with a data folder, a log file and a metrics port of its own."""

    def __init__(self, settings: Settings, generation: str | None = None) -> None:
        """Start `settings.workers` of them, for the generation of their definitions or the one that is named."""
        self._command = [sys.executable, "-m", "streams.worker", *([generation] if generation else [])]
        self.metrics: list[str] = []
        self._logs: list[Path] = []
        self._processes: list[subprocess.Popen[bytes]] = []
        for number in range(1, settings.workers + 1):
            self._start(settings, settings.data_dir.resolve() / f"worker-{number}")

    def _start(self, settings: Settings, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        port = settings.metrics_port if settings.metrics_port and not self._processes else free_port()
        own = settings.with_(data_dir=folder, metrics_port=port)
        self.metrics.append(f"http://{settings.metrics_host}:{port}/metrics")
        with (folder / "worker.log").open("ab") as log:
            self._logs.append(folder / "worker.log")
            self._processes.append(
                # Guarded, so that no worker outlives us; in a session of its own, since Ctrl-C is for us.
                subprocess.Popen(
                    [sys.executable, "-I", guard.__file__, *self._command],
                    env=own.child_environment(),
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def check(self) -> None:
        """Raise WorkerFailed where one has ended."""
        for process, log in zip(self._processes, self._logs, strict=True):
            if process.poll() is not None:
                tail = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-15:])
                raise WorkerFailed(f"a worker ended with code {process.returncode}; its log, {log}, ends:\n{tail}")

    def __enter__(self) -> Self:
        """The running workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them."""
        self.stop()

    def stop(self) -> None:
        """SIGTERM to all, and wait; one that does not end in time is killed, which loses nothing."""
        for process in self._processes:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
