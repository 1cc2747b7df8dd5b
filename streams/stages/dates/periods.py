"""Rules for months, seasons, quarters and years: "late July", "last summer", "the third quarter", "2020-2023"."""

import re

from streams.stages.dates.names import (
    COUNT,
    DAY,
    MONTH,
    MONTH_TRIGGER,
    MONTHS,
    PARTS,
    SEASONS,
    SHIFT_YEAR,
    YEAR,
    YEAR_IN_FIGURES,
    YEAR_TRIGGER,
    Rule,
    any_of,
    explicit,
)
from streams.stages.dates.readings import (
    read_days_of_month,
    read_fiscal_year,
    read_month,
    read_months,
    read_quarter,
    read_season,
    read_year,
    read_years,
)

_SEASON_TRIGGER = frozenset({"season"})
_QUARTER = frozenset({"quarter"})
_FISCAL = frozenset({"fiscal"})
_PART = rf"(?P<part>{any_of(PARTS)})(?: in| of)?(?: the month of)?[- ]"
# Months that are ordinary words or short for them need a preposition or a year to stand alone.
_PLAIN_MONTHS = any_of(name for name in MONTHS if len(name) > 3 and name not in ("march", "sept"))
_SEASON = rf"(?P<season>{any_of(SEASONS)})"

PERIODS = (
    # from January to mid-July; July-September 2024
    explicit(
        MONTH_TRIGGER,
        rf"\b(?:(?P<between>from|between) )?(?:{_PART.replace('part', 'first_part')})?(?P<month>{MONTH})"
        rf"(?: (?P<first_year>{YEAR}))?"
        rf"(?(between) (?:to|and|until|through|till) |\s?[-–—]\s?)(?:{_PART})?(?P<last_month>{MONTH})(?! {DAY})"
        rf"(?:\)? (?:of )?(?P<year>{YEAR}))?",
        read_months,
        r"from |between |[-–—]",
    ),
    # the first two weeks of November; the last ten days of March 2024
    explicit(
        MONTH_TRIGGER,
        rf"\b(?P<edge>first|last|final) (?P<count>{COUNT}) (?P<unit>days|weeks) (?:of|in) (?P<month>{MONTH})"
        rf"(?:,? (?:of )?(?P<year>{YEAR}))?",
        read_days_of_month,
        r"s (?:of|in) ",
    ),
    # late July; the first week of November 2023
    explicit(MONTH_TRIGGER, rf"\b{_PART}(?P<month>{MONTH})(?! {DAY})(?:,? (?:of )?(?P<year>{YEAR}))?", read_month),
    explicit(
        MONTH_TRIGGER,
        rf"\b(?P<month>{MONTH})(?:(?:,| of)? (?P<year>{YEAR})|{SHIFT_YEAR})",
        read_month,
        rf"{YEAR_IN_FIGURES}|[ts] year",
    ),
    explicit(
        MONTH_TRIGGER,
        rf"\b(?:(?P<which>last|this|previous|past) )?(?P<month>(?:{_PLAIN_MONTHS}))\b(?! {DAY})",
        read_month,
    ),
    Rule(
        MONTH_TRIGGER,
        re.compile(
            r"\b(?:(?:in|since|during|until|till|by|from|of|between|through|before|after|and|to|In|Since|By|From)"
            r"|(?P<which>[Ll]ast|[Tt]his|[Pp]revious)) (?P<month>March|May)\b(?! [A-Z\d])"
        ),
        read_month,
        "explicit",
        re.compile(r"march|may"),
    ),
    # last summer; the winter of 2023-24
    explicit(
        _SEASON_TRIGGER,
        rf"\b{_SEASON}(?: of| in|,)? (?P<year>{YEAR})(?:[-–/](?P<until>(?:\d\d){{1,2}}))?(?!\w)",
        read_season,
        YEAR_IN_FIGURES,
    ),
    explicit(_SEASON_TRIGGER, rf"\b(?P<which>last|this|previous|past) {_SEASON}\b", read_season),
    # in the third quarter
    explicit(
        _QUARTER, r"\b(?:in|during|for|over) the (?P<part>(?:first|second|third|fourth) quarter)\b(?! of)", read_quarter
    ),
    # fiscal year 2023, FY23
    explicit(_FISCAL, r"\b(?:fiscal(?: year)? |FY ?)(?P<year>(?:20)?\d\d)\b(?![-–/]\d)", read_fiscal_year, r"\d\d"),
    # 2020-2023
    explicit(
        YEAR_TRIGGER,
        rf"(?<![\w.,/–-])(?P<year>{YEAR})\s?[-–]\s?(?P<until>{YEAR})(?![-–/]?\w)",
        read_years,
        rf"{YEAR_IN_FIGURES}\s?[-–]",
    ),
    # in 2021, late 2022
    explicit(
        YEAR_TRIGGER,
        rf"\b(?:(?P<part>{any_of(PARTS)})(?: of| in)?[- ])?(?P<year>{YEAR})(?![-–/]?\w)(?<![-–/.]....)",
        read_year,
    ),
)
"""All of them."""
