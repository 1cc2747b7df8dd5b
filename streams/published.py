"""What a publication of the tally stage sends, and the rows that remember it: their keys and their messages."""

from dataclasses import dataclass, field

from schemas import Message, ReportedFigure, Tally
from streams.records import Outgoing

INCIDENT, TALLY, POSITIONS = "incident", "tally", "positions"

WRITER = "tallywire.writer"
"""Header of the records in `incidents` and `tallies`: which worker process has sent it."""


def incident_row(group: str, name: str) -> str:
    """The key of an incident in the table `published`."""
    return f"{group}|{INCIDENT}|{name}"


def tally_row(group: str, name: str, changes: int) -> str:
    """The key of a tally in the table `published`.

    It has the number of changes in it and the greatest counts, so no late writer can set the numbers back.
    """
    return f"{group}|{TALLY}|{name}|{changes}"


def positions_row(writer: str) -> str:
    """The key, in the table `published`, of how far a worker has followed the public topics."""
    return f"|{POSITIONS}|{writer}"


class Positions(Message):
    """How far a worker has followed the public topics: the next offset by topic (without prefix) and partition."""

    next: dict[str, dict[int, int]]


class PublishedTally(Message):
    """The last published state of a tally, and how many changes it has had."""

    tally: Tally
    changes: int = 0

    def around(self, tally: bytes) -> bytes:
        """Its own JSON around that of the tally, which may be long and is there already."""
        return b'{"tally":%b,"changes":%d}' % (tally, self.changes)


class TallyJson:
    """A tally as JSON. The figures of its series, most of its length, are written once while they stay the same."""

    def __init__(self) -> None:
        """Nothing is written yet."""
        self._figures: dict[int, tuple[ReportedFigure, bytes]] = {}

    def of(self, tally: Tally) -> bytes:
        """What `to_json` gives."""
        figures = {id(one): self._figures.get(id(one)) or (one, one.to_json()) for one in tally.reported_series}
        self._figures = figures
        bare = tally.model_copy(update={"reported_series": ()}).to_json()
        return b"%b[%b]}" % (bare.removesuffix(b"[]}"), b",".join(text for _, text in figures.values()))


@dataclass
class Publication:
    """What one publication of a group sends, and what is to be remembered of it.

    `rows` (key -> value, None deletes) go into the table `published`, `remembered` is the same for the tallies as
    objects.
    """

    group: str
    incidents: list[Outgoing] = field(default_factory=list)
    tallies: list[Outgoing] = field(default_factory=list)
    rows: dict[str, bytes | None] = field(default_factory=dict)
    remembered: list[PublishedTally] = field(default_factory=list)
