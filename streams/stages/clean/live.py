"""Live pages: entries that each run from their hour to a foot."""

import re
from collections import Counter

from streams.stages.clean.line import Line

_HOUR = re.compile(r"\d[:.]\d")
_FEWEST_ENTRIES = 3


def between_entries(lines: list[Line]) -> None:
    """Where each entry of a live page runs from its hour to a foot that is always the same, the rest is no entry.

    What stands between a foot and the next hour are posts, letters and captions.
    """
    hours = {at for at, line in enumerate(lines) if line.kind == "stamp" and _HOUR.search(line.look.text)}
    texts = Counter(line.look.key for line in lines if line.kind != "prose" and line.look.words and not line.zone)
    feet = {key for key, number in texts.items() if key and number >= max(_FEWEST_ENTRIES, 0.8 * len(hours))}
    inside, unclosed, first = False, 0, min(hours, default=0)
    found: list[Line] = []
    for at, line in enumerate(lines[: max(hours, default=0)]):
        if at in hours:
            unclosed += inside
            inside = True
        elif line.look.key in feet and line.kind != "prose":
            inside = False
        elif at > first and not inside and line.kind == "prose":
            found.append(line)
    # Entries that follow each other without a foot between them say that it is none.
    if feet and len(hours) >= _FEWEST_ENTRIES and unclosed <= 0.2 * len(hours):
        for line in found:
            line.kind = "site"
