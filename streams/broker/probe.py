"""Does a broker answer?"""

import asyncio
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

PAUSE_SECONDS = 0.1


def wait_until_ready(bootstrap: str, seconds: float, is_running: Callable[[], bool]) -> None:
    """Wait until a metadata request is answered with at least one broker.

    Raises TimeoutError with a few words for the reason: not within `seconds`, or the process has ended.
    """
    deadline = time.monotonic() + seconds
    # asyncio in a thread of its own: the caller may be inside a running loop.
    with ThreadPoolExecutor(1) as pool:
        while True:
            if not is_running():
                raise TimeoutError("has ended while it was starting")
            if _accepts(bootstrap) and pool.submit(asyncio.run, _knows_a_broker(bootstrap)).result():
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"did not answer within {seconds:.0f} seconds")
            time.sleep(PAUSE_SECONDS)


def _accepts(bootstrap: str) -> bool:
    # First the bare connection: the Kafka client writes an error to the log for each one that is refused.
    host, _, port = bootstrap.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


async def _knows_a_broker(bootstrap: str) -> bool:
    from aiokafka.client import AIOKafkaClient
    from aiokafka.errors import KafkaError

    client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=5000)
    try:
        await client.bootstrap()
        return bool(client.cluster.brokers())
    except KafkaError:
        return False
    finally:
        await client.close()
