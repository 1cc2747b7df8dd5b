"""Compare what the topics say with the offline fold over what stands in articles-raw: the difference has to be zero."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from schemas import Incident, RawArticle, Tally
from streams.errors import InvalidMessage
from streams.kafka_io import assign, consumer, read_to_end
from streams.offline import extract, fold
from streams.processing import ERROR_HEADER
from streams.records import decode
from streams.settings import Settings
from streams.stages.clean import clean
from streams.stages.tally import Definitions
from tests.faults.load import Record

Letter = tuple[int, int, str, str, bytes | None]
"""A refused record: partition and offset in articles-raw, stage, reason, and its bytes."""


@dataclass
class Result:
    """What a subscriber of the public topics has in the end: the last record of each key, and all dead letters."""

    tallies: dict[str, str] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    letters: set[Letter] = field(default_factory=set)

    def differences(self, seen: "Result") -> list[str]:
        """What another result has otherwise, a line each; none where both are equal."""
        return [
            *_differing("tally", self.tallies, seen.tallies),
            *_differing("incident", self.incidents, seen.incidents),
            *[f"dead letter missing: {_short(one)}" for one in sorted(self.letters - seen.letters, key=repr)],
            *[f"dead letter too much: {_short(one)}" for one in sorted(seen.letters - self.letters, key=repr)],
        ]


def _differing(what: str, expected: dict[str, str], seen: dict[str, str]) -> list[str]:
    lines = []
    for name in sorted({*expected, *seen}):
        one, other = expected.get(name), seen.get(name)
        if one != other:
            lines.append(f"{what} {name}: expected {_cut(one, other)}, found {_cut(other, one)}")
    return lines


def _cut(text: str | None, other: str | None) -> str:
    """The place where a text begins to differ."""
    if text is None or other is None:
        return "nothing" if text is None else f"{len(text)} characters"
    at = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    return f"...{text[max(0, at - 40) : at + 60]!r} at {at}"


def _short(letter: Letter) -> str:
    *place, value = letter
    return f"{place} {(value or b'')[:40]!r}"


async def read_all(settings: Settings, *topics: str) -> list[Any]:
    """All records of the topics, each partition in its order."""
    async with consumer(settings) as reader:
        partitions = await assign(reader, *[f"{settings.topic_prefix}{topic}" for topic in topics])
        return [record async for record in read_to_end(reader, partitions)]


async def seen(settings: Settings) -> Result:
    """What the public topics say now."""
    result = Result()
    for record in await read_all(settings, "tallies", "incidents", "dead-letters"):
        name = (record.key or b"").decode()
        if record.topic.endswith("dead-letters"):
            result.letters.add(_letter(record))
            continue
        kept, model = (result.tallies, Tally) if record.topic.endswith("tallies") else (result.incidents, Incident)
        if record.value is None:
            kept.pop(name, None)
        else:
            kept[name] = decode(model, record.value).to_json().decode()
    return result


def _letter(record: Any) -> Letter:
    headers = dict(record.headers)

    def header(name: str) -> str:
        return str(headers[f"{ERROR_HEADER}{name}"].decode())

    return int(header("partition")), int(header("offset")), header("stage"), header("exception.message"), record.value


async def expected(settings: Settings, definitions: Definitions) -> tuple[Result, list[Record]]:
    """What the offline fold gives for articles-raw as it stands there; and its records."""
    records = await read_all(settings, "articles-raw")
    result = await asyncio.to_thread(offline, records, definitions, settings.max_body)
    return result, [Record(one.key, one.value, one.timestamp) for one in records]


def offline(records: Iterable[Any], definitions: Definitions, max_body: int) -> Result:
    """The same from records in memory."""
    result = Result()
    articles: dict[tuple[int, bytes], RawArticle] = {}
    for record in records:
        produced = datetime.fromtimestamp(record.timestamp / 1000, UTC)
        try:
            raw = decode(RawArticle, record.value)
            _check_text(raw, produced, max_body)
        except InvalidMessage as error:
            result.letters.add((record.partition, record.offset, "clean", str(error), record.value))
            continue
        articles[record.timestamp, record.value] = raw
    # Offline the order of reading stands in for the records' times.
    in_time = [articles[moment] for moment in sorted(articles)]
    tallies, incidents = fold(extract(in_time, definitions.lexicon, max_body, _fail), definitions)
    result.tallies = {one.id: one.to_json().decode() for one in tallies}
    result.incidents = {one.id: one.to_json().decode() for one in incidents}
    return result


def _check_text(raw: RawArticle, produced: datetime, max_body: int) -> None:
    # Only what has to be refused is short or very long: the others are cleaned once, in the fold.
    if len(raw.body) > max_body or len(raw.body) < 40:
        clean(raw, produced, max_body=max_body)


def _fail(article: str, error: InvalidMessage) -> None:
    raise AssertionError(f"{article} is refused offline, and nothing foresaw it: {error}")


def missing(sent: Iterable[Record], found: Iterable[Record]) -> list[str]:
    """What a producer had confirmed and articles-raw does not have."""
    lost = Counter(set(sent)) - Counter(set(found))
    return [f"confirmed, but not in articles-raw: {one.key!r} {(one.value or b'')[:60]!r}" for one in lost]
