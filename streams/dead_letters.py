"""dead-letters list: what was refused, where it stood, and why."""

from collections.abc import AsyncIterator

from pydantic import BaseModel

from streams.kafka_io import assign, consumer, read_to_end
from streams.processing import ERROR_HEADER
from streams.settings import Settings


class DeadLetter(BaseModel):
    """A refused record: where it stood (topic, partition, offset), the stage and reason of the refusal, its bytes."""

    topic: str
    partition: int
    offset: int
    stage: str
    reason: str
    at: str
    key: str
    size: int
    beginning: str


async def dead_letters(settings: Settings) -> AsyncIterator[DeadLetter]:
    """All dead letters, in the order of the topic's partitions."""
    reader = consumer(settings)
    await reader.start()
    try:
        async for record in read_to_end(reader, await assign(reader, f"{settings.topic_prefix}dead-letters")):
            yield _letter(record.key, record.value, dict(record.headers))
    finally:
        await reader.stop()


def _letter(key: bytes | None, value: bytes | None, headers: dict[str, bytes]) -> DeadLetter:
    def header(name: str) -> str:
        return headers.get(ERROR_HEADER + name, b"").decode(errors="replace")

    return DeadLetter(
        topic=header("topic"),
        partition=int(header("partition") or -1),
        offset=int(header("offset") or -1),
        stage=header("stage"),
        reason=header("exception.message"),
        at=header("timestamp"),
        key=(key or b"").decode(errors="replace"),
        size=len(value or b""),
        beginning=(value or b"")[:80].decode(errors="backslashreplace"),
    )
