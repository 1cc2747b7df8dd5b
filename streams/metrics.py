"""All metrics in one list. A registry is passed in, so that tests and several apps in a process do not share one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
    start_http_server,
)

STAGES = ("clean", "split", "tag", "tally")
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one worker; `reason` of a dead letter is the field that was wrong."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        """Register all metrics in `registry` (a new one where none is given)."""
        self.registry = registry or CollectorRegistry()
        self.articles = Counter(
            "tallywire_articles", "Messages that a stage has worked off.", ["stage"], registry=self.registry
        )
        self.seconds = Histogram(
            "tallywire_stage_seconds",
            "Seconds of one batch in a stage, from the first decode to the last confirmed send.",
            ["stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.dead_letters = Counter(
            "tallywire_dead_letters",
            "Messages refused by a stage and kept in dead-letters, by the field that was wrong.",
            ["stage", "reason"],
            registry=self.registry,
        )
        for stage in STAGES:
            # A series that is born with its first message has no increase yet, and nothing would alert.
            self.articles.labels(stage)
            self.seconds.labels(stage)
            self.dead_letters.labels(stage, "value")
            self.dead_letters.labels(stage, "body")
        self.tagger_unavailable = Counter(
            "tallywire_tagger_unavailable",
            "Times that a plug-in tagger was unavailable and a story had to wait.",
            ["tagger"],
            registry=self.registry,
        )
        self.mentions_refused = Counter(
            "tallywire_mentions_refused",
            "Mentions of a plug-in tagger that did not fit their story.",
            ["tagger"],
            registry=self.registry,
        )
        self.observed = Gauge(
            "tallywire_tally_observed", "Attacks observed, by tally.", ["tally"], registry=self.registry
        )
        self.reported = Gauge(
            "tallywire_tally_reported", "Latest total reported, by tally.", ["tally"], registry=self.registry
        )
        self.ready = Gauge(
            "tallywire_worker_ready",
            "1 when partitions are assigned, tables recovered, and the topics say what this worker's generation says.",
            registry=self.registry,
        )
        self.live = Gauge(
            "tallywire_generation_live",
            "The worker's generation: 1 when it publishes, 0 while it catches up.",
            ["generation"],
            registry=self.registry,
        )
        self.behind = Gauge(
            "tallywire_generation_behind",
            "Articles that a generation still has to work off before it may take over; 0 when it is live.",
            registry=self.registry,
        )
        self.repaired = Counter(
            "tallywire_repaired",
            "Records of a worker that had lost its partitions, written over, by topic.",
            ["topic"],
            registry=self.registry,
        )
        self.partitions = Gauge(
            "tallywire_partitions_assigned", "Partitions this worker holds.", ["topic"], registry=self.registry
        )

    def begin_taggers(self, names: Iterable[str]) -> None:
        """Let the series of these plug-ins begin at 0."""
        for name in names:
            self.tagger_unavailable.labels(name)
            self.mentions_refused.labels(name)

    @contextmanager
    def batch(self, stage: str, size: int) -> Iterator[None]:
        """Time a batch of `size` messages in a stage, and count them when it has ended without an error."""
        started = perf_counter()
        yield
        self.articles.labels(stage).inc(size)
        self.seconds.labels(stage).observe(perf_counter() - started)

    def serve(self, host: str, port: int) -> int:
        """Serve /metrics in a thread; port 0 takes a free one. Returns the port."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # A second series for each, which nobody asks for.
        server, _ = start_http_server(port, addr=host, registry=self.registry)
        return int(server.server_port)


class WebMetrics:
    """The metrics of one copy of `web`."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        """Register all metrics in `registry` (a new one where none is given)."""
        self.registry = registry or CollectorRegistry()
        self.ready = Gauge(
            "tallywire_web_ready", "1 when all incidents, tallies and changes have been read.", registry=self.registry
        )
        self.behind = Gauge(
            "tallywire_web_behind", "Records of a topic that are not yet read.", ["topic"], registry=self.registry
        )
        self.records = Counter("tallywire_web_records", "Records that have been read.", registry=self.registry)
        self.refused = Counter(
            "tallywire_web_records_refused",
            "Records that could not be read and were left out, by topic.",
            ["topic"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "tallywire_web_request_seconds",
            "Seconds from a request to the begin of its answer, by route and status.",
            ["route", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.readers = Gauge("tallywire_web_readers", "Readers that are kept told of changes.", registry=self.registry)
        self.posted = Counter(
            "tallywire_web_posted",
            "Articles that were posted, by what became of them.",
            ["status"],
            registry=self.registry,
        )

    def text(self) -> bytes:
        """All metrics as /metrics shows them."""
        disable_created_metrics()  # type: ignore[no-untyped-call]
        return generate_latest(self.registry)
