"""The local broker, and the topics on whatever Kafka the tests run on."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.broker import BrokerFailed, LocalBroker, choose_broker, local_broker
from streams.errors import ConfigError
from streams.topic_creation import create_topics
from streams.topics import ARTICLES_RAW, LARGEST_MESSAGE, TALLIES, TOPICS, topic_name

from ..conftest import ReadTopic

pytestmark = pytest.mark.kafka


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def runs(pid: int) -> bool:
    """Is there a process, and not merely a zombie that nobody has collected?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def send(bootstrap: str, topic: str, value: bytes, key: bytes | None = None) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, max_request_size=LARGEST_MESSAGE)
    await producer.start()
    try:
        await producer.send_and_wait(topic, value, key=key)
    finally:
        await producer.stop()


async def test_topics_are_created_once_and_found_again(bootstrap: str, prefix: str) -> None:
    first = await create_topics(bootstrap, prefix, partitions=3)
    again = await create_topics(bootstrap, prefix, partitions=3)
    assert set(first) == {topic_name(topic, prefix) for topic in TOPICS}
    assert again == ()


async def test_two_that_create_topics_at_once_do_not_disturb_each_other(bootstrap: str, prefix: str) -> None:
    both = await asyncio.gather(*(create_topics(bootstrap, prefix, partitions=2) for _ in range(2)))
    assert sorted(both[0] + both[1]) == sorted(topic_name(topic, prefix) for topic in TOPICS)


async def test_another_number_of_partitions_is_refused_with_both_numbers(bootstrap: str, prefix: str) -> None:
    await create_topics(bootstrap, prefix, partitions=2)
    with pytest.raises(ConfigError, match=f"5 partitions are asked for, but .*{prefix}tallies has 2"):
        await create_topics(bootstrap, prefix, partitions=5)


async def test_state_topics_are_compacted_and_raw_articles_kept_for_ever(bootstrap: str, prefix: str) -> None:
    await create_topics(bootstrap, prefix, partitions=1)
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        resources = [ConfigResource(ConfigResourceType.TOPIC, topic_name(t, prefix)) for t in (ARTICLES_RAW, TALLIES)]
        answers = await admin.describe_configs(resources)
    finally:
        await admin.close()
    found = {
        resource[3].removeprefix(prefix): {entry[0]: entry[1] for entry in resource[4]}
        for answer in answers
        for resource in answer.resources
    }
    assert found["articles-raw"]["cleanup.policy"] == "delete"
    assert found["articles-raw"]["retention.ms"] == "-1"
    assert found["tallies"]["cleanup.policy"] == "compact"


async def test_a_page_of_twenty_megabytes_passes(bootstrap: str, prefix: str, read_topic: ReadTopic) -> None:
    await create_topics(bootstrap, prefix, partitions=1)
    page = os.urandom(20_000_000)
    await send(bootstrap, topic_name(ARTICLES_RAW, prefix), page, key=b"k")
    (record,) = await read_topic(topic_name(ARTICLES_RAW, prefix))
    assert (record.key, record.value) == (b"k", page)


def test_an_address_that_is_set_is_taken_as_it_is() -> None:
    with choose_broker("kafka.example:9092") as kafka:
        assert kafka.bootstrap == "kafka.example:9092"


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBroker]:
    """A broker for the tests that end it; each leaves it running."""
    with local_broker(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


async def test_data_survive_a_broker_that_is_killed(
    own_broker: LocalBroker, prefix: str, read_topic: ReadTopic
) -> None:
    await create_topics(own_broker.bootstrap, prefix, partitions=1)
    await send(own_broker.bootstrap, topic_name(ARTICLES_RAW, prefix), b"kept")
    address = own_broker.bootstrap
    own_broker.kill()
    assert not own_broker.is_running()
    await asyncio.to_thread(own_broker.start)
    assert own_broker.bootstrap == address
    await create_topics(address, prefix, partitions=1)
    assert [record.value for record in await read_topic(topic_name(ARTICLES_RAW, prefix), at=address)] == [b"kept"]


def test_it_listens_on_this_machine_only(own_broker: LocalBroker) -> None:
    listening = Path(f"/proc/{own_broker.pid}/net/tcp").read_text().splitlines()[1:]
    fields = [line.split() for line in listening]
    ours = {
        address for _, address, _, state, *_ in fields if state == "0A" and address.endswith(f":{own_broker.port:04X}")
    }
    assert ours <= {f"0100007F:{own_broker.port:04X}"}


def test_a_second_broker_on_the_same_data_fails_with_the_reason(own_broker: LocalBroker) -> None:
    with pytest.raises(BrokerFailed, match="another broker is running with the data in"):
        local_broker(own_broker.data_dir)
    assert own_broker.is_running()


START = """
import time
from streams.broker import local_broker
broker = local_broker()
print(broker.pid, broker.data_dir, flush=True)
time.sleep(99)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_broker_outlives_the_process_that_started_it(how: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        assert runs(int(pid)) and Path(folder).is_dir()
        parent.send_signal(how)
    assert until(lambda: not runs(int(pid)))
    assert until(lambda: not Path(folder).exists())


def test_the_broker_command_prints_its_address_and_ends_on_sigterm(tmp_path: Path) -> None:
    code = (
        f"from pathlib import Path; from streams.broker import serve_broker; serve_broker(0, Path({str(tmp_path)!r}))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        address = command.stdout.readline().strip()
        asyncio.run(create_topics(address, partitions=1))
        command.terminate()
        assert command.wait(30) == 0
    assert (tmp_path / "logs").is_dir()
