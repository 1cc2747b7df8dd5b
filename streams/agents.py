"""The agents, top to bottom in the order of the data: clean, split, tag, tally."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any, TypeVar
from uuid import uuid4

from aiokafka.partitioner import murmur2

from schemas import Article, CleanArticle, RawArticle
from streams.errors import InvalidMessage
from streams.generations import Standing
from streams.metrics import Metrics
from streams.processing import (
    Outgoing,
    Record,
    Sender,
    batches,
    check_size,
    compute,
    decode,
    end_process,
    first_offsets,
    refuse,
    run_batch,
)
from streams.published import WRITER
from streams.publishing import TallyState
from streams.refusal_limit import RefusalLimit
from streams.sampling import Attempt, evidence
from streams.settings import Settings
from streams.stages.clean import clean
from streams.stages.lexicon import Lexicon
from streams.stages.split import split
from streams.stages.split.pages import PageState, replace_page
from streams.stages.tag import tag
from streams.stages.tally import PageMarker, TallyFact, TargetGroups, facts_of, read_again, standing_on
from streams.tables import DurableTable
from streams.tenure import Revoked, Tenure
from streams.topics import TALLY_CHANGES

log = logging.getLogger(__name__)

T = TypeVar("T")

Work = Callable[[Record], Iterable[Outgoing]]
Limits = dict[str, RefusalLimit]


@dataclass(frozen=True)
class Parts:
    """What the agents are joined from.

    `turn` is held by whoever works on the tally state; `writer` is another one for each process.
    """

    settings: Settings
    lexicon: Lexicon
    groups: TargetGroups
    metrics: Metrics
    send: Sender
    pages: DurableTable
    facts: DurableTable
    published: DurableTable
    state: TallyState
    standing: Standing = field(default_factory=Standing)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    limits: dict[str, RefusalLimit] = field(default_factory=dict)
    writer: str = field(default_factory=lambda: uuid4().hex)
    tenure: Tenure = field(default_factory=Tenure)

    @cached_property
    def everywhere(self) -> tuple[str, ...]:
        """A key for each partition of tally-facts in which any group of targets lives: what all have to know."""
        found = {partition_of(group, self.settings.partitions): group for group in sorted(self.groups.keys)}
        return tuple(found[number] for number in sorted(found))

    def signed(self, outgoing: Outgoing) -> Outgoing:
        """The record with a header that says who has sent it."""
        return replace(outgoing, headers=(*outgoing.headers, (WRITER, self.writer.encode())))


TALLY_BATCHES = 10
"""How many times as much the tally stage takes at once."""

StatefulWork = Callable[[list[Record], Parts], Awaitable[None]]


def now() -> datetime:
    """The time of processing."""
    return datetime.now(UTC)


def record_of(event: Any) -> Record:
    """The record behind a Faust event, with its bytes as they came."""
    message = event.message
    headers = message.headers.items() if isinstance(message.headers, dict) else message.headers or ()
    return Record(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp or 0.0,
        key=message.key,
        value=message.value,
        headers=tuple((name, value) for name, value in headers),
    )


def clean_record(record: Record, max_body: int) -> Iterable[Outgoing]:
    """articles-raw -> articles-clean."""
    raw = decode(RawArticle, record.value)
    page = clean(raw, datetime.fromtimestamp(record.timestamp, UTC), max_body=max_body)
    yield Outgoing("articles-clean", page.page_id.encode(), page.to_json())


def tag_record(record: Record, lexicon: Lexicon, groups: TargetGroups, everywhere: Iterable[str]) -> Iterable[Outgoing]:
    """articles-split -> articles-tagged, and what the tallies need of it -> tally-facts."""
    article = decode(Article, record.value)
    tagged = tag(article, lexicon)
    yield Outgoing("articles-tagged", tagged.article_id.encode(), tagged.to_json())
    if article.withdrawn:
        return  # For the tallies the stage before has said what stands on the page.
    for group, fact in facts_of(tagged, groups).items():
        yield Outgoing("tally-facts", group.encode(), fact.to_json())
    if article.replaces:
        yield from _marker(read_again(article), everywhere)


def _marker(marker: PageMarker, everywhere: Iterable[str]) -> Iterable[Outgoing]:
    return [Outgoing("tally-facts", group.encode(), marker.to_json()) for group in everywhere]


async def split_records(records: list[Record], parts: Parts) -> None:
    """articles-clean -> articles-split; which stories stand on a page is kept in the table `pages`."""
    rows: dict[tuple[int, str], PageState] = {}
    outgoing: list[Outgoing] = []
    refused: list[InvalidMessage] = []
    for record in records:
        try:
            page = decode(CleanArticle, record.value)
            row = (record.partition, page.page_id)
            known = rows.get(row) or _page_state(parts.pages.fetch(*row))
            articles = await compute(partial(split, page, parts.lexicon), record)
            state, sent, replaces = replace_page(known, page, articles)
            stories = [Outgoing("articles-split", one.article_id.encode(), one.to_json()) for one in sent]
            for story in stories:
                check_size(story, parts.settings.max_message_bytes)
            rows[row] = state
            outgoing += stories
            outgoing += _marker(standing_on(page, articles), parts.everywhere) if replaces else []
        except InvalidMessage as error:
            refused.append(error)
            outgoing.append(refuse(record, "split", error, parts.metrics, now()))
    await within_limit("split", records, refused, parts)
    await asyncio.gather(*[parts.send(item) for item in outgoing])
    for (partition, page_id), state in rows.items():
        parts.pages.put(partition, page_id, state.to_json())
    await parts.pages.confirm()


def _page_state(row: bytes | None) -> PageState | None:
    return None if row is None else PageState.model_validate_json(row)


async def tally_records(records: list[Record], parts: Parts) -> None:
    """tally-facts -> incidents, tallies, tally-changes; facts are kept in the table `facts`.

    The facts are confirmed before anything is computed from them, and what is published before it is remembered as
    published: after a crash at any point the same is computed from the same facts and sent again.
    """
    partitions = sorted({record.partition for record in records})
    with parts.state.working_on(partitions):
        await _tally(records, partitions, parts)


async def _tally(records: list[Record], partitions: list[int], parts: Parts) -> None:
    refused: list[InvalidMessage] = []
    letters: list[Outgoing] = []
    for record in records:
        try:
            message = decode(TallyFact, record.value).root
            parts.state.take(record.partition, group_in(record), message, record.timestamp)
        except InvalidMessage as error:
            refused.append(error)
            letters.append(refuse(record, "tally", error, parts.metrics, now()))
    await within_limit("tally", records, refused, parts)
    await asyncio.gather(*[parts.send(item) for item in letters])
    for partition in partitions:
        groups = await settle(partition, parts)
        for group in groups if parts.standing.may_publish(partition) else ():
            await publish(partition, group, parts)


def group_in(record: Record) -> str:
    """The group of targets in the key of a record of tally-facts."""
    try:
        group = (record.key or b"").decode()
    except UnicodeDecodeError:
        group = ""
    if not group:
        raise InvalidMessage("key: no group of targets")
    return group


async def settle(partition: int, parts: Parts) -> tuple[str, ...]:
    """Bring the table `facts` up to what the tally state took in; the groups in which something changed."""
    settled = parts.state.settle(partition)
    for row, value in settled.put.items():
        parts.facts.put(partition, row, value)
    await parts.facts.confirm()
    # What is idle goes only when that which makes it idle is safe. Nothing waits for it: left over, it stays idle.
    for row in settled.delete:
        parts.facts.put(partition, row, None)
    return settled.groups


async def tally_in_turn(records: list[Record], parts: Parts) -> None:
    """`tally_records`, when nobody else works on the tally state."""
    async with parts.turn:
        await tally_records(records, parts)


async def publish(partition: int, group: str, parts: Parts, because: str = "") -> None:
    """Bring the topics up to what the facts of a group say, then remember what was sent.

    `because` begins the reasons of the changes.
    """
    publication = await asyncio.to_thread(parts.state.publication, partition, group, now, because)
    # Incidents first: who sees a tally can look up the incidents that it names. Tallies last: where we die before, and
    # what is published is read from the topics, no change of a tally is missed.
    changes = [one for one in publication.tallies if one.topic == TALLY_CHANGES.name]
    tallies = [one for one in publication.tallies if one.topic != TALLY_CHANGES.name]
    for several in (publication.incidents, changes, tallies):
        await asyncio.gather(*[parts.send(parts.signed(item)) for item in several])
    for row, value in publication.rows.items():
        if value is not None:
            parts.published.put(partition, row, value)
    await parts.published.confirm()
    for row, value in publication.rows.items():
        if value is None:
            parts.published.put(partition, row, None)
    parts.state.commit(partition, publication)
    for tally in (one.tally for one in parts.state.hold(partition, group).tallies.values()):
        parts.metrics.observed.labels(tally.id).set(tally.observed.count)
        parts.metrics.reported.labels(tally.id).set(tally.reported.count if tally.reported else float("nan"))


async def restore_tallies(partitions: set[int], total: int, parts: Parts) -> None:
    """Read the tally state of these partitions (of `total`) from the tables, and publish what was not yet.

    Partitions that this worker held before, and to which nobody else has written, are not read again. To be called
    after the tables have recovered and before the first record of the new assignment. What stands in the topics by
    another generation is for `settle`.
    """
    kept = parts.state.keep(await parts.facts.recovered(partitions) & await parts.published.recovered(partitions))
    with parts.state.working_on(partitions):
        settled = partitions - parts.standing.unsettled(partitions)
        await _read_again(partitions - kept, settled, parts)
        for partition, group in groups_in(settled, total, parts):
            await publish(partition, group, parts)


async def _read_again(fresh: set[int], settled: set[int], parts: Parts) -> None:
    async for partition, row, value in breathing(parts.facts.rows(fresh)):
        parts.state.restore_fact(partition, row, value)
    for partition in sorted(fresh):
        await settle(partition, parts)
    await asyncio.to_thread(parts.state.update, fresh)
    async for partition, row, value in breathing(parts.published.rows(settled & fresh)):
        parts.state.restore_published(partition, row, value)
    if fresh:
        log.info("the state of %d partitions was read from the tables", len(fresh))


async def breathing(rows: Iterable[T]) -> AsyncIterator[T]:
    """The rows one by one; now and then others on the event loop get their turn."""
    for number, row in enumerate(rows):
        if number % 200 == 0:
            await asyncio.sleep(0)
        yield row


def groups_in(partitions: set[int], total: int, parts: Parts) -> list[tuple[int, str]]:
    """The groups of these partitions (of `total`) that there is something of, or that a tally watches."""
    watched = {(partition_of(group, total), group) for group in parts.state.watched}
    return sorted(one for one in {*parts.state.held, *watched} if one[0] in partitions)


def partition_of(key: str, partitions: int) -> int:
    """The partition that Kafka's default partitioner gives a key."""
    return int((murmur2(key.encode()) & 0x7FFFFFFF) % partitions)


