"""Find date expressions in a text: a small grammar of regular expressions, tried only where a text has a trigger."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from streams.stages.dates.when import Calendar, Offset, Part, Period, Range, Unit, Weekday, When
from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("dates")
_MONTHS: dict[str, int] = {name: number for number, names in _LISTS["months"].items() for name in names}
_FOREIGN: dict[str, int] = {name: number for number, names in _LISTS["foreign_months"].items() for name in names}
_WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(_LISTS["weekdays"])}
_HOLIDAYS: dict[str, list[int]] = _LISTS["holidays"]


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload, no-any-return]


_MONTH = rf"(?:{_any(_MONTHS)})\.?(?![a-z])"
_WEEKDAY = rf"(?:{_any(_WEEKDAYS)})"
_ANY_WEEKDAY = rf"(?:{_any(_WEEKDAYS)}|{'|'.join(_LISTS['short_weekdays'])})"
_D = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:]|[.,]\d|%|\s?(?:percent|per cent)\b)"
_Y = r"(?:19|20)\d\d(?!\d|[.,]\d)"
_TO = r"\s?(?:-|–|—|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bthru\b|\band\b)\s?"
_LEAD = rf"(?:(?P<weekday>{_ANY_WEEKDAY})\.?(?:,? (?:the )?| \())?"
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|a few|few|couple of|a couple of|\d{1,3})"
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "a couple of": 2, "couple of": 2}  # fmt: skip
_UNIT = r"(?:hours?|days?|nights?|weeks?|months?|years?)"
_PART_WORDS: dict[str, Part] = {"early": "early", "mid": "mid", "middle": "mid", "late": "late", "start": "start", "beginning": "start", "end": "end"}  # fmt: skip
_PART = r"(?P<part>early|mid|late|(?:the )?(?:middle|start|beginning|end))(?: in| of)?(?: the month of)?[- ]"


class Expression(NamedTuple):
    """A date expression: where it stands, what it means, and the cue before it ("since", "until", "as of", "on").

    `basis` is how it names its day: `explicit`, `weekday` or `relative`.
    """

    start: int
    end: int
    when: When
    basis: str
    cue: str


_Reading = Callable[[re.Match[str]], When | None]


class _Rule(NamedTuple):
    trigger: str
    pattern: re.Pattern[str]
    read: _Reading
    basis: str


def _number(text: str | None) -> int | None:
    return int(re.match(r"\d+", text)[0]) if text else None  # type: ignore[index]


def _month(text: str) -> int:
    key = text.lower().rstrip(".")
    return _MONTHS.get(key) or _FOREIGN[key]


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _weekday_of(text: str | None) -> int | None:
    return next((number for name, number in _WEEKDAYS.items() if text and name.startswith(text.lower()[:3])), None)


def _named_day(match: re.Match[str]) -> When | None:
    parts = match.groupdict()
    weekday = _weekday_of(parts.get("weekday"))
    year = _year(parts.get("year"))
    month = _month(parts["month"])
    first = Calendar(year, month, _number(parts["day"]), weekday=weekday)
    if parts.get("last_day") is None:
        return first
    last_month = _month(parts["last_month"]) if parts.get("last_month") else month
    last = Calendar(year, last_month, _number(parts["last_day"]))
    if parts.get("first_year"):
        return Range(Calendar(_year(parts["first_year"]), month, first.day), last)
    # The year stands behind the later day; "Dec. 20 to Jan. 4, 2024" began the year before.
    early = Calendar(year - 1 if year and last_month < month else year, month, first.day, weekday=weekday)
    return Range(early, last)


def _numeric(match: re.Match[str]) -> When | None:
    parts = match.groupdict()
    year, first, second = int(parts["year"]), int(parts["a"]), int(parts["b"])
    if parts.get("iso"):
        return Calendar(year, first, second)
    if parts["separator"] == "/" and first <= 12 and second <= 12 and first != second:
        return None  # 03/04/2024 is read one way in London and another in New York.
    day, month = (second, first) if second > 12 else (first, second)
    return Calendar(year, month, day)


def _month_alone(match: re.Match[str]) -> When | None:
    parts = match.groupdict()
    part = _PART_WORDS[parts["part"].lower().split()[-1]] if parts.get("part") else None
    which = (parts.get("which") or "").lower()
    year = _year(parts.get("year"))
    return Calendar(year, _month(parts["month"]), part=part, last=which in ("last", "past", "previous"))


def _weekday(match: re.Match[str]) -> When | None:
    which = (match["which"] or match["behind"] or "").lower()
    shift = 1 if which in ("next", "coming", "this coming") else -1 if which in ("last", "previous") else 0
    number = _WEEKDAYS[match["weekday"].lower()]
    if match["night"]:
        # "Overnight into Tuesday" began on Monday.
        return Range(Weekday((number - 1) % 7), Weekday(number))
    return Weekday(number, shift)


_DAYS = {"hour": 0, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}


def _amount(match: re.Match[str]) -> tuple[int, str] | None:
    words = match["count"].lower()
    count = int(words) if words.isdigit() else _COUNTS.get(words)
    unit = match["unit"].lower().rstrip("s")
    return None if count is None else (count, unit)


def _distance(match: re.Match[str]) -> When | None:
    """ "two days ago", "three days earlier", "a week later"."""
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    word = match["direction"].lower()
    sign = 1 if word in ("later", "after", "on", "afterwards", "afterward", "after that") else -1
    anchor = "published" if word == "ago" else "context"
    if unit == "hour":
        return Offset(0, 0, "context") if anchor == "context" else Offset(-(count // 24) - 1, 0)
    days = count * _DAYS[unit]
    slack = {"week": 0, "month": 5, "year": 20}.get(unit, 0)
    return Offset(sign * days - slack, sign * days + slack, anchor)  # type: ignore[arg-type]


def _past(match: re.Match[str]) -> When | None:
    """ "in the past 24 hours", "over the last two weeks"."""
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    return Offset(-(-(-count // 24) if unit == "hour" else count * _DAYS[unit]), 0)


def _period(match: re.Match[str]) -> When | None:
    which = match["which"].lower()
    unit: Unit = match["unit"].lower()  # type: ignore[assignment]
    shift = {"this": 0, "last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "the": 0}[which]
    if unit == "weekend" and which in ("past", "last"):
        shift = 0
    if which == "past" and unit != "weekend":
        return Offset(-_DAYS[unit], 0)
    anchor = "context" if which in ("previous", "preceding") and unit == "day" else "published"
    return Period(unit, shift, anchor)  # type: ignore[arg-type]


_WORDS: dict[str, When] = {
    "yesterday": Offset(-1, -1),
    "day before yesterday": Offset(-2, -2),
    "today": Offset(0, 0),
    "tomorrow": Offset(1, 1),
    "last night": Offset(-1, -1),
    "overnight": Offset(-1, 0),
    "tonight": Offset(0, 0),
    "this morning": Offset(0, 0),
    "this afternoon": Offset(0, 0),
    "this evening": Offset(0, 0),
    "same day": Offset(0, 0, "context"),
    "same night": Offset(0, 0, "context"),
    "same evening": Offset(0, 0, "context"),
    "that day": Offset(0, 0, "context"),
    "that night": Offset(0, 0, "context"),
    "later that day": Offset(0, 0, "context"),
    "day before": Offset(-1, -1, "context"),
    "previous day": Offset(-1, -1, "context"),
    "preceding day": Offset(-1, -1, "context"),
    "previous night": Offset(-1, -1, "context"),
    "night before": Offset(-1, -1, "context"),
    "day earlier": Offset(-1, -1, "context"),
    "day later": Offset(1, 1, "context"),
    "next day": Offset(1, 1, "context"),
    "following day": Offset(1, 1, "context"),
    "following night": Offset(1, 1, "context"),
    "following morning": Offset(1, 1, "context"),
    "next morning": Offset(1, 1, "context"),
    "day after": Offset(1, 1, "context"),
    "week before": Offset(-7, -7, "context"),
    "week earlier": Offset(-7, -7, "context"),
    "week later": Offset(7, 7, "context"),
    "following week": Offset(1, 7, "context"),
    "hours later": Offset(0, 1, "context"),
    "hours earlier": Offset(-1, 0, "context"),
    "weeks ago": Offset(-60, -8),
    "days ago": Offset(-7, -2),
}


def _word(match: re.Match[str]) -> When | None:
    return _WORDS[match[0].lower()]


def _holiday(match: re.Match[str]) -> When | None:
    row = _HOLIDAYS[match["holiday"].lower().replace("’", "'")]
    year = _year(match["year"])
    if len(row) == 2:
        return Calendar(year, row[0], row[1])
    return None


def _year_alone(match: re.Match[str]) -> When | None:
    part = _PART_WORDS[match["part"].lower()] if match["part"] else None
    if part in ("early", "late") and match["part"]:
        return Range(Calendar(int(match["year"]), 1, 1), Calendar(int(match["year"]), 4, 30)) if part == "early" else Range(
            Calendar(int(match["year"]), 9, 1), Calendar(int(match["year"]), 12, 31)
        )
    return Calendar(int(match["year"]))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RULES = (
    _Rule("digit", _compiled(rf"\b(?P<iso>(?P<year>{_Y}))([-/.])(?P<a>0?[1-9]|1[0-2])\3(?P<b>{_D})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?\b"), _numeric, "explicit"),
    _Rule("digit", re.compile(rf"\b(?P<year>20\d\d)(?P<iso>)(?P<a>0[1-9]|1[0-2])(?P<b>[0-2]\d|3[01])(?!\d)"), lambda match: Calendar(int(match["year"]), int(match["a"]), int(match["b"])), "explicit"),
    _Rule("digit", _compiled(rf"(?<![\d.])(?P<a>0?[1-9]|[12]\d|3[01])(?P<separator>[./])(?P<b>0?[1-9]|[12]\d|3[01])\2(?P<year>{_Y})"), _numeric, "explicit"),
    _Rule("digit", _compiled(rf"\b(?P<day>[0-3]\d)(?:[0-2]\d[0-5]\d)\s?[A-IK-Z]\s?(?P<month>{_MONTH})\s?(?P<year>(?:20)?\d\d)\b"), _named_day, "explicit"),
    _Rule("digit", _compiled(rf"(?<!\d)(?P<day>[0-3]?\d)-(?P<month>{_MONTH})-(?P<year>(?:20)?\d\d)\b"), _named_day, "explicit"),
    _Rule("month", _compiled(rf"\b{_LEAD}(?P<month>{_MONTH}) (?P<day>{_D})(?:,? (?P<first_year>{_Y}))?(?:{_TO}(?:(?P<last_month>{_MONTH}) )?(?P<last_day>{_D}))(?!\s+[a-z]*(?:attack|strike|drone|rocket|missile|people|troop|soldier))(?:,? (?P<year>{_Y}))?"), _named_day, "explicit"),
    _Rule("month", _compiled(rf"\b{_LEAD}(?P<month>{_MONTH}) (?:the )?(?P<day>{_D})(?:,? (?P<year>{_Y}))?"), _named_day, "explicit"),
    _Rule("month", _compiled(rf"\b{_LEAD}(?P<day>{_D})(?:(?: of)? (?P<month>{_MONTH})(?: (?P<first_year>{_Y}))?){_TO}(?P<last_day>{_D})(?: of)? (?P<last_month>{_MONTH})(?:,? (?P<year>{_Y}))?"), _named_day, "explicit"),
    _Rule("month", _compiled(rf"\b{_LEAD}(?P<day>{_D}){_TO}(?P<last_day>{_D})(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>{_Y}))?"), _named_day, "explicit"),
    _Rule("month", _compiled(rf"\b{_LEAD}(?:the )?(?P<day>{_D})(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>{_Y}))?(?![a-z])"), _named_day, "explicit"),
    _Rule("digit", _compiled(rf"\b(?:\w+,? )??(?P<day>{_D})\.? (?:de )?(?P<month>{_any(_FOREIGN)})\.?,?(?: de)? (?P<year>{_Y})"), _named_day, "explicit"),
    _Rule("month", _compiled(rf"\b(?:{_PART})(?P<month>{_MONTH})(?:,? (?:of )?(?P<year>{_Y}))?"), _month_alone, "explicit"),
    _Rule("month", _compiled(rf"\b(?P<month>{_MONTH})(?:,| of)? (?P<year>{_Y})"), _month_alone, "explicit"),
    _Rule("month", re.compile(rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Pp]revious|[Pp]ast) )?(?P<month>(?i:{_any(set(_MONTHS) - {'may', 'march', 'mar', 'dec', 'jan', 'sep', 'nov', 'oct', 'feb', 'apr', 'jun', 'jul', 'aug', 'sept'})}))(?![a-z])"), _month_alone, "explicit"),
    _Rule("month", re.compile(r"\b(?:(?i:in|since|during|until|by|from|of|between|through|early|before|after) |(?P<which>[Ll]ast|[Tt]his|[Pp]revious) )(?P<month>March|May)\b(?! [A-Z])"), _month_alone, "explicit"),
    _Rule("holiday", _compiled(rf"\b(?P<holiday>{_any(_HOLIDAYS).replace(chr(39), '[' + chr(39) + '’]')})(?:,? (?P<year>{_Y}))?\b"), _holiday, "explicit"),
    _Rule("weekday", _compiled(rf"\b(?:(?P<which>last|next|this coming|coming|this past|this|previous) )?(?P<night>overnight (?:into|to) )?(?P<weekday>{_WEEKDAY})\b(?: (?P<behind>last|next)\b(?! (?:week|month|year|night)))?"), _weekday, "weekday"),
    _Rule("relative", _compiled(rf"\b(?P<count>{_COUNT}) (?P<unit>{_UNIT}) (?P<direction>ago|earlier|later|before|after that|after|previously|afterwards?|prior)\b"), _distance, "relative"),
    _Rule("relative", _compiled(rf"\b(?:past|last|previous|preceding|prior) (?P<count>{_COUNT}) (?P<unit>{_UNIT})\b"), _past, "relative"),
    _Rule("relative", _compiled(r"\b(?P<which>this|last|past|previous|preceding|next|coming|the)(?: past)? (?P<unit>weekend|week|month|year)\b(?<!\bthe week)(?<!\bthe month)(?<!\bthe year)"), _period, "relative"),
    _Rule("relative", _compiled(rf"\b(?:{_any(_WORDS)})\b"), _word, "relative"),
    _Rule("year", _compiled(rf"\b(?:(?P<part>early|late|mid|end)[- ])?(?:in |of )?(?P<year>{_Y})(?![-\w])"), _year_alone, "explicit"),
)  # fmt: skip
_TRIGGERS = re.compile(
    rf"(?P<digit>\d[./-]\d|\d{{6,8}}|\d-[a-z]{{3}}|\d\.? [^\W\d]{{3,12}}\.?,?(?: de)? 20\d\d)|(?P<month>\b(?:{_any(_MONTHS)})\b)"
    rf"|(?P<weekday>\b{_WEEKDAY}\b)|(?P<holiday>christmas|new year|boxing day|thanksgiving|halloween|valentine|armistice|veterans day|independence day)"
    r"|(?P<relative>\b(?:yesterday|today|tomorrow|tonight|overnight|ago|earlier|later|before|after|previous|preceding|prior|past|last|next|following|this|same|that|night|weekend|weeks?|months?|years?|days?)\b)"
    r"|(?P<year>\b(?:19|20)\d\d\b)",
    re.IGNORECASE,
)  # fmt: skip
_CUE = re.compile(
    r"\b(since|until|till|as of|as at|by|before|prior to|after|following|from|between|through|up to|to|on|in|during|for|over|within|starting|beginning|around|late on|early on|and)"
    r"(?: (?:the|around|about|at least|late|early|midnight on|the night of|the evening of|the morning of|the end of|some time|just|roughly))* ?$",
    re.IGNORECASE,
)


def find_dates(text: str) -> tuple[Expression, ...]:
    """The date expressions of a text, left to right, without overlaps: the longest where several begin."""
    triggers = {name for match in _TRIGGERS.finditer(text) for name in (match.lastgroup,)}
    if not triggers:
        return ()
    if triggers & {"digit", "month"}:
        triggers |= {"digit", "month"}  # one trigger may hide the other
    found = sorted(_all(text, triggers), key=lambda item: (item.start, -item.end))
    kept: list[Expression] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _all(text: str, triggers: set[str | None]) -> Iterator[Expression]:
    for rule in _RULES:
        if rule.trigger not in triggers:
            continue
        for match in rule.pattern.finditer(text):
            when = rule.read(match)
            if when is not None:
                yield Expression(match.start(), match.end(), when, rule.basis, cue(text, match.start()))


def cue(text: str, start: int) -> str:
    """The preposition or connective right before a position, in small letters; empty where there is none."""
    before = _CUE.search(text, max(0, start - 40), start)
    return before[1].lower() if before else ""
