"""Are the dates right: of attacks, and the first and last days of totals; with and without a publication date?

A date that nobody tells cannot be right. Without a publication date a value counts as told by the text if a day with
its year stands in it and lies within a week of the value, or within a year of it where the value's month and day are
written too. Of the others no more can be asked than that what is claimed does not contradict them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from schemas.tagged_article import Attack, ReportedTotal
from streams.offline import extract
from streams.stages.tally import Definitions
from streams.tallies_file import load_definitions
from tests.eval.gold import GoldArticle, GoldAttack, GoldDates, GoldTotal, definitions_of, read
from tests.eval.matching import (
    date_agrees,
    near,
    pairs,
    place_agrees,
    quoted_together,
    same_total,
    toll_agrees,
    weapons_agree,
)
from tests.eval.total_fields import as_of_agrees, since_agrees
from tests.eval.totals import same_unit

What = Literal["event", "since", "as_of"]

LARGEST = 10_000_000
A_WEEK, A_YEAR = timedelta(days=7), timedelta(days=366)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WRITTEN = re.compile(
    rf"\b(?:(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})"
    rf"|(?P<month_first>{_MONTH}) (?:the )?(?P<day_last>\d\d?)(?:st|nd|rd|th)?)(?!\d)(?:,? (?P<year>(?:19|20)\d\d))?"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
)


@dataclass(frozen=True)
class Value:
    """A date that was found, held against the gold. `told`: the text itself tells it, whatever the message carries."""

    what: What
    dated: bool
    told: bool
    right: bool
    contradicts: bool


def date_values(path: Path) -> tuple[list[Value], list[Value]]:
    """The dates of all articles of a file: as they are sent, and with their publication date taken away."""
    definitions = load_definitions(definitions_of(path))
    articles = list(read(path))
    bare = [article.model_copy(update={"published_at": None}) for article in articles]
    sent, stripped = ([one for article in some for one in _values(article, definitions)] for some in (articles, bare))
    return sent, stripped


def _values(article: GoldArticle, definitions: Definitions) -> Iterator[Value]:
    stories = list(extract([article.raw], definitions.lexicon, LARGEST, _refused))
    targets = {one for tally in definitions.tallies for one in tally.targets}
    attacks = [one for story in stories for one in story.attacks if one.target.id in targets]
    totals = [one for story in stories for one in story.reported_totals if one.target in {None, *targets}]
    yield from of_attacks(article, attacks)
    yield from of_totals(article, totals)


def of_attacks(article: GoldArticle, found: Sequence[Attack]) -> Iterator[Value]:
    """The days of attacks that are told in the same place as those of the gold, whatever day they are given."""
    gold, body = [one for one in article.attacks if one.in_span], article.raw.body
    written = days_written(body)
    for at, there in pairs(gold, found, lambda one, other: _told_together(one, other, body)):
        one, other = gold[at], found[there]
        if one.date is None and other.date is None:
            continue
        ends = (one.date.start, one.date.end) if isinstance(one.date, GoldDates) else (one.date,)
        yield Value(
            "event",
            dated=article.published_at is not None,
            told=any(tells(written, day) for day in ends),
            right=date_agrees(one, other),
            contradicts=not any(near(allowed, other.span) for allowed in one.allowed("date")),
        )


def of_totals(article: GoldArticle, found: Sequence[ReportedTotal]) -> Iterator[Value]:
    """The first day of a total, and the day on which it stands."""
    gold, body = article.reported_totals, article.raw.body
    written = days_written(body)
    dated = article.published_at is not None
    for at, there in pairs(gold, found, lambda one, other: same_total(one, other, body)):
        one, other = gold[at], found[there]
        if not same_unit(one, other):
            continue
        if one.since or other.since:
            right = since_agrees(one, other)
            told = tells(written, one.since) or _tells_part(body, one)
            yield Value("since", dated, told, right, not right and other.since is not None)
        if one.as_of or other.as_of:
            right = as_of_agrees(one, other)
            yield Value("as_of", dated, tells(written, one.as_of), right, not right and other.as_of is not None)


def days_written(text: str) -> list[tuple[int | None, int, int]]:
    """Year (None where it is not told), month and day of all dates that are written in full or without their year."""
    found: list[tuple[int | None, int, int]] = []
    for match in _WRITTEN.finditer(text):
        if match["iso"]:
            year, month, day = (int(part) for part in match["iso"].split("-"))
            found.append((year, month, day))
        else:
            month = _MONTHS.index((match["month"] or match["month_first"])[:3].lower()) + 1
            year_told = int(match["year"]) if match["year"] else None
            found.append((year_told, month, int(match["day"] or match["day_last"])))
    return found


def tells(written: Sequence[tuple[int | None, int, int]], day: date | None) -> bool:
    """Can a day be known from the days that are written? The beginning of this file says when."""
    if day is None:
        return False
    named = (day.month, day.day) in [(month, number) for _, month, number in written]
    for year, month, number in written:
        try:
            apart = abs(date(year, month, number) - day) if year else None
        except ValueError:
            continue
        if apart is not None and (apart <= A_WEEK or (named and apart <= A_YEAR)):
            return True
    return False


def _tells_part(body: str, gold: GoldTotal) -> bool:
    """ "Since January 2024", "since 2022": the month or the year is all that is told, and it is written."""
    if gold.since is None or gold.since_precision not in ("month", "year"):
        return False
    month = rf"{_MONTHS[gold.since.month - 1]}[a-z]*\.?,? " if gold.since_precision == "month" else ""
    return bool(re.search(rf"\b{month}{gold.since.year}\b", body, re.IGNORECASE))


def _told_together(gold: GoldAttack, found: Attack, body: str) -> float:
    """Quoted from one place; of several the one that agrees in more, its day left out."""
    if not quoted_together(gold, found, body):
        return 0.0
    return 1.0 + sum(agrees(gold, found) for agrees in (place_agrees, weapons_agree, toll_agrees))


def _refused(*args: object) -> None:
    raise AssertionError(f"a gold article was refused: {args}")
