"""up: the whole system on this machine, and its tallies as they move."""

import asyncio
import signal
import time
from typing import Annotated

import typer

from schemas import Tally
from streams.access import roles
from streams.access.preflight import check_access
from streams.broker import choose_broker
from streams.commands.live import make_topics, print_view
from streams.commands.options import err
from streams.generations import Generations, fingerprint_of
from streams.generations.standing import wanted
from streams.generations.waiting import wait_until_worked_off
from streams.harmless import harmless
from streams.printing import change_lines
from streams.pushing import push as push_articles
from streams.running import Workers, announced
from streams.settings import Settings, load_settings
from streams.sources import read_inputs
from streams.stages.tally import Definitions
from streams.taggers import load_taggers
from streams.tallies_file import load_definitions
from streams.watching import current, follow


def up(
    inputs: Annotated[list[str] | None, typer.Option("--input", help="Articles to push once all is running.")] = None,
    until_done: Annotated[bool, typer.Option("--until-done", help="End when the input is worked off.")] = False,
) -> None:
    """Run the whole system on this machine: a local Kafka where none is set, workers and the page. Ctrl-C ends it."""
    settings = load_settings()
    definitions = load_definitions(settings.tallies)  # A mistake in the file shows before anything is started.
    load_taggers(settings.taggers)
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM ends it as Ctrl-C does.
    try:
        with (
            choose_broker(settings.bootstrap_servers, settings.data_dir / "kafka") as kafka,
            announced(settings, kafka.bootstrap) as running,
        ):
            err.print(f"kafka      {kafka.bootstrap}  ({time.monotonic() - started:.1f} s)")
            mark = fingerprint_of(definitions, running)
            check_access(running, roles.worker(running, str(mark)))
            asyncio.run(make_topics(running))
            err.print(f"generation {_standing(asyncio.run(wanted(running, mark)), str(mark))}")
            with Workers(running) as workers:
                err.print(f"workers    {running.workers}, logs in {running.data_dir}/worker-*/worker.log")
                err.print(f"metrics    {', '.join(workers.metrics)}")
                err.print(f"page       {_page(workers, running)}")
                asyncio.run(_serve(running, definitions, workers, inputs or [], until_done, started))
    except KeyboardInterrupt:
        err.print("stopped")


def _page(workers: Workers, settings: Settings) -> str:
    """Start the page's process, and wait until it listens; its address."""
    note = workers.start_page(settings)
    while not note.exists():
        workers.check()
        time.sleep(0.05)
    return note.read_text(encoding="utf-8")


def _standing(known: Generations, mark: str) -> str:
    generation = known.current(mark)
    if known.live in (None, generation):
        return str(generation)
    return f"{generation}: counts all articles anew; the numbers stand as they are until it has caught up"


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
            err.print(f"tallywire: {harmless(str(problem))}", markup=False)
        err.print(f"pushed     {account.accepted} pages")
    if until_done:
        await wait_until_worked_off(settings, definitions, lambda topic, left: None)
        await asyncio.sleep(0)
        print_view(await current(settings, definitions), as_json=False)
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
