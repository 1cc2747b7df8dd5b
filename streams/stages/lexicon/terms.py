"""The forms by which the entries of a lexicon are found, each with what it stands for."""

from collections.abc import Iterable, Iterator

from streams.stages.lexicon.entries import Group, Place, Target
from streams.stages.lexicon.folding import fold_key
from streams.stages.lexicon.matcher import Term
from streams.stages.lexicon.variants import name_forms, plural
from streams.stages.lexicon.wordlists import campaigns, word_list, word_terms

_NONE: frozenset[str] = frozenset()
_PLURAL = frozenset({"plural"})
_WEAK = frozenset({"weak"})
_SHORT = 4
"""Up to so many letters, a name all in capitals is an abbreviation: "US" is found, "us" is not."""


def all_terms(
    places: Iterable[Place], groups: Iterable[Group], targets: Iterable[Target]
) -> Iterator[tuple[str, Term]]:
    """Folded form and term of everything: entries, campaigns and word lists."""
    for target in targets:
        yield from _target_terms(target)
    stop = frozenset(fold_key(str(name)) for name in word_list("stop_names")["stop"])
    for place in places:
        yield from _place_terms(place, stop)
    demonyms: dict[str, list[str]] = word_list("demonyms")
    for group in groups:
        adjectives = {fold_key(name) for name in demonyms.get(group.id, ())}
        for name in dict.fromkeys((group.name, *group.aliases)):
            flags = frozenset({"demonym"}) if fold_key(name) in adjectives else _NONE
            yield from _name_terms(name, "group", group.id, flags)
    for campaign in campaigns():
        for name in campaign.terms:
            yield from _name_terms(name, "campaign", campaign.id)
    yield from word_terms()


def _target_terms(target: Target) -> Iterator[tuple[str, Term]]:
    for term in target.terms:
        case = "name" if term[:1].isupper() else "any"
        for form in name_forms(term):
            yield form, Term("target", target.id, _NONE, case)
            yield plural(form), Term("target", target.id, _PLURAL, case)


def _place_terms(place: Place, stop: frozenset[str]) -> Iterator[tuple[str, Term]]:
    for name in dict.fromkeys((place.name, *place.aliases)):
        if name and name not in place.spellings:
            yield from _name_terms(name, "place", place.id)
    for name in place.spellings:
        for form, term in _name_terms(name, "place", place.id, _WEAK):
            if form not in stop:
                yield form, term


def _name_terms(name: str, kind: str, identity: str, flags: frozenset[str] = _NONE) -> Iterator[tuple[str, Term]]:
    letters = [character for character in name if character.isalpha()]
    case = "upper" if 0 < len(letters) <= _SHORT and all(map(str.isupper, letters)) else "name"
    if name.islower():
        case = "any"
    for form in name_forms(name):
        yield form, Term(kind, identity, flags, case)
