"""What a single line looks like, before its neighbours are asked."""

import re
from dataclasses import dataclass

from streams.stages.clean import words

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre)"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]{MONTH}\.?,?[\s-]\d{{2,4}}|{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{6}}z\s{MONTH}\s\d{{2}}"
    rf"|{_DAY},?\s{MONTH}\.?\s\d{{1,2}}"
    rf"|{_DAY},?\s\d{{1,2}}\s{MONTH})(?!\d)",
    re.IGNORECASE,
)
# What stands in every date of `DATED`, so cheap to look for that most lines are not searched for dates.
_BESIDE_FIGURES = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|ept|oct|nov|dec|ary|rch|ril|une|uly|ust|ber|ier|ars|mai|uin|let|oût|bre"
)
_MAY_BE_DATED = re.compile(
    r"\d(?:[-./]\d{1,2}[-./]\d|(?:st|nd|rd|th)?[\s-](?:jan|f[eé][bv]|ma[ryi]|a[pv]r|ju[nli]|aug|août|sep|oct|nov|d[eé]c)"
    rf"|(?<=(?:{_BESIDE_FIGURES})\s\d)|(?<=(?:{_BESIDE_FIGURES})\.\s\d))",
    re.IGNORECASE,
)
_CLOCK = r"(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
# Marks between the parts are taken whole (`*+`): tried by turns they would take the fourth power of their number.
STAMP = re.compile(
    rf"^\W*+(?:(?:updated|posted|published|last updated)\s\W*+)?(?:(?:(?:\d+|an?)\s*(?:h|m|d|hrs?|hours?|mins?"
    rf"|minutes?|days?|weeks?|months?|years?)\s*ago"
    rf"|yesterday|today|just now|{MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{MONTH}\.?"
    rf"|\d+\s*-?min(?:ute)?s?(?:\s(?:read|listen|watch))?)\W*+)?"
    rf"(?:{_CLOCK}\W*+)?(?:(?:gmt|utc|est|edt|cet|cest|eet|eest|bst|local time)(?:[+-]\d+)?\W*+)?$",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"^(?:[A-Z][A-Z'’.\-]+, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\.?"
    r"|[A-Z][A-Z'’.\-]+(?:[ ,][ ]?[A-Z][\w'’.\-]*){0,5}"
    r"|[A-Z][\w'’\-]+(?:,? [A-Z][\w'’.\-]*){0,3}, [A-Z][a-z]{2,8}\.? \d{1,2})"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?\s*(?:\([^()]{2,40}\)\s*)?(?:[-–—:]{1,2}\s|—(?=[A-Z]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]\.){2,}|\b(?:Gen|Col|Lt|Maj|Capt|Sgt|Dr|Mr|Mrs|Ms|St|Inc|Ltd|Co|No|vs|Jan|Feb|Mar|Apr"
    r"|Aug|Sept?|Oct|Nov|Dec)\.)$"
)
_LONGEST_ABBREVIATION = 6
"""Characters of one with its stop; of those with several stops ("U.S.A.") the last two letters will do."""
_TAIL_NOTE = re.compile(r"(?:\s*[(\[][^()\[\]]{1,60}[)\]]){1,3}\.?$")
_INNER_STOP = re.compile(r"[a-z]{3}[.][”\"]? [A-Z]")
SPEAKER = re.compile(r"^[A-Z][\w. ]{0,24}:\s")
REPLY = re.compile(r"^(?:re|fwd?|aw|wg)\s*:\s", re.IGNORECASE)
SUBJECT = re.compile(r"^subject:\s", re.IGNORECASE)
# In transcripts.
ASKED = re.compile(r"^(?:Q|A|QUESTION|ANSWER|REPORTER)\s?[:.]\s")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[A-Z“\"])")
"""Where a sentence ends and the next one begins."""
_CLOSERS = "\"'”’»)]* "
_NUMBERED = re.compile(r"^(?:\(?\d{1,3}(?:[.)\]]|\s[—–-])|\[\d+\]|[a-z]\))\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")


def date_in(text: str) -> re.Match[str] | None:
    """The first date with its day in a text."""
    return DATED.search(text) if _MAY_BE_DATED.search(text) else None


@dataclass(frozen=True, slots=True)
class Look:
    """Features of one line: `key` for comparing, folded text, number of words, how it ends, share of small words.

    `count` takes figures and marks for words, `words` does not.
    """

    text: str
    key: str
    folded: str
    count: int
    stop: str
    small: float
    numbered: bool
    words: int = 0

    @property
    def prose(self) -> bool:
        """Is it running text: a sentence with its stop, or too long for anything else?"""
        if self.count >= 4 and self.stop in (".", "?", "!") and SPEAKER.match(self.text):
            return True
        if self.small < 0.4:
            return self.stop == "." and self.count >= 8 and (self.small >= 0.25 or ". " in self.text)
        if self.count >= 22 or (self.count >= 10 and _INNER_STOP.search(self.text)):
            return True
        if self.stop == "?" and self.count <= 16:
            return False
        return (self.stop == "." and self.count >= 3) or (bool(self.stop) and self.count >= 9)

    @property
    def headline(self) -> bool:
        """Could it be a headline: some words, a capital or digit in front, no stop at the end?"""
        return (
            3 <= self.count <= 26
            and self.words >= 2
            and self.stop not in (".", ",", ";", ":")
            and self.opens_high
            and not self.numbered
            and not ASKED.match(self.text)
        )

    @property
    def opens_high(self) -> bool:
        """Does it begin like a sentence or a headline?"""
        first = next((c for c in self.text if c.isalnum()), "")
        return first.isupper() or first.isdigit() or not first.islower()


def look(text: str) -> Look:
    """The features of one line of text."""
    found = _WORD.findall(text)
    small = sum(1 for word in found if word[0].islower()) / len(found) if found else 0.0
    count = len(text.split()) if found else 0
    return Look(
        text, words.key(text), words.fold(text), count, stop_of(text), small, bool(_NUMBERED.match(text)), len(found)
    )


def stop_of(text: str) -> str:
    """The mark that ends the sentence, looked for before closing quotes and a note like `(ANI)`; else empty."""
    text = text[-300:]
    for candidate in (text, _TAIL_NOTE.sub("", text)) if ")" in text or "]" in text else (text,):
        end = candidate.rstrip(_CLOSERS)
        if not end or (_is_abbreviated(end) and len(end.split()) < 18):
            continue
        if end[-1] in ".…":
            return "."
        if end[-1] in "!?:;,":
            return end[-1]
    return ""


def _is_abbreviated(end: str) -> bool:
    return end[-1] == "." and bool(_ABBREVIATION.search(end, max(0, len(end) - _LONGEST_ABBREVIATION)))
