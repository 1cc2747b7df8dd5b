"""Read a story into lines: its sentences with words, typed units, dates with their roles, and classes of grammar."""

from collections.abc import Iterator
from datetime import date

from schemas import Article, Passage, Span
from streams.stages.dates import Offset, Range, resolve
from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.lines import Day, Line, Role, Unit, cues_of
from streams.stages.tag.attacks.ships import ship_names, ships_in
from streams.stages.tag.attacks.words import Word, words_of
from streams.stages.tag.sentences import sentences
from streams.stages.tag.spans import Token, find_spans

_LEFT_OUT = frozenset(("date", "quality", "role", "force"))
_REPORTED = ("on", "late", "early", ",", "reporters", "earlier", "later")


def lines_of(article: Article, lexicon: Lexicon, anchor: date | None = None) -> tuple[Line, ...]:
    """The sentences of a story from title to end."""
    read = [
        (role, number, passage, find_spans(passage.text, lexicon, article.published, anchor))
        for role, number, passage in _passages(article)
    ]
    names = ship_names((passage.text, tokens) for _, _, passage, tokens in read)
    found: list[Line] = []
    for role, number, passage, tokens in read:
        for start, end in sentences(passage.text):
            found.append(_line(passage, role, number, start, end, tokens, names))
    return tuple(found)


def _passages(article: Article) -> Iterator[tuple[Role, int, Passage]]:
    if article.title:
        yield "title", -2, article.title
    if article.standfirst:
        yield "standfirst", -1, article.standfirst
    for number, passage in enumerate(article.paragraphs):
        yield "paragraph", number, passage


def _line(
    passage: Passage, role: Role, number: int, start: int, end: int, tokens: tuple[Token, ...], names: dict[str, str]
) -> Line:
    words = words_of(passage.text, start, end)
    inside = [token for token in tokens if start <= token.start < end]
    units = [unit for token in inside if token.type not in _LEFT_OUT if (unit := _unit(words, token))]
    units += ships_in(passage.text, words, names)
    units.sort(key=lambda unit: (unit.first, -unit.last, unit.type))
    reports = {index for unit in units if unit.type == "report" for index in range(unit.first, unit.last)}
    days = tuple(day for token in inside if token.type == "date" if (day := _day(words, token, reports)))
    return Line(passage, role, number, start, end, words, tuple(units), days, cues_of(words))


def _range(words: tuple[Word, ...], start: int, end: int) -> tuple[int, int] | None:
    first = next((index for index, word in enumerate(words) if word.end > start), None)
    if first is None:
        return None
    last = first
    while last < len(words) and words[last].start < end:
        last += 1
    return (first, last) if last > first else None


def _unit(words: tuple[Word, ...], token: Token) -> Unit | None:
    span = _range(words, token.start, token.end)
    if span is None:
        return None
    flags = token.flags
    if token.number and token.number.form == "times":
        flags = flags | {"times"}
    return Unit(token.type, token.id, *span, token.text, flags)


def _day(words: tuple[Word, ...], token: Token, reports: set[int]) -> Day | None:
    span = _range(words, token.start, token.end)
    if span is None or token.when is None:
        return None
    first, last = span
    role = _role(words, token, first, reports)
    days = token.span
    return Day(
        days.start if days else None,
        days.end if days else None,
        token.id,
        role,
        first,
        last,
        token.text,
        token.when.when,
    )


def _role(words: tuple[Word, ...], token: Token, first: int, reports: set[int]) -> str:
    assert token.when is not None
    cue = token.when.cue
    if cue in ("since", "starting", "beginning"):
        return "since"
    if cue in ("until", "till", "as of", "as at", "by", "through", "up to", "before", "prior to", "between"):
        return "until"
    if isinstance(token.when.when, Range):
        return "window"
    if isinstance(token.when.when, Offset) and token.when.when.last - token.when.when.first > 1:
        return "window"
    index = first - 1
    while index >= 0 and words[index].low in _REPORTED:
        index -= 1
    if index in reports:
        return "report"
    return "event"


def in_context(day: Day, start: date | None, end: date | None) -> tuple[date, date] | None:
    """The days of a date that counts from an event ("two days later"), given that event's days."""
    found = resolve(day.when, Span(), Span(start=start, end=end)) if start and end else None
    return (found.start, found.end) if found and found.start and found.end else None
