"""The reported number of a tally: the series of stated totals, kept up story by story."""

from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable, Iterator
from itertools import accumulate

from schemas import ReportedFigure
from streams.stages.lexicon import Lexicon
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.points import Points, points_in
from streams.stages.tally.standing import Point, set_aside, with_standing
from streams.stages.tally.stories import Story


class Series:
    """The points of a tally's series, ordered by as-of (then by count and article, never by arrival).

    What many stories state alike is one point. A total without a since-date could be of any series: it feeds only
    where its story gives none with one, and where it continues the dated figures (not below the last before it, and not
    more than half above) - or where there are none, since then it is all that anyone reported.
    """

    def __init__(self, definition: TallyDefinition) -> None:
        """No stories yet."""
        self._definition = definition
        self._dated: dict[str, tuple[Point, ...]] = {}
        self._open_ended: dict[str, tuple[Point, ...]] = {}
        self._statements = _Statements()
        self._loose = _Statements()
        self._figures: tuple[ReportedFigure, ...] | None = ()

    def put(self, article_id: str, story: Story | None, lexicon: Lexicon) -> None:
        """Take what a story states in the place of what it stated before; None: it is gone."""
        points = points_in(story, self._definition, lexicon) if story and story.facts.totals else Points()
        dated, open_ended = points.dated, points.open_ended
        before = self._dated.pop(article_id, ()), self._open_ended.pop(article_id, ())
        if any(before) or dated or open_ended:
            self._figures = None
        self._statements.drop(before[0])
        if dated:
            self._dated[article_id] = set_aside(dated)
            self._statements.add(self._dated[article_id])
        if open_ended:
            self._open_ended[article_id] = set_aside(open_ended)

    def figures(self) -> tuple[ReportedFigure, ...]:
        """The series, each figure with what became of it."""
        if self._figures is None:
            self._loose = loose = _Statements()
            loose.add(self._continuing() if self._dated else _all(self._open_ended.values()))
            self._figures = with_standing([*self._statements.points(), *loose.points()])
        return self._figures

    def shown(self) -> dict[Hashable, ReportedFigure]:
        """The figure of the series in which each point stands, by the point's `order`."""
        self.figures()
        told = [*self._statements.told(), *self._loose.told()]
        return {point.order: points[0].figure for points in told for point in points}

    def _continuing(self) -> Iterator[Point]:
        bounds = _Bounds(self._statements.points())
        for points in self._open_ended.values():
            continuing = tuple(point for point in points if bounds.continues(point))
            yield from points if len(continuing) == len(points) else set_aside(continuing)


def _all(stories: Iterable[tuple[Point, ...]]) -> Iterator[Point]:
    return (point for points in stories for point in points)


class _Statements:
    """Points by what they say (number, qualifier, day, speaker), whether one story says it or many."""

    def __init__(self) -> None:
        self._told: dict[Hashable, list[Point]] = {}

    def add(self, points: Iterable[Point]) -> None:
        for point in points:
            insort(self._told.setdefault(point.statement, []), point, key=lambda one: one.order)

    def drop(self, points: Iterable[Point]) -> None:
        for point in points:
            told = self._told[point.statement]
            told.remove(point)
            if not told:
                del self._told[point.statement]

    def points(self) -> list[Point]:
        """One point for each statement, the first of those that say it."""
        for told in self._told.values():
            told[0].stories = len(told)
        return [told[0] for told in self._told.values()]

    def told(self) -> Iterable[list[Point]]:
        """For each statement all points that say it."""
        return self._told.values()


class _Bounds:
    """What dated figures allow a figure for some day to be: the greatest up to it, and the least after it."""

    def __init__(self, dated: Iterable[Point]) -> None:
        """`dated` are points whose totals have a since-date."""
        told = sorted((p.figure.as_of, p.figure.count) for p in dated if p.figure.as_of)
        self._days = [day for day, _ in told]
        self._greatest = list(accumulate((count for _, count in told), max))
        self._least = list(accumulate((count for _, count in reversed(told)), min))[::-1]

    def continues(self, point: Point) -> bool:
        """Does a figure go on from those before it, without passing one after it?"""
        if point.figure.as_of is None:
            return False
        at, count = bisect_right(self._days, point.figure.as_of), point.figure.count
        if not at or (at < len(self._least) and count > self._least[at]):
            return False
        return self._greatest[at - 1] <= count <= 1.5 * self._greatest[at - 1]
