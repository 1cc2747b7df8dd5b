"""What a story has said so far: the thread that later sentences take up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from streams.stages.tag.attacks.draft import Draft, When
from streams.stages.tag.attacks.surroundings import Surroundings

if TYPE_CHECKING:
    from streams.stages.tag.attacks.anchor import Anchor


@dataclass(slots=True)
class State:
    """The discourse state, in the order of the sentences.

    `subject` is the class of target that the story is about; `titled`: the title names it; `named`: the number of
    the last sentence that did. `story` are the features that its clauses share, `around` are its sentences,
    `newest` is the last day that it names. `anchor` is the last thing or base spoken of, `place` the last place of
    any kind, `event` the last event told, `when` its days. `scene` is the last day spoken of, of whatever it is, in
    paragraph `scene_of`; `spot` and `spot_of` are the same of places; `season` is the last day or month, `live` the
    day of a page whose entries open with the time. `weapons` are the weapons spoken of last, in paragraph
    `told_of`. `label` is the day that stands alone above the entries of a list, or opens the entry in paragraph
    `entry`; `listing` the group that claims them. `told` are the events of the last sentence that tells any,
    `telling` those of its paragraph, `telling_in`, so far. `seats` are towns that stand for the plant, port or
    mosque in them.
    """

    subject: str | None = None
    anchor: Anchor | None = None
    place: str | None = None
    country: str | None = None
    event: Draft | None = None
    when: When = field(default_factory=When)
    scene: When = field(default_factory=When)
    season: When = field(default_factory=When)
    scene_of: int = -1
    spot: str | None = None
    spot_of: int = -9
    live: When = field(default_factory=When)
    label: When = field(default_factory=When)
    entry: int = -1
    titled: bool = False
    newest: date | None = None
    story: frozenset[str] = frozenset()
    around: Surroundings = field(default_factory=Surroundings)
    named: int = -9
    listing: str | None = None
    paragraph: int = -1
    weapons: tuple[str, ...] = ()
    sides: dict[str, frozenset[str]] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    claimant: str | None = None
    told_of: int = -9
    counted_days: dict[tuple[int, int, int], When] = field(default_factory=dict)
    own_strike: int = -9
    sentence: int = -9
    victims: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    told: list[Draft] = field(default_factory=list)
    telling: list[Draft] = field(default_factory=list)
    telling_in: int = -9

    def own(self, target: str) -> frozenset[str]:
        """The groups of the target's own side."""
        return self.sides.get(target, frozenset())
