"""What a worker knows of its own generation: may it publish, has it been replaced."""

from dataclasses import dataclass
from pathlib import Path

from streams.errors import ConfigError
from streams.generations.fingerprint import Fingerprint
from streams.generations.log import Generations, announce, append, read_log
from streams.settings import Settings

HEADER = "tallywire.generation"
"""Header of every record that a worker sends. Workers pass over what another generation has written for itself."""


def consumer_group(settings: Settings, generation: str) -> str:
    """The consumer group of a generation; its changelogs begin with the same name."""
    return f"{settings.topic_prefix}{settings.app_id}-{generation}"


def tables_folder(settings: Settings, generation: str = "") -> Path:
    """Where a worker keeps the tables of a generation; without one, those of all."""
    return settings.data_dir / "tables" / generation


@dataclass
class Standing:
    """A generation, and what the log says of it. Without a log it is the only one there is.

    `held` are the partitions of `tally-facts` whose state this worker has read; None before it has, and while the
    partitions are being divided anew.
    """

    generation: str = ""
    known: Generations | None = None
    held: set[int] | None = None

    @property
    def live(self) -> bool:
        """May it publish?"""
        return self.known is None or self.known.live == self.generation

    @property
    def replaced(self) -> bool:
        """Does another one publish that was announced after it?"""
        return self.known is not None and self.known.is_replaced(self.generation)

    def unsettled(self, partitions: set[int]) -> set[int]:
        """Those of the partitions for whose keys the public topics do not yet say what this generation says."""
        if self.known is None:
            return set()
        return partitions - self.known.settled if self.live else set(partitions)

    def may_publish(self, partition: int) -> bool:
        """May it publish what has changed in this partition of `tally-facts`?"""
        return not self.unsettled({partition})

    def is_ours(self, headers: object) -> bool:
        """Is a record with these headers for this generation? One without our header is for all.

        `headers` is what Kafka clients give: pairs, a mapping, or None.
        """
        pairs = headers.items() if isinstance(headers, dict) else headers or ()
        return all(name != HEADER or value == self.generation.encode() for name, value in pairs)  # type: ignore[attr-defined]

    @property
    def header(self) -> tuple[str, bytes]:
        """The header for what it sends."""
        return HEADER, self.generation.encode()


async def join(settings: Settings, mark: Fingerprint, generation: str | None = None) -> Standing:
    """Find the generation that a worker with this fingerprint belongs to; announce it where it is new.

    `generation` names one to join although another with the same fingerprint is live.

    Raises:
        ConfigError: it was replaced.
    """
    known = await read_log(settings)
    name = generation or known.current(str(mark))
    if name is None and known.last(str(mark)) is None:
        name = await announce(settings, mark, known)
        known = await read_log(settings)
    if name is None or (not known.is_pending(name) and name != known.live):
        raise ConfigError(refusal(known, name or str(mark)))
    if known.live is None:
        await append(settings, "first", name)
        known = await read_log(settings)
    return Standing(name, known)


async def wanted(settings: Settings, mark: Fingerprint) -> Generations:
    """The log, with a generation of this fingerprint that may be live: announced anew where the last was replaced.

    For who starts the whole system with these definitions, and so means them. A worker under a supervisor must not: an
    old one that is started again would take turns with the new ones.
    """
    known = await read_log(settings)
    if known.current(str(mark)) is None:
        await announce(settings, mark, known)
        known = await read_log(settings)
    return known


def refusal(known: Generations, generation: str) -> str:
    """Why a worker of a replaced generation does not run, and what to do."""
    since = f"{known.live_since:%Y-%m-%d %H:%M:%S} UTC" if known.live_since else "now"
    return (
        f"generation {generation} (this tallies file with this version of Tallywire) was replaced by {known.live}, "
        f"live since {since}. Start workers with what that one has; or, to go back to these definitions and rules, "
        "run `tallywire replay` with them"
    )
