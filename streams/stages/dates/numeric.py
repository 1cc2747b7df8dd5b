"""Rules for days in figures alone: "2023-10-17", "20231017", "17/10/2023"."""

from streams.stages.dates.names import DAY, YEAR, YEAR_IN_FIGURES, explicit
from streams.stages.dates.readings import read_numeric, read_short

_DIGIT = frozenset({"digit"})
_DIGITS_APART = r"\d[./]\d"


NUMERIC = (
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
)
