"""Where a total is of, and whether it is a part of another one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas import PlaceRef
from streams.stages.lexicon.entries import Campaign
from streams.stages.tag.totals.areas import is_part
from streams.stages.tag.totals.counted import Counted
from streams.stages.tag.totals.draft import Draft
from streams.stages.tag.totals.reading import Name, Reading
from streams.stages.tag.totals.regions import countries_in, means_both, split_country
from streams.stages.tag.totals.stretches import Frame

_WAR = re.compile(
    r"\bsince (?:the |this )?(?:(?:start|beginning|outbreak|onset|eruption) of (?:the |this )?)?"
    r"(?:[\w-]+ )?(?:war|conflict|invasion|fighting|hostilities)\b",
    re.IGNORECASE,
)
_SAME = ("that period", "that time", "that stretch", "same period", "same months")


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of where a number plays.

    `country` is the one that it falls to, `area` the one named with it, `several` what "the three countries" are (None
    where nothing of the kind is said), `usual` where the story plays.
    """

    country: str | None
    area: Name | None
    several: tuple[str, ...] | None
    usual: tuple[str, ...]


def place(draft: Draft, reading: Reading, counted: Counted, ground: Ground, last: Draft | None) -> None:
    """Give a draft its countries and scope; `last` is the total before it."""
    country, usual = ground.country, ground.usual
    taken = {split_country(reading, other) for other in reading.numbers}
    named = countries_in(reading)
    if country is None and len(named) == 1 and named[0] in taken:
        # "48 attacks, of which 25 in Iraq": the country is that of the part.
        named = ()
    named = named or _base_country(draft, reading, counted)
    if counted.head.kind == "subset":
        draft.scope = "split" if country else "part" if draft.scope == "running" else draft.scope
    if ground.area is not None and country is None and not named:
        _take_area(draft, ground.area)
        return
    if ground.several is not None and country is None:
        draft.countries, draft.named_countries = ground.several, bool(ground.several)
        return
    if means_both(reading) and not named:
        draft.countries = usual
    elif country is not None:
        draft.countries, draft.named_countries = (country,), True
    elif named and counted.elliptic and len(named) > 1 and last is not None:
        also = any(word.low in ("also", "too", "well") for word in reading.words)
        draft.countries = tuple(dict.fromkeys((*named, *(last.countries if also else ()))))
        draft.named_countries = True
    elif named and not counted.elliptic:
        draft.countries, draft.named_countries = named, True
    elif last is not None and last.target == draft.target and (last.scope != "split" or means_both(reading)):
        draft.countries = last.countries
    draft.guessed = not draft.countries
    draft.countries = draft.countries or usual
    if country is not None and last is not None and draft.scope == "running" and _holds(last, draft, country):
        draft.scope = "split"
    if draft.since is None and counted.elliptic and last is not None:
        _go_on(draft, last, counted.head.kind == "subset")


def _go_on(draft: Draft, last: Draft, share: bool) -> None:
    """Of what leaves out its noun: the stretch of the total before, the whole of it where it is a share of a window."""
    if last.at == draft.at and last.count < draft.count:
        return
    draft.since, draft.precision = last.since, last.precision
    if last.scope == "window" and last.count >= draft.count and share and draft.scope != "split":
        draft.scope, draft.as_of, draft.dated = "window", last.as_of, last.dated


def _take_area(draft: Draft, area: Name) -> None:
    """A total of an area is of its country; a sea that belongs to no country leaves it open."""
    draft.place = PlaceRef(id=area.id, name=area.text)
    draft.countries, draft.named_countries = (area.country,) if area.country else (), bool(area.country)
    if is_part(area) and draft.scope == "running":
        draft.scope = "part"


def _holds(whole: Draft, part: Draft, country: str) -> bool:
    """Is the country one of several that the total before was of?"""
    several = len(whole.countries) > 1 and country in whole.countries
    return several and whole.of == part.of and whole.count >= part.count


def _base_country(draft: Draft, reading: Reading, counted: Counted) -> tuple[str, ...]:
    """The country of the one base that a number is said of; such a number is a part of the whole."""
    bases = {name.id: name for name in reading.names if name.type == "place" and name.hosts == draft.target}
    if len(bases) != 1 or counted.of != "attacks" or counted.moved:
        return ()
    country = next(iter(bases.values())).country
    if draft.scope == "running" and counted.head.kind == "occasion":
        draft.scope = "part"
    return (country,) if country else ()


def date_war(draft: Draft, reading: Reading, campaigns: Sequence[Campaign]) -> None:
    """ "since the war began": the war of the one country that the total is of."""
    if draft.since is not None or draft.precision != "event" or len(draft.countries) != 1:
        return
    if _WAR.search(reading.passage.text, reading.start, reading.end):
        starts = [row.start for row in campaigns if draft.countries[0] in row.war_in]
        draft.since = starts[0] if len(starts) == 1 else None


def take_period(draft: Draft, reading: Reading, frame: Frame, last: Draft | None) -> None:
    """ "in that period": the stretch of the last total."""
    if last is None or frame.since is not None or frame.strength != "cumulative":
        return
    text = reading.passage.text[reading.start : reading.end].lower()
    if any(words in text for words in _SAME):
        draft.since, draft.precision, draft.scope = last.since, last.precision, last.scope


def mark_splits(drafts: Sequence[Draft]) -> None:
    """Numbers of one sentence that fall to a country each are parts of one total."""
    for of in {draft.of for draft in drafts}:
        group = [draft for draft in drafts if draft.of == of and draft.scope in ("running", "split")]
        alone = [draft for draft in group if len(draft.countries) == 1]
        if len({draft.countries for draft in alone if draft.named_countries}) > 1:
            for draft in alone:
                draft.scope = "split"
