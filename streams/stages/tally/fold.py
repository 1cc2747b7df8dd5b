"""All facts of one group of targets -> its incidents and the tallies that watch it."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas import Incident, Tally
from streams.stages.lexicon import Lexicon
from streams.stages.tally.count import observed_of
from streams.stages.tally.definitions import TallyDefinition
from streams.stages.tally.facts import ArticleFacts
from streams.stages.tally.ids import by_date
from streams.stages.tally.incidents import IncidentFold
from streams.stages.tally.series import series_of
from streams.stages.tally.stories import Story, stories_of


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The incidents of a group by date and id, and its tallies in the order of their definitions."""

    incidents: tuple[Incident, ...]
    tallies: tuple[Tally, ...]


def fold_group(facts: Iterable[ArticleFacts], definitions: Iterable[TallyDefinition], lexicon: Lexicon) -> GroupResult:
    """Fold the facts of one group. A function of their set: order, repetition and overtaken versions do not matter.

    `definitions` are the tallies that watch the group; a tally gets no facts of targets that it does not watch.
    """
    stories = stories_of(facts)
    fold = IncidentFold(lexicon)
    for story in stories:
        fold.replace(story.id, story)
    fold.update()
    incidents = tuple(sorted(fold.incidents.values(), key=by_date))
    return GroupResult(
        incidents, tuple(tally_of(definition, incidents, stories, fold.lexicon) for definition in definitions)
    )


def tally_of(
    definition: TallyDefinition, incidents: Iterable[Incident], stories: Iterable[Story], lexicon: Lexicon
) -> Tally:
    """One tally: what its incidents add up to, and what others reported."""
    observed, ids = observed_of(definition, incidents, lexicon)
    series = series_of(definition, stories, lexicon)
    reported = next((figure for figure in reversed(series) if figure.standing == "current"), None)
    return Tally(
        id=definition.id,
        title=definition.title or definition.id,
        since=definition.since,
        until=definition.until,
        measure=definition.measure,
        observed=observed,
        reported=reported,
        difference=reported.count - observed.count if reported else None,
        incidents=ids,
        reported_series=series,
    )
