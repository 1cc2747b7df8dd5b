"""Which of the totals that a story states are points of a tally's series."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from schemas import Evidence, ReportedFigure, ReportedTotal, SourcedEvidence
from schemas.common import Qualifier
from streams.stages.lexicon import Lexicon
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.since import same_since
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


@dataclass(frozen=True, slots=True)
class _Stated:
    """A total in its story."""

    story: Story
    total: ReportedTotal

    @property
    def as_of(self) -> date | None:
        """The day for which it holds: as told, else that of publication; None where neither lies after its since-date.

        A story without a date of its own lends its only date, "since 17 October", to all that it says.
        """
        since = self.total.since or date.min
        return next((day for day in (self.total.as_of, self.story.published) if day and day > since), None)


def points_in(
    story: Story, definition: TallyDefinition, lexicon: Lexicon
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """What a story adds to a tally's series: points with a since-date or, only where it has none, open-ended ones.

    A total feeds the series where it counts the same thing (noun, target, actor, countries) from the same day on. One
    that is told for each country in one story is summed from these parts where the story gives no whole.
    """
    stated = [_Stated(story, total) for total in story.facts.totals if _counts(definition, total, lexicon)]
    known = [s for s in stated if same_since(definition, s.total, lexicon)]
    whole = [s for s in known if _runs(definition, s.total) and covers(definition, s.total.countries)]
    dated = [_point([s], s.total.count) for s in whole] or _sums(definition, known)
    if dated:
        return _distinct(point for point in dated if _in_span(definition, point)), ()
    loose = (s for s in stated if s.total.since is None and s.total.scope == "running")
    points = [_point([s], s.total.count) for s in loose if covers(definition, s.total.countries)]
    return (), _distinct(point for point in points if _in_span(definition, point))


def _runs(definition: TallyDefinition, total: ReportedTotal) -> bool:
    """Is it a count from the tally's day on? One of "2024" is, up to its end, where the tally begins with that year."""
    calendar = total.scope == "window" and total.since_precision == "month" and total.since == definition.since
    return total.scope == "running" or calendar


def covers(definition: TallyDefinition, countries: Sequence[str]) -> bool:
    """Does a total for these countries count what the tally counts?

    Not where it has countries that the tally leaves out, nor where it has no more than half of the tally's: a total
    for Iraq and Syria is one for a tally of Iraq, Syria and Jordan, a total for Syria is not.
    """
    if not countries or not definition.countries:
        return True
    told, wanted = set(countries), set(definition.countries)
    return told <= wanted and 2 * len(told) > len(wanted)


def _counts(definition: TallyDefinition, total: ReportedTotal, lexicon: Lexicon) -> bool:
    """Is it the tally's noun, target and actor that are counted?"""
    nouns = definition.reported.counts or (definition.measure,)
    if _noun(total.of) not in {_noun(noun) for noun in nouns}:
        return False
    if total.target is None or set(lexicon.target_chain(total.target)).isdisjoint(definition.targets):
        return False
    if total.actor:
        chain = set(lexicon.group_chain(total.actor))
        vaguer = any(total.actor in lexicon.group_chain(actor) for actor in definition.actors)
        if chain & set(definition.not_actors):
            return False
        if definition.actors and not vaguer and chain.isdisjoint(definition.actors):
            return False
    if definition.places:
        chain = set(lexicon.place_chain(total.place.id)) if total.place else set()
        return not chain.isdisjoint(definition.places)
    return True


def _noun(noun: str) -> str:
    folded = noun.strip().casefold()
    return _SAME_NOUN.get(folded, folded)


def _sums(definition: TallyDefinition, stated: Sequence[_Stated]) -> list[Point]:
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
    points = []
    for about, parts in splits.items():
        countries = [country for told in parts for country in told]
        if about not in torn and len(set(countries)) == len(countries) and covers(definition, countries):
            ordered = [part for _, part in sorted(parts.items())]
            points.append(_point(ordered, sum(part.total.count for part in ordered)))
    return points


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


def _distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    """A story that says the same total twice says it once."""
    seen: dict[tuple[object, ...], Point] = {}
    for point in sorted(points, key=lambda p: p.figure.evidence.start):
        figure = point.figure
        seen.setdefault((figure.count, figure.qualifier, figure.as_of), point)
    return tuple(seen.values())
