"""Rules for days of a month that is not named: "on the 17th", "the first of the month", "Wed 16: ..."."""

import re

from streams.stages.dates.names import DAY, DAY_IN_WORDS, DAY_WORDS, SHORT_WEEKDAY, WORD_DAY, Rule, any_of, explicit
from streams.stages.dates.readings import read_day_of_month, read_weekday_and_day
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
_NTH_TRIGGER = frozenset({"digit", "ordinal"})
_MONTH_IN_WORDS = frozenset({"period"})
_SURE_WORDS = any_of(word for word, number in DAY_WORDS.items() if number > 3)
_NTH = rf"(?:(?:[12]?\d|3[01])(?:st|nd|rd|th)|(?:{_SURE_WORDS})\b)"
_AND_TO = r"(?: to (?:the )?| and the |\s?[-–]\s?)"
# What stands behind a day of the month rather than behind the number of something: "on the 5th floor".
_BESIDE_A_DAY = r"[.,;:!?)\]\"'”’]|\s?[–—-]|\s*$| (?:" + any_of(_LISTS["beside_a_day"]) + r")\b"
_COUNTED = any_of(_LISTS["counted_by_ordinals"])


DAYS_OF_MONTH = (
    # on the 17th; on the 6th of the same month; the night of the 7th to the 8th
    explicit(
        _NTH_TRIGGER,
        rf"\b(?:on|of|since|until|between|from|by) the (?P<day>{_NTH})(?:{_AND_TO}(?P<last_day>{_NTH}))?"
        rf"(?: of (?P<that>that|the same) month| of (?:this|the|the current) month|(?={_BESIDE_A_DAY}))",
        read_day_of_month,
        rf" the (?:\d|{_SURE_WORDS})",
    ),
    # the 24th of last month, the first of the month
    explicit(
        _MONTH_IN_WORDS,
        rf"\bthe (?P<day>{_NTH}|{DAY_IN_WORDS}) of (?:(?P<shift>last|next)|this|the(?: current)?) month\b(?!['’])",
        read_day_of_month,
        r"[tdh] of (?:last|next|th)",
    ),
    # Wed 16: ...; Thu 18. (the head of an entry)
    explicit(
        frozenset({"short_weekday"}),
        rf"(?P<head>(?<![^\n])\W{{0,3}})?\b(?P<weekday>{SHORT_WEEKDAY})\b\.?,? (?:the )?(?P<day>{DAY})"
        r"(?=\s?(?(head)[.:–—)-]|[:–—)]))",
        read_weekday_and_day,
        WORD_DAY,
    ),
    # On the 17th thieves stopped a van
    Rule(
        _NTH_TRIGGER,
        re.compile(
            rf"(?:(?<=[.!?:;]\s)|(?<=[.!?]\W\s)|(?<![^\n]))On the (?P<day>{_NTH})(?= (?!(?:{_COUNTED})\b)[a-z])"
        ),
        read_day_of_month,
        "explicit",
        re.compile(rf"on the (?:\d|{_SURE_WORDS})"),
    ),
)
