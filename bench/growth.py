"""How the work and the state of the tally stage grow with history: `python -m bench.growth [--stories N...]`.

Attack-telling stories, a hundred a day, go through the pure tally state in batches of 200, as a worker takes them: the
facts are read, what stands is settled, the incidents and tallies worked out, and what changed written as JSON. No
Kafka. For each number of stories it prints, as a Markdown table, what the next articles cost (CPU time, median of
five batches), how large the state then is, and how much memory the process has taken.

`python -m bench.growth --pages` shows instead what is left of a page that is published a thousand times.
`python -m bench.recovery` measures how long a worker takes to be ready again, on a real Kafka.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time

from bench.attack_stories import attack_stories
from streams.publishing import TallyState
from streams.stages.tally import ArticleFacts, PageMarker, groups_of, load_default_definitions

BATCH = 200
MEASURED = 5
"""Batches of which the median is taken."""


@dataclass
class Rows:
    """What a table's changelog takes: the rows that stand after compaction, and what was written in all."""

    standing: dict[str, bytes] = field(default_factory=dict)
    written: int = 0
    longest: int = 0

    def put(self, row: str, value: bytes | None) -> None:
        """Write a row; None deletes it."""
        self.written += 1
        if value is None:
            self.standing.pop(row, None)
        else:
            self.standing[row] = value
            self.longest = max(self.longest, len(value))

    @property
    def size(self) -> int:
        """Bytes of keys and values that stand."""
        return sum(len(row.encode()) + len(value) for row, value in self.standing.items())


class Worker:
    """The tally stage of one worker, with its two tables in memory."""

    def __init__(self) -> None:
        """No facts."""
        definitions = load_default_definitions()
        groups = groups_of(definitions.tallies, definitions.lexicon)
        self.state = TallyState(definitions, groups)
        self.group = groups.key_of("us-forces")
        self.facts, self.published = Rows(), Rows()

    def work_off(self, values: Iterable[bytes], markers: Iterable[PageMarker] = ()) -> float:
        """A batch of facts as they come from the topic, then markers; the CPU seconds that it took."""
        start = process_time()
        for value in values:
            self.state.take(0, self.group, ArticleFacts.model_validate_json(value), 0.0)
        for marker in markers:
            self.state.take(0, self.group, marker, 0.0)
        settled = self.state.settle(0)
        publication = self.state.publication(0, self.group, lambda: datetime.now(UTC))
        self.state.commit(0, publication)
        took = process_time() - start
        for row, fact in settled.put.items():
            self.facts.put(row, fact)
        for row in settled.delete:
            self.facts.put(row, None)
        for row, value_or_none in publication.rows.items():
            self.published.put(row, value_or_none)
        return took


def in_batches(count: int) -> Iterator[list[bytes]]:
    """The stories as JSON, a batch at a time."""
    stories = attack_stories(count)
    while batch := [fact.to_json() for fact in islice(stories, BATCH)]:
        yield batch


def growth(sizes: list[int]) -> Iterator[str]:
    """The lines of the table."""
    head = ("stories before", "incidents", "µs an article", "times the first", "longest row, kB", "bytes a story", "MB")
    yield f"| {' | '.join(head)} |"
    yield f"|{'--:|' * len(head)}"
    worker, done, first = Worker(), 0, 0.0
    waiting, costs = sorted(sizes), list[float]()
    for batch in in_batches(max(sizes) + MEASURED * BATCH):
        cost = worker.work_off(batch) / len(batch) * 1e6
        done += len(batch)
        if waiting and done > waiting[0]:
            costs.append(cost)
        if len(costs) == MEASURED:
            size, cost = waiting.pop(0), median(costs)
            first, costs = first or cost, []
            row = [f"{size:,}", f"{len(worker.state.hold(0, worker.group).fold.incidents):,}", f"{cost:.0f}"]
            state = (worker.facts.size + worker.published.size) / done
            row += [f"{cost / first:.2f}", f"{worker.published.longest / 1000:.0f}", f"{state:.0f}", f"{memory():.0f}"]
            yield f"| {' | '.join(row)} |"


def memory() -> float:
    """Resident memory of this process in MB, the tables' rows among it."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def republish(times: int) -> Worker:
    """A worker that a page came to so often, each time with another story that tells of the same attack."""
    (story,) = attack_stories(1)
    worker = Worker()
    for number in range(times):
        version = f"2023-10-18T12:{number // 60:02}:{number % 60:02}+00:00"
        fact = story.model_copy(update={"article_id": f"{number:07d}", "version": version})
        marker = PageMarker(page_id=fact.page_id, version=version, standing=(fact.article_id,))
        worker.work_off([fact.to_json()], [marker])
    return worker


def republished(*times: int) -> Iterator[str]:
    """What stands after a page was published so often."""
    yield "| published | rows that stand | bytes that stand | rows written |"
    yield "|--:|--:|--:|--:|"
    for count in times:
        worker = republish(count)
        tables = worker.facts, worker.published
        rows, size = sum(len(one.standing) for one in tables), sum(one.size for one in tables)
        yield f"| {count:,} | {rows} | {size:,} | {sum(one.written for one in tables):,} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N")
    parser.add_argument("--pages", action="store_true")
    given = parser.parse_args()
    for line in republished(1, 10, 1000) if given.pages else growth(given.stories):
        print(line, flush=True)


if __name__ == "__main__":
    main()
