"""Read a story's passages sentence by sentence, by word position."""

from bisect import bisect_left
from collections.abc import Iterator

from streams.stages.dates import Calendar, Expression, Period, Range, Weekday
from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.words import Positions, Word, words_in
from streams.stages.tag.prose import Prose
from streams.stages.tag.spans import Token
from streams.stages.tag.totals.kin import Kin
from streams.stages.tag.totals.reading import Name, Number, Reading, When
from streams.stages.tag.totals.vocabulary import marks_of

LONGEST = 400
"""Words of the longest sentence that is read for totals; a longer one with numbers is listed as not counted."""
MOST = 40
"""Numbers of a sentence that is read for totals; one with more is a table."""
_NAMED = frozenset({"place", "group", "target", "weapon", "vessel"})


def readings_of(prose: Prose, lexicon: Lexicon, wanted: frozenset[str], kin: Kin) -> Iterator[Reading]:
    """The sentences of a passage, read; `wanted` are the targets of totals, `kin` what else means them."""
    tokens = prose.tokens
    begins = [token.start for token in tokens]
    for start, end in prose.sentences:
        words = words_in(prose, start, end)
        index = Positions(words)
        mine = tokens[bisect_left(begins, start) : bisect_left(begins, end)]
        names = tuple(_names(mine, index, lexicon, wanted, kin))
        numbers = tuple(_numbers(mine, index))
        # What runs on for so long is a table or a list of links, and would take quadratic time.
        unread = (len(words) > LONGEST and bool(numbers)) or len(numbers) > MOST
        numbers = () if unread else numbers
        # Classes of words cost most; sentences that neither count nor name what is attacked need none.
        named = any(name.watched or name.hosts or name.target for name in names)
        asks = prose.passage.text[start:end].rstrip()[-1:] in ("?", ":")
        matters = bool(numbers) or named or asks or prose.kind == "title"
        yield Reading(
            passage=prose.passage,
            kind=prose.kind,
            start=start,
            end=end,
            words=words,
            marks=marks_of(words) if matters else (),
            numbers=numbers,
            names=names,
            whens=tuple(_whens(mine, index, words)),
            unread=unread,
        )


def _numbers(tokens: tuple[Token, ...], index: Positions) -> Iterator[Number]:
    for token in tokens:
        if token.number is not None:
            first, last = index.words(token.number.begin, token.number.end_all)
            inner, _ = index.words(token.number.start, token.number.end)
            if last > first:
                yield Number(
                    first,
                    last,
                    inner,
                    token.number.value,
                    token.number.qualifier,
                    token.number.ordinal,
                    token.number.form,
                )


def _names(
    tokens: tuple[Token, ...], index: Positions, lexicon: Lexicon, wanted: frozenset[str], kin: Kin
) -> Iterator[Name]:
    places = {token.start for token in tokens if token.type == "place"}
    for token in tokens:
        # "Iraq" is a place and a state: where a total is of is what matters here.
        if token.type in _NAMED and not (token.type == "group" and token.start in places):
            first, last = index.words(token.start, token.end)
            if last > first:
                yield _name(token, first, last, lexicon, wanted, kin)


def _name(token: Token, first: int, last: int, lexicon: Lexicon, wanted: frozenset[str], kin: Kin) -> Name:
    if token.type == "place" and (place := lexicon.places.get(token.id)):
        acts = place.country is not None and lexicon.countries.get(place.country) in lexicon.actors
        return Name(first, last, "place", token.id, token.text, place.kind, place.country, place.hosts, acts=acts)
    if token.type == "group" and (group := lexicon.groups.get(token.id)):
        kind = "demonym" if token.has("demonym") else ""
        state = lexicon.places.get(group.id)
        country = state.country if state and kind else None
        return Name(first, last, "group", token.id, token.text, kind, country, target=_side(group.id, lexicon))
    if token.type == "target" and (target := lexicon.targets.get(token.id)):
        meant = kin.classes.get(token.id, token.id)
        return Name(first, last, "target", meant, token.text, target.kind, watched=meant in wanted)
    if token.type == "vessel" and (ships := _watched_ships(lexicon)):
        return Name(first, last, "target", ships, token.text, "ship", watched=True)
    return Name(first, last, token.type, token.id, token.text)


def _watched_ships(lexicon: Lexicon) -> str | None:
    """The one watched class of ships, which any word for a ship then means."""
    ships = [key for key in lexicon.watched if key in lexicon.targets and lexicon.targets[key].kind == "ship"]
    return ships[0] if len(ships) == 1 else None


def _side(group: str, lexicon: Lexicon) -> str | None:
    """The target that a group, or one it belongs to, is itself."""
    if group == "united-states":
        return "us-forces"
    return next(
        (row.target for key in lexicon.group_chain(group) if (row := lexicon.groups.get(key)) and row.target), None
    )


def _whens(tokens: tuple[Token, ...], index: Positions, words: tuple[Word, ...]) -> Iterator[When]:
    for token in tokens:
        if token.when is not None:
            first, last = index.words(token.start, token.end)
            if last > first:
                yield When(
                    first,
                    last,
                    token.span,
                    _kind(token.when),
                    token.when.cue,
                    _part(token.when),
                )


def _part(found: Expression) -> str:
    first = found.when.first if isinstance(found.when, Range) else found.when
    return (first.part or "") if isinstance(first, Calendar) else ""


def _kind(found: Expression) -> str:
    when = found.when
    if isinstance(when, Range):
        return "range"
    if isinstance(when, Weekday):
        return "weekday"
    if isinstance(when, Calendar):
        return "day" if when.day else "approx" if when.part else "month" if when.month else "year"
    return "relative" if not isinstance(when, Period) else "period"
