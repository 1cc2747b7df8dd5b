"""Reading the topic dead-letters: all letters in short, and what single ones hold."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace

from aiokafka import TopicPartition

from streams.errors import ConfigError
from streams.generations import Generations, read_log
from streams.kafka_io import assign, consumer, read_to_end
from streams.letters.book import Choice, Contents, DeadLetter, LetterBook, moment_of, without_ours
from streams.settings import Settings
from streams.topics import ARTICLES_RAW, DEAD_LETTERS, topic_name


async def dead_letters(settings: Settings, choice: Choice | None = None) -> list[DeadLetter]:
    """The dead letters that are meant (all without a choice), in the order of their last refusal."""
    book = LetterBook()
    reader = consumer(settings)
    await reader.start()
    try:
        async for record in read_to_end(reader, await assign(reader, f"{settings.topic_prefix}dead-letters")):
            book.add(record)
    finally:
        await reader.stop()
    wanted = choice or Choice()
    known = await read_log(settings)
    found = [
        replace(letter, settled=settled_by(letter, known, settings))
        for letter in book.letters()
        if wanted.fits(letter, settings.topic_prefix)
    ]
    return sorted(found, key=lambda letter: (letter.at, letter.name))


def settled_by(letter: DeadLetter, known: Generations, settings: Settings) -> str | None:
    """The live generation, where it came after this letter and has read all that the letter's record came from.

    It has read articles-raw from the beginning, and what it refused there is a letter of its own. What other
    generations made of that is not for it; what others put into the topics behind may not have been kept for it.
    """
    comes_again = letter.own_generation or letter.topic == topic_name(ARTICLES_RAW, settings.topic_prefix)
    if not comes_again or known.live is None or letter.generation in ("", known.live):
        return None
    return known.live if known.live_since is not None and moment_of(letter.at) < known.live_since else None


async def contents(settings: Settings, letters: Iterable[DeadLetter]) -> AsyncIterator[tuple[DeadLetter, Contents]]:
    """Each letter with what it holds, read again one by one: there may be many, each as large as a record may be.

    They come in the order in which they stand in the topic.

    Raises:
        ConfigError: a letter is not there any more.
    """
    ordered = sorted(letters, key=lambda one: one.place)
    if not ordered:
        return  # A consumer that is stopped before it was assigned anything raises CancelledError.
    reader = consumer(settings)
    await reader.start()
    try:
        for letter in ordered:
            partition, offset = letter.place
            where = TopicPartition(f"{settings.topic_prefix}dead-letters", partition)
            if where not in reader.assignment():
                reader.assign([where])
            reader.seek(where, offset)
            record = await reader.getone(where)
            if record.offset != offset:
                raise ConfigError(f"{letter.name} is not there any more: dead letters are kept for {DEAD_LETTERS.kept}")
            yield letter, Contents(without_ours(record.headers), record.key, record.value)
    finally:
        await reader.stop()
