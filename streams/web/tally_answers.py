"""What the read side says of tallies, beside the messages of the topics: one frozen model for each answer."""

from datetime import datetime

from schemas import Message, ReportedFigure, Tally, TallyChange
from schemas.common import Day


class Standing(Message):
    """A tally as it stands, or as it stood after one of its changes, or up to a day of attacks.

    `tally` has the numbers that were asked for, `now` those that stand. `change` is the number of the last change that
    is in `tally`, `latest` that of `now`; 0 is before the first. `moved`: the numbers or incidents that stood after
    `change` are not those that stand now. `corrected`: something that stood then was taken back since (an incident
    counts no more, a number went down, a total was denied). `complete` is false where the log lacks what is needed to
    build the old state with its incidents (it was written by an older version): then only the two numbers are right.
    """

    tally: Tally
    now: Tally
    change: int
    latest: int
    changed_at: datetime | None = None
    as_of: Day | None = None
    moved: bool = False
    corrected: bool = False
    complete: bool = True


class Step(Message):
    """A day of the observed curve: how many were added on it, and the sum up to it."""

    date: Day
    added: int
    total: int


class Series(Message):
    """The curve of a tally: observed steps, day by day, and the reported points. `undated_count` is on no day."""

    tally: str
    observed: tuple[Step, ...]
    undated_count: int = 0
    reported: tuple[ReportedFigure, ...]


class Citation(Message):
    """A line to cite, and the path that shows the same number for good.

    `text` is the sentence without the address. `moved`, `corrected` (see `Standing`) and the `now_` fields say what has
    become of it since.
    """

    text: str
    path: str
    change: int
    latest: int
    observed: int
    reported: int | None
    moved: bool
    corrected: bool
    now_observed: int
    now_reported: int | None
    complete: bool


class TallyNow(Message):
    """A tally's numbers without its incidents and its series: what a page needs to show that they have moved."""

    id: str
    observed: int
    claimed_only: int
    reported: ReportedFigure | None = None
    difference: int | None = None
    change: int


class LoggedChange(Message):
    """An entry of a tally's log. `correction`: the number went down, an incident was taken back, or a total denied."""

    change: TallyChange
    correction: bool


class ChangePage(Message):
    """Entries of a tally's log, the newest first; `next` is the `before` of the following page, null on the last."""

    changes: tuple[LoggedChange, ...]
    next: int | None = None
