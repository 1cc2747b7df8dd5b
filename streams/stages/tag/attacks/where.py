"""Where it happened: the place of impact, not of launch, nor one that only gives a bearing."""

import re
from dataclasses import replace

from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchor import Anchor
from streams.stages.tag.attacks.draft import Where
from streams.stages.tag.attacks.lines import Unit, View
from streams.stages.tag.attacks.words import grammar

_RANK = {
    "base": 6,
    "diplomatic": 6,
    "site": 5,
    "airport": 5,
    "city": 5,
    "area": 4,
    "sea": 4,
    "province": 3,
    "region": 2,
}
_WIDE_RANK = 3
_SLUG = re.compile(r"[^a-z0-9]+")


def known_place(place_id: str, lexicon: Lexicon, name: str = "") -> Where:
    """The place of the gazetteer, with the name as told."""
    place = lexicon.places.get(place_id)
    if place is None:
        return Where(place_id, name or place_id, None, "site")
    return Where(place.id, name or place.name, place.country, place.kind, lexicon.told.get(place.id, ()))


def place_of(view: View, anchor: Anchor, lexicon: Lexicon) -> Where | None:
    """The place of an event in a view of its sentence; None where it tells none but a country."""
    if anchor.place:
        return known_place(anchor.place, lexicon, anchor.text if anchor.explicit else "")
    inside = range(anchor.first, anchor.last) if anchor.vessel else ()
    candidates = [
        unit
        for unit in view.units("place")
        if unit.first not in inside and _rank(unit, lexicon) and _is_told(view, unit)
    ]
    plain = _innermost([unit for unit in candidates if not is_bearing(view, unit)], lexicon)
    best = max(plain, key=lambda unit: _fit(unit, anchor, lexicon), default=None)
    named = proper_name(view, anchor)
    if best is not None and (named is None or _rank(best, lexicon) > _WIDE_RANK):
        return known_place(best.id, lexicon, best.text)
    if named is not None:
        # "in Smalltown in the Northern province": the name no gazetteer has lies in the place that one has.
        if best is None:
            return named
        chain = lexicon.place_chain(best.id)
        return replace(named, country=known_place(best.id, lexicon).country, within=chain)
    if candidates:
        return known_place(candidates[0].id, lexicon, candidates[0].text)
    return None


def spot_of(view: View, lexicon: Lexicon) -> str | None:
    """The id of the first place that a sentence names; None where it names none that is as narrow as a town."""
    for unit in view.units("place"):
        if _rank(unit, lexicon) > _WIDE_RANK and _is_told(view, unit) and not is_bearing(view, unit):
            return unit.id
    return None


def _is_told(view: View, unit: Unit) -> bool:
    """Is something told to be there: no place of launch, no name of a war, not where somebody speaks?"""
    return not is_origin(view, unit) and not no_place(view, unit) and not _speaking(view, unit)


def _innermost(units: list[Unit], lexicon: Lexicon) -> list[Unit]:
    """Without those that another is told to lie in: of "X village in the Y district" only X."""
    outer = {place for unit in units for place in lexicon.told.get(unit.id, ())}
    return [unit for unit in units if unit.id not in outer]


def country_of(view: View, lexicon: Lexicon, anchor: Anchor) -> str | None:
    """The country a view names, where it names one."""
    for unit in view.units("place"):
        place = lexicon.places.get(unit.id)
        if unit.first in range(anchor.first, anchor.last) and anchor.vessel:
            continue
        if place and place.country and not is_origin(view, unit) and not no_place(view, unit):
            return place.country
    return None


def countries_of(view: View, lexicon: Lexicon) -> tuple[str, ...]:
    """All countries that the places of a view lie in, in the order of the words."""
    found = (lexicon.places[unit.id].country for unit in view.units("place") if unit.id in lexicon.places)
    return tuple(dict.fromkeys(country for country in found if country))


def is_origin(view: View, unit: Unit) -> bool:
    """Is it where the weapon came from: "fired from X", "left X"?"""
    known = grammar()
    index = unit.first - 1
    for _ in range(5):
        word = view.low(index)
        if word == "of" and view.low(index - 1) != "out":
            # "Fled from the prison of X": the prison is there.
            return False
        if known.has("origin", word):
            return not known.has("bearing", f"{view.low(index - 1)} from")
        if known.has("preposition", word) or known.has("connective", word) or word in (",", ""):
            return False
        index -= 1
    return False


