"""Partitions that the group has divided so that a table is with another worker than the topic it belongs to."""

from collections.abc import Iterable, Mapping

from faust.types import TP


def without_tables(held: Iterable[TP], changelogs: Mapping[str, Iterable[str]]) -> dict[str, list[int]]:
    """By topic the partitions that we are to work off though the changelogs of their tables are not ours.

    `held` is what the group has given us, `changelogs` names those that belong to each topic. Faust divides together
    what all members have subscribed to; one that is only just starting has not subscribed to changelogs yet, and one
    that died then stays in the group until its session ends: topics are divided by one worker more than tables are.
    """
    ours = {*held}
    found: dict[str, list[int]] = {}
    for topic, tables in changelogs.items():
        numbers = sorted(tp.partition for tp in ours if tp.topic == topic)
        lacking = [one for one in numbers if any(TP(table, one) not in ours for table in tables)]
        if lacking:
            found[topic] = lacking
    return found
