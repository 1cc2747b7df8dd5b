"""What replaced generations leave behind: changelogs and a consumer group in Kafka, table files on this machine."""

import logging
import shutil
from typing import Any

from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.admin import DeleteGroupsRequest

from streams.generations.log import Generations
from streams.generations.standing import consumer_group, tables_folder
from streams.kafka_io import admin
from streams.settings import Settings
from streams.topics import changelogs, topic_name

GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC = 69, 3
"""Kafka's error codes for what another worker has deleted already."""

log = logging.getLogger(__name__)


def idle(known: Generations) -> list[str]:
    """Generations that nobody needs any more: replaced, and not the last one before the live one.

    That one is kept until the next switch, since its workers may still be ending.
    """
    return [name for name in known.announced if known.is_replaced(name) and name != known.previous]


async def clean_up(settings: Settings, known: Generations) -> None:
    """Delete what generations that nobody needs have left. What cannot be deleted is logged and left there."""
    for name in idle(known):
        shutil.rmtree(tables_folder(settings, name), ignore_errors=True)
    async with admin(settings) as client:
        there = set(await client.list_topics())
        for name in idle(known):
            topics = [topic_name(one, settings.topic_prefix) for one in changelogs(f"{settings.app_id}-{name}")]
            if not there.isdisjoint(topics):
                await _delete(client, consumer_group(settings, name), [one for one in topics if one in there])


async def _delete(client: Any, group: str, topics: list[str]) -> None:
    try:
        # The group first: where it still has workers it cannot be deleted, and they need the topics. The client has no
        # call of its own for groups.
        request = DeleteGroupsRequest([group])
        answer = await client._send_request(request, await client.find_coordinator(group))
        _check(answer.results)
        _check((await client.delete_topics(topics)).topic_error_codes)
        log.info("deleted the changelogs and the group of %s", group)
    except KafkaError as error:
        log.warning("what the replaced generation %s has left could not be deleted: %s", group, error)


def _check(results: list[tuple[str, int]]) -> None:
    for name, code in results:
        if code not in (0, GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC):
            raise for_code(code)(name)
