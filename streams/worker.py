"""One worker: topics made, agents started, metrics served, until SIGTERM. `python -m streams.worker` is the process."""

import asyncio
import fcntl
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from streams.access import roles
from streams.access.preflight import check_access, end_when_refused
from streams.app import create_app, run_app
from streams.errors import ConfigError, NoAccess
from streams.generations import Fingerprint, Standing, fingerprint_of
from streams.generations.standing import join, refusal, tables_folder
from streams.harmless import harmless
from streams.metrics import Metrics
from streams.security import client_security
from streams.settings import Settings, load_settings
from streams.tallies_file import load_definitions
from streams.topic_creation import create_topics
from streams.topics import TOPICS, Topic, changelogs

log = logging.getLogger(__name__)

QUIET = ("aiokafka", "faust", "mode", "asyncio", "streams.engine")
"""Never below WARNING: their debug records cost a tenth of the time, and aiokafka's hold the password."""


def configure_logging(level: str) -> None:
    """Logs on stderr; the libraries' loggers a step quieter."""
    logging.basicConfig(stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.getLevelName(level), logging.WARNING))


def run_worker(settings: Settings, generation: str | None = None) -> None:
    """Run until SIGTERM or Ctrl-C; the process ends with code 0 then, with 70 after a failure.

    `generation` is the one to work for, where it is not the live one of these definitions: for `replay`.

    Raises:
        ConfigError: settings or tallies file are wrong, there is no Kafka address, or another generation has replaced
            that of these definitions.
    """
    with sole_user(settings.data_dir):
        _run_worker(settings, generation)


def _run_worker(settings: Settings, generation: str | None) -> None:
    configure_logging(settings.log_level)
    definitions = load_definitions(settings.tallies)
    if not settings.bootstrap_servers:
        raise ConfigError("no Kafka address", key="TALLYWIRE_BOOTSTRAP_SERVERS")
    mark = fingerprint_of(definitions, settings)
    # Asked for the first generation of this fingerprint: rights for a later one have the same prefix.
    check_access(settings, roles.worker(settings, str(mark)))
    standing = asyncio.run(_join(settings, mark, generation))
    tables_folder(settings, standing.generation).mkdir(parents=True, exist_ok=True)
    end_when_refused(settings)
    metrics = Metrics()
    _serve_metrics(metrics, settings)
    uvloop.install()
    try:
        run_app(create_app(settings, definitions, metrics, standing), settings.log_level)
    except SystemExit:
        if not standing.replaced:
            raise
    assert standing.known is not None
    if generation is not None:
        raise ConfigError(refusal(standing.known, generation))
    # Replaced. It may be that the tallies file is the new one by now, or that the same was counted anew: then there is
    # work for this worker. If not, it says so and ends.
    os.execve(sys.executable, [sys.executable, "-m", "streams.worker"], settings.child_environment())


async def _join(settings: Settings, mark: Fingerprint, generation: str | None) -> Standing:
    """Make the topics that are missing, and find the generation that this worker belongs to."""
    await _create(settings, TOPICS)
    standing = await join(settings, mark, generation)
    await _create(settings, changelogs(f"{settings.app_id}-{standing.generation}"))
    return standing


async def _create(settings: Settings, topics: tuple[Topic, ...]) -> None:
    assert settings.bootstrap_servers
    await create_topics(
        settings.bootstrap_servers,
        settings.topic_prefix,
        settings.partitions,
        settings.replication,
        client_security(settings),
        topics=topics,
        largest_message=settings.max_message_bytes,
    )


@contextmanager
def sole_user(folder: Path) -> Iterator[None]:
    """Hold a data folder for this worker alone: two in one folder would wait for each other's table files.

    Raises:
        ConfigError: another worker holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reason = f"another worker uses {folder}; each needs a folder of its own"
            raise ConfigError(reason, key="TALLYWIRE_DATA_DIR") from None
        yield


def _serve_metrics(metrics: Metrics, settings: Settings) -> None:
    try:
        port = metrics.serve(settings.metrics_host, settings.metrics_port)
    except OSError as error:
        reason = f"{settings.metrics_host}:{settings.metrics_port} cannot be listened on: {error.strerror}"
        raise ConfigError(reason, key="TALLYWIRE_METRICS_PORT") from None
    log.info("metrics on http://%s:%d/metrics", settings.metrics_host, port)


def main() -> None:
    """The process behind `python -m streams.worker [GENERATION]`."""
    try:
        run_worker(load_settings(), next(iter(sys.argv[1:]), None))
    except ConfigError as error:
        print(f"tallywire: {harmless(str(error))}", file=sys.stderr)
        sys.exit(2)
    except NoAccess as error:
        print(f"tallywire: {harmless(str(error))}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
