"""What Faust loses at a rebalance, and the ways round it.

A message that was fetched before a rebalance has ended must be fetched again after it: its batch was never
acknowledged. Faust stands in the way of that at several places; each of the classes below goes round one or two.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

from aiokafka.errors import IllegalStateError
from faust.transport.drivers import aiokafka as driver
from mode.utils.futures import notify

from streams.engine.fetched import Fetched
from streams.processing import end_process

log = logging.getLogger(__name__)

REWIND_SECONDS = 20.0
"""How long a partition is given to work off what was read again, before it is read again once more."""


def end_with(task: asyncio.Task[None]) -> None:
    """End the process where the task has failed."""
    if not task.cancelled() and (error := task.exception()):
        end_process("coordination", error)


class LivingListener(driver.ConsumerRebalanceListener):  # type: ignore[misc]
    """Sends heartbeats while Faust makes ready for the partitions that a rebalance has brought.

    aiokafka begins with them only after that. Where opening the tables takes longer than the session the worker is out
    of the group before it begins, comes back, and is out again: workers on a slow machine got nothing done.
    """

    async def on_partitions_assigned(self, assigned: Iterable[Any]) -> None:
        """Begin with heartbeats, then do what Faust does."""
        self._thread._ensure_consumer()._coordinator._start_heartbeat_task()
        await super().on_partitions_assigned(assigned)


class NotingThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]
    """Notes what is fetched where it leaves the client, before anything on the way to the agents can drop it."""

    async def on_start(self) -> None:
        """As Faust's, and ends the process with the task that keeps it in the group.

        Where that fails aiokafka writes it into the log and asks for nothing more: the worker would stand still for
        ever, and its supervisor would not know.
        """
        await super().on_start()
        self._ensure_consumer()._coordinator._coordination_task.add_done_callback(end_with)

    async def _fetch_records(self, *args: Any, **options: Any) -> Mapping[Any, list[Any]]:
        records: Mapping[Any, list[Any]] = await super()._fetch_records(*args, **options)
        for tp, batch in records.items():
            if batch:
                of_tables = self.consumer._is_changelog_tp(tp)
                notes = self.consumer.replayed if of_tables else self.consumer.fetched
                notes.add(tp, [record.offset for record in batch])
        self.consumer.rewound_at_fetch = dict(self.consumer.rewound)
        return records

    async def _commit(self, offsets: Mapping[Any, int]) -> bool:
        try:
            async with asyncio.timeout(self.app.conf.broker_session_timeout):
                committed: bool = await super()._commit(offsets)
        except TimeoutError:
            # aiokafka tries again and again, also when it is being closed and never asks for the coordinator again.
            log.warning("a commit had no answer and is given up; the next one says the same")
            return False
        return committed


class RewindingConsumer(driver.Consumer):  # type: ignore[misc]
    """A consumer that commits nothing which was not worked off, and reads again what was dropped.

    Faust may drop messages that it has fetched: at a rebalance it empties queues and streams skip what is of an older
    generation, then it seeks to the committed offsets and reads them again. That fails where nothing is committed yet
    (aiokafka leaves such a partition where it is: here it goes back to its beginning), and where one rebalance runs
    into another, as on a machine under heavy load; and Faust's commit passes over what is missing, since it takes a
    gap for offsets that the log does not have. Here it passes over nothing that was fetched.
    """

    RebalanceListener = LivingListener

    def __init__(self, *args: Any, **options: Any) -> None:
        """As Faust's."""
        self.fetched = Fetched()
        self.replayed = Fetched()
        self.rewound: dict[Any, float] = {}
        self.rewound_at_fetch: dict[Any, float] = {}
        self._refused: dict[Any, int | None] = {}
        super().__init__(*args, **options)

    def _new_consumer_thread(self) -> NotingThread:
        return NotingThread(self, loop=self.loop, beacon=self.beacon)

    async def subscribe(self, topics: Iterable[str]) -> None:
        """Join the group, with all changelogs among the topics or not at all.

        Faust's conductor waits for the tables before it subscribes, and takes the end of that wait for its success,
        also where it ends because the worker does. A member without changelogs has topics and tables divided unlike,
        and one that joins while it ends may stay in the group until its session is over.
        """
        if self.app.tables._tables_registered.is_set():
            await super().subscribe(topics)

    async def seek_to_committed(self) -> Mapping[Any, int]:
        """Seek all partitions to their committed offsets, or to their beginning."""
        committed: Mapping[Any, int] = await super().seek_to_committed()
        unread = [tp for tp, offset in committed.items() if not offset and not self._is_changelog_tp(tp)]
        if unread:
            await self.seek_wait(await self.earliest_offsets(*unread))
        for tp, offset in committed.items():
            self.fetched.begin(tp, offset or 0)
            # Faust leaves what it knew where nothing is committed, and takes what is read again for done.
            self._committed_offset[tp] = offset or None
        return committed

    async def seek_wait(self, partitions: Mapping[Any, int]) -> None:
        """Seek, and take what comes from there: Faust would drop what lies before the last that it had read."""
        await super().seek_wait(partitions)
        for tp in partitions:
            self._read_offset[tp] = None

    def ack(self, message: Any) -> bool:
        """Take note that a message was worked off; False where it was not, or does not matter any more.

        Faust's streams in pure Python acknowledge what they skip, too; what reaches an agent is marked as tracked. What
        was fetched before the last rebalance is read again after it, from what was committed then.
        """
        self._unacked_messages.discard(message)
        tp, offset = message.tp, message.offset
        if not message.tracked or message.generation_id != self.app.consumer_generation_id:
            return False
        if message.acked or offset in self._acked_index[tp] or not self.app.topics.acks_enabled_for(message.topic):
            return False
        # Faust takes no note of what lies before the offset that was committed last. A commit that was on its way at a
        # rebalance may end after the offsets were asked for, and what is read again would never be acknowledged.
        message.acked = True
        self._acked_index[tp].add(offset)
        self._acked[tp].append(offset)
        self._n_acked += 1
        notify(self._waiting_for_ack)
        return True

    def _new_offset(self, tp: Any) -> int | None:
        offset = self.fetched.advance(tp, self._acked_index[tp])
        if offset is not None:
            self._acked[tp] = [one for one in self._acked[tp] if one >= offset]
            self._acked_index[tp] = {*self._acked[tp]}
        return offset

    async def _commit(self, offsets: Mapping[Any, int]) -> bool:
        committed: bool = await super()._commit(offsets)
        self._refused = {} if committed else {tp: self._committed_offset[tp] for tp in offsets}
        return committed

    async def _commit_offsets(self, offsets: Mapping[Any, int], start_new_transaction: bool = True) -> bool:
        """Commit; what was refused is not committed, though Faust notes that it was.

        A worker that is told so late, when it has its partitions back, would acknowledge nothing before that offset.
        """
        committed: bool = await super()._commit_offsets(offsets, start_new_transaction)
        refused, self._refused = self._refused, {}
        self._committed_offset.update(refused)
        return committed

    async def _commit_tps(self, tps: Iterable[Any], start_new_transaction: bool) -> bool:
        tps = list(tps)
        committed: bool = await super()._commit_tps(tps, start_new_transaction)
        if not self.app.rebalancing and self.flow_active:
            for tp in {*tps} & self.assignment():
                await self._read_again(tp)
        return committed

    async def _read_again(self, tp: Any) -> None:
        """Where something was dropped and what came after it is done already, read from there again."""
        offset = self.fetched.dropped(tp, self._acked_index[tp])
        # What is queued behind it is worked off in the meantime; a second seek would only fetch the same again.
        if offset is None or monotonic() - self.rewound.get(tp, -REWIND_SECONDS) < REWIND_SECONDS:
            return
        log.warning("%s[%d]@%d was dropped on the way to its agent and is read again", *tp, offset)
        self.rewound[tp] = monotonic()
        self._acked.pop(tp, None)
        self._acked_index.pop(tp, None)
        with suppress(IllegalStateError):  # It has just been taken from us.
            await self.seek_wait({tp: offset})

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[Any, Any]]:  # noqa: ASYNC109 (Faust's)
        """Messages as they come. What was fetched before a partition was rewound comes again, and is left out."""
        at_fetch: dict[Any, float] | None = None
        async for tp, message in super().getmany(timeout):
            # As it was when the fetch returned, not when it was asked for: most of the time a fetch is waiting.
            at_fetch = self.rewound_at_fetch if at_fetch is None else at_fetch
            if self.rewound.get(tp) == at_fetch.get(tp):
                yield tp, message


class Transport(driver.Transport):  # type: ignore[misc]
    """Kafka, read by a consumer that rewinds."""

    Consumer = RewindingConsumer
