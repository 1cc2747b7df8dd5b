"""Attack mentions: which attacks a story tells, one by one.

Candidates are clauses in which a weapon, an attack word or a blast keeps company with a target or with a place that
hosts one. The order of the words decides who strikes whom, filters refuse with a reason, and mentions of one event are
merged.
"""

from streams.stages.tag.attacks.story import attacks_of

__all__ = ["attacks_of"]
