"""create_app(settings): the one place where the parts are joined."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import faust

from streams.agents import create_agents
from streams.byte_budget import ByteBudget
from streams.engine.catching_up import let_recovery_end, read_the_rest
from streams.engine.copartitions import without_tables
from streams.engine.faust_app import App
from streams.engine.tables import DurableTable
from streams.engine.tenure import Tenure
from streams.errors import ConfigError
from streams.foreign_writes import follow_public_topics
from streams.generations import Standing
from streams.generations.standing import consumer_group, tables_folder
from streams.kafka_io import consumer, largest_request
from streams.metrics import Metrics
from streams.parts import Parts, while_held
from streams.processing import ERROR_HEADER, end_process
from streams.publishing import TallyState
from streams.records import Outgoing, Sender, record_size
from streams.security import client_security
from streams.settings import MEBIBYTE, Settings
from streams.stages.tally import Definitions, groups_of
from streams.taggers import load_taggers
from streams.taking_over import follow_generations, restore
from streams.topics import ARTICLES_CLEAN, DEAD_LETTERS, TALLY_FACTS, TOPICS, topic_name

log = logging.getLogger(__name__)

FETCH_BYTES = MEBIBYTE
WAIT_SECONDS = 0.2


def create_app(settings: Settings, definitions: Definitions, metrics: Metrics, standing: Standing) -> Any:
    """A Faust app with all agents and tables of a generation; `settings.bootstrap_servers` must be set.

    Raises:
        ConfigError: there is no Kafka address, or a plug-in cannot be loaded.
    """
    if not settings.bootstrap_servers:
        raise ConfigError("no Kafka address", key="TALLYWIRE_BOOTSTRAP_SERVERS")
    app = _faust_app(settings, standing.generation)
    topics = {one.name: _topic(app, topic_name(one, settings.topic_prefix)) for one in TOPICS}
    groups = groups_of(definitions.tallies, definitions.lexicon)
    tenure = Tenure()
    parts = Parts(
        settings=settings,
        lexicon=definitions.lexicon,
        groups=groups,
        metrics=metrics,
        send=_sender(topics, standing, tenure, ByteBudget(settings.buffer_bytes)),
        pages=_table(app, "pages", settings, tenure),
        facts=_table(app, "facts", settings, tenure),
        published=_table(app, "published", settings, tenure),
        state=TallyState(definitions, groups),
        standing=standing,
        taggers=load_taggers(settings.taggers),
        tenure=tenure,
    )
    create_agents(app, topics.__getitem__, parts)
    _follow_partitions(app, topic_name(TALLY_FACTS, settings.topic_prefix), parts)
    return app


def run_app(app: Any, log_level: str) -> None:
    """Run the app until SIGTERM or Ctrl-C; does not return, the process ends with the worker's exit code."""
    faust.Worker(app, loglevel=log_level, quiet=True, override_logging=False).execute_from_commandline()


def _faust_app(settings: Settings, generation: str) -> Any:
    brokers = ";".join(f"kafka://{address}" for address in (settings.bootstrap_servers or "").split(","))
    app = App(
        id=consumer_group(settings, generation),
        broker=brokers,
        broker_credentials=_credentials(settings),
        store="rocksdb://",
        datadir=tables_folder(settings, generation),
        # at_least_once: exactly_once loses data in this version. All effects are idempotent instead.
        processing_guarantee="at_least_once",
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 6,
        broker_commit_interval=settings.commit_interval,
        consumer_auto_offset_reset="earliest",
        # Of each partition at a time; a larger record comes alone.
        consumer_max_fetch_size=FETCH_BYTES,
        producer_max_request_size=largest_request(settings.max_message_bytes),
        producer_linger=0.005,
        producer_max_batch_size=MEBIBYTE // 4,
        table_standby_replicas=settings.standby,
        topic_partitions=settings.partitions,
        topic_replication_factor=settings.replication,
        topic_disable_leader=True,
        web_enabled=False,
    )
    app.buffer_bytes = settings.buffer_bytes
    return app


def _credentials(settings: Settings) -> Any:
    """Faust's words for what `client_security` says; None is PLAINTEXT."""
    access = client_security(settings)
    if "sasl_mechanism" in access:
        return faust.SASLCredentials(
            mechanism=access["sasl_mechanism"],
            username=access["sasl_plain_username"],
            password=access["sasl_plain_password"],
            ssl_context=access.get("ssl_context"),
        )
    return faust.SSLCredentials(access["ssl_context"]) if access else None


