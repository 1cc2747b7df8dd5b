"""What all mentions of one attack add up to."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from schemas import Attack, Incident, PlaceRef, Span
from schemas.common import Weapon
from streams.stages.lexicon import Lexicon
from streams.stages.tally.lean import lean
from streams.stages.tally.places import Places
from streams.stages.tally.tellings import Telling

_BASES = ("explicit", "weekday", "relative", "carried", "reported", "campaign", "none")
_GENERIC = {"missile": {"ballistic_missile", "cruise_missile"}}


@dataclass(frozen=True, slots=True)
class Draft:
    """An incident that has no id yet, with what an id is made of."""

    incident: Incident
    tellings: tuple[Telling, ...]
    classes: frozenset[str]


def draft_of(tellings: Sequence[Telling], count: int, places: Places) -> Draft:
    """The incident that these mentions tell of, for `count` attacks. Their order does not matter."""
    lexicon = places.lexicon
    tellings = tuple(sorted(tellings, key=_reading_order))
    span, basis = _date_of(tellings)
    place = _place_of(tellings)
    known = lexicon.places.get(place.id) if place else None
    countries = {c for t in tellings for c in (*t.attack.countries, t.country) if c}
    country = known.country if known and known.country else _most(t.country for t in tellings)
    attack = tellings[0].attack
    incident = Incident(
        id="",
        date=span,
        date_basis=basis,
        place=place,
        lat=known.lat if known else None,
        lon=known.lon if known else None,
        country=country if attack.statement == "event" or len(countries) == 1 else None,
        countries=(country,) if country and attack.statement == "event" else tuple(sorted(countries)),
        weapons=_weapons_of(tellings),
        target=max(tellings, key=lambda t: (len(t.targets), t.targets)).attack.target.id,
        vessel=_most(t.attack.vessel for t in tellings),
        actor=_group_of([t.attack.actor for t in tellings], lexicon),
        claimed_by=_group_of([t.attack.claimed_by for t in tellings], lexicon),
        count=count,
        statement=attack.statement,
        killed=_figure_of(tellings, lambda a: a.killed),
        injured=_figure_of(tellings, lambda a: a.injured),
        intercepted=_figure_of(tellings, lambda a: a.intercepted),
        status="claimed_only" if all(t.attack.status == "claimed_only" for t in tellings) else "reported",
        sources=len(frozenset().union(*(t.story.sources for t in tellings))),
        mentions=tuple(t.mention for t in tellings),
    )
    lean(incident)
    return Draft(incident, tellings, frozenset().union(*(t.classes for t in tellings)))


def _reading_order(telling: Telling) -> tuple[object, ...]:
    return (telling.story.published or date.max, *telling.key)


def _date_of(tellings: Sequence[Telling]) -> tuple[Span, str]:
    """The interval that all dated mentions allow, with the best basis among them.

    Named days win over intervals, these over intervals too wide to be a date, and what a story tells over the day it
    was written. Where named days differ, the one that most stories name, then the earlier. Without any date it is what
    bounds it: the day of publication.
    """
    for firmness, wide in (("day", False), ("soft", False), ("soft", True)):
        dated = [t for t in tellings if t.firmness == firmness and (t.phase == "late") == wide]
        dated = [t for t in dated if t.attack.date_basis != "reported"] or dated
        if dated:
            votes = Counter((t.start, t.end) for t in dated)
            start, end = min(votes, key=lambda days: (-votes[days] if firmness == "day" else 0, days))
            for t in dated:
                if t.start and t.end and start and end and t.start <= end and t.end >= start:
                    start, end = max(start, t.start), min(end, t.end)
            agreed = [t for t in dated if t.start and t.end and start and t.start <= start <= t.end]
            return Span(start=start, end=end), min((t.attack.date_basis for t in agreed), key=_BASES.index)
    starts = [t.attack.span.start for t in tellings if t.attack.span.start]
    ends = [day for t in tellings for day in (t.attack.span.end, t.story.published) if day]
    start, end = max(starts, default=None), min(ends, default=None)
    basis = min((t.attack.date_basis for t in tellings), key=_BASES.index)
    if start and end and start > end:
        start, basis = None, "none"
    return Span(start=start, end=end), basis if start else "none"


def _place_of(tellings: Sequence[Telling]) -> PlaceRef | None:
    placed = [t for t in tellings if t.place and t.attack.place]
    if not placed:
        return None
    votes = Counter(t.place for t in placed)
    best = max(placed, key=lambda t: (len(t.chain), votes[t.place], t.place))
    names = Counter(t.attack.place.name for t in placed if t.place == best.place and t.attack.place)
    within = max(t.attack.place.within for t in placed if t.place == best.place and t.attack.place)
    return PlaceRef(id=str(best.place), name=max(names, key=lambda name: (names[name], name)), within=within)


def _weapons_of(tellings: Sequence[Telling]) -> tuple[Weapon, ...]:
    told = {weapon for t in tellings for weapon in t.attack.weapons}
    told -= {general for general, special in _GENERIC.items() if told & special}
    return tuple(weapon for weapon in get_args(Weapon) if weapon in told - {"unknown"}) or tuple(told)


def _group_of(groups: Sequence[str | None], lexicon: Lexicon) -> str | None:
    # The one that agrees with most others: a faction agrees with those who only name what it belongs to.
    told = [group for group in groups if group]
    chains = {group: lexicon.group_chain(group) for group in told}
    agreed = {group: sum(other in chain for other in told) for group, chain in chains.items()}
    return max(chains, key=lambda group: (agreed[group], len(chains[group]), group), default=None)


def _figure_of(tellings: Sequence[Telling], read: Callable[[Attack], int | None]) -> int | None:
    """The figure of the best-informed story: the latest that gives one, what is reported before what is claimed.

    A story that tells several of the attacks this stands for gives the sum.
    """
    by_story: dict[tuple[object, ...], int] = {}
    for t in tellings:
        value = read(t.attack)
        if value is not None:
            informed = (t.story.published or date.min, t.attack.status == "reported", t.article)
            by_story[informed] = by_story.get(informed, 0) + value
    return by_story[max(by_story)] if by_story else None


def _most(values: Iterable[str | None]) -> str | None:
    votes = Counter(value for value in values if value)
    return max(votes, key=lambda value: (votes[value], value), default=None)
