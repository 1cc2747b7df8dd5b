"""articles-tagged: what a story says, as `tallywire extract` prints it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from schemas.article import PublishedBasis
from schemas.common import CountryCode, Day, Evidence, Message, Qualifier, Span, Weapon


def _short(value: Day | Span | None) -> object:
    if isinstance(value, Span):
        return {"from": value.start and value.start.isoformat(), "to": value.end and value.end.isoformat()}
    return value.isoformat() if isinstance(value, date) else None


DateOrSpan = Annotated[Day | Span | None, PlainSerializer(_short, when_used="json")]
"""A day, or `{"from", "to"}`, or null."""


class PlaceRef(Message):
    """A place: canonical id of the gazetteer (or a slug of the name, where it knows none) and the name as told.

    `within` is set on places that only the story tells of: the ids of what they lie in, nearest first.
    """

    id: str
    name: str
    within: tuple[str, ...] = ()


class TargetRef(Message):
    """What was attacked: canonical id of the lexicon and the words that name it."""

    id: str
    text: str


class Attack(Message):
    """An attack that the story tells: what one mention (or several of the same event in the story) says of it.

    `count` is the number of attacks it stands for; `munitions` the number of projectiles, which are no attacks.
    `statement` is `day` where the sentence counts the attacks of a day rather than telling one ("four attacks on
    Thursday"): single attacks of that day and these countries fill it. `vessel` is the ship's name where one is hit.
    `date_basis` `campaign`: known only to lie in the span of a running total that the story states.
    `killed`/`injured` are 0 only where the story says so. `countries` has more than one where a day statement does.
    """

    date: DateOrSpan = None
    date_basis: Literal["explicit", "weekday", "relative", "carried", "reported", "campaign", "none"] = "none"
    place: PlaceRef | None = None
    country: CountryCode | None = None
    countries: tuple[CountryCode, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    count: int = Field(1, ge=1)
    munitions: int | None = None
    statement: Literal["event", "day"] = "event"
    target: TargetRef
    vessel: str | None = None
    actor: str | None = None
    claimed_by: str | None = None
    killed: int | None = None
    injured: int | None = None
    intercepted: int | None = None
    status: Literal["reported", "claimed_only"] = "reported"
    evidence: Evidence
    more_evidence: tuple[Evidence, ...] = ()

    @property
    def span(self) -> Span:
        """The date as an interval; open on both sides where nothing is known."""
        if isinstance(self.date, Span):
            return self.date
        return Span(start=self.date, end=self.date)


class ReportedTotal(Message):
    """A running total that somebody states.

    `of` says what is counted (attacks, strikes, incidents, rounds, waves, injured, killed, another noun). `scope` is
    `running` for a count from a since-date to now, `window` for "in the past 24 hours" or "on Thursday", `split` for
    the part of a running total that falls to one country, `part` for any other subset (one base, one actor, one
    kind), which feeds no tally of the whole. `regions` in gold files are `countries` here.
    """

    count: int = Field(ge=0)
    qualifier: Qualifier = "exactly"
    of: str = "attacks"
    target: str | None = None
    actor: str | None = None
    countries: tuple[CountryCode, ...] = ()
    place: PlaceRef | None = None
    since: Day | None = None
    since_precision: Literal["day", "month", "approx", "event", "window"] | None = None
    as_of: Day | None = None
    scope: Literal["running", "split", "window", "part"] = "running"
    corrects: bool = False
    attributed_to: str | None = None
    evidence: Evidence
    more_evidence: tuple[Evidence, ...] = ()


class Entity(Message):
    """A thing named in the story: its type, canonical id, words and place in the raw body."""

    type: Literal["place", "group", "person", "weapon", "vessel", "target", "date"]
    id: str
    text: str
    start: int
    end: int


class NotCounted(Message):
    """Something that looked countable and was refused, with the reason."""

    reason: str
    evidence: Evidence


class TaggedArticle(Message):
    """A story with its entities, attacks, reported totals, and what was seen but not counted and why.

    One for each page the story stands on: `page_id` is that page's identity, `raw_ids` the producer's id of it.
    `withdrawn`: see `Article`.
    """

    article_id: str
    page_id: str = ""
    raw_ids: tuple[str, ...]
    version: str
    withdrawn: bool = False
    url: str | None = None
    outlet: str | None = None
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    published_at: Day | None = None
    published: Span = Span()
    published_basis: PublishedBasis = "none"
    attacks: tuple[Attack, ...] = ()
    reported_totals: tuple[ReportedTotal, ...] = ()
    entities: tuple[Entity, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