def _topic(app: Any, name: str) -> Any:
    return app.topic(name, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")


def _table(app: Any, name: str, settings: Settings, tenure: Tenure) -> DurableTable:
    table = DurableTable(app, name=name, max_message_bytes=settings.max_message_bytes, check=tenure.check)
    app.tables.add(table)
    return table


def _sender(topics: dict[str, Any], standing: Standing, tenure: Tenure, budget: ByteBudget) -> Sender:
    async def send(outgoing: Outgoing) -> object:
        topic = topics[outgoing.topic]
        own = standing.header
        if outgoing.topic == DEAD_LETTERS.name:
            # A dead letter keeps the headers of the record, and whom that was for; who refused it is told besides.
            own = (f"{ERROR_HEADER}generation", standing.generation.encode())
        async with budget.spend(record_size(outgoing)):
            tenure.check()
            queued: Awaitable[object] = await topic.send(
                key=outgoing.key, value=outgoing.value, headers=[*outgoing.headers, own]
            )
            return await queued  # The first await queues, this one is the broker's confirmation.

    return send


def _follow_partitions(app: Any, facts_topic: str, parts: Parts) -> None:
    """Keep the tally state in step with the partitions this worker holds, and say whether it is ready."""

    def held(topic: str) -> set[int]:
        return {tp.partition for tp in app.consumer.assignment() if tp.topic == topic}

    def total() -> int:
        return app.consumer.topic_partitions(facts_topic) or parts.settings.partitions

    async def recovered() -> None:
        # Called after the tables have recovered and before the first event of the new assignment.
        try:
            await while_held("recovery", _recover(app, held(facts_topic), total(), parts), parts)
            for name in {tp.topic for tp in app.consumer.assignment()}:
                parts.metrics.partitions.labels(name).set(len(held(name)))
            log.info(
                "recovered: %d partitions, %d groups of targets", len(app.consumer.assignment()), len(parts.state.held)
            )
        except Exception as error:
            end_process("recovery", error)

    parts.published.on_recover(recovered)

    def beside(name: str, work: Callable[[Callable[[], int], Parts], Awaitable[None]]) -> None:
        @app.task  # type: ignore[untyped-decorator]
        async def running() -> None:
            try:
                await work(total, parts)
            except Exception as error:
                end_process(name, error)

    beside("generations", follow_generations)
    beside("public topics", follow_public_topics)
    beside("recovery", lambda *_: let_recovery_end(app))

    # Told to end, a worker ends what is in hand: sent to a producer that has ended, it would make this end a crash.
    @app.on_before_shutdown.connect  # type: ignore[untyped-decorator]
    @app.on_partitions_revoked.connect  # type: ignore[untyped-decorator]
    async def let_go(*_: Any, **__: Any) -> None:
        await _let_go(app, parts)

    @app.on_partitions_assigned.connect  # type: ignore[untyped-decorator]
    async def assigned(*_: Any, **__: Any) -> None:
        parts.tenure.begin(app.consumer_generation_id)


async def _recover(app: Any, partitions: set[int], total: int, parts: Parts) -> None:
    await _with_tables(app, parts)
    tables = (parts.pages, parts.facts, parts.published)
    if any(table.behind() for table in tables):
        async with consumer(parts.settings) as reader:
            await read_the_rest(reader, tables)
    await restore(partitions, total, parts)


async def _with_tables(app: Any, parts: Parts) -> None:
    """Wait while we are to work off partitions whose tables are with others: the next rebalance ends this tenure."""
    pages, counted = (topic_name(one, parts.settings.topic_prefix) for one in (ARTICLES_CLEAN, TALLY_FACTS))
    changelogs = {
        pages: [parts.pages.changelog_topic_name],
        counted: [parts.facts.changelog_topic_name, parts.published.changelog_topic_name],
    }
    warned = False
    while lacking := without_tables(app.assignor.assigned_actives(), changelogs):
        if not warned:
            log.warning("the group has given us partitions without their tables; waiting for a rebalance: %s", lacking)
            warned = True
        parts.tenure.check()
        await asyncio.sleep(WAIT_SECONDS)


async def _let_go(app: Any, parts: Parts) -> None:
    """Give up what is in hand, before others take over the partitions."""
    parts.tenure.end()
    parts.standing.held = None
    parts.metrics.ready.set(0)
    # The group waits for us: what is on its way has to arrive, but nobody waits for ever.
    try:
        async with asyncio.timeout(parts.settings.session_timeout):
            await parts.tenure.idle()
            await app.producer.flush()
    except TimeoutError:
        log.warning("a batch has not ended yet; it can send nothing more")
