"""Rules for dates by name and number: "Oct. 17", "17-24 October 2023", "2023-10-17", "late July", "Christmas Day"."""

import re

from streams.stages.dates.names import (
    DAY,
    DAY_IN_WORDS,
    DAY_OF_MONTH,
    DAY_WORDS,
    FOREIGN_MONTHS,
    HOLIDAYS,
    MONTH,
    MONTHS,
    PARTS,
    SHORT_WEEKDAY,
    YEAR,
    Rule,
    any_of,
    compiled,
)
from streams.stages.dates.readings import (
    read_day,
    read_day_of_entry,
    read_day_of_month,
    read_holiday,
    read_list,
    read_month,
    read_months,
    read_numeric,
    read_range,
    read_year,
)
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
_MONTH_TRIGGER = frozenset({"month"})
_DIGIT = frozenset({"digit"})
_NTH_TRIGGER = frozenset({"digit", "ordinal"})
_YEAR = frozenset({"year"})
_TO = r"\s?(?:-|–|—|/|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bthru\b)\s?"
_WEEKDAY = rf"(?:(?:(?:this|last) )?(?P<weekday>{SHORT_WEEKDAY})\b\.?(?:,? (?:the )?| \())?"
_IN_YEAR = rf"(?:(?:,|, in| of| in)? (?P<year>{YEAR})|,? (?P<that>(?:of )?(?:that|the same) year))?"
_DAYS = rf"(?P<days>{DAY}(?:, {DAY})*(?:,? and {DAY}))"
_PART = rf"(?P<part>{any_of(PARTS)})(?: in| of)?(?: the month of)?[- ]"
# Months that are ordinary words or short for them need a preposition or a year to stand alone.
_PLAIN_MONTHS = any_of(name for name in MONTHS if len(name) > 3 and name not in ("march", "sept"))
_SURE_WORDS = any_of(word for word, number in DAY_WORDS.items() if number > 3)
_NTH = rf"(?:(?:[12]?\d|3[01])(?:st|nd|rd|th)|(?:{_SURE_WORDS})\b)"
_AND_TO = r"(?: to (?:the )?| and the |\s?[-–]\s?)"
# What stands behind a day of the month rather than behind the number of something: "on the 5th floor".
_BESIDE_A_DAY = r"[.,;:!?)\]\"'”’]|\s?[–—-]|\s*$| (?:" + any_of(_LISTS["beside_a_day"]) + r")\b"
_COUNTED = any_of(_LISTS["counted_by_ordinals"])


_NTH_DAY = r"\d(?:st|nd|rd|th)?"
# What the rules need, so cheap to look for that most are not tried.
_YEAR_IN_FIGURES = r"(?:19|20)\d\d"
_DAY_TO = rf"{_NTH_DAY}\s?(?:[-–—/]|to|thr|unt|til)"
_TO_DAY = r"[-–—/ohul]\s?\d"
_DAY_AND_DAY = rf"{_NTH_DAY},? and \d"
_DAY_OF = rf"{_NTH_DAY}[ -](?:of )?[a-z]"
_WORD_DAY = r"[a-z.] (?:the )?\d"


def _explicit(triggers: frozenset[str], pattern: str, read: object, needs: str | None = None) -> Rule:
    return Rule(triggers, compiled(pattern), read, "explicit", re.compile(needs) if needs else None)  # type: ignore[arg-type]


