"""Typed spans of a text: names, weapons, attack words, dates, numbers ..., all with offsets, in one pass.

    for token in find_spans("Two drones hit al-Asad air base on Tuesday", lexicon, published):
        token.type, token.id, token.flags, token.start, token.end

A word may give several tokens on the same place: "Iraq" is a place and a state that acts, "shelling" an attack word and
a weapon. Tokens are ordered by start, then by length (longest first), then by type.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import accumulate

from schemas.common import Span
from streams.stages.dates import Expression, find_dates, resolve
from streams.stages.lexicon import Lexicon
from streams.stages.lexicon.matcher import Match
from streams.stages.tag.composed import composed
from streams.stages.tag.numbers import find_numbers
from streams.stages.tag.place_names import in_compound, in_longer_name
from streams.stages.tag.tokens import Token, TokenType, by_place

__all__ = ["Token", "TokenType", "find_spans", "inside", "of_type"]

_NONE: frozenset[str] = frozenset()


def find_spans(
    text: str, lexicon: Lexicon, published: Span | None = None, anchor: date | None = None
) -> tuple[Token, ...]:
    """All tokens of a text.

    `anchor` is the start of a campaign, which gives a year to dates without one (see `dates.resolve`).
    """
    matches = lexicon.find(text)
    tokens = list(_words(text, matches, lexicon))
    tokens += composed(text, tokens)
    dates = find_dates(text)
    # Names of campaigns do not overlap; of several with one name the first counts.
    campaigns = {token.start: token for token in reversed(tokens) if token.type == "campaign"}
    begins = sorted(campaigns)
    for found in dates:
        at = bisect_right(begins, found.start)
        named = campaigns[begins[at - 1]] if at else None
        tokens.append(_date(text, found, published or Span(), anchor, named))
    tokens += _numbers(text, dates, tokens)
    return tuple(sorted(_heads(text, _without_shadowed(tokens)), key=by_place))


def of_type(tokens: Iterable[Token], *types: str) -> tuple[Token, ...]:
    """Those of some types."""
    return tuple(token for token in tokens if token.type in types)


def inside(tokens: Iterable[Token], start: int, end: int) -> tuple[Token, ...]:
    """Those that lie within a stretch of the text."""
    return tuple(token for token in tokens if token.start >= start and token.end <= end)


def _words(text: str, matches: list[Match], lexicon: Lexicon) -> Iterator[Token]:
    for start, end, terms in matches:
        words = text[start:end]
        terms = tuple(term for term in terms if "weak" not in term.flags or not in_longer_name(text, start, end))
        if in_compound(text, end):
            terms = tuple(term for term in terms if term.type != "place")
        merged: dict[tuple[str, str], frozenset[str]] = {}
        for term in terms:
            key = term.type, term.id
            merged[key] = merged.get(key, _NONE) | term.flags
        for (kind, identity), flags in merged.items():
            span = _beginning(lexicon, identity) if kind == "campaign" else None
            yield Token(kind, identity, start, end, words, flags, None, None, span)


def _beginning(lexicon: Lexicon, campaign_id: str) -> Span:
    start = next(campaign.start for campaign in lexicon.campaigns if campaign.id == campaign_id)
    return Span(start=start, end=start)


def _date(text: str, found: Expression, published: Span, anchor: date | None, campaign: Token | None) -> Token:
    # "The October 7 attack" is that of the year the war began, whenever it is told.
    named = campaign is not None and found.end <= campaign.end
    span = campaign.span if campaign and named else resolve(found.when, published, None, anchor)
    return Token("date", found.basis, found.start, found.end, text[found.start : found.end], _NONE, None, found, span)


def _numbers(text: str, dates: Iterable[Expression], tokens: list[Token]) -> Iterator[Token]:
    taken = [(found.start, found.end) for found in dates]
    taken += [(t.start, t.end) for t in tokens if t.type in ("place", "target", "weapon", "group", "defence")]
    covered = _covering(taken)
    for number in find_numbers(text):
        if not covered(number.start, number.start + 1):
            flags = frozenset({"ordinal"}) if number.ordinal else _NONE
            shown = text[number.start : number.end]
            yield Token("number", str(number.value), number.start, number.end, shown, flags, number)


def _without_shadowed(tokens: list[Token]) -> list[Token]:
    """Leave out qualities that served only to put targets together, and classes that a composed target speaks for."""
    covered = _covering([(token.start, token.end) for token in tokens if "composed" in token.flags])
    return [
        token
        for token in tokens
        if not (token.type == "target" and "composed" not in token.flags and covered(token.start, token.end))
    ]


def _heads(text: str, tokens: list[Token]) -> list[Token]:
    """Leave out targets that only say of what kind the next word is: a "clinic nurse" is a nurse, and no clinic."""
    begins = {token.start for token in tokens if token.type == "target"}
    return [
        token
        for token in tokens
        if not (
            token.type == "target"
            and not token.flags & {"plural", "composed"}
            and text[token.end : token.end + 1] == " "
            and token.end + 1 in begins
        )
    ]


def _covering(stretches: list[tuple[int, int]]) -> Callable[[int, int], bool]:
    """Does one of the stretches cover a place? Asked in logarithmic time, as hostile texts have thousands of both."""
    ordered = sorted(stretches)
    begins = [start for start, _ in ordered]
    furthest = list(accumulate((end for _, end in ordered), max))

    def covered(start: int, end: int) -> bool:
        before = bisect_right(begins, start)
        return before > 0 and furthest[before - 1] >= end

    return covered
