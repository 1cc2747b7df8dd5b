"""replay: the tallies computed anew from articles-raw, beside the workers that run, and then switched over to."""

import asyncio
import shutil
import signal
import time

import typer

from streams.access import roles
from streams.access.preflight import check_access
from streams.commands.live import make_topics
from streams.commands.options import TalliesFile, err, progress
from streams.generations import Fingerprint, Generations, announce, fingerprint_of, read_log
from streams.generations.waiting import wait_until_settled
from streams.running import Workers, connected
from streams.settings import Settings, load_settings
from streams.tallies_file import load_definitions


def replay(tallies: TalliesFile = None) -> None:
    """Compute the tallies anew from articles-raw under a tallies file and the rules of this version, then switch.

    The numbers that are published stand, and move on, until the new ones have caught up; then they are corrected.
    """
    settings = connected(load_settings())
    settings = settings.with_(tallies=tallies or settings.tallies)
    mark = fingerprint_of(load_definitions(settings.tallies), settings)
    check_access(settings, roles.worker(settings, str(mark)))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    generation = asyncio.run(_begin(settings, mark))
    # A folder of its own: the machine's worker may be running.
    own = settings.with_(data_dir=settings.data_dir / "replay", metrics_port=0)
    try:
        with Workers(own, generation) as workers:
            known = asyncio.run(_follow(own, generation, workers))
    except KeyboardInterrupt:
        err.print(f"stopped; nothing has changed yet. The same command goes on with generation {generation}")
        raise typer.Exit(1) from None
    shutil.rmtree(own.data_dir, ignore_errors=True)
    err.print(f"generation {generation} is live, after {time.monotonic() - started:.0f} s")
    err.print(_what_next(known, mark, settings))


async def _begin(settings: Settings, mark: Fingerprint) -> str:
    """The generation to compute: one that has been begun and has not been live yet, else a new one."""
    await make_topics(settings)
    known = await read_log(settings)
    generation = known.pending(str(mark))
    if generation is not None:
        err.print(f"generation {generation} goes on catching up beside {known.live}")
        return generation
    generation = await announce(settings, mark, known)
    err.print(f"generation {generation} begins" + (f"; {known.live} stays live until then" if known.live else ""))
    return generation


async def _follow(settings: Settings, generation: str, workers: Workers) -> Generations:
    with progress() as bar:
        task = bar.add_task("starting workers", total=None)

        def show(topic: str, left: int) -> None:
            workers.check()
            bar.update(task, description=f"catching up: {left} left in {topic}")

        await wait_until_settled(settings, generation, show)
    return await read_log(settings)


def _what_next(known: Generations, mark: Fingerprint, settings: Settings) -> str:
    before = known.announced.get(known.previous or "")
    if before is not None and (before.definitions, before.rules) == (mark.definitions, mark.rules):
        return "workers that were running go over to it by themselves; where none were, start `tallywire worker`"
    file = f"TALLYWIRE_TALLIES={settings.tallies}" if settings.tallies else "no TALLYWIRE_TALLIES"
    return (
        f"workers that run this version with {file} go over to it by themselves, also where the file was changed under "
        "them; others end. Where none run, start `tallywire worker`"
    )
