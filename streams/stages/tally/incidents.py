"""Which mentions tell of the same attack: identity as a function of the set of stories."""

from collections.abc import Iterable, Mapping

from schemas import Incident
from streams.stages.lexicon import Lexicon
from streams.stages.tally.changes import IncidentDiff, incident_diff
from streams.stages.tally.facts import ArticleFacts
from streams.stages.tally.grouping import clusters_of
from streams.stages.tally.ids import by_date, named
from streams.stages.tally.retellings import without_retellings
from streams.stages.tally.statements import remainders_of
from streams.stages.tally.stories import Story, stories_of, told_places
from streams.stages.tally.summary import draft_of
from streams.stages.tally.tellings import telling_of


class IncidentFold:
    """The incidents of one group of targets, kept while its stories come, change and go.

    Whatever the order of replacements and updates, what it holds after an update is a function of the stories that
    stand then: the same as of a new fold that is given these stories at once. `incidents` are those of the last update,
    by id; `lexicon` knows the places that the stories tell of, as of the last update.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        """No stories yet."""
        self._known = lexicon
        self.lexicon = lexicon
        self.incidents: Mapping[str, Incident] = {}
        self._stories: dict[str, Story] = {}

    def replace(self, article_id: str, story: Story | None) -> None:
        """Put the story in the place of the one that had its id; None takes it away. Nothing moves before `update`."""
        if story is None:
            self._stories.pop(article_id, None)
        else:
            self._stories[article_id] = story

    def update(self) -> IncidentDiff:
        """Work off what was replaced since the last update, and say what became of the incidents."""
        stories = [self._stories[article] for article in sorted(self._stories)]
        before = self.lexicon.told
        self.lexicon = self._known.with_told(told_places(stories))
        now = _incidents(stories, self.lexicon)
        diff = incident_diff(self.incidents, now, _changed(before, self.lexicon.told))
        self.incidents = {incident.id: incident for incident in now}
        return diff


def incidents_of(facts: Iterable[ArticleFacts], lexicon: Lexicon) -> tuple[Incident, ...]:
    """The attacks that the stories tell of, each once, sorted by date and id."""
    fold = IncidentFold(lexicon)
    for story in stories_of(facts):
        fold.replace(story.id, story)
    fold.update()
    return tuple(sorted(fold.incidents.values(), key=by_date))


def _changed(before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))


def _incidents(stories: Iterable[Story], lexicon: Lexicon) -> tuple[Incident, ...]:
    tellings = [telling_of(story, index, lexicon) for story in stories for index in range(len(story.facts.attacks))]
    events = [telling for telling in tellings if telling.attack.statement == "event"]
    statements = [telling for telling in tellings if telling.attack.statement == "day"]
    drafts = [draft_of(cluster.tellings, cluster.count, lexicon) for cluster in clusters_of(events, lexicon)]
    drafts += remainders_of(statements, drafts, lexicon)
    return named(without_retellings(drafts, lexicon))
