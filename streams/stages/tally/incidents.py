"""Which mentions tell of the same attack: identity as a function of the set of mentions."""

from collections.abc import Iterable

from schemas import Incident
from streams.stages.lexicon import Lexicon
from streams.stages.tally.facts import ArticleFacts
from streams.stages.tally.grouping import clusters_of
from streams.stages.tally.ids import named
from streams.stages.tally.retellings import without_retellings
from streams.stages.tally.statements import remainders_of
from streams.stages.tally.stories import Story, stories_of, told_places
from streams.stages.tally.summary import draft_of
from streams.stages.tally.tellings import telling_of


def incidents_of(facts: Iterable[ArticleFacts], lexicon: Lexicon) -> tuple[Incident, ...]:
    """The attacks that the stories tell of, each once, sorted by date and id."""
    stories = stories_of(facts)
    return incidents_in(stories, lexicon.with_told(told_places(stories)))


def incidents_in(stories: Iterable[Story], lexicon: Lexicon) -> tuple[Incident, ...]:
    """As `incidents_of`, from stories, with a lexicon that knows the places they tell of.

    First the single events; then the statements about a day ("four attacks on Thursday"), which count only what the
    single ones leave.
    """
    tellings = [telling_of(story, index, lexicon) for story in stories for index in range(len(story.facts.attacks))]
    events = [telling for telling in tellings if telling.attack.statement == "event"]
    statements = [telling for telling in tellings if telling.attack.statement == "day"]
    drafts = [draft_of(cluster.tellings, cluster.count, lexicon) for cluster in clusters_of(events, lexicon)]
    drafts += remainders_of(statements, drafts, lexicon)
    return named(without_retellings(drafts, lexicon))
