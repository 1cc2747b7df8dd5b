"""What became of each figure of a series: which stands, which was overtaken, which was too vague, which was wrong."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

from schemas import ReportedFigure

ROUNDING = 0.15
"""How far "about" may lie from the true number."""
OTHER_SERIES = 0.5
"""A figure lower than this share of the current one counts something else, unless its words say that it corrects."""
STALE = 0.05
"""A later, lower figure that repeats an earlier one is an old count told again, unless it is this near."""
SAME_BREATH = 150
"""Characters within which a story gives its news: "not 56 but 55", "from 38 to 46"."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of the series, and whether its words say that it corrects another."""

    figure: ReportedFigure
    corrects: bool = False


def with_standing(points: Iterable[Point]) -> tuple[ReportedFigure, ...]:
    """The series in order of as-of, each figure with what became of it.

    The current figure is the one with the latest as-of. A later one that is lower changes nothing where it is a looser
    bound ("more than 160" after 165), an old count told again, or so low that it must count something else. Where it
    contradicts, it is a correction: it stands, and the one before is marked. On the same day the higher count stands,
    unless a story says that it corrects; within one story the one that it leads with. Figures without any date may be
    of any day: they come first and move nothing, unless there are no others.
    """
    ordered = sorted(points, key=_order)
    aside = _aside(ordered)
    dated = any(point.figure.as_of for point in ordered)
    series: list[ReportedFigure] = []
    current = -1
    for point in ordered:
        figure = point.figure
        if id(point) in aside or (dated and figure.as_of is None):
            series.append(_marked(figure, "superseded"))
            continue
        corrects = current >= 0 and not _follows(figure, series[current])
        if corrects and not _contradicts(point, series[current], series):
            series.append(_marked(figure, "superseded" if figure.qualifier == "exactly" else "looser"))
            continue
        if current >= 0:
            series[current] = _marked(series[current], "corrected" if corrects else "superseded")
        series.append(figure.model_copy(update={"standing": "current", "correction": corrects}))
        current = len(series) - 1
    return tuple(series)


def _marked(figure: ReportedFigure, standing: Literal["superseded", "looser", "corrected"]) -> ReportedFigure:
    return figure.model_copy(update={"standing": standing})


def allowed(figure: ReportedFigure) -> tuple[float, float]:
    """The least and the greatest true number that the figure, taken at its word, allows."""
    count = figure.count
    match figure.qualifier:
        case "exactly":
            return count, count
        case "at_least":
            return count, inf
        case "more_than":
            return count + 1, inf
        case "about":
            return (1 - ROUNDING) * count, (1 + ROUNDING) * count
        case "nearly":
            return (1 - ROUNDING) * count, count
        case "fewer_than":
            return 0, count - 1


def _aside(points: Iterable[Point]) -> set[int]:
    """What a story tells for the day of its news and what cannot be true beside it: background that lost its date."""
    told: dict[tuple[str, date | None], list[Point]] = defaultdict(list)
    for point in points:
        told[point.figure.evidence.article_id, point.figure.as_of].append(point)
    aside = set()
    for together in told.values():
        first = min(point.figure.evidence.start for point in together)
        news = [point for point in together if point.figure.evidence.start <= first + SAME_BREATH]
        least, most = allowed(max(news, key=lambda point: (point.corrects, point.figure.count)).figure)
        for point in together:
            low, high = allowed(point.figure)
            if high < least or low > most:
                aside.add(id(point))
    return aside


def _follows(figure: ReportedFigure, current: ReportedFigure) -> bool:
    """Does the later figure simply go on from the current one, or say more exactly what that one rounded?"""
    if figure.qualifier == "fewer_than":
        return False
    if figure.qualifier == "exactly" and current.qualifier in ("about", "nearly"):
        return figure.count >= allowed(current)[0]
    return figure.count >= current.count


def _contradicts(point: Point, current: ReportedFigure, earlier: Sequence[ReportedFigure]) -> bool:
    """Can the later, lower figure and the current one not both be true? Numbers of attacks only ever grow."""
    figure = point.figure
    if point.corrects:
        return True
    if figure.as_of == current.as_of or allowed(figure)[1] >= allowed(current)[0]:
        return False
    if figure.count < OTHER_SERIES * current.count:
        return False
    told_before = any(other.count == figure.count for other in earlier)
    return not told_before or figure.count >= (1 - STALE) * current.count


def _order(point: Point) -> tuple[object, ...]:
    figure = point.figure
    return (
        figure.as_of or date.min,
        point.corrects,
        figure.count,
        figure.qualifier,
        figure.evidence.article_id,
        figure.evidence.page_id,
        figure.evidence.start,
    )
