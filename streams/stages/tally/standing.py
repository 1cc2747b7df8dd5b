"""What became of each figure of a series: which stands, which was overtaken, which was too vague, which was wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schemas import ReportedFigure

_BOUNDS = ("at_least", "more_than")
ROUNDING = 0.15
"""How much lower "about" may be than a figure that it only rounds."""
OTHER_SERIES = 0.5
"""A figure lower than this share of the current one counts something else, unless its words say that it corrects."""
STALE = 0.05
"""A later, lower figure that repeats an earlier one is an old count told again, unless it is this near."""


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
    unless a story says that it corrects. Figures without any date may be of any day: they come first and move nothing,
    unless there are no others.
    """
    ordered = sorted(points, key=_order)
    dated = [point for point in ordered if point.figure.as_of]
    standing = [point.figure for point in ordered if point.figure.as_of is None and dated]
    current = -1
    for point in dated or ordered:
        figure = point.figure
        if current < 0 or _follows(figure, standing[current]):
            standing = _overtake(standing, current, figure.model_copy(update={"standing": "current"}), "superseded")
            current = len(standing) - 1
        elif _contradicts(point, standing[current], standing):
            corrected = figure.model_copy(update={"standing": "current", "correction": True})
            standing = _overtake(standing, current, corrected, "corrected")
            current = len(standing) - 1
        else:
            vaguer = "superseded" if figure.qualifier == "exactly" else "looser"
            standing = [*standing, figure.model_copy(update={"standing": vaguer})]
    return tuple(standing)


def _overtake(
    standing: list[ReportedFigure], current: int, figure: ReportedFigure, became: str
) -> list[ReportedFigure]:
    if current >= 0:
        standing[current] = standing[current].model_copy(update={"standing": became})
    standing.append(figure)
    return standing


def _follows(figure: ReportedFigure, current: ReportedFigure) -> bool:
    """Does the later figure simply go on from the current one, or say more exactly what that one rounded?"""
    if figure.qualifier == "fewer_than":
        return False
    if figure.qualifier == "exactly" and current.qualifier in ("about", "nearly", "fewer_than"):
        return figure.count >= (1 - ROUNDING) * current.count
    return figure.count >= current.count


def _contradicts(point: Point, current: ReportedFigure, earlier: Iterable[ReportedFigure]) -> bool:
    """Can the later, lower figure and the current one not both be true?"""
    figure = point.figure
    if figure.qualifier == "fewer_than":
        return figure.count <= current.count
    if point.corrects:
        return True
    if figure.qualifier in _BOUNDS or figure.as_of == current.as_of:
        return False
    if figure.count < OTHER_SERIES * current.count:
        return False
    if figure.qualifier in ("about", "nearly"):
        return figure.count < (1 - ROUNDING) * current.count
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
