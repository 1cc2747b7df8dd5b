"""Numbers as they are written: in digits, in words, as a group ("a dozen"), and what they are worth."""

import re
from collections.abc import Iterable

from streams.stages.lexicon.wordlists import word_list

_LISTS = word_list("numbers")
_UNITS: dict[str, int] = {word: value for value, word in enumerate(_LISTS["units"])}
_TENS: dict[str, int] = _LISTS["tens"]
CARDINALS = _UNITS | _TENS
ORDINALS: dict[str, int] = {
    **{word: value for value, word in enumerate(_LISTS["ordinal_units"], 1)},
    **{word[:-1] + "ieth": value for word, value in _TENS.items()},
    "hundredth": 100,
}
GROUPS: dict[str, int] = _LISTS["groups"] | _LISTS["times"]
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; apostrophes may be curly."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))).replace("'", "['’]")


WORD = (
    rf"(?:(?:{any_of(_TENS)})[- ](?:{any_of(_LISTS['ordinal_units'][:9])}|{any_of(_LISTS['units'][1:10])})\b"
    rf"|(?:{any_of(ORDINALS)}|{any_of(CARDINALS)})\b)"
)
NUMBER = re.compile(
    r"(?:(?P<hundreds>(?:\d{1,3}|an?|" + any_of(CARDINALS) + r")[ -](?P<scale>hundred|thousand|million)(?P<th>th)?\b"
    rf"(?:(?:[ -]and[ -]|, | )(?P<rest>{WORD}))?)"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<suffix>st|nd|rd|th)?(?!\w)"
    rf"|(?P<group>{any_of(GROUPS)})\b|(?P<words>{WORD}))",
    re.IGNORECASE,
)


def value_of(match: re.Match[str]) -> tuple[int, bool, str]:
    """The value of a match of `NUMBER`, whether it is an ordinal, and its form (as in `Number`)."""
    if match["digits"]:
        return int(match["digits"].replace(",", "")), bool(match["suffix"]), "digits"
    if match["group"]:
        word = match["group"].lower()
        return GROUPS[word], False, "times" if word in _LISTS["times"] else "group"
    if match["scale"]:
        head = re.split(r"[ -]", match["hundreds"].lower())[0]
        factor = int(head) if head.isdigit() else CARDINALS.get(head, 1)
        rest, ordinal = value_of_words(match["rest"]) if match["rest"] else (0, bool(match["th"]))
        return factor * _SCALES[match["scale"].lower()] + rest, ordinal, "words"
    value, ordinal = value_of_words(match["words"])
    return value, ordinal, "words"


def value_of_words(words: str) -> tuple[int, bool]:
    """The value of "forty-seven", "forty-seventh" or "47", and whether it is an ordinal."""
    if words.isdigit():
        return int(words), False
    parts = re.split(r"[- ]", words.lower())
    return sum(ORDINALS.get(part, CARDINALS.get(part, 0)) for part in parts), parts[-1] in ORDINALS
