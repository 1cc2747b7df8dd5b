"""The typed entries of the lexicon: what a word list knows of a place, a group, a target, a weapon, a campaign."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

PlaceKind = Literal["base", "city", "province", "region", "country", "sea", "site", "diplomatic", "airport", "area"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `within` names the places it lies in, directly; `hosts` the target that is based there. `spellings` are names that
    are people's as well: they count only where they do not stand in a longer name ("Karam Tikrit").
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    kind: PlaceKind = "site"
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    within: tuple[str, ...] = ()
    hosts: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group, force or state that acts.

    `parents` are those it belongs to; `target` is the target id that the group itself is.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    target: str | None = None


TargetKind = Literal["person", "site", "ship", "vehicle", "force"]


@dataclass(frozen=True, slots=True)
class Target:
    """A class of things that are attacked.

    `parent` stands for all its children; `kind` says what sort of thing it is.
    """

    id: str
    name: str
    terms: tuple[str, ...] = ()
    parent: str | None = None
    kind: TargetKind = "site"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A named span of history that anchors dates without a year: "since Oct 17" beside attacks on US forces."""

    id: str
    start: date
    terms: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    war_in: tuple[str, ...] = ()
