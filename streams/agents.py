"""The agents, top to bottom in the order of the data: clean, split, tag, tally."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from schemas import Article, CleanArticle, RawArticle
from streams.errors import InvalidMessage
from streams.letters.sampling import Attempt, evidence
from streams.parts import Parts, now, while_held, within_limit
from streams.processing import batches, compute, computed, end_process, refuse, run_batch
from streams.records import Outgoing, Record, check_size, decode
from streams.refusal_limit import RefusalLimit
from streams.stages.clean import clean
from streams.stages.lexicon import Lexicon
from streams.stages.split import split
from streams.stages.split.pages import PageState, replace_page
from streams.stages.tag import Given, tag
from streams.stages.tally import PageMarker, TallyFact, TargetGroups, facts_of, read_again, standing_on
from streams.tagging import given_by_taggers
from streams.tallying import tally_in_turn

Work = Callable[[Record], Awaitable[list[Outgoing]]]
Limits = dict[str, RefusalLimit]


TALLY_BATCHES = 10
"""How many times as much the tally stage takes at once."""

TAGGER_BATCH = 10
"""Most stories at once where plug-ins are asked: what they answered is lost with a batch that is given up."""

StatefulWork = Callable[[list[Record], Parts], Awaitable[None]]


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


def tag_record(
    record: Record, lexicon: Lexicon, groups: TargetGroups, everywhere: Iterable[str], given: Sequence[Given] = ()
) -> Iterable[Outgoing]:
    """articles-split -> articles-tagged, and what the tallies need of it -> tally-facts."""
    article = decode(Article, record.value)
    tagged = tag(article, lexicon, given=given)
    yield Outgoing("articles-tagged", tagged.article_id.encode(), tagged.to_json())
    if article.withdrawn:
        return  # For the tallies the stage before has said what stands on the page.
    for group, fact in facts_of(tagged, groups).items():
        yield Outgoing("tally-facts", group.encode(), fact.to_json())
    if article.replaces:
        yield from _marker(read_again(article), everywhere)


async def tag_beside_taggers(record: Record, parts: Parts) -> list[Outgoing]:
    """`tag_record` with what the plug-ins have found in the story."""
    given = await given_by_taggers(decode(Article, record.value), parts) if parts.taggers else ()
    work = partial(tag_record, lexicon=parts.lexicon, groups=parts.groups, everywhere=parts.everywhere, given=given)
    return await computed(work)(record)


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


def create_agents(app: Any, topic: Callable[[str], Any], parts: Parts) -> None:
    """Declare the agents on the app. Each ends the process on any error that is not a refusal."""
    # What the tally stage publishes is as long as history, so when much waits it takes more at a time.
    limits = {"tally": TALLY_BATCHES * parts.settings.batch}
    if parts.taggers:
        limits["tag"] = min(TAGGER_BATCH, parts.settings.batch)
        parts.metrics.begin_taggers(tagger.name for tagger in parts.taggers)
    clean_work = computed(partial(clean_record, max_body=parts.settings.max_body))
    tag_work = partial(tag_beside_taggers, parts=parts)
    attempts: dict[str, tuple[str, Attempt]] = {
        "clean": ("articles-raw", clean_work),
        "split": ("articles-clean", computed(lambda record: split(decode(CleanArticle, record.value), parts.lexicon))),
        "tag": ("articles-split", tag_work),
        "tally": ("tally-facts", computed(lambda record: [decode(TallyFact, record.value)])),
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
