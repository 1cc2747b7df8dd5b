"""Find what a page says twice: headlines printed again, captions doubled, quotes pulled out of the text."""

from collections import defaultdict

SHINGLE = 5
"""Words in a row by which two lines are compared."""

NEAR = 9
"""Elements between a pulled quote and the paragraph it repeats."""

NEAR_LEAD = 16
"""Elements between a standfirst (a line without a stop) and the paragraph below that it repeats."""


def near_repeats(keys: list[str], distance: int) -> list[int]:
    """For each line, how many lines below it (at most `distance`) the same line stands; 0 where it does not.

    Linear: looks only at the next occurrence of the same key.
    """
    following: dict[str, int] = {}
    found = [0] * len(keys)
    for at in range(len(keys) - 1, -1, -1):
        below = following.get(keys[at], 0)
        if keys[at] and below and below - at <= distance:
            found[at] = below - at
        if keys[at]:
            following[keys[at]] = at
    return found


def pulled(keys: list[str], stopped: list[bool], carriers: list[bool], borders: list[bool]) -> list[int]:
    """Which lines are repeats of a part of a near, longer line. Gives the line that holds them, or -1.

    `stopped` are lines with a stop at the end, `carriers` those that may hold a repeat (running text). No repeat reaches across a border. Of two equal
    lines the later one is the original when they stand close together (a standfirst before its paragraph).
    """
    words = [key.split() for key in keys]
    place = _index(words, carriers)
    section = _sections(borders)
    return [_holder(at, stopped[at], words, place, section) for at in range(len(keys))]


def _index(words: list[list[str]], carriers: list[bool]) -> dict[tuple[str, ...], list[int]]:
    place: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, line in enumerate(words):
        if carriers[at]:
            for shingle in _shingles(line):
                if not place[shingle] or place[shingle][-1] != at:
                    place[shingle].append(at)
    return place


def _shingles(line: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(line[n:] for n in range(SHINGLE)), strict=False))


def _sections(borders: list[bool]) -> list[int]:
    section, number = [], 0
    for border in borders:
        number += border
        section.append(number)
    return section


def _holder(
    at: int, stopped: bool, words: list[list[str]], place: dict[tuple[str, ...], list[int]], section: list[int]
) -> int:
    """The near line of the same section that holds nearly all of line `at`; -1 where there is none."""
    line = words[at]
    if not SHINGLE <= len(line) <= 70:
        return -1
    reach = NEAR if stopped else NEAR_LEAD
    shingles = _shingles(line)
    votes: dict[int, int] = defaultdict(int)
    for shingle in shingles:
        # Only near ones count, and bisecting is not worth it: lines that repeat often are furniture.
        for other in place.get(shingle, [])[:40]:
            if other != at and -NEAR <= other - at <= reach and section[other] == section[at]:
                votes[other] += 1
    for other, count in votes.items():
        longer = len(words[other]) > len(line) or (len(words[other]) == len(line) and 0 < other - at <= 4)
        if longer and count >= 0.8 * len(shingles):
            return other
    return -1
