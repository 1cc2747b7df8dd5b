"""One seeded run: workers, load, faults in the midst of it; then everything compared with the offline fold, twice."""

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from uuid import uuid4

from tests.faults.brokers import Kafka
from tests.faults.check import Result, expected, missing, seen
from tests.faults.ground import Ground
from tests.faults.journal import Journal
from tests.faults.kinds import KINDS
from tests.faults.load import Record, Shape, load

BURSTS = 16
LATE = 0.06
"""Share of the load that comes only after all workers were restarted without local state."""
WORKED_OFF_SECONDS = 300.0
SETTLE_SECONDS = 60.0
"""How long the topics may go on changing after everything is worked off: what a zombie wrote late is sent again."""


@dataclass(frozen=True)
class Plan:
    """What happens in a run: a function of the seed and the kinds."""

    seed: int
    kinds: tuple[str, ...]
    workers: int
    shape: Shape
    pauses: tuple[float, ...]
    """Seconds after each burst of the load."""
    strikes: tuple[tuple[int, str], ...]
    """After which burst a kind strikes."""

    @property
    def name(self) -> str:
        """Names the run and its folder."""
        return f"{'+'.join(self.kinds) if len(self.kinds) < 3 else 'mixed'}-{self.seed}"


def plan(seed: int, kinds: Sequence[str], stretch: int = 1) -> Plan:
    """A run's plan. `stretch` makes it that many times as long, with as many more strikes."""
    chance = Random(f"plan {seed} {' '.join(kinds)}")
    shape = KINDS[kinds[0]].shape if len(kinds) == 1 else Shape(pages=Shape().pages * stretch)
    bursts = BURSTS * stretch
    strikes = [
        (chance.randrange(2, bursts * 3 // 4), kind)
        for kind in kinds
        for _ in range(chance.randint(1, KINDS[kind].most))
    ]
    pace = chance.uniform(0.25, 0.6) * (1 if stretch == 1 else 3)
    return Plan(
        seed=seed,
        kinds=tuple(kinds),
        workers=chance.choice((2, 2, 3)),
        shape=shape,
        pauses=tuple(round(chance.uniform(0.2, 2) * pace, 2) for _ in range(bursts)),
        strikes=tuple(sorted(strikes)),
    )


@dataclass
class Outcome:
    """How a run went."""

    plan: Plan
    folder: Path
    seconds: float = 0.0
    articles: int = 0
    incidents: int = 0
    corrections: int = 0
    refused: int = 0
    on_its_way: list[int] = field(default_factory=list)
    """Records that were not worked off when a fault struck."""
    crashes: int = 0
    """How often a worker ended by itself and its supervisor started it again."""
    settled: list[float] = field(default_factory=list)
    """Seconds that each comparison waited for the topics to be right."""
    differences: list[str] = field(default_factory=list)


async def run(plan: Plan, kafka: Kafka, folder: Path) -> Outcome:
    """Do a run; what goes wrong is a line in the outcome's `differences`, and never an exception."""
    outcome = Outcome(plan, folder)
    journal = Journal(folder / "journal.txt")
    journal(f"{plan}")
    which = f"--kinds {plan.kinds[0]}" if len(plan.kinds) == 1 else "--mixed"
    journal(f"again: python -m tests.faults 1 --seed {plan.seed} {which}")
    await kafka.ensure_running()
    proxied = any(KINDS[kind].proxied for kind in plan.kinds)
    ground = Ground(kafka, f"f{uuid4().hex[:8]}-", folder, journal, proxied=proxied)
    try:
        async with ground:
            await _run(plan, ground, outcome)
    except Exception as error:
        journal(traceback.format_exc())
        outcome.differences.append(f"{type(error).__name__}: {error}")
    outcome.crashes = ground.workers.crashes
    outcome.seconds = journal.seconds
    journal("\n".join(outcome.differences) or "no difference")
    return outcome


async def _run(plan: Plan, ground: Ground, outcome: Outcome) -> None:
    records = load(plan.seed, plan.shape)
    late = int(len(records) * (1 - LATE))
    for number in range(plan.workers):
        ground.workers.start(f"worker-{number}")
    await _load_and_strike(plan, ground, records[:late], outcome)
    await ground.worked_off(WORKED_OFF_SECONDS)
    ground.journal("worked off")
    await _compare(ground, "", outcome)
    await restart_without_state(ground)
    await ground.push(records[late:])
    await ground.worked_off(WORKED_OFF_SECONDS)
    result = await _compare(ground, "after a restart without local state: ", outcome)
    _exercised(result, outcome)


async def _load_and_strike(plan: Plan, ground: Ground, records: Sequence[Record], outcome: Outcome) -> None:
    """Push in bursts; strike after some of them, while the next go on.

    Where nothing is on its way at that moment a strike would prove nothing: it comes after the next burst.
    """
    edges = [len(records) * number // len(plan.pauses) for number in range(len(plan.pauses) + 1)]
    due: list[tuple[int, str]] = []
    async with asyncio.TaskGroup() as strikes:
        for number, (begin, end) in enumerate(pairwise(edges)):
            await ground.push(records[begin:end])
            if number == 0:
                await ground.published()
                ground.journal("the first tally is published")
            due += [(order, kind) for order, (at, kind) in enumerate(plan.strikes) if at == number]
            left = await ground.on_its_way() if due else 0
            if left or number == len(plan.pauses) - 1:
                for order, kind in due:
                    outcome.on_its_way.append(left)
                    ground.journal(f"{kind} strikes after burst {number}; {left} records on their way")
                    chance = Random(f"strike {plan.seed} {kind} {order}")
                    strikes.create_task(KINDS[kind].strike(ground, chance))
                due.clear()
            await asyncio.sleep(plan.pauses[number])
    ground.journal("all is sent and all faults are over")


async def restart_without_state(ground: Ground) -> None:
    """End all workers, delete their local state, start them again and wait until each has recovered."""
    names = ground.workers.running
    await asyncio.gather(*[ground.workers.terminate(name) for name in names])
    for name in names:
        ground.workers.forget(name)
        ground.workers.start(name)
    ground.journal(f"all have recovered from the changelogs; partitions: {await ground.ready(*names)}")


async def _compare(ground: Ground, when: str, outcome: Outcome) -> Result:
    """Wait until the topics are right; what still differs in the end is noted."""
    wanted, found = await expected(ground.settings, ground.definitions)
    outcome.differences += [f"{when}{line}" for line in missing(ground.sent, found)]
    start = ground.journal.seconds
    while lines := wanted.differences(await seen(ground.settings)):
        if ground.journal.seconds - start > SETTLE_SECONDS:
            outcome.differences += [f"{when}{line}" for line in lines]
            break
        await asyncio.sleep(0.5)
    waited = ground.journal.seconds - start
    outcome.settled.append(waited)
    ground.journal(f"compared {when}{len(lines)} differences, {waited:.1f} s until it was so")
    outcome.articles = len(found)
    return wanted


def _exercised(result: Result, outcome: Outcome) -> None:
    """A run in which nothing could have gone wrong proves nothing."""
    outcome.incidents = len(result.incidents)
    outcome.corrections = sum(tally.count('"standing":"corrected"') for tally in result.tallies.values())
    outcome.refused = len(result.letters)
    if outcome.incidents < 20 or not outcome.refused:
        outcome.differences.append(f"the load moved too little: {outcome.incidents} incidents")
    if not any(outcome.on_its_way):
        outcome.differences.append("nothing was on its way when the faults struck")
