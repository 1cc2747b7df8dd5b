"""Rules for days by name and number: "Oct. 17", "17-24 October 2023", "2023-10-17", "Christmas Day"."""

import re

from streams.stages.dates.names import (
    DAY,
    DAY_IN_WORDS,
    DAY_WORDS,
    FEASTS,
    FOREIGN_MONTHS,
    HOLIDAYS,
    MONTH,
    SHIFT_YEAR,
    SHORT_WEEKDAY,
    YEAR,
    YEAR_IN_FIGURES,
    Rule,
    any_of,
    explicit,
)
from streams.stages.dates.readings import (
    read_day,
    read_day_of_month,
    read_feast,
    read_holiday,
    read_list,
    read_numeric,
    read_range,
    read_short,
    read_weekday_and_day,
)
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
_MONTH_TRIGGER = frozenset({"month"})
_DIGIT = frozenset({"digit"})
_NTH_TRIGGER = frozenset({"digit", "ordinal"})
_YEAR = frozenset({"year"})
_MONTH_IN_WORDS = frozenset({"period"})
_TO = r"\s?(?:-|–|—|/|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bthru\b)\s?"
_WEEKDAY = rf"(?:(?:(?:this|last) )?(?P<weekday>{SHORT_WEEKDAY})\b\.?(?:,? (?:the )?| \())?"
_IN_YEAR = rf"(?:(?:,|, in| of| in)? (?P<year>{YEAR})|,? (?P<that>(?:of )?(?:that|the same) year)|{SHIFT_YEAR})?"
_DAYS = rf"(?P<days>{DAY}(?:, {DAY})*(?:,? and (?:again |then )?(?:on )?(?:the )?{DAY}))"
_SURE_WORDS = any_of(word for word, number in DAY_WORDS.items() if number > 3)
_NTH = rf"(?:(?:[12]?\d|3[01])(?:st|nd|rd|th)|(?:{_SURE_WORDS})\b)"
_AND_TO = r"(?: to (?:the )?| and the |\s?[-–]\s?)"
# What stands behind a day of the month rather than behind the number of something: "on the 5th floor".
_BESIDE_A_DAY = r"[.,;:!?)\]\"'”’]|\s?[–—-]|\s*$| (?:" + any_of(_LISTS["beside_a_day"]) + r")\b"
_COUNTED = any_of(_LISTS["counted_by_ordinals"])

_NTH_DAY = r"\d(?:st|nd|rd|th)?"
# What the rules need, so cheap to look for that most are not tried.
_DAY_TO = rf"{_NTH_DAY}\s?(?:[-–—/]|to|thr|unt|til)"
_TO_DAY = r"[-–—/ohul]\s?\d"
_DAY_AND_DAY = rf"{_NTH_DAY},? and (?:again |then )?(?:on )?(?:the )?\d"
_DAY_OF = rf"{_NTH_DAY}[ -](?:of )?[a-z]"
_WORD_DAY = r"[a-z.],? (?:the )?\d"
_DIGITS_APART = r"\d[./]\d"


