"""Which targets are folded together: the unit of state and of work of the tally stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from streams.stages.lexicon import Lexicon


class Watches(Protocol):
    """What a grouping needs to know of a tally definition."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Ids of the targets that the tally watches."""


@dataclass(frozen=True)
class TargetGroups:
    """The group key of each target of the lexicon, and the keys that some tally watches.

    A group is a connected component: a target with its whole family (parents, children), and all families that one
    tally watches. Its key is its smallest target id. Mentions of different families never become one incident, so the
    grouping decides where work is done and never what comes out.
    """

    key_by_target: Mapping[str, str]
    watched: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """All group keys that the lexicon knows."""
        return frozenset(self.key_by_target.values())

    def key_of(self, target: str) -> str:
        """The group of a target; a target that the lexicon does not know is a group of its own."""
        return self.key_by_target.get(target, target)


def groups_of(definitions: Iterable[Watches], lexicon: Lexicon) -> TargetGroups:
    """Group the targets of the lexicon by what the tallies watch together."""
    leader: dict[str, str] = {}

    def find(target: str) -> str:
        leader.setdefault(target, target)
        while leader[target] != target:
            leader[target] = leader[leader[target]]
            target = leader[target]
        return target

    def join(one: str, other: str) -> None:
        low, high = sorted((find(one), find(other)))
        leader[high] = low

    for target in lexicon.targets:
        for ancestor in lexicon.target_chain(target):
            join(target, ancestor)
    watching = [definition.targets for definition in definitions if definition.targets]
    for targets in watching:
        for target in targets:
            join(targets[0], target)
    keys = {target: find(target) for target in leader}
    return TargetGroups(keys, frozenset(keys[target] for targets in watching for target in targets))


W = TypeVar("W", bound=Watches)


def definitions_by_group(definitions: Iterable[W], groups: TargetGroups) -> dict[str, list[W]]:
    """The definitions that each group has to answer: all targets of a tally are of one group."""
    found: dict[str, list[W]] = {}
    for definition in definitions:
        found.setdefault(groups.key_of(definition.targets[0]), []).append(definition)
    return found
