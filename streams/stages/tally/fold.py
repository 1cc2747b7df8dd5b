"""All facts of one group of targets -> its incidents and the tallies that watch it, kept up story by story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas import Incident, Tally
from streams.stages.lexicon import Lexicon
from streams.stages.tally.at_places import AtPlaces
from streams.stages.tally.changes import IncidentDiff, Moved
from streams.stages.tally.count import Observing
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.facts import ArticleFacts
from streams.stages.tally.ids import by_date
from streams.stages.tally.incidents import IncidentFold
from streams.stages.tally.lean import lean
from streams.stages.tally.series import Series
from streams.stages.tally.stories import Story, standing, story_of
from streams.stages.tally.traces import Trace


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The incidents of a group by date and id, and its tallies in the order of their definitions."""

    incidents: tuple[Incident, ...]
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What an update gave: the incidents that changed, all tallies, and what each of these counts anew or no more."""

    incidents: IncidentDiff
    tallies: tuple[Tally, ...]
    moved: Mapping[str, Moved]


class GroupFold:
    """One group of targets: its incidents and tallies, as a function of the set of stories that stand now.

    Stories are replaced one by one; `update` then works off what was replaced, with work that follows from how much
    that was and not from how many stories there are. Any sequence of both ends in what one update of the last state
    gives.
    """

    def __init__(self, definitions: Sequence[TallyDefinition], lexicon: Lexicon) -> None:
        """No stories; `definitions` are the tallies that watch the group."""
        self._definitions = definitions
        self._incidents = IncidentFold(lexicon)
        self._counts = [(Observing(definition), Series(definition)) for definition in definitions]
        self._replaced: dict[str, Story | None] = {}
        self._of_places = any(definition.places for definition in definitions)
        self._incidents_at: AtPlaces[Incident] = AtPlaces()
        self._totals_at: AtPlaces[Story] = AtPlaces()

    @property
    def incidents(self) -> Mapping[str, Incident]:
        """All incidents by id, as the last update left them."""
        return self._incidents.incidents

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon with the places that the stories tell of, as of the last update."""
        return self._incidents.lexicon

    @property
    def stories(self) -> Mapping[str, Story]:
        """The stories that stand, by article id, as of the last update."""
        return self._incidents.stories

    @property
    def counts(self) -> Mapping[str, tuple[Observing, Series]]:
        """What the two numbers of each tally are made of, by the tally's id."""
        return {one.id: counts for one, counts in zip(self._definitions, self._counts, strict=True)}

    def tallies(self) -> tuple[Tally, ...]:
        """The tallies in the order of their definitions, as the last update left them."""
        both = zip(self._definitions, self._counts, strict=True)
        return tuple(_tally(definition, *counts) for definition, counts in both)

    def traces(self) -> dict[str, tuple[Trace, ...]]:
        """What the last update made of each attack that the stories tell, by article."""
        return self._incidents.traces()

    def replace(self, article_id: str, facts: Sequence[ArticleFacts]) -> None:
        """Say on which pages a story stands now, and what it says there; on none, it is gone."""
        for fact in facts:
            lean(fact)
        story = story_of(facts) if facts else None
        self._incidents.replace(article_id, story)
        self._replaced[article_id] = story

    @property
    def waiting(self) -> bool:
        """Has anything been replaced since the last update?"""
        return bool(self._replaced)

    def update(self) -> Changed:
        """Work off what was replaced since the last time."""
        diff = self._incidents.update() if self.waiting else IncidentDiff((), {}, frozenset())
        replaced, self._replaced = self._replaced, {}
        for upsert in diff.upserts:
            lean(upsert)
        incidents: dict[str, Incident | None] = {**dict.fromkeys(diff.gone), **{one.id: one for one in diff.upserts}}
        if self._of_places:
            # Where a place lies decides what a tally of places counts: look again where more is told of that now.
            incidents = {**self._incidents_at.inside(diff.moved_places), **incidents}
            replaced = {**self._totals_at.inside(diff.moved_places), **replaced}
            self._keep_by_place(incidents, replaced)
        for observing, series in self._counts:
            for name, incident in incidents.items():
                observing.put(name, incident, self._incidents.lexicon)
            for article_id, story in replaced.items():
                series.put(article_id, story, self._incidents.lexicon)
        tallies = self.tallies()
        moved = {tally.id: observing.moved() for tally, (observing, _) in zip(tallies, self._counts, strict=True)}
        return Changed(diff, tallies, moved)

    def _keep_by_place(self, incidents: Mapping[str, Incident | None], stories: Mapping[str, Story | None]) -> None:
        lexicon = self._incidents.lexicon
        for name, incident in incidents.items():
            self._incidents_at.drop(name)
            if incident and incident.place:
                self._incidents_at.put(name, incident, [incident.place.id], lexicon)
        for article_id, story in stories.items():
            self._totals_at.drop(article_id)
            if story:
                places = [total.place.id for total in story.facts.totals if total.place]
                self._totals_at.put(article_id, story, places, lexicon)


def fold_group(facts: Iterable[ArticleFacts], definitions: Iterable[TallyDefinition], lexicon: Lexicon) -> GroupResult:
    """Fold the facts of one group. A function of their set: order, repetition and overtaken versions do not matter.

    `definitions` are the tallies that watch the group; a tally gets no facts of targets that it does not watch.
    """
    fold = folded(facts, definitions, lexicon)
    return GroupResult(tuple(sorted(fold.incidents.values(), key=by_date)), fold.tallies())


def folded(facts: Iterable[ArticleFacts], definitions: Iterable[TallyDefinition], lexicon: Lexicon) -> GroupFold:
    """The fold of a group when it has taken in all these facts: what `fold_group` gives, and how it came to it."""
    fold = GroupFold(tuple(definitions), lexicon)
    for article_id, there in sorted(standing(facts).items()):
        fold.replace(article_id, there)
    fold.update()
    return fold


def _tally(definition: TallyDefinition, observing: Observing, series: Series) -> Tally:
    """What a tally's incidents add up to, and what others reported."""
    observed, figures = observing.observed(), series.figures()
    reported = next((figure for figure in reversed(figures) if figure.standing == "current"), None)
    return Tally(
        id=definition.id,
        title=definition.title or definition.id,
        since=definition.since,
        until=definition.until,
        measure=definition.measure,
        observed=observed,
        reported=reported,
        difference=reported.count - observed.count if reported else None,
        incidents=observing.ids(),
        reported_series=figures,
    )
