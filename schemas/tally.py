"""tallies and tally-changes: the current numbers with their evidence, and the log of how they moved."""

from typing import Literal

from pydantic import Field

from schemas.common import CountryCode, Day, Evidence, Message, Moment, Qualifier


class Observed(Message):
    """What the articles describe, attack by attack, each counted once.

    `count` includes `claimed_only`, the part that nobody but a claimant tells. The breakdowns add up to `count`, save
    `by_weapon`, where an attack with two weapons stands under both. `undated` incidents are listed, not counted.
    """

    count: int = 0
    claimed_only: int = 0
    by_country: dict[str, int] = Field(default_factory=dict)
    by_weapon: dict[str, int] = Field(default_factory=dict)
    by_day: dict[str, int] = Field(default_factory=dict)
    undated: tuple[str, ...] = ()


class SourcedEvidence(Evidence):
    """A quote with the story and page it stands in."""

    article_id: str
    page_id: str
    url: str | None = None
    outlet: str | None = None


class ReportedFigure(Message):
    """A total that somebody states, as a point of a tally's series.

    `parts` are the quotes of a sum ("27 in Iraq and 28 in Syria"). `standing` says what became of it: `current`,
    `superseded` by a later one, `looser` (a later, vaguer bound that does not lower the figure), `corrected` (a later
    statement contradicts it). `stories` is how many say the same: number, qualifier, days, countries and speaker; the
    evidence is that of the first of them by article id.
    """

    count: int
    qualifier: Qualifier
    of: str = "attacks"
    countries: tuple[CountryCode, ...] = ()
    since: Day | None = None
    as_of: Day | None = None
    attributed_to: str | None = None
    standing: Literal["current", "superseded", "looser", "corrected"] = "superseded"
    correction: bool = False
    stories: int = 1
    evidence: SourcedEvidence
    parts: tuple[SourcedEvidence, ...] = ()


class Tally(Message):
    """A tally's current numbers: observed and reported, never mixed; `difference` is reported less observed."""

    id: str
    title: str
    since: Day
    until: Day | None = None
    measure: Literal["attacks", "killed", "injured"] = "attacks"
    observed: Observed = Observed()
    reported: ReportedFigure | None = None
    difference: int | None = None
    incidents: tuple[str, ...] = ()
    reported_series: tuple[ReportedFigure, ...] = ()


class ObservedStep(Message):
    """What an observed number is made of after a change, so that all changes up to one give the tally as it stood.

    `entered` are incidents that are counted now and were not, `left` those that were and are not; `merged` says of
    those of `left` that were merged into another incident, into which. `by_country` and `by_weapon` are whole, as
    they stand now; of `by_day` only the days that have changed, with 0 where nothing is left.
    """

    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    merged: dict[str, str] = Field(default_factory=dict)
    claimed_only: int = 0
    by_country: dict[str, int] = Field(default_factory=dict)
    by_weapon: dict[str, int] = Field(default_factory=dict)
    by_day: dict[str, int] = Field(default_factory=dict)


class TallyChange(Message):
    """One change of a tally: what moved, from what to what, and why.

    `id` is tally id and number of the change; after a crash a change may come twice with the same id, and the later
    one counts. `observed` and `reported` say what stands after it, in a change of that number; changes of before there
    were these fields lack them.
    """

    id: str
    tally_id: str
    number: int
    at: Moment
    what: Literal["observed", "reported"]
    before: int | None = None
    after: int | None = None
    why: tuple[str, ...] = ()
    observed: ObservedStep | None = None
    reported: ReportedFigure | None = None