async def within_limit(stage: str, records: list[Record], refused: list[InvalidMessage], parts: Parts) -> None:
    """Stop before the dead letters of a batch are sent where it is the stage that is wrong, not the records."""
    if stage in parts.limits:
        await parts.limits[stage].check(len(records), refused, first_offsets(records))


async def run_with_state(stage: str, work: StatefulWork, events: list[Any], parts: Parts) -> None:
    """Work off a batch of a stage with state, timed."""
    with parts.metrics.batch(stage, len(events)):
        await work([record_of(event) for event in events], parts)


async def run_stateless(stage: str, work: Work, events: list[Any], parts: Parts) -> None:
    """Work off a batch of a stage without state, timed."""
    records = [record_of(event) for event in events]
    largest = parts.settings.max_message_bytes
    await run_batch(stage, records, work, parts.send, parts.metrics, now, parts.limits.get(stage), largest)


def refusal_limits(attempts: dict[str, tuple[str, Attempt]], parts: Parts) -> Limits:
    """A limit for each stage, from its topic and what it does to a record there."""
    settings = parts.settings
    if not settings.dead_letter_window:
        return {}
    share = settings.dead_letter_share
    return {
        stage: RefusalLimit(
            stage,
            settings.dead_letter_window,
            share,
            partial(evidence, settings, topic, attempt, parts.standing.is_ours, share=share),
        )
        for stage, (topic, attempt) in attempts.items()
    }


