"""Rules for days that name their month or feast: "Oct. 17", "17-24 October 2023", "Christmas Day"."""

from streams.stages.dates.names import (
    DAY,
    DAY_IN_WORDS,
    FEASTS,
    FOREIGN_MONTHS,
    HOLIDAYS,
    MONTH,
    MONTH_TRIGGER,
    SHIFT_YEAR,
    SHORT_WEEKDAY,
    WORD_DAY,
    YEAR,
    YEAR_TRIGGER,
    any_of,
    explicit,
)
from streams.stages.dates.readings import (
    read_day,
    read_feast,
    read_holiday,
    read_list,
    read_range,
)

_TO = r"\s?(?:-|–|—|/|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bthru\b)\s?"
_WEEKDAY = rf"(?:(?:(?:this|last) )?(?P<weekday>{SHORT_WEEKDAY})\b\.?(?:,? (?:the )?| \())?"
_IN_YEAR = rf"(?:(?:,|, in| of| in)? (?P<year>{YEAR})|,? (?P<that>(?:of )?(?:that|the same) year)|{SHIFT_YEAR})?"
_DAYS = rf"(?P<days>{DAY}(?:, {DAY})*(?:,? and (?:again |then )?(?:on )?(?:the )?{DAY}))"

_NTH_DAY = r"\d(?:st|nd|rd|th)?"
# What the rules need, so cheap to look for that most are not tried.
_DAY_TO = rf"{_NTH_DAY}\s?(?:[-–—/]|to|thr|unt|til)"
_TO_DAY = r"[-–—/ohul]\s?\d"
_DAY_AND_DAY = rf"{_NTH_DAY},? and (?:again |then )?(?:on )?(?:the )?\d"
_DAY_OF = rf"{_NTH_DAY}[ -](?:of )?[a-z]"


NAMED_DAYS = (
    # 071822Z NOV 23, as the military writes it
    explicit(
        MONTH_TRIGGER,
        rf"\b(?P<day>[0-3]\d)[0-2]\d[0-5]\d\s?[A-Z]\s?(?P<month>{MONTH})\s?(?P<year>(?:19|20)\d\d|\d\d)\b",
        read_day,
        r"\d{6}\s?[a-z]",
    ),
    # 10-JAN-2024
    explicit(
        MONTH_TRIGGER,
        rf"(?<!\d)(?P<day>[0-3]?\d)-(?P<month>{MONTH})-(?P<year>(?:19|20)\d\d|\d\d)\b",
        read_day,
        r"\d-[a-z]",
    ),
    # Oct. 17-24; Oct. 17 to Nov. 3, 2023
    explicit(
        MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))?"
        rf"(?:{_TO})(?:(?P<last_month>{MONTH}) )?(?P<last_day>{DAY})(?! [a-z]+s\b)"
        rf"(?:,? (?P<year>{YEAR}))?",
        read_range,
        _DAY_TO,
    ),
    # between Oct. 17 and Nov. 3
    explicit(
        MONTH_TRIGGER,
        rf"(?<=\bbetween ){_WEEKDAY}(?P<month>{MONTH}) (?P<day>{DAY})(?:,? (?P<first_year>{YEAR}))? and "
        rf"(?P<last_month>{MONTH}) (?P<last_day>{DAY})(?:,? (?P<year>{YEAR}))?",
        read_range,
        rf"{_NTH_DAY} and [a-z]",
    ),
    # 17-24 October; 30 October 2023 to 3 January 2024
    explicit(
        MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}) (?:of )?(?P<month>{MONTH})(?: (?P<first_year>{YEAR}))?{_TO}"
        rf"(?P<last_day>{DAY}) (?:of )?(?P<last_month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        _TO_DAY,
    ),
    explicit(
        MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY}){_TO}(?P<last_day>{DAY}) (?:of )?(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        _DAY_TO,
    ),
    # Oct. 17 and 18; 22, 24 and 29 March
    explicit(
        MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}(?P<month>{MONTH}) {_DAYS}(?! [a-z]+s\b){_IN_YEAR})",
        read_list,
        _DAY_AND_DAY,
    ),
    explicit(
        MONTH_TRIGGER,
        rf"(?P<between>\bbetween )?(?P<whole>\b{_WEEKDAY}{_DAYS} (?:of )?(?P<month>{MONTH}){_IN_YEAR})",
        read_list,
        _DAY_AND_DAY,
    ),
    # Tuesday, Oct. 17, 2023; November, 16: shelling; the 17th of October
    explicit(
        MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<month>{MONTH})(?: (?:the )?|, (?=\d\d?(?:\s?[:–—)]|,? {YEAR})))(?P<day>{DAY}){_IN_YEAR}",
        read_day,
        WORD_DAY,
    ),
    explicit(
        MONTH_TRIGGER, rf"\b{_WEEKDAY}(?P<day>{DAY})[ -](?:of )?(?P<month>{MONTH}){_IN_YEAR}(?!\w)", read_day, _DAY_OF
    ),
    # the first of July; between the ninth and the twelfth of July
    explicit(
        MONTH_TRIGGER,
        rf"\b{_WEEKDAY}(?P<day>{DAY_IN_WORDS}) (?:day )?of (?P<month>{MONTH}){_IN_YEAR}",
        read_day,
        r"[tdh] (?:day )?of ",
    ),
    explicit(
        MONTH_TRIGGER,
        rf"(?<=\bbetween )the (?P<day>{DAY_IN_WORDS}|{DAY}) and the (?P<last_day>{DAY_IN_WORDS}|{DAY}) of "
        rf"(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?",
        read_range,
        r"[tdh\d] and the ",
    ),
    # 17 octobre 2023
    explicit(
        YEAR_TRIGGER,
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
)
