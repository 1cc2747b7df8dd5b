"""Seeded fault runs: `python -m tests.faults N [--seed S] [--kinds a,b] [--mixed]`; see docs/faults.md."""

import argparse
import asyncio
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.faults.brokers import Kafka, kafka
from tests.faults.kinds import KINDS
from tests.faults.run import Outcome, Plan, plan, run
from tests.faults.table import table

STRETCH = 4
"""A run of random faults is this many times as long as one of a single kind."""


def main() -> int:
    """Do the runs; the exit code is 1 where one showed a difference."""
    options = _options()
    if options.table:
        print(table(_read(options.table)))
        return 0
    logging.disable()  # The clients would tell of every connection that a fault cuts.
    folder = options.folder or Path(tempfile.mkdtemp(prefix="tallywire-faults-"))
    outcomes = asyncio.run(_runs(_plans(options), folder, options.results))
    rows = [_row(one) for one in outcomes]
    print(table(rows))
    failed = [one for one in outcomes if one.differences]
    if failed:
        print(f"{len(failed)} of {len(outcomes)} runs differ; their logs are in {folder}", file=sys.stderr)
    elif not options.folder:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=len(KINDS), help="number of runs, one kind after another")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first run; each further one has the next")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(KINDS), help=", ".join(KINDS))
    parser.add_argument("--minutes", type=float, help="instead of N runs: random faults under load for so long")
    parser.add_argument("--mixed", action="store_true", help="N long runs with random faults of several kinds")
    parser.add_argument("--folder", type=Path, help="keep logs here; else they are kept only after a difference")
    parser.add_argument("--results", type=Path, help="file to which a JSON line for each run is added")
    parser.add_argument("--table", type=Path, help="print the table of such a file, and do nothing else")
    options = parser.parse_args()
    if unknown := set(options.kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}; there are: {', '.join(KINDS)}")
    return options


def _plans(options: argparse.Namespace) -> Iterator[Plan]:
    """The runs in their order."""
    if options.mixed:
        yield from (mixed(options.seed + number, options.kinds) for number in range(options.runs))
        return
    if options.minutes is None:
        for number in range(options.runs):
            yield plan(options.seed + number, [options.kinds[number % len(options.kinds)]])
        return
    end = time.monotonic() + options.minutes * 60
    seed = options.seed
    while time.monotonic() < end:
        yield mixed(seed, options.kinds)
        seed += 1


def mixed(seed: int, allowed: list[str]) -> Plan:
    """A long run with faults of several kinds; every third on a cluster of three."""
    brokers = 3 if seed % 3 == 0 else 1
    fitting = [kind for kind in allowed if KINDS[kind].brokers == brokers or (brokers == 3 and _of_workers(kind))]
    return plan(seed, Random(f"mixed {seed}").sample(fitting, min(6, len(fitting))), STRETCH)


def _of_workers(kind: str) -> bool:
    return not kind.startswith("broker-")


async def _runs(plans: Iterator[Plan], folder: Path, results: Path | None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    async with AsyncExitStack() as stack:
        running: dict[int, Kafka] = {}
        for one in plans:
            number = max(KINDS[kind].brokers for kind in one.kinds)
            if number not in running:
                # One at a time: three brokers and one are too much for a small machine.
                await stack.aclose()
                running.clear()
                running[number] = await stack.enter_async_context(kafka(number, folder / f"kafka-{len(outcomes)}"))
            outcome = await run(one, running[number], folder / one.name)
            outcomes.append(outcome)
            print(_line(outcome), flush=True)
            if results is not None:
                with results.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(_row(outcome)) + "\n")
    return outcomes


def _line(outcome: Outcome) -> str:
    strikes = ", ".join(f"{kind} at {at}" for at, kind in outcome.plan.strikes)
    text = (
        f"{outcome.plan.name}: {strikes}; {outcome.seconds:.0f} s, {outcome.articles} records, "
        f"{outcome.incidents} incidents, {outcome.corrections} corrections, {outcome.refused} refused, "
        f"on their way {outcome.on_its_way}, {outcome.crashes} crashes: {len(outcome.differences)} differences"
    )
    return "\n    ".join([text, *outcome.differences[:8]])


def _row(outcome: Outcome) -> dict[str, object]:
    row = asdict(outcome) | {"folder": outcome.folder.name, "kinds": list(outcome.plan.kinds)}
    row["seed"] = outcome.plan.seed
    row["strikes"] = [kind for _, kind in outcome.plan.strikes]
    del row["plan"]
    return row


def _read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
