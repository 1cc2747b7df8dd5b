"""Which Kafka to use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streams.broker.container import container_broker, engine_answers
from streams.broker.local import LocalBroker


@dataclass(frozen=True)
class ExistingBroker:
    """A Kafka that somebody else runs."""

    bootstrap: str


@contextmanager
def choose_broker(
    bootstrap_servers: str | None, data_dir: Path | None = None, *, containers: bool = False
) -> Iterator[ExistingBroker | LocalBroker]:
    """A Kafka with an address in `.bootstrap`: the one at `bootstrap_servers`, else a container, else a local broker.

    A container is tried only where `containers` is set (the tests do) and a Docker engine answers. What was started
    here is stopped at the end; `data_dir` is for the local broker, temporary where None.
    """
    if bootstrap_servers:
        yield ExistingBroker(bootstrap_servers)
    elif containers and engine_answers():
        with container_broker() as bootstrap:
            yield ExistingBroker(bootstrap)
    else:
        with LocalBroker(data_dir) as broker:
            yield broker
