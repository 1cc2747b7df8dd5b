"""Statements about a day ("four attacks on Thursday"): what the single attacks of that day leave of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from streams.stages.lexicon import Lexicon
from streams.stages.tally.likeness import classes_agree, place_relation
from streams.stages.tally.summary import Draft, draft_of
from streams.stages.tally.tellings import Telling

_LONG = 62
"""Days up to which an interval is looked up; an attack told less exactly fills no statement about a later day."""


def remainders_of(statements: Iterable[Telling], events: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """One draft for each statement that the single attacks do not fill, with the count that is left.

    The same statement in several stories is one, with the greatest number. The narrower ones (fewer days, fewer
    countries, a place, a weapon) come first, and what they leave fills the wider.
    """
    alike: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling in statements:
        alike[_about(telling)].append(telling)
    by_day: dict[date, list[Draft]] = defaultdict(list)
    by_story: dict[str, list[Draft]] = defaultdict(list)
    for draft in events if alike else ():
        _keep(draft, by_day)
        for story in {telling.article for telling in draft.tellings if telling.firmness == "undated"}:
            by_story[story].append(draft)
    left: list[Draft] = []
    for tellings in sorted(alike.values(), key=_narrow_first):
        told = max(telling.attack.count for telling in tellings)
        if tellings[0].firmness == "undated":
            near = {id(draft): draft for draft in by_story.get(tellings[0].article, ())}
        else:
            days = _days(tellings[0].start, tellings[0].end)
            near = {id(draft): draft for day in days for draft in by_day.get(day, ())}
        filled = sum(draft.incident.count for draft in near.values() if fills(draft, tellings[0], lexicon))
        if told > filled:
            left.append(draft_of(tellings, told - filled, lexicon))
            _keep(left[-1], by_day)
    return left


def _keep(draft: Draft, by_day: dict[date, list[Draft]]) -> None:
    for day in _days(draft.incident.date.start, draft.incident.date.end):
        by_day[day].append(draft)


def _days(start: date | None, end: date | None) -> Iterable[date]:
    """The days of an interval, two months at most."""
    if start is None or end is None:
        return ()
    return (start + timedelta(days=n) for n in range(min((end - start).days, _LONG) + 1))


def fills(draft: Draft, statement: Telling, lexicon: Lexicon) -> bool:
    """Is an attack one of those that a statement counts? What it does not tell speaks for it.

    An undated statement ("four attacks on Thursday" of an unknown week) counts the undated attacks of its own story.
    """
    incident = draft.incident
    chain = lexicon.target_chain(incident.target)
    if statement.targets[0] not in chain and incident.target not in statement.targets:
        return False
    if statement.firmness == "undated":
        if not any(t.article == statement.article and t.firmness == "undated" for t in draft.tellings):
            return False
    elif not _same_days(draft, statement):
        return False
    where = countries_of(statement)
    if where and incident.countries and not where.intersection(incident.countries):
        return False
    place = incident.place.id if incident.place else None
    if statement.place and place_relation(place, statement.place, lexicon) == "apart":
        return False
    return classes_agree(draft.classes, statement.classes)


def _same_days(draft: Draft, statement: Telling) -> bool:
    span = draft.incident.date
    if not (span.start and span.end and statement.start and statement.end):
        return False
    return span.start <= statement.end and span.end >= statement.start


def countries_of(telling: Telling) -> frozenset[str]:
    """The countries a statement speaks of; none where it does not say."""
    return frozenset(telling.attack.countries) or frozenset((telling.country,) if telling.country else ())


def _about(telling: Telling) -> tuple[object, ...]:
    # Undated ones cannot be told apart from one another's days: each story's stands for itself.
    story = telling.key if telling.firmness == "undated" else ()
    where = tuple(sorted(countries_of(telling)))
    return telling.targets, telling.start, telling.end, where, telling.place, tuple(sorted(telling.classes)), story


def _narrow_first(tellings: Sequence[Telling]) -> tuple[object, ...]:
    first = tellings[0]
    days = (first.end - first.start).days if first.start and first.end else 0
    countries = sorted(countries_of(first))
    detail = (first.place is None, not first.classes, len(countries) or 1 << 10)
    return (days, first.day_number, *detail, countries, first.place or "", sorted(first.classes), first.key)
