"""Places that a story names as what is attacked: "the Example field" is a field wherever "Example" stands alone."""

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from streams.stages.lexicon import Lexicon, Place
from streams.stages.tag.attacks.lines import Line, Unit
from streams.stages.tag.attacks.words import grammar


def with_sites(lexicon: Lexicon, lines: tuple[Line, ...]) -> Lexicon:
    """The lexicon in which the places of a story that bear the name of a site host its class of target."""
    heads = [(line, unit, _head(line, unit)) for line in lines for unit in _sites(line, lexicon)]
    found = [
        (line, unit, head)
        for line, unit, head in heads
        if grammar().has("short_head", head) or _own_target(line, unit, lexicon)
    ]
    if not found:
        return lexicon
    words = {word.low for line in lines for word in line.words}
    hosts: dict[str, Place] = {}
    for line, unit, head in found:
        target = _own_target(line, unit, lexicon) or _target(head.removesuffix("s"), words, lexicon)
        for identity in (unit.id, *(_listed(line, unit, lexicon) if head.endswith("s") else ())):
            place = lexicon.places[identity]
            if target and not place.hosts:
                hosts[identity] = replace(place, hosts=target)
    return (
        replace(lexicon, places=MappingProxyType(ChainMap(hosts, cast(dict[str, Place], lexicon.places))))
        if hosts
        else lexicon
    )


def _head(line: Line, unit: Unit) -> str:
    """The noun behind a name or at its end: "the Example field", "the Example gas field"."""
    last = line.words[unit.last - 1].low
    if unit.last - unit.first > 1 and grammar().has("short_head", last):
        return last
    return line.words[unit.last].low if unit.last < len(line.words) else ""


def _own_target(line: Line, unit: Unit, lexicon: Lexicon) -> str | None:
    """The class of the words behind the name, or that end it: "Example oil field", "Example airport"."""
    for other in line.units:
        if other.type == "target" and other.first == unit.last and "plural" not in other.flags:
            return other.id
    rest = unit.text.partition(" ")[2]
    for match in lexicon.find(rest):
        target = next((term.id for term in match.terms if term.type == "target"), None)
        if target and match.end == len(rest):
            return target
    return None


def _sites(line: Line, lexicon: Lexicon) -> Iterable[Unit]:
    """The places of a line that are neither towns nor wider."""
    for unit in line.units:
        place = lexicon.places.get(unit.id) if unit.type == "place" else None
        if place and place.kind in ("site", "airport"):
            yield unit


def _listed(line: Line, last: Unit, lexicon: Lexicon) -> list[str]:
    """The sites before the last of a list: "the A, B and C fields"."""
    found: list[str] = []
    at = last.first
    for unit in reversed([unit for unit in _sites(line, lexicon) if unit.last < last.first]):
        if not {line.words[index].low for index in range(unit.last, at)} <= {",", "and", "the"}:
            break
        found.append(unit.id)
        at = unit.first
    return found


def _target(head: str, words: set[str], lexicon: Lexicon) -> str | None:
    """The class one of whose terms ends in the word, where the story has the term's other words, too."""
    for entry in lexicon.targets.values():
        for others, last, term in _compounds(entry.terms) if entry.kind == "site" else ():
            if last == head and words.issuperset(others):
                found = [one.id for match in lexicon.find(term) for one in match.terms if one.type == "target"]
                if found:
                    return found[0]
    return None


@lru_cache(maxsize=4096)
def _compounds(terms: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """The terms of several words: those before the last, the last, and the term."""
    split = ((tuple(term.lower().split()), term) for term in terms)
    return tuple((words[:-1], words[-1], term) for words, term in split if len(words) > 1)
