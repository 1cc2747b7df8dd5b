"""A set of mentions that tell of one attack, and what it is compared by at each point of the order of grouping."""

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from streams.stages.tally.likeness import Figure
from streams.stages.tally.tellings import Telling

Places = set[str | None]

_rank = attrgetter("rank")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a cluster is compared by: what its mentions so far tell, the most precise of each.

    `count` is how many attacks it stands for; one story may put as many mentions in.
    """

    count: int
    targets: tuple[str, ...]
    vessel: str | None
    place: str | None
    chain: tuple[str, ...]
    country: str | None
    classes: frozenset[str]
    figures: frozenset[Figure]
    munitions: frozenset[int]
    claimants: frozenset[str]

    @classmethod
    def of(cls, telling: Telling) -> "Profile":
        """What one mention is compared by."""
        attack = telling.attack
        return cls(
            count=attack.count,
            targets=telling.targets,
            vessel=telling.vessel,
            place=telling.place,
            chain=telling.chain,
            country=telling.country,
            classes=telling.classes,
            figures=telling.figures,
            munitions=frozenset(() if attack.munitions is None else (attack.munitions,)),
            claimants=frozenset((attack.claimed_by,) if attack.claimed_by else ()),
        )

    def with_mention(self, telling: Telling, count: int = 0) -> "Profile":
        """Take a mention in that speaks for `count` attacks; itself where the mention tells nothing more."""
        return self.joined(Profile.of(telling), count)

    def joined(self, other: "Profile", count: int) -> "Profile":
        """What is told more precisely becomes what both are compared by."""
        vessel = max(self.vessel or "", other.vessel or "", key=lambda name: (len(name), name)) or None
        deeper = len(other.chain) > len(self.chain)
        together = Profile(
            count=max(self.count, count),
            targets=other.targets if len(other.targets) > len(self.targets) else self.targets,
            vessel=vessel,
            place=other.place if deeper else self.place,
            chain=other.chain if deeper else self.chain,
            country=self.country or other.country,
            classes=self.classes | other.classes,
            figures=self.figures | other.figures,
            munitions=self.munitions | other.munitions,
            claimants=self.claimants | other.claimants,
        )
        return self if together == self else together


@dataclass(frozen=True, slots=True)
class Base:
    """What a cluster begins with: its founder, and the mentions that earlier phases gave it.

    `days` are the founder's (and those of the one cluster that was joined over midnight), so that days never chain.
    """

    founder: Telling
    members: tuple[Telling, ...]
    profile: Profile
    days: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, telling: Telling) -> "Base":
        """A cluster of one mention."""
        days: tuple[tuple[int, int], ...] = ()
        if telling.first is not None and telling.last is not None and telling.phase != "late":
            days = ((telling.first, telling.last),)
        return cls(telling, (telling,), Profile.of(telling), days)


class Cluster:
    """Mentions of one attack around their founder, the one that ranks first: the base, and those that joined it.

    `profiles` are what it was compared by after each of those, so that a mention can be decided again as of its rank.
    """

    __slots__ = ("base", "counts", "joined", "named", "profiles")

    def __init__(self, base: Base) -> None:
        """A cluster that nobody has joined."""
        self.base = base
        self.named = base.founder.firmness == "day"
        self.joined: list[Telling] = []
        self.profiles: list[Profile] = []
        self.counts: dict[Telling, int] = {}

    @property
    def founder(self) -> Telling:
        """The mention that it was founded by."""
        return self.base.founder

    @property
    def members(self) -> tuple[Telling, ...]:
        """All mentions."""
        return (*self.base.members, *self.joined)

    @property
    def profile(self) -> Profile:
        """What it is compared by when all have joined."""
        return self.profiles[-1] if self.profiles else self.base.profile

    def profile_before(self, rank: tuple[Any, ...]) -> Profile:
        """What it was compared by before the mention of that rank was grouped."""
        if not self.joined or self.joined[-1].rank < rank:
            return self.profile
        position = bisect_left(self.joined, rank, key=_rank)
        return self.profiles[position - 1] if position else self.base.profile

    def join(self, telling: Telling, count: int) -> Places:
        """Take a mention in at its rank; where it stands for several, for `count` attacks.

        Gives where it was or is, for those whose comparison comes out otherwise than before: nowhere if for none.
        """
        position = bisect_left(self.joined, telling.rank, key=_rank)
        self.joined.insert(position, telling)
        self.profiles.insert(position, self.profiles[position - 1] if position else self.base.profile)
        if count > 1:
            self.counts[telling] = count
        return self._again(position)

    def leave(self, telling: Telling) -> Places:
        """Let a mention go. Gives what `join` gives."""
        position = bisect_left(self.joined, telling.rank, key=_rank)
        del self.joined[position]
        self.counts.pop(telling, None)
        gone = self.profiles.pop(position)
        before = self.profiles[position - 1] if position else self.base.profile
        return set() if gone == before else {gone.place, before.place} | self._again(position)

    def recount(self, telling: Telling, count: int) -> Places:
        """Let a mention that is here speak for another number of attacks. Gives what `join` gives."""
        self.counts.pop(telling, None)
        if count > 1:
            self.counts[telling] = count
        return self._again(bisect_left(self.joined, telling.rank, key=_rank))

    def rebase(self, base: Base) -> Places:
        """Begin with another base. Gives what `join` gives."""
        before, self.base = self.base, base
        same = base.profile == before.profile
        return set() if same else {before.profile.place, base.profile.place} | self._again(0)

    def _again(self, position: int) -> Places:
        places: Places = set()
        profile = self.profiles[position - 1] if position else self.base.profile
        for number in range(position, len(self.joined)):
            telling, before = self.joined[number], self.profiles[number]
            profile = profile.with_mention(telling, self.counts.get(telling, 0))
            if profile == before:
                break
            places |= {before.place, profile.place}
            self.profiles[number] = profile
        return places
