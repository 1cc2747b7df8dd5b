"""Who does what at Kafka: the rights that each command needs. docs/security.md has the access rules that give them."""

from collections.abc import Iterable

from streams.access.rights import Needs
from streams.generations.standing import consumer_group
from streams.kafka_io import STAGES
from streams.settings import Settings
from streams.topics import (
    ARTICLES_RAW,
    ARTICLES_TAGGED,
    DEAD_LETTERS,
    GENERATIONS,
    INCIDENTS,
    TALLIES,
    TALLY_CHANGES,
    TOPICS,
    Topic,
    changelogs,
    topic_name,
)


def worker(settings: Settings, generation: str) -> Needs:
    """Reads what it works on, has published and has refused; writes all but what producers send; keeps its tables."""
    tables = _names(settings, changelogs(f"{settings.app_id}-{generation}"))
    return Needs(
        reads=[*_names(settings, (one for one in TOPICS if one is not ARTICLES_TAGGED)), *tables],
        writes=[*_names(settings, (one for one in TOPICS if one is not ARTICLES_RAW)), *tables],
        makes=[*_names(settings, TOPICS), *tables],
        group=consumer_group(settings, generation),
        joins=True,
    )


def producer(settings: Settings) -> Needs:
    """Sends articles."""
    names = _names(settings, [ARTICLES_RAW])
    return Needs(writes=names, makes=names)


def reader(settings: Settings, waits_for: str | None = None) -> Needs:
    """Reads the tallies with their incidents; asks how far the workers' group is, where it waits for it."""
    waiting = _names(settings, (one for one in TOPICS if one.name in STAGES)) if waits_for else []
    read = [INCIDENTS, TALLIES, GENERATIONS] if waits_for else [INCIDENTS, TALLIES]
    return Needs(reads=_names(settings, read), sees=waiting, group=waits_for)


def web(settings: Settings, generation: str) -> Needs:
    """Reads what the page shows; sends articles and asks how far the workers are, where it takes any."""
    shows = [INCIDENTS, TALLIES, TALLY_CHANGES, ARTICLES_TAGGED]
    if not settings.web_intake:
        return Needs(reads=_names(settings, shows))
    return Needs(
        reads=_names(settings, [*shows, GENERATIONS]),
        writes=_names(settings, [ARTICLES_RAW]),
        sees=_names(settings, (one for one in TOPICS if one.name in STAGES)),
        group=consumer_group(settings, generation),
    )


def letter_reader(settings: Settings) -> Needs:
    """Reads the dead letters."""
    return Needs(reads=_names(settings, [DEAD_LETTERS, GENERATIONS]))


def letter_replayer(settings: Settings) -> Needs:
    """Sends dead letters to where they were refused, and notes it beside them."""
    dead = _names(settings, [DEAD_LETTERS])
    reads = _names(settings, [DEAD_LETTERS, GENERATIONS])
    return Needs(reads=reads, writes=[*dead, *_names(settings, (one for one in TOPICS if one.name in STAGES))])


def operator(settings: Settings) -> Needs:
    """Makes the topics."""
    return Needs(sees=_names(settings, TOPICS), makes=_names(settings, TOPICS))


def _names(settings: Settings, topics: Iterable[Topic]) -> list[str]:
    return [topic_name(one, settings.topic_prefix) for one in topics]
