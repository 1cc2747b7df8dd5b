"""Which of the totals that a story states are points of a tally's series."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas import Evidence, ReportedFigure, ReportedTotal, SourcedEvidence
from schemas.common import Qualifier
from streams.stages.lexicon import Lexicon
from streams.stages.tally.belonging import in_places, why_other_actor
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.since import SinceRefusal, why_other_since
from streams.stages.tally.standing import Point
from streams.stages.tally.stories import Story

_SAME_NOUN = {
    noun: nouns[0]
    for nouns in (
        # Speakers use these for one another, and a story's "27 incidents" is the next one's "27 attacks".
        ("attacks", "attack", "strikes", "strike", "assaults", "assault", "raids", "raid", "times", "occasions"),
        ("attacks", "incidents", "incident", "hits", "shellings", "bombings", "ambushes", "hijackings", "violations"),
        ("waves", "wave"),
        ("rounds", "round"),
        ("injured", "wounded", "injuries", "hurt"),
        ("killed", "dead", "deaths", "fatalities"),
    )
    for noun in nouns
}
_LOOSEST_FIRST: tuple[Qualifier, ...] = ("fewer_than", "about", "nearly", "more_than", "at_least", "exactly")


TotalRefusal = (
    SinceRefusal
    | Literal[
        "other_noun",
        "no_target",
        "other_target",
        "excluded_actor",
        "other_actor",
        "other_place",
        "part",
        "other_countries",
        "outside_span",
        "said_twice",
    ]
)
"""Why a stated total is no point of a tally's series."""


