"""push, watch, up: the commands that talk to a running stream."""

import asyncio
import json
import signal
import sys
import time
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Group
from rich.live import Live
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from schemas import Tally
from streams.broker import choose_broker
from streams.commands.options import AsJson, Inputs, dump, err, out
from streams.errors import ConfigError
from streams.kafka_io import wait_until_worked_off
from streams.printing import change_lines, print_tallies, tally_panel
from streams.pushing import Pushed
from streams.pushing import push as push_articles
from streams.running import Workers, announced, connected
from streams.settings import Settings, load_settings
from streams.sources import read_inputs
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions
from streams.topics import create_topics
from streams.watching import View, current, follow


def push(files: Inputs, as_json: AsJson = False) -> None:
    """Push articles into articles-raw: text, HTML, JSON lines, directories, standard input."""
    settings = connected(load_settings())
    account = asyncio.run(_push(files, settings))
    for problem in account.refused:
        print(f"tallywire: {problem}", file=sys.stderr)
    if as_json:
        refused = [{"file": one.file, "line": one.line, "reason": one.reason} for one in account.refused]
        print(json.dumps({"accepted": account.accepted, "refused": refused}))
    else:
        err.print(f"{account.accepted} accepted, {len(account.refused)} refused")
    if account.refused:
        raise typer.Exit(1)


async def _push(files: list[str], settings: Settings) -> Pushed:
    await _create_topics(settings)
    with _progress() as bar:
        task = bar.add_task("pushing", total=None)
        return await push_articles(
            read_inputs(files, settings.max_body),
            settings,
            lambda account: bar.update(task, description=f"pushing: {account.accepted} accepted"),
        )


async def _create_topics(settings: Settings) -> None:
    assert settings.bootstrap_servers is not None
    await create_topics(
        settings.bootstrap_servers,
        settings.topic_prefix,
        settings.partitions,
        settings.replication,
        largest_message=settings.max_message_bytes,
    )


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def watch(
    tally: Annotated[str | None, typer.Argument(help="Id of one tally; all without it.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Print the tallies and end.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="First wait until all of articles-raw is worked off.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the tallies, live; --once prints them and ends."""
    settings = connected(load_settings())
    definitions = _only(load_definitions(settings.tallies), tally)
    try:
        asyncio.run(_watch(settings, definitions, once, wait, as_json))
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


async def _watch(settings: Settings, definitions: Definitions, once: bool, wait: bool, as_json: bool) -> None:
    if wait:
        await _wait(settings)
    if once:
        _print(await current(settings, definitions), as_json)
    elif as_json:
        async for view in follow(settings, definitions):
            _print(view, as_json)
    else:
        with Live(console=out, auto_refresh=False) as screen:
            async for view in follow(settings, definitions):
                screen.update(Group(*(tally_panel(one) for one in view.tallies.values())), refresh=True)


def _print(view: View, as_json: bool) -> None:
    if as_json:
        print(dump(view.tallies.values()), flush=True)
    else:
        print_tallies(view.tallies.values(), view.incidents, out)


async def _wait(settings: Settings) -> None:
    with _progress() as bar:
        task = bar.add_task("waiting for the workers", total=None)
        await wait_until_worked_off(
            settings, lambda topic, left: bar.update(task, description=f"waiting: {left} left in {topic}")
        )


def up(
    inputs: Annotated[list[str] | None, typer.Option("--input", help="Articles to push once all is running.")] = None,
    until_done: Annotated[bool, typer.Option("--until-done", help="End when the input is worked off.")] = False,
) -> None:
    """Run the whole system on this machine: a local Kafka where none is set, and workers. Ctrl-C ends it."""
    settings = load_settings()
    definitions = load_definitions(settings.tallies)  # A mistake in the file shows before anything is started.
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM ends it as Ctrl-C does.
    try:
        with (
            choose_broker(settings.bootstrap_servers, settings.data_dir / "kafka") as kafka,
            announced(settings, kafka.bootstrap) as running,
        ):
            err.print(f"kafka      {kafka.bootstrap}  ({time.monotonic() - started:.1f} s)")
            asyncio.run(_create_topics(running))
            with Workers(running) as workers:
                err.print(f"workers    {running.workers}, logs in {running.data_dir}/worker-*/worker.log")
                err.print(f"metrics    {', '.join(workers.metrics)}")
                asyncio.run(_serve(running, definitions, workers, inputs or [], until_done, started))
    except KeyboardInterrupt:
        err.print("stopped")


async def _serve(
    settings: Settings,
    definitions: Definitions,
    workers: Workers,
    inputs: list[str],
    until_done: bool,
    started: float,
) -> None:
    watching = asyncio.create_task(_follow(settings, definitions, started))
    checking = asyncio.create_task(_check(workers))
    doing = asyncio.create_task(_feed(settings, definitions, inputs, until_done))
    running = {watching, checking, doing}
    try:
        while running:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            if doing in done and until_done:
                return
    finally:
        for task in (watching, checking, doing):
            task.cancel()


async def _check(workers: Workers) -> None:
    while True:
        workers.check()
        await asyncio.sleep(0.5)


async def _feed(settings: Settings, definitions: Definitions, inputs: list[str], until_done: bool) -> None:
    if inputs:
        account = await push_articles(read_inputs(inputs, settings.max_body), settings, lambda _: None)
        for problem in account.refused:
            err.print(f"tallywire: {problem}", markup=False)
        err.print(f"pushed     {account.accepted} pages")
    if until_done:
        await wait_until_worked_off(settings, lambda topic, left: None)
        await asyncio.sleep(0)
        _print(await current(settings, definitions), as_json=False)
    else:
        err.print("running; push with `tallywire push`, see `tallywire watch`, Ctrl-C ends")


async def _follow(settings: Settings, definitions: Definitions, started: float) -> None:
    """Print what moves a tally as it moves: each new incident with its quote, each new figure with its speaker."""
    shown: dict[str, Tally] = {}
    async for view in follow(settings, definitions):
        for tally in view.tallies.values():
            before = shown.get(tally.id, Tally(id=tally.id, title=tally.title, since=tally.since))
            if tally != before:
                err.print(change_lines(before, tally, view.incidents, time.monotonic() - started))
            shown[tally.id] = tally