def is_bearing(view: View, unit: Unit) -> bool:
    """Does it only say how far and in which direction: "60 km west of X", "not far from X"?"""
    words = [view.low(index) for index in range(unit.first - 3, unit.first)]
    before = [word for word in words if word not in ("the", "port", "of")] if words[-1:] != ["of"] else words
    tail = " ".join(word for word in before if word)
    known = grammar()
    return any(tail.endswith(bearing) for bearing in known.classes["bearing"])


def _dateline(view: View, unit: Unit) -> bool:
    """Is it where the story was filed: "TOWN (Agency) -"?"""
    return unit.first < 6 and view.line.role == "paragraph" and unit.text.isupper() and len(unit.text) > 3


def no_place(view: View, unit: Unit) -> bool:
    """Is it the name of a war, or of a state that acts: "the war in X", "X sent drones"?"""
    if _dateline(view, unit) or (view.low(unit.first - 2), view.low(unit.first - 1)) == ("named", "after"):
        return True
    acts = any(group.first == unit.first and group.last == unit.last for group in view.units("group"))
    if acts and not grammar().has("preposition", view.low(unit.first - 1)):
        return True
    return view.low(unit.last) in (
        "war",
        "conflict",
        "truce",
        "ceasefire",
        "crisis",
        "offensive",
        "talks",
        "government",
    )


def _speaking(view: View, unit: Unit) -> bool:
    """ "Officials in X said": that is where they are."""
    return view.low(unit.first - 1) == "in" and any(verb.first == unit.last for verb in view.units("report"))


def _rank(unit: Unit, lexicon: Lexicon) -> int:
    place = lexicon.places.get(unit.id)
    return _RANK.get(place.kind, 0) if place else 0


def _fit(unit: Unit, anchor: Anchor, lexicon: Lexicon) -> tuple[bool, int, int]:
    return _near(unit, anchor), _rank(unit, lexicon), -abs(unit.first - anchor.first)


def _near(unit: Unit, anchor: Anchor) -> bool:
    return 0 <= unit.first - anchor.last <= 3 or 0 <= anchor.first - unit.last <= 2


def proper_name(view: View, anchor: Anchor) -> Where | None:
    """A name that no gazetteer knows, beside the thing struck: "the Example refinery", "at Example"."""
    taken = {index for unit in view.units() if unit.type != "quality" for index in range(unit.first, unit.last)}
    taken |= {index for day in view.line.days for index in range(day.first, day.last)}
    words = view.line.words
    start = anchor.first
    while start > view.first and _part_of_name(view, start - 1) and start - 1 not in taken and start - 1 > 0:
        start -= 1
    if start < anchor.first:
        return _named(view, start, anchor.first)
    for index in range(view.first, view.last - 1):
        if words[index + 1].capital and index + 1 not in taken and _introduces(view, index):
            end = index + 2
            while end < view.last and words[end].capital and end not in taken:
                end += 1
            return _named(view, index + 1, end)
    return None


def _part_of_name(view: View, index: int) -> bool:
    word = view.line.words[index]
    # A headline has capitals everywhere.
    if view.line.role == "title":
        return False
    return word.capital and len(word.low) > 2 and not grammar().has("determiner", word.low)


def _introduces(view: View, index: int) -> bool:
    """Does a word lead to the name of a place: "at", "near", "the village of", "north of"?"""
    word, before = view.low(index), view.low(index - 1)
    if word == "of":
        return grammar().has("settlement", before) or grammar().has("bearing", f"{before} of")
    return word in ("at", "in", "near", "outside", "called") or (word == "as" and before == "known")


def _named(view: View, first: int, last: int) -> Where | None:
    words = view.line.words
    name = view.line.passage.text[words[first].start : words[last - 1].end]
    slug = _SLUG.sub("-", name.lower()).strip("-")
    return Where(slug, name, None, "site") if slug and not any(map(str.isdigit, slug)) else None
