"""Mentions -> incidents -> tallies: who tells of the same attack, how many there were, and what others counted.

The files in the order of the data: `definitions` (the tallies file), `groups` and `facts` (what a story says, cut to
the targets that are folded together), `standing_facts` (what the newest versions of the pages say), `stories` (one
appearance for each story), `incidents` (which mentions are one attack), `count` and `series` (the two numbers),
`fold` (all of it), `changes` (what moved), `explaining` (why each attack and total counts or does not).
"""

from streams.stages.tally.changes import IncidentDiff, changes_of, incident_diff
from streams.stages.tally.definitions import Definitions, TallyDefinition, load_default_definitions, parse_definitions
from streams.stages.tally.facts import ArticleFacts, PageMarker, TallyFact, facts_of, newest, read_again, standing_on
from streams.stages.tally.fold import Changed, GroupFold, GroupResult, fold_group
from streams.stages.tally.groups import TargetGroups, groups_of
from streams.stages.tally.standing_facts import StandingFacts

__all__ = [
    "ArticleFacts",
    "Changed",
    "Definitions",
    "GroupFold",
    "GroupResult",
    "IncidentDiff",
    "PageMarker",
    "StandingFacts",
    "TallyDefinition",
    "TallyFact",
    "TargetGroups",
    "changes_of",
    "facts_of",
    "fold_group",
    "groups_of",
    "incident_diff",
    "load_default_definitions",
    "newest",
    "parse_definitions",
    "read_again",
    "standing_on",
]
