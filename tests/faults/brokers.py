"""The Kafka of the fault runs: one broker, or three with every record on all of them; both behind proxies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from streams.broker.local import LocalBroker, free_port
from tests.faults.proxy import Proxy

EXTRA = MappingProxyType(
    {
        "log.cleaner.backoff.ms": "500",
        "log.retention.check.interval.ms": "1000",
        # Segments roll at the next record after segment.ms; the cleaner then has something to do within a short run.
        "log.cleaner.min.cleanable.ratio": "0.01",
    }
)
THREE = MappingProxyType(
    {
        "default.replication.factor": "3",
        "min.insync.replicas": "2",
        "offsets.topic.replication.factor": "3",
        "replica.lag.time.max.ms": "3000",
        "replica.socket.timeout.ms": "3000",
        "controlled.shutdown.enable": "true",
    }
)


@dataclass(frozen=True)
class Node:
    """Ports of one broker. Clients that come through the proxy are told the proxy's address, and stay on it."""

    number: int
    port: int = field(default_factory=free_port)
    controller: int = field(default_factory=free_port)
    behind: int = field(default_factory=free_port)
    proxy: int = field(default_factory=free_port)


class FaultBroker(LocalBroker):
    """A local broker with a second listener for the proxy, alone or as one of several."""

    def __init__(self, node: Node, nodes: tuple[Node, ...], folder: Path) -> None:
        self.node = node
        self.nodes = nodes
        super().__init__(folder, node.port)

    def properties(self, controller_port: int) -> dict[str, str]:
        """The local broker's settings, and those of a node among others."""
        node = self.node
        return {
            **super().properties(controller_port),
            **EXTRA,
            "node.id": str(node.number),
            "controller.quorum.voters": ",".join(f"{one.number}@127.0.0.1:{one.controller}" for one in self.nodes),
            "listeners": f"PLAINTEXT://127.0.0.1:{node.port},PROXIED://127.0.0.1:{node.behind},"
            f"CONTROLLER://127.0.0.1:{node.controller}",
            "advertised.listeners": f"PLAINTEXT://127.0.0.1:{node.port},PROXIED://127.0.0.1:{node.proxy}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "PLAINTEXT",
            **(THREE if len(self.nodes) > 1 else {}),
        }


@dataclass
class Kafka:
    """Running brokers with their proxies."""

    brokers: list[FaultBroker]
    proxies: list[Proxy]

    @property
    def bootstrap(self) -> str:
        """The brokers' own addresses."""
        return ",".join(broker.bootstrap for broker in self.brokers)

    @property
    def proxied(self) -> str:
        """The addresses of the proxies."""
        return ",".join(f"127.0.0.1:{proxy.port}" for proxy in self.proxies)

    async def ensure_running(self) -> None:
        """Start what a run that failed has left behind dead."""
        for broker in self.brokers:
            if not broker.is_running():
                await asyncio.to_thread(broker.start)
        for proxy in self.proxies:
            proxy.delay, proxy.swallow = 0.0, False


@asynccontextmanager
async def kafka(number: int, folder: Path) -> AsyncIterator[Kafka]:
    """`number` brokers, each in a folder of its own below `folder`."""
    nodes = tuple(Node(one) for one in range(1, number + 1))
    async with AsyncExitStack() as stack:
        proxies = [await stack.enter_async_context(Proxy(node.proxy, node.behind)) for node in nodes]
        # All at once: a quorum answers only when most of it is there.
        brokers = await asyncio.gather(
            *[asyncio.to_thread(FaultBroker, node, nodes, folder / f"broker-{node.number}") for node in nodes]
        )
        for broker in brokers:
            stack.callback(broker.stop)
        yield Kafka(list(brokers), proxies)
