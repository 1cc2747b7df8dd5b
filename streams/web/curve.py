"""The curve of a tally as a drawing that needs no script: what is observed as steps, what is reported as dots."""

from datetime import date
from typing import NamedTuple

from schemas import ReportedFigure, Tally
from streams.web.tally_answers import Series

WIDTH, HEIGHT = 1000, 300


class Dot(NamedTuple):
    """A stated total in the drawing."""

    x: float
    y: float
    figure: ReportedFigure


class Drawing(NamedTuple):
    """The curve, `WIDTH` wide and `HEIGHT` high; y points down. `path` is that of an SVG."""

    path: str
    dots: tuple[Dot, ...]
    top: int
    first: date
    last: date


def drawing(since: date, series: Series) -> Drawing | None:
    """The curve from a day on; None where there is nothing to draw."""
    stated = [(one.as_of, one) for one in series.reported if one.as_of]
    days = [one.date for one in series.observed] + [day for day, _ in stated]
    if not days:
        return None
    first, last = min(since, *days), max(days)
    width = max((last - first).days, 1)
    top = max(1, *(one.total for one in series.observed), *(one.count for _, one in stated))

    def x(day: date) -> float:
        return round((day - first).days / width * WIDTH, 1)

    def y(count: int) -> float:
        return round(HEIGHT - count / top * HEIGHT, 1)

    path = f"M0 {HEIGHT}" + "".join(f"H{x(one.date)}V{y(one.total)}" for one in series.observed) + f"H{WIDTH}"
    return Drawing(path, tuple(Dot(x(day), y(one.count), one) for day, one in stated), top, first, last)


def last_day(tally: Tally) -> date | None:
    """The latest day on which something is counted."""
    known = [one for one in tally.observed.by_day if one != "unknown"]
    return date.fromisoformat(max(known)) if known else None
