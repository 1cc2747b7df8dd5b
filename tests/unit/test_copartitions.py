"""Partitions that are given to a worker without the tables that belong to them."""

from faust.types import TP

from streams.engine.copartitions import without_tables

CHANGELOGS = {"clean": ["pages-changelog"], "facts": ["facts-changelog", "published-changelog"]}


def tps(**held: tuple[int, ...]) -> set[TP]:
    return {TP(topic.replace("_", "-"), number) for topic, numbers in held.items() for number in numbers}


def test_what_is_divided_together_lacks_nothing() -> None:
    held = tps(clean=(0, 2), facts=(0, 2), pages_changelog=(0, 2), facts_changelog=(0, 2), published_changelog=(0, 2))
    assert without_tables(held, CHANGELOGS) == {}
    assert without_tables(set(), CHANGELOGS) == {}


def test_topics_divided_by_three_and_tables_by_two_are_found() -> None:
    # As it was seen: one that had died while it was starting had subscribed to topics and not yet to changelogs.
    held = tps(clean=(0, 3), facts=(0, 3), pages_changelog=(0, 2), facts_changelog=(0, 2), published_changelog=(0, 2))
    assert without_tables(held, CHANGELOGS) == {"clean": [3], "facts": [3]}


def test_a_table_without_its_topic_does_no_harm() -> None:
    held = tps(clean=(1,), facts=(1,), pages_changelog=(1, 3), facts_changelog=(1, 3), published_changelog=(1, 3))
    assert without_tables(held, CHANGELOGS) == {}


def test_each_table_of_a_topic_counts() -> None:
    held = tps(clean=(1,), facts=(1,), pages_changelog=(1,), facts_changelog=(1,))
    assert without_tables(held, CHANGELOGS) == {"facts": [1]}