@dataclass(frozen=True, slots=True)
class Points:
    """What a story adds to a tally's series: points with a since-date or, only where it has none, open-ended ones.

    `became` says of each of its totals, in their order, to which point it has come, or why to none.
    """

    dated: tuple[Point, ...] = ()
    open_ended: tuple[Point, ...] = ()
    became: tuple[Point | TotalRefusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stated:
    """A total in its story, the `index`-th of these."""

    index: int
    story: Story
    total: ReportedTotal

    @property
    def as_of(self) -> date | None:
        """The day for which it holds: as told, else that of publication; None where neither lies after its since-date.

        A story without a date of its own lends its only date, "since 17 October", to all that it says.
        """
        since = self.total.since or date.min
        return next((day for day in (self.total.as_of, self.story.published) if day and day > since), None)


_Drafted = tuple[Sequence[_Stated], Point]
_Became = dict[int, Point | TotalRefusal]


def points_in(story: Story, definition: TallyDefinition, lexicon: Lexicon) -> Points:
    """What a story adds to a tally's series.

    A total feeds the series where it counts the same thing (noun, target, actor, countries) from the same day on. One
    that is told for each country in one story is summed from these parts where the story gives no whole.
    """
    became: _Became = {}
    stated = [_Stated(index, story, total) for index, total in enumerate(story.facts.totals)]
    same = _sieve(stated, became, lambda total: why_other_total(definition, total, lexicon))
    known = _sieve(same, became, lambda total: why_other_since(definition, total, lexicon))
    whole = _sieve(known, became, lambda total: _why_no_whole(definition, total))
    dated = [_drafted(s) for s in whole] or _sums(definition, known)
    if dated:
        return Points(dated=_kept(definition, dated, became), became=_in_order(became))
    unknown = [s for s in same if s.total.since is None]
    loose = _sieve(unknown, became, lambda total: _why_no_whole(definition, total))
    return Points(
        open_ended=_kept(definition, [_drafted(s) for s in loose], became),
        became=_in_order(became),
    )


def _sieve(
    stated: Iterable[_Stated], became: _Became, why_not: Callable[[ReportedTotal], TotalRefusal | None]
) -> list[_Stated]:
    """The totals that nothing speaks against; with the others, what does."""
    kept = []
    for one in stated:
        reason = why_not(one.total)
        if reason:
            became[one.index] = reason
        else:
            kept.append(one)
    return kept


def _kept(definition: TallyDefinition, drafted: Iterable[_Drafted], became: _Became) -> tuple[Point, ...]:
    """The points that lie in the tally's span. A story that says the same total twice says it once."""
    seen: dict[tuple[object, ...], Point] = {}
    for stated, point in sorted(drafted, key=lambda one: one[1].figure.evidence.start):
        figure = point.figure
        what: Point | TotalRefusal = point
        if not _in_span(definition, point):
            what = "outside_span"
        elif seen.setdefault((figure.count, figure.qualifier, figure.as_of), point) is not point:
            what = "said_twice"
        became.update((one.index, what) for one in stated)
    return tuple(seen.values())


def _in_order(became: _Became) -> tuple[Point | TotalRefusal, ...]:
    return tuple(became[index] for index in range(len(became)))


def _why_no_whole(definition: TallyDefinition, total: ReportedTotal) -> TotalRefusal | None:
    """Why a total is no count of all that the tally counts, from the tally's day on; None where it is.

    One of "2024" is, up to its end, where the tally begins with that year.
    """
    calendar = total.scope == "window" and total.since_precision == "month" and total.since == definition.since
    if total.scope != "running" and not calendar:
        return "window" if total.scope == "window" else "part"
    return None if covers(definition, total.countries) else "other_countries"


def covers(definition: TallyDefinition, countries: Sequence[str]) -> bool:
    """Does a total for these countries count what the tally counts?

    Not where it has countries that the tally leaves out, nor where it has no more than half of the tally's: a total
    for Iraq and Syria is one for a tally of Iraq, Syria and Jordan, a total for Syria is not.
    """
    if not countries or not definition.countries:
        return True
    told, wanted = set(countries), set(definition.countries)
    return told <= wanted and 2 * len(told) > len(wanted)


def why_other_total(definition: TallyDefinition, total: ReportedTotal, lexicon: Lexicon) -> TotalRefusal | None:
    """Why it is not the tally's noun, target, actor and place that are counted; None where it is."""
    nouns = definition.reported.counts or (definition.measure,)
    if _noun(total.of) not in {_noun(noun) for noun in nouns}:
        return "other_noun"
    if total.target is None:
        return "no_target"
    if set(lexicon.target_chain(total.target)).isdisjoint(definition.targets):
        return "other_target"
    refused = why_other_actor(definition, total.actor, lexicon) if total.actor else None
    if refused:
        return refused
    if definition.places and not in_places(definition, total.place, lexicon):
        return "other_place"
    return None


def _noun(noun: str) -> str:
    folded = noun.strip().casefold()
    return _SAME_NOUN.get(folded, folded)


def _sums(definition: TallyDefinition, stated: Sequence[_Stated]) -> list[_Drafted]:
    """Totals told country by country in one story, added up where they cover the tally."""
    splits: dict[tuple[object, ...], dict[tuple[str, ...], _Stated]] = defaultdict(dict)
    torn: set[tuple[object, ...]] = set()
    for s in stated:
        total = s.total
        if total.scope not in ("split", "running") or not total.countries or covers(definition, total.countries):
            continue
        key = (_noun(total.of), total.since, s.as_of)
        other = splits[key].setdefault(tuple(sorted(total.countries)), s)
        if other.total.count != total.count:
            torn.add(key)
    points: list[_Drafted] = []
    for about, parts in splits.items():
        countries = [country for told in parts for country in told]
        if about not in torn and len(set(countries)) == len(countries) and covers(definition, countries):
            ordered = [part for _, part in sorted(parts.items())]
            points.append((ordered, _point(ordered, sum(part.total.count for part in ordered))))
    return points


def _drafted(stated: _Stated) -> _Drafted:
    return [stated], _point([stated], stated.total.count)


def _point(stated: Sequence[_Stated], count: int) -> Point:
    first = stated[0]
    total = first.total
    quotes = [_sourced(s.story, quote) for s in stated for quote in (s.total.evidence,)]
    figure = ReportedFigure(
        count=count,
        qualifier=min((s.total.qualifier for s in stated), key=_LOOSEST_FIRST.index),
        of=total.of,
        countries=tuple(sorted({country for s in stated for country in s.total.countries})),
        since=total.since,
        as_of=first.as_of,
        attributed_to=total.attributed_to,
        evidence=quotes[0],
        parts=tuple(quotes) if len(quotes) > 1 else (),
    )
    return Point(figure, corrects=any(s.total.corrects for s in stated))


def _sourced(story: Story, quote: Evidence) -> SourcedEvidence:
    facts = story.facts
    return SourcedEvidence(
        text=quote.text,
        start=quote.start,
        end=quote.end,
        article_id=facts.article_id,
        page_id=facts.page_id,
        url=facts.url,
        outlet=facts.outlet,
    )


def _in_span(definition: TallyDefinition, point: Point) -> bool:
    as_of = point.figure.as_of
    return as_of is None or definition.since <= as_of <= (definition.until or date.max)