ABSOLUTE = (
    # 2023-10-17, 2023/10/17, 2023-10-17T18:00:00Z
    explicit(
        _DIGIT,
        rf"\b(?P<year>{YEAR})([-/.])(?P<a>0?[1-9]|1[0-2])\2(?P<b>{DAY})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?\b",
        read_numeric,
        rf"{YEAR_IN_FIGURES}[-/.]",
    ),
    # 20231017
    explicit(_DIGIT, r"(?<!\d)(?P<year>20[0-4]\d)(?P<a>0[1-9]|1[0-2])(?P<b>[0-2]\d|3[01])(?!\d)", read_numeric),
    # 17.10.2023, 17/10/2023
    explicit(
        _DIGIT,
        rf"(?<![\d.])(?P<a>0?[1-9]|[12]\d|3[01])(?P<separator>[./])(?P<b>0?[1-9]|[12]\d|3[01])(?P=separator)(?P<year>{YEAR})",
        read_numeric,
        _DIGITS_APART,
    ),
    # (17.10.23)
    explicit(
        _DIGIT,
        r"(?<=[ (])(?P<a>0?[1-9]|[12]\d|3[01])\.(?P<b>1[0-2]|0?[1-9])\.(?P<year>\d\d)(?![\w%/-]|\.\d)",
        read_short,
        _DIGITS_APART,
    ),
    # on 17/10
    explicit(
        frozenset({"stroke"}),
        r"(?<=[ (])(?P<a>1[3-9]|2\d|3[01])/(?P<month>1[0-2]|0?[1-9])(?![\d/%-]|\.\d| ?(?:km|inch|mm))",
        read_short,
        _DIGITS_APART,
    ),
    # 071822Z NOV 23, as the military writes it
    explicit(
        _MONTH_TRIGGER,
        rf"\b(?P<day>[0-3]\d)[0-2]\d[0-5]\d\s?[A-Z]\s?(?P<month>{MONTH})\s?(?P<year>(?:19|20)\d\d|\d\d)\b",
        read_day,
        r"\d{6}\s?[a-z]",
    ),
    # 10-JAN-2024
    explicit(
        _MONTH_TRIGGER,
        rf"(?<!\d)(?P<day>[0-3]?\d)-(?P<month>{MONTH})-(?P<year>(?:19|20)\d\d|\d\d)\b",
        read_day,
        r"\d-[a-z]",
    ),
    # Oct. 17-24; Oct. 17 to Nov. 3, 2023
    explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))?"
        rf"(?:{_TO})(?:(?P<last_month>{MONTH}) )?(?P<last_day>{DAY})(?! [a-z]+s\b)"
        rf"(?:,? (?P<year>{YEAR}))?",
        read_range,
        _DAY_TO,
    ),
    # between Oct. 17 and Nov. 3
    explicit(
        _MONTH_TRIGGER,
        rf"(?<=\bbetween ){_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))? and "
        rf"(?P<last_month>{MONTH}) (?P<last_day>{DAY})(?:,? (?P<year>{YEAR}))?",
        read_range,
        rf"{_NTH_DAY} and [a-z]",
    ),
    # 17-24 October; 30 October 2023 to 3 January 2024
    explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}) (?:of )?(?P<month>{MONTH})(?: (?P<first_year>{YEAR}))?{_TO}"
        rf"(?P<last_day>{DAY}) (?:of )?(?P<last_month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        _TO_DAY,
    ),
    explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}){_TO}(?P<last_day>{DAY}) (?:of )?(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        _DAY_TO,
    ),
    # Oct. 17 and 18; 22, 24 and 29 March
    explicit(
        _MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}(?P<month>{MONTH}) {_DAYS}(?! [a-z]+s\b){_IN_YEAR})",
        read_list,
        _DAY_AND_DAY,
    ),
    explicit(
        _MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}{_DAYS} (?:of )?(?P<month>{MONTH}){_IN_YEAR})",
        read_list,
        _DAY_AND_DAY,
    ),
    # Tuesday, Oct. 17, 2023; November, 16: shelling; the 17th of October
    explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<month>{MONTH})(?: (?:the )?|, (?=\d\d?(?:\s?[:–—)]|,? {YEAR})))(?P<day>{DAY}){_IN_YEAR}",
        read_day,
        _WORD_DAY,
    ),
    explicit(
        _MONTH_TRIGGER, rf"\b{_WEEKDAY}(?P<day>{DAY})[ -](?:of )?(?P<month>{MONTH}){_IN_YEAR}(?!\w)", read_day, _DAY_OF
    ),
    # the first of July; between the ninth and the twelfth of July
    explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY_IN_WORDS}) (?:day )?of (?P<month>{MONTH}){_IN_YEAR}",
        read_day,
        r"[tdh] (?:day )?of ",
    ),
    explicit(
        _MONTH_TRIGGER,
        rf"(?<=\bbetween )the (?P<day>{DAY_IN_WORDS}|{DAY}) and the (?P<last_day>{DAY_IN_WORDS}|{DAY}) of "
        rf"(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        r"[tdh\d] and the ",
    ),
    # 17 octobre 2023
    explicit(
        _YEAR,
        rf"\b(?P<day>{DAY})\.? (?:de )?(?P<month>{any_of(FOREIGN_MONTHS)})\.?,?(?: de)? (?P<year>{YEAR})",
        read_day,
    ),
    # Christmas Day
    explicit(frozenset({"holiday"}), rf"\b(?P<holiday>{any_of(HOLIDAYS)})(?:,? (?P<year>{YEAR}))?\b", read_holiday),
    # Ramadan, Easter Sunday 2024
    explicit(
        frozenset({"feast"}),
        rf"\b(?P<feast>{any_of(FEASTS)})(?:,? (?P<year>{YEAR})|,? (?P<shift>last|this|next) year\b)?\b",
        read_feast,
    ),
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
        _WORD_DAY,
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
"""All of them."""
