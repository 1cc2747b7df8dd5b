"""Who acts: is a name the subject of an active verb of attack, is a count the other side's own doing."""

from streams.stages.tag.totals.heads import Head
from streams.stages.tag.totals.reading import Name, Number, Reading
from streams.stages.tag.totals.vocabulary import word_set

_PASSIVE_BEFORE = word_set("sides_passive_before")
_BY = frozenset(["by", "from"])
_ACTIVE = word_set("sides_active")
_HELPERS = word_set("sides_helpers")
_SPEAKERS = (
    "command",
    "centcom",
    "pentagon",
    "washington",
    "white house",
    "department",
    "administration",
    "government",
)


def target_named(name: Name) -> str | None:
    """The target that a name stands for as something attacked; those who only speak or govern are none."""
    if name.type == "target":
        return name.id
    if name.type == "place":
        return name.hosts
    words = name.text.lower()
    if name.type != "group" or any(word in words for word in _SPEAKERS):
        return None
    return name.target if name.id != "united-states" or words.endswith("americans") else None


def acts(reading: Reading, name: Name) -> bool:
    """Is the name the subject of an active verb of attack?"""
    at = name.last
    while reading.low(at) in _HELPERS and at < name.last + 4:
        at += 1
    if reading.low(at) not in _ACTIVE or reading.low(at - 1) in ("been", "were", "was", "being", "are", "got"):
        return False
    return not _is_participle(reading, name, at)


def _is_participle(reading: Reading, name: Name, at: int) -> bool:
    """ "US troops attacked 55 times", "aid workers killed as of": what was done to the name, not by it."""
    if at != name.last:
        return False
    behind = reading.number_at(at + 1)
    times = behind is not None and reading.is_a(behind.last, "occasion")
    return times or reading.low(at + 1) in _PASSIVE_BEFORE or (name.type == "target" and reading.low(at) == "killed")


def is_strikers(reading: Reading, number: Number, head: Head, watched: frozenset[str]) -> bool:
    """Is the counting side the watched one: "US strikes", "raids by American jets", "the US has carried out 12"?"""
    if _replies(reading, number):
        return True
    own = [name for name in reading.names if name.target in watched and name.type == "group"]
    for name in own:
        if number.last <= name.first and name.last <= head.first <= name.last + 3 and head.kind == "attack":
            return True
        if head.kind == "attack" and head.last <= name.first <= head.last + 3 and _strikes_follow(reading, name):
            return True
        if reading.low(name.first - 1) in _BY and head.last <= name.first <= head.last + 3:
            return True
    return any(
        acts(reading, name) for name in reading.names if name in own or target_named(name) in watched
    ) and not _victim(reading, watched)


def _strikes_follow(reading: Reading, name: Name) -> bool:
    """ "round of American strikes": the name says whose strikes they are."""
    return any(reading.is_a(at, "attack") for at in range(name.last, name.last + 3))


def _replies(reading: Reading, number: Number) -> bool:
    """ "has replied with air strikes on five occasions"."""
    return any(reading.is_a(at, "reply") for at in range(max(number.first - 9, 0), number.first))


def _victim(reading: Reading, watched: frozenset[str]) -> bool:
    return any(target_named(name) in watched and not acts(reading, name) for name in reading.names)
