"""Which workers count: one generation for each set of rules, and one of them live.

What decides a tally beside the articles (the tallies file, the word lists, the code of the stages) has a `fingerprint`,
and workers with another one are another generation: a consumer group of its own, which reads `articles-raw` from the
beginning beside the running one. `log` says which generations there are and which one publishes, `catching_up` when a
new one may take over, `waiting` waits for one, `standing` is what a worker knows of its own, and `cleanup` removes what
is left of those that were replaced.
"""

from streams.generations.fingerprint import Fingerprint, fingerprint_of
from streams.generations.log import Announced, Generations, announce, append, follow_log, read_log
from streams.generations.standing import Standing

__all__ = [
    "Announced",
    "Fingerprint",
    "Generations",
    "Standing",
    "announce",
    "append",
    "fingerprint_of",
    "follow_log",
    "read_log",
]
