"""Is Kafka there, does it let us in, and may we do what we are for? Asked before work begins.

Where a password is wrong, a certificate is not trusted or a right is missing, the clients try again for ever or give up
with "unable to bootstrap". A bare connection tells which it is.
"""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import KafkaError
from aiokafka.protocol.coordination import FindCoordinatorRequest

from streams.access.refusals import explain, refusal
from streams.access.rights import GroupRights, Needs, TopicRights, missing_group_rights, missing_topic_rights
from streams.errors import ConfigError, NoAccess
from streams.processing import EXIT_FAILED
from streams.security import client_security
from streams.settings import Settings

log = logging.getLogger(__name__)

SECONDS = 10.0
"""For a connection with its handshakes, and for an answer. A broker under load takes one or two."""

GROUP_REFUSED, COORDINATOR_NOT_READY = 30, (14, 15, 16)
"""Kafka's error codes. The latter are the answers while the brokers make or move their own topic for offsets."""

COORDINATOR_SECONDS = 30.0
"""For the topic of offsets, which a new cluster makes at the first question for a group."""

Address = tuple[str, int]


def check_access(settings: Settings, needs: Needs) -> None:
    """Connect, authenticate and ask for the rights; return where all is well.

    Raises:
        ConfigError: Kafka refuses us as we are set up: the password, the certificates, the way.
        NoAccess: there is no Kafka at the addresses, or rights are missing. The text names all that are.
    """
    asyncio.run(_check(settings, needs))


def end_when_refused(settings: Settings) -> None:
    """End this process when Kafka refuses its client later on: a password was changed, a certificate has ended.

    The client would say so in the log for ever and try again. A worker that is started anew checks first, and reads a
    changed password file.
    """
    logging.getLogger("aiokafka").addHandler(_EndWhenRefused(settings))


class _EndWhenRefused(logging.Handler):
    def __init__(self, settings: Settings) -> None:
        super().__init__(logging.ERROR)
        self.settings = settings

    def emit(self, record: logging.LogRecord) -> None:
        # The client's lines have the error itself among their arguments.
        for value in record.args if isinstance(record.args, tuple) else ():
            reason = isinstance(value, BaseException) and refusal(
                value, str(self.settings.bootstrap_servers), self.settings
            )
            if reason:
                log.critical("the worker ends, nothing is lost: %s", reason)
                logging.shutdown()
                os._exit(EXIT_FAILED)


async def _check(settings: Settings, needs: Needs) -> None:
    question = TopicRights(needs.topics)
    async with _first(_addresses(settings), settings, question) as (connection, answer):
        missing = list(missing_topic_rights(needs, answer))
        await _try_all([(host, port) for _, host, port, _ in answer.brokers], settings)
        if needs.group is not None:
            missing += await _missing_for_group(connection, needs.group, needs, settings)
    if missing:
        who = f"user {settings.kafka_user}" if settings.kafka_user else "we"
        raise NoAccess(f"at {settings.bootstrap_servers} {who} {'; '.join(missing)}: see docs/security.md")


def _addresses(settings: Settings) -> list[Address]:
    try:
        return [(host, port) for host, port, _ in collect_hosts(settings.bootstrap_servers, randomize=False)]
    except ValueError:
        reason = f"{settings.bootstrap_servers!r} is not host:port[,host:port]"
        raise ConfigError(reason, key="TALLYWIRE_BOOTSTRAP_SERVERS") from None


@asynccontextmanager
async def _first(addresses: Sequence[Address], settings: Settings, question: Any) -> AsyncIterator[tuple[Any, Any]]:
    """A connection to the first address that answers, and its answer.

    A refusal ends the search: the next broker would be asked with the same password.
    """
    problems = []
    for address in addresses:
        try:
            connection, answer = await _ask(address, settings, question)
        except NoAccess as problem:
            problems.append(str(problem))
            continue
        try:
            yield connection, answer
        finally:
            connection.close()
        return
    raise NoAccess("; ".join(problems))


async def _ask(address: Address, settings: Settings, question: Any) -> tuple[Any, Any]:
    """A connection, and its answer to a question: who may not come in learns it from the first request only."""
    connection = None
    try:
        async with asyncio.timeout(SECONDS):
            connection = await create_conn(*address, request_timeout_ms=SECONDS * 1000, **client_security(settings))
            return connection, await connection.send(question)
    except NotImplementedError:
        raise NoAccess(f"{address[0]}:{address[1]}: this Kafka is older than 2.3") from None
    except (OSError, KafkaError) as error:
        if connection is not None:
            connection.close()
        raise await explain(error, address, settings) from None


async def _try_all(brokers: list[Address], settings: Settings) -> None:
    """Connect to all brokers of the cluster by the addresses that they give themselves.

    One that is down is no reason to stay away; one that refuses us is, since its partitions would stand still.
    """
    asked = [_ask(address, settings, TopicRights([])) for address in brokers]
    tried = await asyncio.gather(*asked, return_exceptions=True)
    problems = [one for one in tried if isinstance(one, BaseException)]
    for one in tried:
        if not isinstance(one, BaseException):
            one[0].close()
    for problem in problems:
        if not isinstance(problem, NoAccess):
            raise problem
    if brokers and len(problems) == len(brokers):
        places = "; ".join(str(one) for one in problems)
        raise NoAccess(f"{settings.bootstrap_servers} answers, but not by the addresses that it advertises: {places}")


async def _missing_for_group(connection: Any, group: str, needs: Needs, settings: Settings) -> list[str]:
    question, deadline = GroupRights(group), time.monotonic() + COORDINATOR_SECONDS
    while time.monotonic() < deadline:
        try:
            found = await connection.send(FindCoordinatorRequest(group, 0))
        except (OSError, KafkaError) as error:
            raise NoAccess(f"{settings.bootstrap_servers}: {error or 'no answer'}") from None
        if found.error_code == GROUP_REFUSED:
            return [f"may not {'read as' if needs.joins else 'describe'} consumer group {group}"]
        if found.error_code == 0:
            async with _first([(found.host, found.port)], settings, question) as (_, answer):
                if answer.groups[0][0] not in COORDINATOR_NOT_READY:
                    return list(missing_group_rights(needs, answer))
        await asyncio.sleep(0.2)
    raise NoAccess(
        f"{settings.bootstrap_servers} has found no coordinator for consumer group {group}; "
        "has it fewer brokers than offsets.topic.replication.factor?"
    )
