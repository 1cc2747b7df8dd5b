"""Kafka in a container, for tests on machines with Docker. testcontainers comes with the test dependencies only."""

from collections.abc import Iterator
from contextlib import contextmanager

from streams.broker.local import BROKER_SETTINGS, CLUSTER_ID, free_port

IMAGE = "apache/kafka:4.1.0"
ENGINE_SECONDS = 2


def engine_answers() -> bool:
    """Is testcontainers installed, and does a Docker engine answer?"""
    try:
        import docker
        import testcontainers  # noqa: F401
    except ImportError:
        return False
    try:
        docker.from_env(timeout=ENGINE_SECONDS).ping()
    except Exception:  # docker raises errors of requests and urllib3 besides its own
        return False
    return True


@contextmanager
def container_broker() -> Iterator[str]:
    """Run a broker in a container; its address."""
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.waiting_utils import wait_for_logs

    port = free_port()
    # The broker tells clients its own address, so it listens inside on the port that is open outside.
    settings = BROKER_SETTINGS | {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": "1@localhost:29093",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://:{port},CONTROLLER://:29093",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
    }
    container = DockerContainer(IMAGE).with_bind_ports(port, port).with_env("CLUSTER_ID", CLUSTER_ID)
    for key, value in settings.items():
        container = container.with_env(f"KAFKA_{key.upper().replace('.', '_')}", value)
    with container:
        wait_for_logs(container, "Kafka Server started", timeout=60)
        yield f"127.0.0.1:{port}"