async def while_held(what: str, work: Coroutine[Any, Any, None], parts: Parts) -> None:
    """Do work on our partitions; where they are taken away meanwhile, it is given up."""
    try:
        with parts.tenure.working():
            await work
    except Revoked:
        work.close()
        log.info("%s: partitions were taken away; what was in hand is given up and comes again", what)


def create_agents(app: Any, topic: Callable[[str], Any], parts: Parts) -> None:
    """Declare the agents on the app. Each ends the process on any error that is not a refusal."""
    # What the tally stage publishes is as long as history, so when much waits it takes more at a time.
    limits = {"tally": TALLY_BATCHES * parts.settings.batch}
    clean_work = partial(clean_record, max_body=parts.settings.max_body)
    tag_work = partial(tag_record, lexicon=parts.lexicon, groups=parts.groups, everywhere=parts.everywhere)
    attempts: dict[str, tuple[str, Attempt]] = {
        "clean": ("articles-raw", lambda record: list(clean_work(record))),
        "split": ("articles-clean", lambda record: split(decode(CleanArticle, record.value), parts.lexicon)),
        "tag": ("articles-split", lambda record: list(tag_work(record))),
        "tally": ("tally-facts", lambda record: decode(TallyFact, record.value)),
    }
    parts.limits.update(refusal_limits(attempts, parts))

    async def each_batch(stage: str, stream: Any, run: Callable[[list[Any], Parts], Coroutine[Any, Any, None]]) -> None:
        try:
            most = limits.get(stage, parts.settings.batch)
            async for events in batches(stream, most, parts.tenure.holds, most_bytes=parts.settings.buffer_bytes):
                ours = [event for event in events if parts.standing.is_ours(event.message.headers)]
                if ours:
                    await while_held(stage, run(ours, parts), parts)
        except Exception as error:
            end_process(stage, error)

    @app.agent(topic("articles-raw"), name="clean")  # type: ignore[untyped-decorator]
    async def clean_agent(stream: Any) -> None:
        """Type the blocks of a page: title, caption, promo, paragraph."""
        await each_batch("clean", stream, partial(run_stateless, "clean", clean_work))

    @app.agent(topic("articles-clean"), name="split")  # type: ignore[untyped-decorator]
    async def split_agent(stream: Any) -> None:
        """Cut a page into its stories; a newer version of a page replaces the older one."""
        await each_batch("split", stream, partial(run_with_state, "split", split_records))

    @app.agent(topic("articles-split"), name="tag")  # type: ignore[untyped-decorator]
    async def tag_agent(stream: Any) -> None:
        """Name the places and groups in a story, the attacks it tells and the totals it states."""
        await each_batch("tag", stream, partial(run_stateless, "tag", tag_work))

    @app.agent(topic("tally-facts"), name="tally")  # type: ignore[untyped-decorator]
    async def tally_agent(stream: Any) -> None:
        """Join mentions to incidents, count them, and publish what has changed."""
        await each_batch("tally", stream, partial(run_with_state, "tally", tally_in_turn))
