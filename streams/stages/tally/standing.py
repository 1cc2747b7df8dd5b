"""What became of each figure of a series: which stands, which was overtaken, which was too vague, which was wrong."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass, field
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


Standing = Literal["current", "superseded", "looser", "corrected"]


@dataclass(eq=False, slots=True)
class Point:
    """A figure of the series, and whether its words say that it corrects another.

    `aside`: it is background that lost its date, by what its own story says beside it. `stories` is how many state it.
    """

    figure: ReportedFigure
    corrects: bool = False
    aside: bool = False
    stories: int = 1
    order: tuple[object, ...] = field(init=False)
    became: tuple[Standing, bool, int] | None = None

    def __post_init__(self) -> None:
        """Work out its place in the series: by day, then by content."""
        figure, quote = self.figure, self.figure.evidence
        what = (figure.as_of or date.min, self.corrects, figure.count, figure.qualifier)
        self.order = (*what, quote.article_id, quote.page_id, quote.start)

    @property
    def statement(self) -> Hashable:
        """All that it says, its quote aside."""
        figure = self.figure
        about = (figure.of, figure.countries, figure.since, figure.attributed_to, len(figure.parts))
        return (*self.order[:4], *about, self.aside)

    def shown(self, standing: Standing, correction: bool) -> ReportedFigure:
        """The figure with what became of it; the same object as long as that is the same."""
        became = standing, correction, self.stories
        if self.became != became:
            told = {"standing": standing, "correction": correction, "stories": self.stories}
            self.figure, self.became = self.figure.model_copy(update=told), became
        return self.figure


def with_standing(points: Iterable[Point]) -> tuple[ReportedFigure, ...]:
    """The series in order of as-of, each figure with what became of it.

    The current figure is the one with the latest as-of. A later one that is lower changes nothing where it is a looser
    bound ("more than 160" after 165), an old count told again, or so low that it must count something else. Where it
    contradicts, it is a correction: it stands, and the one before is marked. On the same day the higher count stands,
    unless a story says that it corrects; within one story the one that it leads with. Figures without any date may be
    of any day: they come first and move nothing, unless there are no others.
    """
    ordered = sorted(points, key=lambda point: point.order)
    dated = any(point.figure.as_of for point in ordered)
    verdicts: list[tuple[Standing, bool]] = []
    told: set[int] = set()
    current = -1
    for number, point in enumerate(ordered):
        verdict: tuple[Standing, bool] = ("superseded", False)
        if not point.aside and not (dated and point.figure.as_of is None):
            before = ordered[current].figure if current >= 0 else None
            corrects = before is not None and not _follows(point.figure, before)
            if before is not None and corrects and not _contradicts(point, before, told):
                verdict = ("superseded" if point.figure.qualifier == "exactly" else "looser", False)
            else:
                if current >= 0:
                    verdicts[current] = ("corrected" if corrects else "superseded", verdicts[current][1])
                verdict, current = ("current", corrects), number
        verdicts.append(verdict)
        told.add(point.figure.count)
    return tuple(point.shown(*verdict) for point, verdict in zip(ordered, verdicts, strict=True))


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


def set_aside(points: Sequence[Point]) -> tuple[Point, ...]:
    """Mark, among the points of one story, what cannot be true beside what it tells for the same day as its news."""
    told: dict[date | None, list[Point]] = defaultdict(list)
    for point in points:
        told[point.figure.as_of].append(point)
    marked = []
    for together in told.values():
        first = min(point.figure.evidence.start for point in together)
        news = [point for point in together if point.figure.evidence.start <= first + SAME_BREATH]
        least, most = allowed(max(news, key=lambda point: (point.corrects, point.figure.count)).figure)
        for point in together:
            low, high = allowed(point.figure)
            marked.append(Point(point.figure, point.corrects, aside=high < least or low > most))
    return tuple(marked)


def _follows(figure: ReportedFigure, current: ReportedFigure) -> bool:
    """Does the later figure simply go on from the current one, or say more exactly what that one rounded?"""
    if figure.qualifier == "fewer_than":
        return False
    if figure.qualifier == "exactly" and current.qualifier in ("about", "nearly"):
        return figure.count >= allowed(current)[0]
    return figure.count >= current.count


def _contradicts(point: Point, current: ReportedFigure, told: Set[int]) -> bool:
    """Can the later, lower figure and the current one not both be true? Numbers of attacks only ever grow."""
    figure = point.figure
    if point.corrects:
        return True
    if figure.as_of == current.as_of or allowed(figure)[1] >= allowed(current)[0]:
        return False
    if figure.count < OTHER_SERIES * current.count:
        return False
    return figure.count not in told or figure.count >= (1 - STALE) * current.count
