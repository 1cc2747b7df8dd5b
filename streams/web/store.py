"""What the read side knows, and every question that the API and the page ask of it.

    with closing(Store(definitions.tallies)) as store:
        store.apply(records)                        # as they come from the topics
        store.tallies()                             # what `tally --json` prints
        store.standing("us-forces-iraq-syria", known=12)
        store.incidents(Filters(tally="us-forces-iraq-syria", country="IQ"))

The questions stand in four files: `tally_questions` (tallies, tally, standing, series, citation, latest_changes,
numbers), `change_questions` (changes, changes_since, settled_changes), `incident_questions` (incident, gone_incident,
incidents, summaries_of, all_summaries, all_as_json, facets, map_points), `article_questions` (article, stories_of_page,
feeds). All are plain blocking functions, to be called from a thread (a route that is no coroutine runs in one); each
sees one state of the database. What is not there is None or empty.
"""

from streams.web.article_questions import ArticleQuestions
from streams.web.change_questions import ChangeQuestions
from streams.web.filters import BadCursor, Filters
from streams.web.incident_questions import IncidentQuestions
from streams.web.tally_questions import TallyQuestions

__all__ = ["BadCursor", "Filters", "Store"]


class Store(TallyQuestions, ChangeQuestions, IncidentQuestions, ArticleQuestions):
    """The read side: a database that records are applied to, and the questions."""
