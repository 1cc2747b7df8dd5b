"""The order in which mentions are taken when they are grouped: by content alone, the most telling first."""

from collections import defaultdict
from collections.abc import Iterable

from streams.stages.tally.tellings import Telling


def ranked(events: Iterable[Telling]) -> dict[str, list[Telling]]:
    """Mentions by rank: `placed` (named day, with a place or ship), `soft` days, `unplaced`, `undated`; each in order.

    Within a day the most specific place comes first. The story that tells most attacks of a place and day comes before
    others: it lays out how many there were, and the others are fitted in.
    """
    events = list(events)
    told: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
    for telling in events:
        cell = told[_cell(telling)]
        cell[0] += telling.attack.count
        cell[1] += 1

    def order(telling: Telling) -> tuple[object, ...]:
        total, entries = told[_cell(telling)]
        width = (telling.end - telling.start).days if telling.start and telling.end else 0
        placing = (width, telling.day_number, telling.vessel is None, -len(telling.chain), telling.place or "")
        return (*placing, -total, -entries, not telling.classes, *telling.key)

    ranks: dict[str, list[Telling]] = {"placed": [], "soft": [], "unplaced": [], "undated": []}
    for telling in sorted(events, key=order):
        if telling.firmness == "undated":
            rank = "undated"
        elif telling.place is None and telling.vessel is None:
            rank = "unplaced"
        else:
            rank = "placed" if telling.firmness == "day" else "soft"
        ranks[rank].append(telling)
    return ranks


def _cell(telling: Telling) -> tuple[object, ...]:
    return telling.article, telling.targets, telling.start, telling.end, telling.place, telling.vessel
