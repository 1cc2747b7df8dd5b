"""push and watch: the commands that talk to a running stream."""

import asyncio
import json
import sys
from dataclasses import replace
from typing import Annotated

import typer
from rich.live import Live

from streams.access import roles
from streams.access.preflight import check_access
from streams.commands.options import INPUTS, AsJson, dump, err, out, progress
from streams.errors import ConfigError
from streams.generations import fingerprint_of
from streams.generations.standing import consumer_group
from streams.generations.waiting import wait_until_worked_off
from streams.harmless import harmless
from streams.printing import print_tallies
from streams.printing_live import live_view
from streams.pushing import Pushed
from streams.pushing import push as push_articles
from streams.running import connected
from streams.security import client_security
from streams.settings import Settings, load_settings
from streams.sources import Addresses, Fetcher, memory_of, read_inputs
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions
from streams.topic_creation import create_topics
from streams.topics import ARTICLES_RAW, TOPICS, Topic
from streams.watching import View, current, follow


def push(
    files: Annotated[list[str], typer.Argument(help=f"{INPUTS} Or addresses of pages and feeds (https://...).")],
    again: Annotated[bool, typer.Option("--again", help="Also what has not changed since the last push.")] = False,
    as_json: AsJson = False,
) -> None:
    """Push articles into articles-raw: text, HTML, JSON lines, directories, standard input, web pages, feeds."""
    given = load_settings()
    settings = connected(given)
    check_access(settings, roles.producer(settings))
    # By the settings as given: a local Kafka is the same one at whatever port it listens today.
    memory = memory_of(given, forget=again)
    addresses = Addresses(Fetcher(settings), memory)
    account = asyncio.run(_push(files, settings, addresses))
    memory.keep()
    for problem in account.refused:
        print(f"tallywire: {harmless(str(problem))}", file=sys.stderr)
    if as_json:
        refused = [{"file": one.file, "line": one.line, "reason": one.reason} for one in account.refused]
        print(json.dumps({"accepted": account.accepted, "unchanged": addresses.unchanged, "refused": refused}))
    else:
        unchanged = f", {addresses.unchanged} unchanged" if addresses.unchanged else ""
        err.print(f"{account.accepted} accepted, {len(account.refused)} refused{unchanged}")
    if account.refused:
        raise typer.Exit(1)


async def _push(files: list[str], settings: Settings, addresses: Addresses) -> Pushed:
    await make_topics(settings, (ARTICLES_RAW,))
    with progress() as bar:
        task = bar.add_task("pushing", total=None)
        return await push_articles(
            read_inputs(files, settings.max_body, settings.max_message_bytes, addresses),
            settings,
            lambda account: bar.update(task, description=f"pushing: {account.accepted} accepted"),
            fetching=True,
        )


async def make_topics(settings: Settings, topics: tuple[Topic, ...] = TOPICS) -> None:
    """Make those of the topics that are missing."""
    assert settings.bootstrap_servers is not None
    await create_topics(
        settings.bootstrap_servers,
        settings.topic_prefix,
        settings.partitions,
        settings.replication,
        client_security(settings),
        topics,
        largest_message=settings.max_message_bytes,
    )


def watch(
    tally: Annotated[str | None, typer.Argument(help="Id of one tally; all without it.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Print the tallies and end.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="First wait until all of articles-raw is worked off.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the tallies, live; --once prints them and ends."""
    settings = connected(load_settings())
    every = load_definitions(settings.tallies)
    wanted = _only(every, tally)
    waiting_for = every if wait else None
    group = consumer_group(settings, str(fingerprint_of(every, settings))) if wait else None
    check_access(settings, roles.reader(settings, group))
    try:
        asyncio.run(_watch(settings, wanted, waiting_for, once, as_json))
    except KeyboardInterrupt:
        err.print("stopped", style="dim")


def _only(definitions: Definitions, tally: str | None) -> Definitions:
    if tally is None:
        return definitions
    chosen = tuple(one for one in definitions.tallies if one.id == tally)
    if not chosen:
        known = ", ".join(one.id for one in definitions.tallies)
        raise ConfigError(f"there is no tally {tally!r}; there are: {known}")
    return replace(definitions, tallies=chosen)


async def _watch(
    settings: Settings, definitions: Definitions, waiting_for: Definitions | None, once: bool, as_json: bool
) -> None:
    if waiting_for is not None:
        await _wait(settings, waiting_for)
    if once:
        print_view(await current(settings, definitions), as_json)
    elif as_json:
        async for view in follow(settings, definitions):
            print_view(view, as_json)
    else:
        with Live(console=out, auto_refresh=False) as screen:
            async for view in follow(settings, definitions):
                tallies = view.tallies.values()
                screen.update(live_view(tallies, view.incidents, out.width, out.height), refresh=True)


def print_view(view: View, as_json: bool) -> None:
    """Print the tallies as JSON, or as boxes with their incidents."""
    if as_json:
        print(dump(view.tallies.values()), flush=True)
    else:
        print_tallies(view.tallies.values(), view.incidents, out)


async def _wait(settings: Settings, definitions: Definitions) -> None:
    with progress() as bar:
        task = bar.add_task("waiting for the workers", total=None)
        await wait_until_worked_off(
            settings, definitions, lambda topic, left: bar.update(task, description=f"waiting: {left} left in {topic}")
        )
