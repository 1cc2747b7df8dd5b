"""Which mentions tell of the same attack: identity as a function of the set of stories, kept up while the set changes.

Each step is kept by a class of its own, takes in what changed in the step before it, and says what it changed:

1. `events`, `grouping`: mentions with a named day and a place or ship, day by day (`looks.OnDays`)
2. `midnight`: their clusters, joined in pairs over midnight
3. `grouping`: mentions with a soft day or without a place join these, or one another
4. `pointing`: mentions without a date join the dated attack that they point at; `grouping`: the others, told alike
5. `summary`: what the mentions of each cluster add up to
6. `statements`: what statements about a day leave
7. `retellings`: attacks known by a since-date alone that may be told elsewhere
8. `ids`: the name of each

`traces` tells afterwards what became of each attack of a story.

No step looks at a later one, and what a step compares is near: some days, a place and what it lies in, a ship. So a
story that comes or goes costs what its neighbourhood costs, however long history is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from schemas import Incident
from streams.stages.lexicon import Lexicon
from streams.stages.tally.changes import IncidentDiff, incident_diff
from streams.stages.tally.events import Events
from streams.stages.tally.facts import ArticleFacts
from streams.stages.tally.ids import Names, by_date
from streams.stages.tally.places import Places
from streams.stages.tally.retellings import Retellings
from streams.stages.tally.statements import Statements
from streams.stages.tally.stories import Story, stories_of
from streams.stages.tally.tellings import Telling, tellings_of
from streams.stages.tally.traces import Trace, traces_of


class IncidentFold:
    """The incidents of one group of targets, kept while its stories come, change and go.

    Whatever the order of replacements and updates, what it holds after an update is a function of the stories that
    stand then: the same as of a new fold that is given these stories at once. `incidents` are those of the last update,
    by id, `stories` those that stand then; `lexicon` knows the places that the stories tell of, as of the last update.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        """No stories yet."""
        self._places = Places(lexicon)
        self.lexicon = self._places.lexicon
        self.incidents: dict[str, Incident] = {}
        self.stories: dict[str, Story] = {}
        self._replaced: dict[str, Story | None] = {}
        self._events = Events(self._places)
        self._statements = Statements(self._places)
        self._retellings = Retellings(self._places)
        self._names = Names()
        self._tellings: dict[str, list[Telling]] = {}
        self._at: dict[str, dict[str, None]] = defaultdict(dict)

    def replace(self, article_id: str, story: Story | None) -> None:
        """Put the story in the place of the one that had its id; None takes it away. Nothing moves before `update`."""
        self._replaced[article_id] = story

    def traces(self) -> dict[str, tuple[Trace, ...]]:
        """What the last update made of each attack that the stories tell, by article. Work for all that there are."""
        return traces_of(self._tellings, self.incidents.values(), self._statements, self._retellings)

    def update(self) -> IncidentDiff:
        """Work off what was replaced since the last update, and say what became of the incidents."""
        replaced = {a: story for a, story in self._replaced.items() if self.stories.get(a) != story}
        self._replaced = {}
        moved = {place for article, story in replaced.items() for place in self._places.replace(article, story)}
        again = {article for place in moved for article in self._at.get(place, ())}.difference(replaced)
        changed: dict[str, Incident | None] = {}
        for article in (*replaced, *again):
            self._take_out(article)
        if moved:
            # Whoever compares places must not see one move: those who name it are let go before, and come back after.
            changed.update(self._work_off())
            self._places.move(moved)
        for article, story in replaced.items():
            if story:
                self.stories[article] = story
            else:
                self.stories.pop(article, None)
        for article in (*replaced, *again):
            if article in self.stories:
                self._put_in(self.stories[article])
        changed.update(self._work_off())
        return self._diff(changed, frozenset(moved))

    def _take_out(self, article: str) -> None:
        for telling in self._tellings.pop(article, ()):
            (self._statements if telling.phase == "statement" else self._events).remove(telling)
        story = self.stories.get(article)
        for place in self._unlisted(story) if story else ():
            self._at[place].pop(article, None)

    def _put_in(self, story: Story) -> None:
        self._tellings[story.id] = tellings_of(story, self._places)
        for telling in self._tellings[story.id]:
            (self._statements if telling.phase == "statement" else self._events).add(telling)
        for place in self._unlisted(story):
            self._at[place][story.id] = None

    def _unlisted(self, story: Story) -> Iterable[str]:
        """The places that it tells of and no gazetteer lists."""
        told = {attack.place.id for attack in story.facts.attacks if attack.place}
        return [place for place in told if place not in self.lexicon.places]

    def _work_off(self) -> dict[str, Incident | None]:
        drafts = self._retellings.update(self._statements.update(self._events.update()))
        before, now = self._names.update(drafts)
        return {**{incident.id: None for incident in before}, **{incident.id: incident for incident in now}}

    def _diff(self, changed: Mapping[str, Incident | None], moved: frozenset[str]) -> IncidentDiff:
        before = {name: self.incidents[name] for name in changed if name in self.incidents}
        now = sorted((incident for incident in changed.values() if incident), key=by_date)
        for name in before:
            del self.incidents[name]
        self.incidents.update((incident.id, incident) for incident in now)
        return incident_diff(before, now, moved)


def incidents_of(facts: Iterable[ArticleFacts], lexicon: Lexicon) -> tuple[Incident, ...]:
    """The attacks that the stories tell of, each once, sorted by date and id."""
    fold = IncidentFold(lexicon)
    for story in stories_of(facts):
        fold.replace(story.id, story)
    fold.update()
    return tuple(sorted(fold.incidents.values(), key=by_date))
