"""What a tallies file adds, merged into the built-in entries."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from streams.stages.lexicon.additions import AddedPlace, LexiconAdditions
from streams.stages.lexicon.entries import Group, Place, Target, TargetKind
from streams.stages.lexicon.folding import fold_key
from streams.stages.lexicon.matcher import Term
from streams.stages.lexicon.variants import name_forms, plural
from streams.stages.lexicon.wordlists import word_list


def with_places(built_in: Mapping[str, Place], additions: LexiconAdditions) -> dict[str, Place]:
    """The places with those added; see `load_lexicon` for who keeps a name."""
    places = dict(built_in)
    wanted = {fold_key(alias) for added in additions.places.values() for alias in added.aliases}
    named = [place.id for place in places.values() if fold_key(place.name) in wanted] if wanted else []
    for identity, added in additions.places.items():
        places[identity] = _merged_place(identity, added, places, named)
        named.append(identity)
    return places


def _merged_place(identity: str, added: AddedPlace, places: dict[str, Place], named: list[str]) -> Place:
    known = places.get(identity)
    names = {fold_key(alias) for alias in added.aliases}
    others = [places[other] for other in dict.fromkeys(named)]
    same = [known] if known else [place for place in others if fold_key(place.name) in names]
    base = same[0] if same else Place(identity, added.aliases[0] if added.aliases else identity)
    for place in same[:1]:
        if place.id != identity:
            # Names go over to the added id; the built-in one stays as a link of the chain.
            places[place.id] = replace(place, aliases=(), spellings=())
    within = tuple(
        dict.fromkeys((*added.within, *base.within, *(place.id for place in same[:1] if place.id != identity)))
    )
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


def with_groups(groups: dict[str, Group], additions: LexiconAdditions) -> dict[str, Group]:
    """The groups with those added."""
    for identity, added in additions.groups.items():
        known = groups.get(identity) or Group(identity, added.aliases[0] if added.aliases else identity)
        groups[identity] = replace(
            known,
            aliases=tuple(dict.fromkeys((*added.aliases, *known.aliases))),
            parents=tuple(dict.fromkeys((*added.parents, *known.parents))),
        )
    return groups


def with_targets(targets: dict[str, Target], additions: LexiconAdditions) -> dict[str, Target]:
    """The target classes with those added. What kind of thing a new one is, its terms tell."""
    for identity, added in additions.targets.items():
        known = targets.get(identity) or Target(identity, identity.replace("-", " "), kind=_kind_of(added.terms))
        terms = tuple(dict.fromkeys((*added.terms, *known.terms)))
        targets[identity] = replace(known, terms=terms, parent=added.parent or known.parent)
    return targets


def _kind_of(terms: tuple[str, ...]) -> TargetKind:
    heads: dict[TargetKind, list[str]] = word_list("heads")
    kinds: dict[str, TargetKind] = {word: kind for kind, words in heads.items() for word in words}
    seen = Counter(kinds.get(fold_key(term).split()[-1], "site") for term in terms if fold_key(term))
    # A class of hospitals may have ambulances and nurses beside them: most of the terms decide.
    return seen.most_common(1)[0][0] if seen else "site"


def prefer_added(terms: dict[str, list[Term]], additions: LexiconAdditions) -> None:
    """Take a form away from built-in entries of the same type where the tallies file gives it to another."""
    for kind, ids, forms in _added_forms(additions):
        for form in forms:
            kept = [term for term in terms.get(form, ()) if term.type != kind or term.id in ids]
            if kept:
                terms[form] = kept


def prefer_general(terms: dict[str, list[Term]], additions: LexiconAdditions, targets: Mapping[str, Target]) -> None:
    """ "Gas pipeline" is a pipeline: a longer built-in form of the same kind goes to the class that has its head.

    The armed forces keep theirs: a base is not any army's.
    """
    added = {form: identity for identity, target in additions.targets.items() for form in _all_forms(target.terms)}
    for form, rows in terms.items() if added else ():
        _, _, rest = form.partition(" ")
        while rest and rest not in added:
            _, _, rest = rest.partition(" ")
        if rest:
            terms[form] = [_handed_over(row, added[rest], additions, targets) for row in rows]


def _handed_over(row: Term, identity: str, additions: LexiconAdditions, targets: Mapping[str, Target]) -> Term:
    if row.type != "target" or row.id in additions.targets:
        return row
    same = targets[row.id].kind == targets[identity].kind and targets[row.id].kind != "force"
    return row._replace(id=identity) if same else row


def _all_forms(terms: tuple[str, ...]) -> set[str]:
    forms = {form for term in terms for form in name_forms(term)}
    return forms | {plural(form) for form in forms}


def _added_forms(additions: LexiconAdditions) -> Iterator[tuple[str, set[str], set[str]]]:
    for identity, target in additions.targets.items():
        owners = {other for other, row in additions.targets.items() if set(row.terms) & set(target.terms)}
        yield "target", owners | {identity}, _all_forms(target.terms)
    for identity, group in additions.groups.items():
        yield "group", {identity}, {form for alias in group.aliases for form in name_forms(alias)}
    for identity, place in additions.places.items():
        yield "place", {identity}, {form for alias in place.aliases for form in name_forms(alias)}
