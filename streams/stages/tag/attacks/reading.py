"""Read a story into lines: its sentences with words, typed units, dates with their roles, and classes of grammar."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from schemas import Span
from streams.stages.dates import Offset, Range, is_bare, resolve
from streams.stages.tag.attacks.clauses import is_finite
from streams.stages.tag.attacks.headings import under_headings
from streams.stages.tag.attacks.lines import Day, Line, Unit, cues_of
from streams.stages.tag.attacks.ships import ship_names, ships_in
from streams.stages.tag.attacks.words import Positions, Word, words_in
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token

_LEFT_OUT = frozenset(("date", "quality", "role", "force", "person", "ship"))
_LONGEST = 3000
_HEARERS = frozenset(("reporters", "briefing", "interview", "lawmakers", "journalists"))
_REPORTED = (
    "on",
    "late",
    "early",
    ",",
    "reporters",
    "earlier",
    "later",
    "in",
    "a",
    "the",
    "statement",
    "news",
    "press",
    "conference",
)


def lines_of(prose: tuple[Prose, ...]) -> tuple[Line, ...]:
    """The sentences of a story from title to end."""
    names = ship_names((piece.passage.text, piece.tokens) for piece in prose)
    lines = (
        _line(piece, first, last, names)
        for piece in prose
        for start, end in piece.sentences
        for first, last in _pieces(piece.passage.text, start, end)
    )
    # A piece between two cuts may be nothing but white space.
    return tuple(under_headings(line for line in lines if line.words))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What has no full stop for pages is no sentence: it is read in pieces, so that time stays in step with length."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _line(piece: Prose, start: int, end: int, names: dict[str, str]) -> Line:
    passage = piece.passage
    words = words_in(piece, start, end)
    index = Positions(words)
    tokens = piece.tokens
    opens = piece.paragraph == 0 and start == piece.sentences[0][0]
    head = _dateline_end(words, passage.text) if opens and not _dated(words, tokens) else start
    inside = tokens[bisect_left(tokens, head, key=_start) : bisect_left(tokens, end, key=_start)]
    units = [unit for token in inside if token.type not in _LEFT_OUT if (unit := _unit(index, token))]
    units += ships_in(passage.text, words, names)
    units.sort(key=lambda unit: (unit.first, -unit.last, unit.type))
    reports = {at for unit in units if unit.type == "report" for at in range(unit.first, unit.last)}
    days = tuple(day for token in inside if token.type == "date" for day in _days(words, index, token, reports))
    dated = {at for day in days for at in range(day.first, day.last)}
    # "In May": the month, and no "may".
    cues = tuple(
        cue for cue in cues_of(words) if cue.kind != "unreal" or not (words[cue.first].capital and cue.first in dated)
    )
    return Line(passage, piece.kind, piece.paragraph, start, end, words, tuple(units), days, cues)


def _dated(words: tuple[Word, ...], tokens: tuple[Token, ...]) -> bool:
    """ "2 June - A drone hit ...": the day of an entry, and no dateline."""
    return bool(words) and any(token.type == "date" and token.start == words[0].start for token in tokens)


def _dateline_end(words: tuple[Word, ...], text: str) -> int:
    """Where the text begins behind "TOWN, Country, 3 May (Agency) -"; the first word where there is no dateline."""
    for index, word in enumerate(words[1:14], start=1):
        apart = word.start > words[index - 1].end
        if word.low in ("—", "–", "-") and apart:
            return words[index + 1].start if index + 1 < len(words) else word.end
        if word.low == ":" and index < 4 and text[words[0].start : words[index - 1].end].isupper():
            return word.end
        if is_finite(words, index):
            break
    return words[0].start if words else 0


def _start(token: Token) -> int:
    return token.start


def _unit(index: Positions, token: Token) -> Unit | None:
    first, last = index.words(token.start, token.end)
    if last <= first:
        return None
    flags = token.flags
    if token.number and token.number.form == "times":
        flags = flags | {"times"}
    return Unit(token.type, token.id, first, last, token.text, flags)


def _days(words: tuple[Word, ...], index: Positions, token: Token, reports: set[int]) -> list[Day]:
    first, last = index.words(token.start, token.end)
    if last <= first or token.when is None:
        return []
    role = _role(words, token, first, reports)
    days, when = token.span, token.when.when
    start, end = (days.start, days.end) if days else (None, None)
    if isinstance(when, Range) and " and " in token.text and token.when.cue not in ("between", "from"):
        # "on 3 and 9 March": two days, no stretch of time.
        return [Day(day, day, token.id, "event", first, last, token.text, when) for day in (start, end) if day]
    return [Day(start, end, token.id, role, first, last, token.text, when)]


def _role(words: tuple[Word, ...], token: Token, first: int, reports: set[int]) -> str:
    assert token.when is not None
    cue = token.when.cue
    behind = [word.low for word in words[first + 1 : first + 7]]
    if cue == "since" and (("day" in behind and "the" in behind) or "when" in behind) and "," in behind:
        # "since 3 May, the day gunmen boarded ...": the day of that event, too.
        return "event"
    if cue in ("since", "starting", "beginning"):
        return "since"
    if cue in ("until", "till", "as of", "as at", "by", "through", "up to", "before", "prior to", "between"):
        return "until"
    if isinstance(token.when.when, Range):
        return "event" if _one_night(token) else "window"
    if isinstance(token.when.when, Offset) and token.when.when.last - token.when.when.first > 1:
        return "window"
    index = first - 1
    while index >= 0 and (words[index].low in _REPORTED or words[index].capital) and index not in reports:
        index -= 1
    if index in reports or words[max(index, 0)].low in _HEARERS:
        return "report"
    return "event"


def _one_night(token: Token) -> bool:
    """ "On the night of Monday to Tuesday": no stretch of time."""
    days = token.span
    return bool(days and days.start and days.end and (days.end - days.start).days <= 1)


def in_context(day: Day, start: date | None, end: date | None) -> tuple[date, date] | None:
    """The days of a date that counts from an event ("two days later"), given that event's days."""
    # Where publication tells of one, a day by its number alone lies up to it.
    published = Span(start=day.end, end=day.end) if is_bare(day.when) else Span()
    found = resolve(day.when, published, Span(start=start, end=end)) if start and end else None
    return (found.start, found.end) if found and found.start and found.end else None
