"""Put a lexicon together: the built-in lists, the cities of the world, and what a tallies file adds."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from streams.stages.lexicon import wordlists
from streams.stages.lexicon.additions import AddedPlace, LexiconAdditions
from streams.stages.lexicon.entries import Group, Place, Target, TargetKind
from streams.stages.lexicon.folding import fold_key
from streams.stages.lexicon.gazetteer import gazetteer
from streams.stages.lexicon.lexicon import Lexicon
from streams.stages.lexicon.matcher import Matcher, Term
from streams.stages.lexicon.variants import name_forms, plural

_WEAK = frozenset({"weak"})
Terms = dict[str, list[Term]]
_WATCHED = frozenset({"us-forces", "us-diplomats"})


def load_lexicon(additions: LexiconAdditions | None = None) -> Lexicon:
    """The built-in lexicon with what a tallies file adds.

    An added id that is built in keeps what it has and gets the new aliases. An added name that a built-in entry of
    another id has, belongs to the added entry alone; an added place whose aliases include a built-in place's name takes
    over all names of it.
    """
    return _built_in() if additions is None or additions == LexiconAdditions() else _build(additions)


@cache
def _built_in() -> Lexicon:
    return _build(LexiconAdditions())


def _build(additions: LexiconAdditions) -> Lexicon:
    places = _with_places(gazetteer(), additions)
    groups = _with_groups(_all_groups(places.values()), additions)
    targets = _with_targets({target.id: target for target in wordlists.targets()}, additions)
    campaigns = tuple(wordlists.campaigns())
    terms: Terms = {}
    for form, term in _all_terms(places.values(), groups.values(), targets.values()):
        terms.setdefault(form, []).append(term)
    _prefer_added(terms, additions)
    countries = {place.country: place.id for place in places.values() if place.kind == "country" and place.country}
    return Lexicon(
        places=MappingProxyType(places),
        groups=MappingProxyType(groups),
        targets=MappingProxyType(targets),
        campaigns=campaigns,
        countries=MappingProxyType(countries),
        watched=_WATCHED | frozenset(additions.targets),
        fingerprint=_fingerprint(terms, places, groups, targets, campaigns, tuple(sorted(additions.targets))),
        matcher=Matcher(terms),
    )


def _all_groups(places: Iterable[Place]) -> dict[str, Group]:
    demonyms: dict[str, list[str]] = wordlists.word_list("demonyms")
    found = {
        place.id: Group(place.id, place.name, (place.name, *demonyms.get(place.id, ())))
        for place in places
        if place.kind == "country"
    }
    for group in wordlists.groups():
        known = found.get(group.id)
        found[group.id] = replace(group, aliases=(*group.aliases, *known.aliases)) if known else group
    return found


def _with_places(built_in: MappingProxyType[str, Place], additions: LexiconAdditions) -> dict[str, Place]:
    places = dict(built_in)
    for identity, added in additions.places.items():
        places[identity] = _merged_place(identity, added, places)
    return places


def _merged_place(identity: str, added: AddedPlace, places: dict[str, Place]) -> Place:
    known = places.get(identity)
    names = {fold_key(alias) for alias in added.aliases}
    same = [known] if known else [place for place in places.values() if fold_key(place.name) in names]
    base = same[0] if same else Place(identity, added.aliases[0] if added.aliases else identity)
    for place in same[:1]:
        if place.id != identity:
            # Names go over to the added id; the built-in one stays, nameless, as a link of the chain.
            places[place.id] = replace(place, aliases=(), name="")
    within = tuple(dict.fromkeys((*added.within, *base.within, *(place.id for place in same[:1] if place.id != identity))))
    return replace(
        base,
        id=identity,
        name=known.name if known else (added.aliases[0] if added.aliases else identity),
        aliases=tuple(dict.fromkeys((*added.aliases, *base.aliases))),
        country=added.country or base.country,
        lat=base.lat if added.lat is None else added.lat,
        lon=base.lon if added.lon is None else added.lon,
        within=within,
    )


def _with_groups(groups: dict[str, Group], additions: LexiconAdditions) -> dict[str, Group]:
    for identity, added in additions.groups.items():
        known = groups.get(identity) or Group(identity, added.aliases[0] if added.aliases else identity)
        groups[identity] = replace(
            known,
            aliases=tuple(dict.fromkeys((*added.aliases, *known.aliases))),
            parents=tuple(dict.fromkeys((*added.parents, *known.parents))),
        )
    return groups


def _with_targets(targets: dict[str, Target], additions: LexiconAdditions) -> dict[str, Target]:
    for identity, added in additions.targets.items():
        known = targets.get(identity) or Target(identity, identity.replace("-", " "), kind=_kind_of(added.terms))
        terms = tuple(dict.fromkeys((*added.terms, *known.terms)))
        targets[identity] = replace(known, terms=terms, parent=added.parent or known.parent)
    return targets


def _kind_of(terms: tuple[str, ...]) -> TargetKind:
    heads: dict[TargetKind, list[str]] = wordlists.word_list("heads")
    last = {fold_key(term).split()[-1] for term in terms if fold_key(term)}
    for kind, words in heads.items():
        if last & set(words):
            return kind
    return "site"


def _all_terms(
    places: Iterable[Place], groups: Iterable[Group], targets: Iterable[Target]
) -> Iterator[tuple[str, Term]]:
    for target in targets:
        for term in target.terms:
            case = "name" if term[:1].isupper() else "any"
            for form in (*name_forms(term),):
                yield form, Term("target", target.id, frozenset(), case)
                yield plural(form), Term("target", target.id, frozenset({"plural"}), case)
    stop = {fold_key(str(name)) for name in wordlists.word_list("stop_names")["stop"]}
    for place in places:
        for name in dict.fromkeys((place.name, *place.aliases)):
            if name and name not in place.spellings:
                yield from _name_terms(name, "place", place.id)
        for name in place.spellings:
            for form, term in _name_terms(name, "place", place.id, _WEAK):
                if form not in stop:
                    yield form, term
    demonyms: dict[str, list[str]] = wordlists.word_list("demonyms")
    for group in groups:
        adjectives = {fold_key(name) for name in demonyms.get(group.id, ())}
        for name in dict.fromkeys((group.name, *group.aliases)):
            flags = frozenset({"demonym"}) if fold_key(name) in adjectives else frozenset()
            yield from _name_terms(name, "group", group.id, flags)
    yield from wordlists.word_terms()


def _name_terms(name: str, kind: str, identity: str, flags: frozenset[str] = frozenset()) -> Iterator[tuple[str, Term]]:
    letters = [character for character in name if character.isalpha()]
    case = "upper" if letters and len(letters) <= 4 and all(map(str.isupper, letters)) else "name"
    if name.islower():
        case = "any"
    for form in name_forms(name):
        yield form, Term(kind, identity, flags, case)


def _prefer_added(terms: Terms, additions: LexiconAdditions) -> None:
    """Take a form away from built-in entries of the same type where the tallies file gives it to another."""
    for kind, ids, forms in _added_forms(additions):
        for form in forms:
            kept = [term for term in terms.get(form, ()) if term.type != kind or term.id in ids]
            if kept:
                terms[form] = kept


def _added_forms(additions: LexiconAdditions) -> Iterator[tuple[str, set[str], set[str]]]:
    for identity, target in additions.targets.items():
        forms = {form for term in target.terms for form in name_forms(term)}
        owners = {other for other, row in additions.targets.items() if set(row.terms) & set(target.terms)}
        yield "target", owners | {identity}, forms | {plural(form) for form in forms}
    for identity, group in additions.groups.items():
        yield "group", {identity}, {form for alias in group.aliases for form in name_forms(alias)}
    for identity, place in additions.places.items():
        yield "place", {identity}, {form for alias in place.aliases for form in name_forms(alias)}


def _fingerprint(terms: Terms, *parts: object) -> str:
    digest = hashlib.sha256()
    for form in sorted(terms):
        rows = sorted((term.type, term.id, sorted(term.flags), term.case) for term in terms[form])
        digest.update(json.dumps([form, rows]).encode())
    for part in parts:
        rows_of = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, tuple) else ()
        for key, value in sorted(rows_of, key=lambda row: str(row[0])):
            digest.update(f"{key}={value!r}".encode())
    return digest.hexdigest()[:16]
