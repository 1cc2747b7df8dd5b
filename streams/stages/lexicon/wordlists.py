"""Read the word lists that ship with the package into entries and terms."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from streams.stages.lexicon.entries import Campaign, Group, Place, Target
from streams.stages.lexicon.folding import fold_key
from streams.stages.lexicon.matcher import Term
from streams.stages.lexicon.variants import plural, verb_forms


@cache
def word_list(name: str) -> Any:
    """The content of `<name>.yaml` beside this module. Treat it as read-only: it is read once."""
    text = (resources.files(__package__) / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def all_texts() -> Iterator[str]:
    """The texts of all lists, in a fixed order."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".yaml")]
    for file in sorted(files, key=lambda file: file.name):
        yield file.read_text(encoding="utf-8")


def places() -> Iterator[Place]:
    """The places of the project's own gazetteer."""
    for identity, row in word_list("places").items():
        yield Place(id=identity, **_fields(row))


def groups() -> Iterator[Group]:
    """Armed groups, forces, agencies; countries are not among them."""
    for identity, row in word_list("groups").items():
        yield Group(id=identity, **_fields(row))


def targets() -> Iterator[Target]:
    """The broad classes of targets. Each of `whose` with each of `things` is a term too: "NGO car", "relief store"."""
    for identity, row in word_list("targets").items():
        fields = _fields({key: value for key, value in row.items() if key not in ("whose", "things")})
        made = tuple(f"{owner} {thing}" for owner in row.get("whose", ()) for thing in row.get("things", ()))
        yield Target(id=identity, **fields | {"terms": (*fields["terms"], *made)})


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def campaigns() -> Iterator[Campaign]:
    """The campaigns that anchor dates without a year."""
    for row in word_list("campaigns"):
        start = row["start"] if isinstance(row["start"], date) else date.fromisoformat(row["start"])
        yield Campaign(
            row["id"], start, tuple(row.get("terms", ())), tuple(row.get("targets", ())), tuple(row.get("war_in", ()))
        )


def word_terms() -> Iterator[tuple[str, Term]]:
    """Folded form and term of every word list: fire, intercept, casualty, negation ... and of the weapons."""
    for kind, rows in word_list("words").items():
        for row in rows:
            for form, flags in _forms(row):
                yield fold_key(form), Term(kind, row["id"], frozenset((*flags, *row.get("flags", ()))))
    for row in word_list("weapons"):
        marks = ("munition",) if row["munition"] else ()
        for term in row["terms"]:
            case = "upper" if term.isupper() else "any"
            yield fold_key(term), Term("weapon", row["class"], frozenset(marks), case)
            yield fold_key(plural(term)), Term("weapon", row["class"], frozenset((*marks, "plural")))
    for name in word_list("defences"):
        case = "name" if name[0].isupper() else "any"
        yield fold_key(name), Term("defence", fold_key(name).replace(" ", "-"), frozenset(), case)
        yield fold_key(plural(name)), Term("defence", fold_key(name).replace(" ", "-"), frozenset({"plural"}), case)


def _forms(row: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for noun in row.get("nouns", ()):
        yield noun, ("noun",)
        yield plural(noun), ("noun", "plural")
    for verb in row.get("verbs", ()):
        for form, tense in verb_forms(verb).items():
            yield form, ("verb", tense)
    for form, tense in row.get("forms", {}).items():
        yield form, ("noun", tense) if tense in ("noun", "plural") else ("verb", tense)
    for word in row.get("words", ()):
        yield word, ()
