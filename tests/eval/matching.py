"""Which of the attacks and totals that were found is which of those in the gold."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from schemas import Span, TaggedArticle
from schemas.tagged_article import Attack, ReportedTotal
from streams.stages.tally import TallyDefinition
from tests.eval.gold import GoldAttack, GoldDates, GoldTotal

G, P = TypeVar("G"), TypeVar("P")

CLASSES = {"ballistic_missile": "missile", "cruise_missile": "missile"}
"""Weapons that the gold does not tell apart."""

A_DAY = timedelta(days=1)


def pairs(gold: Sequence[G], found: Sequence[P], likeness: Callable[[G, P], float]) -> list[tuple[int, int]]:
    """Pairs of positions, each used once, the most alike first; what has no likeness is no pair."""
    rated = [(likeness(one, other), at, there) for at, one in enumerate(gold) for there, other in enumerate(found)]
    taken: list[tuple[int, int]] = []
    for value, at, there in sorted(rated, key=lambda one: (-one[0], one[1], one[2])):
        if value > 0 and all(at != known and there != other for known, other in taken):
            taken.append((at, there))
    return taken


def alike(gold: GoldAttack, found: Attack, text: str) -> float:
    """Are these the same attack? The lenient measure: quoted from one place, or agreeing in day and place.

    A day that contradicts, by more than the one that a night may differ by, is another attack in any case. Of several
    that agree the one that agrees in more is taken.
    """
    if not any(near(one, found.span) for one in gold.allowed("date")):
        return 0.0
    near_by = quoted_together(gold, found, text)
    same_place = gold.place is not None and place_agrees(gold, found)
    if not near_by and not same_place:
        return 0.0
    fields = (date_agrees, place_agrees, weapons_agree, toll_agrees)
    return 1.0 + 2 * near_by + sum(agrees(gold, found) for agrees in fields)


def quoted_together(gold: GoldAttack, found: Attack, text: str) -> bool:
    """Do quotes of both overlap? `text` is the body that the offsets count in."""
    spans = [(text.find(quote), quote) for quote in (gold.evidence, *gold.also_evidence)]
    return any(
        start >= 0 and one.start < start + len(quote) and start < one.end
        for start, quote in spans
        for one in (found.evidence, *found.more_evidence)
    )


def near(gold: date | GoldDates | None, found: Span) -> bool:
    """May both dates be those of one event? What is not told contradicts nothing."""
    if gold is None:
        return True
    start, end = (gold.start, gold.end) if isinstance(gold, GoldDates) else (gold, gold)
    return (found.end is None or found.end >= start - A_DAY) and (found.start is None or found.start <= end + A_DAY)


def date_agrees(gold: GoldAttack, found: Attack) -> bool:
    """The same day; for an interval: one that lies in it, and for one that is not told: none."""
    for one in gold.allowed("date"):
        if one is None and found.date is None:
            return True
        if isinstance(one, date) and found.span.day == one:
            return True
        if isinstance(one, GoldDates) and found.date is not None and found.span.within(one.start, one.end):
            return True
    return False


def place_agrees(gold: GoldAttack, found: Attack) -> bool:
    """The one name holds the other, or their ids are alike; both may be missing."""
    place = found.place
    ids = set(plain(place.id).split()) if place else set[str]()
    return any_agrees(
        gold.allowed("place"),
        place and plain(place.name),
        lambda one, other: holds(plain(one), other) or ids <= set(plain(one).split()),
    )


def any_agrees(allowed: Iterable[str | None], found: str | None, alike: Callable[[str, str], bool]) -> bool:
    """Is what was found alike to one of the right values? Missing is right where it may be missing."""
    return any(one is None if found is None else one is not None and alike(one, found) for one in allowed)


def holds(one: str, other: str) -> bool:
    """Does one of the two names hold the other?"""
    return one in other or other in one


def weapons_agree(gold: GoldAttack, found: Attack) -> bool:
    """The same classes; nothing and `unknown` are alike."""
    classes = {CLASSES.get(one, one) for one in found.weapons} - {"unknown"}
    return any(set(one) - {"unknown"} == classes for one in gold.allowed("weapons"))


def toll_agrees(gold: GoldAttack, found: Attack) -> bool:
    """Killed and injured are both right."""
    return found.killed in gold.allowed("killed") and found.injured in gold.allowed("injured")


def strict(gold: GoldAttack, found: Attack) -> bool:
    """The strict measure: day, place, weapons and number of attacks as well."""
    return (
        date_agrees(gold, found)
        and place_agrees(gold, found)
        and weapons_agree(gold, found)
        and found.count in gold.allowed("count")
    )


def same_total(gold: GoldTotal, found: ReportedTotal, text: str) -> float:
    """Are these the same statement? The number is, and it is quoted from the same place where it can be told."""
    if gold.count != found.count:
        return 0.0
    start = text.find(gold.evidence)
    quotes = (found.evidence, *found.more_evidence)
    together = any(start < one.end and one.start < start + len(gold.evidence) for one in quotes)
    return 2.0 if together else 1.0


def on_target(
    stories: Iterable[TaggedArticle], tallies: Sequence[TallyDefinition]
) -> tuple[list[Attack], list[ReportedTotal]]:
    """Attacks on the targets of the tallies that are not before their first day, and totals of those targets."""
    targets = {one for tally in tallies for one in tally.targets}
    since = min(tally.since for tally in tallies)
    attacks: list[Attack] = []
    totals: list[ReportedTotal] = []
    for story in stories:
        attacks += [one for one in story.attacks if one.target.id in targets and not _before(one, since)]
        totals += [one for one in story.reported_totals if one.target is None or one.target in targets]
    return attacks, totals


def in_scope(attack: Attack, tallies: Sequence[TallyDefinition]) -> bool:
    """Would a tally count it, by its country? What no tally counts is not false, though the gold does not have it."""
    return any(not one.countries or attack.country is None or attack.country in one.countries for one in tallies)


def _before(attack: Attack, since: date) -> bool:
    end: Any = attack.span.end
    return end is not None and end < since


def plain(name: str) -> str:
    """The words of a name, without case and marks."""
    return " ".join("".join(one if one.isalnum() else " " for one in name.lower()).split())
