"""Why each story counts or does not: what `tallywire tally --explain --json` prints."""

from typing import Literal

from schemas import Attack, Message, NotCounted, ReportedTotal, Span, Tally
from streams.stages.tally.belonging import Refusal
from streams.stages.tally.points import TotalRefusal

AttackReason = Refusal | Literal["same_unit", "told_singly"]
"""Beside why an incident is refused: `same_unit`, another attack stands for the place and day (or the day) already;
`told_singly`, the attacks that a statement about a day counts are told one by one."""

TotalReason = TotalRefusal | Literal["does_not_continue"]
"""Beside why a total is no point: it has no since-date, and does not go on from the figures that have one."""


class AttackVerdict(Message):
    """What a tally makes of an attack.

    `counted`: the incident that the attack tells of is one of the tally's `incidents`. `adds` is what that incident
    adds to the tally's number: added up over different incidents, not over the stories that tell of them, it is the
    number. `reason` is there where it adds nothing, `why` says it in words.
    """

    tally: str
    counted: bool
    adds: int = 0
    reason: AttackReason | None = None
    why: str = ""


class ExplainedAttack(Message):
    """An attack as a story tells it, and what became of it.

    `incident` is the id of the attack in the world that it tells of; null where the attacks that it counts are told one
    by one: these are `filled_by`. `also_told_by` are the other stories (article ids) that tell of the same incident,
    which counts once. `claimed_only`: nobody but a claimant tells of the incident. `may_be` is the incident, told
    elsewhere with its day, for whose sake this one has none.
    """

    attack: Attack
    incident: str | None = None
    claimed_only: bool = False
    also_told_by: tuple[str, ...] = ()
    filled_by: tuple[str, ...] = ()
    may_be: str | None = None
    verdicts: tuple[AttackVerdict, ...] = ()


class TotalVerdict(Message):
    """What a tally makes of a total that somebody states.

    `feeds`: it is a point of the tally's `reported_series`; `standing` is what became of it there, `stories` how many
    state the same. `reason` and, in words, `why` say why it is none.
    """

    tally: str
    feeds: bool
    standing: Literal["current", "superseded", "looser", "corrected"] | None = None
    stories: int = 0
    reason: TotalReason | None = None
    why: str = ""


class ExplainedTotal(Message):
    """A total that a story states, and what each tally makes of it."""

    total: ReportedTotal
    verdicts: tuple[TotalVerdict, ...] = ()


class StoryPage(Message):
    """A page on which a story stands. `overtaken`: a newer version of the page came, and this one counts no more."""

    page_id: str
    raw_id: str = ""
    url: str | None = None
    outlet: str | None = None
    version: str
    overtaken: bool = False


class ExplainedStory(Message):
    """A story with all that was found in it, as it stands on the page of its that is dated best.

    `not_counted` is what the tagger refused before any tally saw it. A story that stands only on overtaken versions of
    pages has nothing.
    """

    article_id: str
    title: str = ""
    published: Span = Span()
    pages: tuple[StoryPage, ...]
    attacks: tuple[ExplainedAttack, ...] = ()
    totals: tuple[ExplainedTotal, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()

    @property
    def overtaken(self) -> bool:
        """Has every page on which it stood come in a newer version?"""
        return all(page.overtaken for page in self.pages)


class Explanation(Message):
    """The stories in the order of the inputs, and the tallies that they give.

    `without_story` are the pages (as `page_id`) that were read and in which no story was found.
    """

    stories: tuple[ExplainedStory, ...] = ()
    tallies: tuple[Tally, ...] = ()
    without_story: tuple[str, ...] = ()