ABSOLUTE = (
    # 2023-10-17, 2023/10/17, 2023-10-17T18:00:00Z
    _explicit(
        _DIGIT,
        rf"\b(?P<year>{YEAR})([-/.])(?P<a>0?[1-9]|1[0-2])\2(?P<b>{DAY})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?\b",
        read_numeric,
        rf"{_YEAR_IN_FIGURES}[-/.]",
    ),
    # 20231017
    _explicit(_DIGIT, r"(?<!\d)(?P<year>20[0-4]\d)(?P<a>0[1-9]|1[0-2])(?P<b>[0-2]\d|3[01])(?!\d)", read_numeric),
    # 17.10.2023, 17/10/2023
    _explicit(
        _DIGIT,
        rf"(?<![\d.])(?P<a>0?[1-9]|[12]\d|3[01])(?P<separator>[./])(?P<b>0?[1-9]|[12]\d|3[01])(?P=separator)(?P<year>{YEAR})",
        read_numeric,
        r"\d[./]\d",
    ),
    # 071822Z NOV 23, as the military writes it
    _explicit(
        _MONTH_TRIGGER,
        rf"\b(?P<day>[0-3]\d)[0-2]\d[0-5]\d\s?[A-Z]\s?(?P<month>{MONTH})\s?(?P<year>(?:19|20)\d\d|\d\d)\b",
        read_day,
        r"\d{6}\s?[a-z]",
    ),
    # 10-JAN-2024
    _explicit(
        _MONTH_TRIGGER,
        rf"(?<!\d)(?P<day>[0-3]?\d)-(?P<month>{MONTH})-(?P<year>(?:19|20)\d\d|\d\d)\b",
        read_day,
        r"\d-[a-z]",
    ),
    # Oct. 17-24; Oct. 17 to Nov. 3, 2023
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))?"
        rf"(?:{_TO})(?:(?P<last_month>{MONTH}) )?(?P<last_day>{DAY})(?! [a-z]+s\b)"
        rf"(?:,? (?P<year>{YEAR}))?",
        read_range,
        _DAY_TO,
    ),
    # between Oct. 17 and Nov. 3
    _explicit(
        _MONTH_TRIGGER,
        rf"(?<=\bbetween ){_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))? and "
        rf"(?P<last_month>{MONTH}) (?P<last_day>{DAY})(?:,? (?P<year>{YEAR}))?",
        read_range,
        rf"{_NTH_DAY} and [a-z]",
    ),
    # from January to mid-July; July-September 2024
    _explicit(
        _MONTH_TRIGGER,
        rf"\b(?:(?P<between>from|between) )?(?:{_PART.replace('part', 'first_part')})?(?P<month>{MONTH})"
        rf"(?: (?P<first_year>{YEAR}))?"
        rf"(?(between) (?:to|and|until|through|till) |\s?[-–—]\s?)(?:{_PART})?(?P<last_month>{MONTH})(?! {DAY})"
        rf"(?:\)? (?:of )?(?P<year>{YEAR}))?",
        read_months,
        r"from |between |[-–—]",
    ),
    # 17-24 October; 30 October 2023 to 3 January 2024
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}) (?:of )?(?P<month>{MONTH})(?: (?P<first_year>{YEAR}))?{_TO}"
        rf"(?P<last_day>{DAY}) (?:of )?(?P<last_month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        _TO_DAY,
    ),
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}){_TO}(?P<last_day>{DAY}) (?:of )?(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        _DAY_TO,
    ),
    # Oct. 17 and 18; 22, 24 and 29 March
    _explicit(
        _MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}(?P<month>{MONTH}) {_DAYS}(?! [a-z]+s\b){_IN_YEAR})",
        read_list,
        _DAY_AND_DAY,
    ),
    _explicit(
        _MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}{_DAYS} (?:of )?(?P<month>{MONTH}){_IN_YEAR})",
        read_list,
        _DAY_AND_DAY,
    ),
    # Tuesday, Oct. 17, 2023; the 17th of October
    _explicit(
        _MONTH_TRIGGER, rf"\b{_WEEKDAY}(?P<month>{MONTH}) (?:the )?(?P<day>{DAY}){_IN_YEAR}", read_day, _WORD_DAY
    ),
    _explicit(
        _MONTH_TRIGGER, rf"\b{_WEEKDAY}(?P<day>{DAY})[ -](?:of )?(?P<month>{MONTH}){_IN_YEAR}(?!\w)", read_day, _DAY_OF
    ),
    # the first of July; between the ninth and the twelfth of July
    _explicit(
        _MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY_IN_WORDS}) (?:day )?of (?P<month>{MONTH}){_IN_YEAR}",
        read_day,
    ),
    _explicit(
        _MONTH_TRIGGER,
        rf"(?<=\bbetween )the (?P<day>{DAY_IN_WORDS}|{DAY}) and the (?P<last_day>{DAY_IN_WORDS}|{DAY}) of "
        rf"(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
    ),
    # 17 octobre 2023
    _explicit(
        _YEAR,
        rf"\b(?P<day>{DAY})\.? (?:de )?(?P<month>{any_of(FOREIGN_MONTHS)})\.?,?(?: de)? (?P<year>{YEAR})",
        read_day,
    ),
    # late July; the first week of November 2023
    _explicit(_MONTH_TRIGGER, rf"\b{_PART}(?P<month>{MONTH})(?! {DAY})(?:,? (?:of )?(?P<year>{YEAR}))?", read_month),
    _explicit(_MONTH_TRIGGER, rf"\b(?P<month>{MONTH})(?:,| of)? (?P<year>{YEAR})", read_month, _YEAR_IN_FIGURES),
    _explicit(
        _MONTH_TRIGGER,
        rf"\b(?:(?P<which>last|this|previous|past) )?(?P<month>(?:{_PLAIN_MONTHS}))\b(?! {DAY})",
        read_month,
    ),
    Rule(
        _MONTH_TRIGGER,
        re.compile(
            r"\b(?:(?:in|since|during|until|till|by|from|of|between|through|before|after|and|to|In|Since|By|From)"
            r"|(?P<which>[Ll]ast|[Tt]his|[Pp]revious)) (?P<month>March|May)\b(?! [A-Z\d])"
        ),
        read_month,
        "explicit",
        re.compile(r"march|may"),
    ),
    # Christmas Day
    _explicit(frozenset({"holiday"}), rf"\b(?P<holiday>{any_of(HOLIDAYS)})(?:,? (?P<year>{YEAR}))?\b", read_holiday),
    # in 2021, late 2022
    _explicit(
        _YEAR,
        rf"\b(?:(?P<part>{any_of(PARTS)})(?: of| in)?[- ])?(?P<year>{YEAR})(?![-–/]?\w)(?<![-–/.]....)",
        read_year,
    ),
    # on the 17th; on the 6th of the same month; the night of the 7th to the 8th
    _explicit(
        _NTH_TRIGGER,
        rf"\b(?:on|of|since|until|between|from|by) the (?P<day>{_NTH})(?:{_AND_TO}(?P<last_day>{_NTH}))?"
        rf"(?: of (?P<that>that|the same) month| of (?:this|the|the current) month|(?={_BESIDE_A_DAY}))",
        read_day_of_month,
        rf" the (?:\d|{_SURE_WORDS})",
    ),
    # Thu 18. (the head of an entry)
    Rule(
        _DIGIT,
        re.compile(
            rf"(?<![^\n])(?P<start>\W{{0,3}}(?P<weekday>{SHORT_WEEKDAY})\b\.? (?P<day>{DAY_OF_MONTH}))(?=\s?[.:–—-])",
            re.IGNORECASE,
        ),
        read_day_of_entry,
        "explicit",
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
"""All of them; where several match, `find_dates` takes the one that begins first, then the longest."""
