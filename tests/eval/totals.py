"""Every total that an article states: of what kind it is, whether it was found, and what of it is right.

The gold says which totals feed the tally; of what kind the others are follows from their unit, first day and countries.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.tagged_article import ReportedTotal
from streams.stages.lexicon import Lexicon
from streams.stages.tally import Definitions, TallyDefinition
from streams.stages.tally.points import covers
from streams.stages.tally.since import why_other_since
from tests.eval.gold import GoldArticle, GoldTotal
from tests.eval.matching import pairs, plain, same_total
from tests.eval.measures import Counts
from tests.eval.total_fields import FIELDS_OF_TOTALS, agreeing_fields

KINDS: Mapping[str, str] = {
    "running": "feeds the tally",
    "split": "the share of some of its countries, since its first day",
    "window": "since another day, or of a stretch of time",
    "part": "any other subset: an area, an attacker; and what is told without a first day",
    "casualties": "killed or injured, where the tally counts attacks",
    "other units": "ships, sites, people abducted",
}
"""Each total of the gold is of one kind. The first four count what the tally counts."""

UNITS: Mapping[str, str] = {
    "attacks": r"attacks?|strikes?|incidents?|raids?|ambush(es)?|hits?|assaults?|shellings?|bombings?|hijackings?"
    r"|violations?|rounds?|waves?|operations?|missions?|times|occasions|attempts?",
    "casualties": r"casualties|(killed|dead) (and|or) (injured|wounded)",
    "killed": r"killed|dead|deaths|fatalities",
    "injured": r"injured|wounded|hurt|injuries",
}
"""Nouns that count the same. The first class that fits a noun is its."""

MOST_APART = timedelta(days=15)
"""How far the first days of one series may lie apart, beside those told as the same month."""

NAMES_IN_NEWS: Mapping[str, Sequence[str]] = {"PS": ("gaza", "gaza strip")}
"""What the gold's authors call a country whose code they wrote, beside its names."""


@dataclass(frozen=True)
class Totals:
    """What came out of the totals of one article: of those that feed the tally, and of all of them by their kind.

    Fields: how often right, and of how many.
    """

    feeding: Counts
    by_kind: Mapping[str, Counts]
    fields: Mapping[str, tuple[int, int]]


def judge_totals(article: GoldArticle, found: Sequence[ReportedTotal], definitions: Definitions) -> Totals:
    """What of the totals that an article states was found."""
    gold, body = article.reported_totals, article.raw.body
    (tally,), lexicon = definitions.tallies, definitions.lexicon
    stated = pairs(gold, found, lambda one, other: same_total(one, other, body))
    # Parts and windows may be found or not: they feed no tally. What is found beside them has to stand in the gold.
    wanted = sum(one.feeds_tally for one in gold)
    right = sum(gold[at].feeds_tally for at, _ in stated)
    same = [(at, there) for at, there in stated if same_unit(gold[at], found[there])]
    return Totals(
        feeding=Counts(right, len(found) - len(stated), wanted - right),
        by_kind=_by_kind(gold, found, same, tally, lexicon),
        fields=_right_fields([(gold[at], found[there]) for at, there in same], tally, lexicon),
    )


def kind_of_gold(total: GoldTotal, tally: TallyDefinition, lexicon: Lexicon) -> str:
    """One of `KINDS`."""
    if total.feeds_tally or unit(total.of) == tally.measure:
        return scope_of(total, tally, lexicon) or "part"
    return _other_unit(total.of)


def scope_of(total: GoldTotal, tally: TallyDefinition, lexicon: Lexicon) -> str | None:
    """The `scope` that a total should have, as `ReportedTotal` defines it; None where the gold does not tell."""
    if total.feeds_tally:
        return "running"
    if total.since is None:
        return None
    if not _one_start(total.since, tally.since):
        return "window"
    if total.area and not _names_countries(total.area, total.regions, lexicon):
        return "part"
    if total.regions and set(total.regions) < set(tally.countries):
        return "split"
    return "part" if unit(total.of) == tally.measure else "running"


def kind_of_found(total: ReportedTotal, tally: TallyDefinition, lexicon: Lexicon) -> str:
    """The kind that a total was taken for: where it is false, it is false there."""
    if unit(total.of) != tally.measure:
        return _other_unit(total.of)
    if total.scope != "running":
        return total.scope
    if total.since is not None and why_other_since(tally, total, lexicon):
        return "window"
    return "running" if covers(tally, total.countries) else "split"


def unit(noun: str) -> str:
    """What a noun counts: one of `UNITS`, or the noun itself."""
    folded = noun.lower()
    return next((name for name, nouns in UNITS.items() if re.search(rf"\b({nouns})\b", folded)), folded)


def same_unit(gold: GoldTotal, found: ReportedTotal) -> bool:
    """Do both count the same?"""
    return unit(found.of) in {unit(one) for one in gold.allowed("of")}


def _other_unit(noun: str) -> str:
    return "casualties" if unit(noun) in ("killed", "injured", "casualties") else "other units"


def _one_start(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month) or abs(one - other) <= MOST_APART


def _names_countries(area: str, regions: Sequence[str], lexicon: Lexicon) -> bool:
    """Is the area no less than its countries? "Sudan, South Sudan" is not, "south Lebanon" and "by the RSF" are."""
    known = {name for code in regions for name in NAMES_IN_NEWS.get(code, ())}
    for place in (lexicon.places[lexicon.countries[code]] for code in regions if code in lexicon.countries):
        known |= {plain(name) for name in (place.name, *place.aliases)}
    return all(plain(name).removeprefix("the ") in known for name in re.split(r",| and ", area))


def _by_kind(
    gold: Sequence[GoldTotal],
    found: Sequence[ReportedTotal],
    right: Sequence[tuple[int, int]],
    tally: TallyDefinition,
    lexicon: Lexicon,
) -> dict[str, Counts]:
    counts = dict.fromkeys(KINDS, Counts())
    for at, one in enumerate(gold):
        counts[kind_of_gold(one, tally, lexicon)] += Counts(1) if at in dict(right) else Counts(missing=1)
    for there, other in enumerate(found):
        if there not in {there for _, there in right}:
            counts[kind_of_found(other, tally, lexicon)] += Counts(false=1)
    return counts


def _right_fields(
    same: Sequence[tuple[GoldTotal, ReportedTotal]], tally: TallyDefinition, lexicon: Lexicon
) -> dict[str, tuple[int, int]]:
    agreeing = [agreeing_fields(gold, other, scope_of(gold, tally, lexicon)) for gold, other in same]
    return {name: (sum(name in one for one in agreeing), len(same)) for name in FIELDS_OF_TOTALS}
