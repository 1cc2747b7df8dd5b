"""Find what a page says twice: headlines printed again, captions doubled, quotes pulled out of the text."""

SHINGLE = 5
"""Words in a row by which two lines are compared."""

LONGEST = 500
"""Characters above which a line is no quote or standfirst."""

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

    `stopped` are lines with a stop at the end, `carriers` those that may hold a repeat (running text). No repeat
    reaches across a border. Of two equal lines the later one is the original when they stand close together (a
    standfirst before its paragraph).
    """
    section, number = [], 0
    for border in borders:
        number += border
        section.append(number)
    held = [-1] * len(keys)
    for at, key in enumerate(keys):
        words = key.split() if len(key) < LONGEST else []
        if len(words) < SHINGLE:
            continue
        ends = (" ".join(words[:SHINGLE]), " ".join(words[-SHINGLE:]))
        for other in range(max(at - NEAR, 0), min(at + 1 + (NEAR if stopped[at] else NEAR_LEAD), len(keys))):
            if other == at or not carriers[other] or section[other] != section[at]:
                continue
            if (ends[0] in keys[other] or ends[1] in keys[other]) and _holds(
                keys[other], key, 0 < other - at <= 4 and not (at and carriers[at - 1])
            ):
                held[at] = other
                break
    return held


def _holds(whole: str, part: str, may_equal: bool) -> bool:
    """Are nearly all groups of words of `part` in the longer line `whole`?"""
    # A standfirst may have words of its own behind the sentence it repeats: "... reports our correspondent".
    if len(whole) < (0.75 if may_equal else 1.1) * len(part):
        return False
    words = part.split()
    groups = [" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)]
    return sum(group in whole for group in groups) >= 0.8 * len(groups)
