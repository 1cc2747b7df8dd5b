"""The head of a page: bars of sections, names of writers, the headline in a list's own row."""

import re

from streams.stages.clean import words
from streams.stages.clean.line import Line
from streams.stages.clean.look import DATED, SUBJECT

_SMALL = frozenset({"short", "label", "menu", "crumb", "comments", "site"})
_NAME_PARTS = frozenset({"and", "in", "de", "al", "van", "von", "for", "of", "the", "der", "bin", "el", "with"})
_ROW_END = re.compile(r"\s{4,}\S{1,12}(?:\s\S{1,8})?$")
_FIELD = re.compile(r"^([A-Z]{3,}(?:[- ][A-Z]+){0,2}):\s+\S")
_DOCUMENT = re.compile(r"^\W*(?:document )?\d+ of \d+(?: documents?)?\W*$", re.IGNORECASE)
FEWEST_FIELDS = 3
"""Different fields in capitals from which on a page is taken for a print from an archive."""

SHORTEST_BAR = 3
"""Lines of one or two words that make a bar of sections where they stand in a row."""


def sections_bar(lines: list[Line]) -> None:
    """Names of sections in a row above all text are a menu, whatever else such a name may stand over below it."""
    first = next((at for at, line in enumerate(lines) if line.kind == "prose" and line.look.count >= 8), 0)
    run: list[Line] = []
    for line in lines[:first]:
        if line.kind in _SMALL and line.look.count <= 2 and not line.element.heading:
            run.append(line)
            continue
        _close_bar(run)
        run = []
    _close_bar(run)


def _close_bar(run: list[Line]) -> None:
    # A label at the end of the row may as well begin the list below it.
    if len(run) >= SHORTEST_BAR:
        for line in run if len(run) > SHORTEST_BAR else run[:-1]:
            line.kind = "menu"


def writers(lines: list[Line]) -> None:
    """A line of nothing but names beside a date, under a headline, names the writers."""
    for at, line in enumerate(lines):
        if line.kind not in ("headline", "short") or not 2 <= line.look.count <= 12:
            continue
        if not are_names(line.look.text) and not _has_office(line.look.text):
            continue
        beside = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
        above = lines[max(at - 4, 0) : at]
        if lines[at - 1].kind == "prose":
            continue
        if any(one.kind == "byline" for one in beside) and any(one.kind == "headline" for one in above):
            line.kind = "byline"


def _has_office(text: str) -> bool:
    """Is it a name with what its bearer does: `Ann Lee, north-east correspondent`, `Herald reporter`?"""
    name, _, office = text.partition(", " if ", " in text else " ")
    named = are_names(name) if ", " in text else name.istitle()
    return named and office[:1].islower() and words.is_in("byline", office.split()[-1])


def are_names(text: str) -> bool:
    """Is it a list of names: two to four capitalised words each, with nothing but links and brackets between?"""
    plain = re.sub(r"\([^()]{1,30}\)", " ", text)
    people = [part.split() for part in re.split(r"\s*(?:,|\band\b|&|\||/|\bin\b)\s*", plain) if part.strip(" .")]
    return (
        bool(people)
        and all(
            1 <= len(person) <= 4 and all(word[0].isupper() or word in _NAME_PARTS for word in person)
            for person in people
        )
        and len(people[0]) >= 2
        and not any(c.isdecimal() for c in text)
        and not text.isupper()
    )


def listed_rows(lines: list[Line]) -> None:
    """A headline with its age at the end of the row, as feed readers list it, is a headline printed once more."""
    for at, line in enumerate(lines):
        row = _ROW_END.search(line.look.text) if line.kind == "menu" else None
        name = words.key(line.look.text[: row.start()]) if row else ""
        if len(name.split()) >= 3 and any(name == below.look.key for below in lines[at + 1 : at + 9]):
            line.kind = "stamp"


def dated_headlines(lines: list[Line]) -> None:
    """A name with a date beside a line of hardly more than a date is the headline of a report that comes regularly."""
    for at, line in enumerate(lines):
        rest = DATED.sub(" ", line.look.text).split() if line.kind == "byline" else []
        if len(rest) < 3 or words.is_in("byline", words.fold(rest[0])) or "|" in rest:
            continue
        beside = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines) and lines[n].kind == "byline"]
        above = any(one.kind == "headline" and one.look.words >= 5 for one in lines[max(at - 4, 0) : at])
        if not above and any(_is_bare_date(one.look.text) for one in beside):
            line.kind = "headline"


def _is_bare_date(text: str) -> bool:
    return bool(DATED.search(text)) and len(re.findall(r"[^\W\d_]+", DATED.sub(" ", text))) <= 1


def mail_subjects(lines: list[Line]) -> None:
    """Where several mails stand below each other, as in the digest of a list, the subject of each is its headline."""
    subjects = [line for line in lines if line.kind == "site" and SUBJECT.match(line.look.text)]
    if len(subjects) > 1:
        for line in subjects:
            line.kind = "headline"


def archive_fields(lines: list[Line]) -> None:
    """Fields of a press archive (`SECTION: NATION; Pg. 4`) around a story, where several different ones stand."""
    fields = [(line, _FIELD.match(line.look.text)) for line in lines]
    names = {found[1] for line, found in fields if found and line.look.count <= 14}
    if len(names) < FEWEST_FIELDS:
        return
    for line, found in fields:
        if found and line.look.count <= 14 and line.kind != "prose":
            line.kind = "headline" if found[1] == "HEADLINE" else "byline" if found[1] == "BYLINE" else "site"
    for line in lines:
        if _DOCUMENT.match(line.look.text):
            line.kind = "rule"
