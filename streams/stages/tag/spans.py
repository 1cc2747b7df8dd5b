"""Typed spans of a text: names, weapons, attack words, dates, numbers ..., all with offsets, in one pass.

    for token in find_spans("Two drones hit al-Asad air base on Tuesday", lexicon, published):
        token.type, token.id, token.flags, token.start, token.end

A word may give several tokens on the same place: "Iraq" is a place and a state that acts, "shelling" an attack word and
a weapon. Tokens are ordered by start, then by length (longest first), then by type.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from schemas.common import Span
from streams.stages.dates import Expression, find_dates, resolve
from streams.stages.lexicon import Lexicon
from streams.stages.lexicon.matcher import Match
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.numbers import Number, find_numbers

TokenType = Literal[
    "place",
    "group",
    "target",
    "weapon",
    "defence",
    "fire",
    "intercept",
    "casualty",
    "campaign",
    "date",
    "number",
    "negation",
    "hypothetical",
    "cumulative",
    "claim",
    "report",
    "retaliation",
    "drill",
    "generic",
    "figurative",
    "occasion",
    "force",
    "quality",
    "diplomatic",
    "striker",
    "vessel",
    "role",
]
"""What the types and their flags mean; the words stand in lexicon/words.yaml and its neighbours.

- place, group, target: id of the lexicon. A group has the flag `demonym` for "Iraqi", "Kyiv"; a target `composed` where
  it was put together from a nationality and a noun ("American and other foreign soldiers").
- weapon: the id is the class (schemas.common.Weapon); flags munition ("rockets", counted in pieces), plural.
- defence: air defences and aircraft by name, never the weapon of an attack.
- fire: attack words; flags noun, plural, verb, base, s, past, ing, and by kind effect ("hit", "damaged"), launch
  ("fired"), aim ("targeted"), boarding, abduction, vague ("incident"), passive ("came under fire").
- casualty: id killed, injured, casualty or unharmed. cumulative: since, total, raise. occasion: times, once.
- campaign: a named war or wave; `span` is its first day.
- force, diplomatic: nouns for the military ("troops", "base") and embassies; quality: what may stand before them.
- striker: nouns for who attacks. vessel: ship types. role: what a person is.
"""


class Token(NamedTuple):
    """A typed span of a text. `start` and `end` count characters of that text, end excluded.

    `number` is set on numbers and `when` on dates, with `span` its interval where the publication date gives one.
    """

    type: str
    id: str
    start: int
    end: int
    text: str
    flags: frozenset[str] = frozenset()
    number: Number | None = None
    when: Expression | None = None
    span: Span | None = None

    def has(self, flag: str) -> bool:
        """Is the token marked so?"""
        return flag in self.flags


_COMPOUND = re.compile(r"[-‐‑](?=[a-z])")
_JOINT = re.compile(r"^['’]s?|[\s‐‑–-]+")
_NAME_BEFORE = re.compile(r"\b([A-ZÀ-Þ][\w'’.-]*|bin|abu) (?:(?:al|el)[- ])?$")
_SPEECH_BEHIND = re.compile(r",? (\w+)")
_NAME_BEHIND = re.compile(r" ([A-ZÀ-Þ][\w'’-]*|(?:al|el|bin)[- ][A-Z]\w*)")
_LISTS = word_list("name_neighbours")
_OPENERS, _CLOSERS = frozenset(_LISTS["before"]), frozenset(_LISTS["behind"])
_PREPOSITIONS = frozenset(_LISTS["place_prepositions"])
_SPEECH = frozenset(_LISTS["speech"])
_NONE: frozenset[str] = frozenset()
_BESIDE = frozenset({"target", "vessel", "striker", "fire", "weapon", "place", "drill", "role"})
"""Types that may stand on the same words as a noun for the military ("destroyer", "base", "training")."""
_FORCES = frozenset(("forces", "troops", "soldiers", "military", "army"))
_US = frozenset({"united-states", "us-forces", "coalition"})


def find_spans(
    text: str, lexicon: Lexicon, published: Span | None = None, anchor: date | None = None
) -> tuple[Token, ...]:
    """All tokens of a text.

    `anchor` is the start of a campaign, which gives a year to dates without one (see `dates.resolve`).
    """
    matches = lexicon.find(text)
    tokens = list(_words(text, matches, lexicon))
    tokens += _composed(text, tokens)
    dates = find_dates(text)
    campaigns = [token for token in tokens if token.type == "campaign"]
    tokens += [_date(text, found, published or Span(), anchor, campaigns) for found in dates]
    tokens += _numbers(text, dates, tokens)
    return tuple(sorted(_without_shadowed(tokens), key=_order))


def of_type(tokens: Iterable[Token], *types: str) -> tuple[Token, ...]:
    """Those of some types."""
    return tuple(token for token in tokens if token.type in types)


def inside(tokens: Iterable[Token], start: int, end: int) -> tuple[Token, ...]:
    """Those that lie within a stretch of the text."""
    return tuple(token for token in tokens if token.start >= start and token.end <= end)


def _order(token: Token) -> tuple[int, int, str, str]:
    return token.start, -token.end, token.type, token.id


def _words(text: str, matches: list[Match], lexicon: Lexicon) -> Iterator[Token]:
    for start, end, terms in matches:
        words = text[start:end]
        terms = tuple(term for term in terms if "weak" not in term.flags or not _in_longer_name(text, start, end))
        if _COMPOUND.match(text, end):  # "Liberia-flagged", "Gaza-bound": nothing happened there
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


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Do the words stand beside another word with a capital ("Nawres Hamid", "Maan al-Jubouri"), or speak?"""
    before, behind = _NAME_BEFORE.search(text, max(0, start - 24), start), _NAME_BEHIND.match(text, end)
    if (before and before[1].lower() not in _OPENERS) or (behind and behind[1].lower() not in _CLOSERS):
        return True
    verb = _SPEECH_BEHIND.match(text, end)
    if verb is None or verb[1].lower() not in _SPEECH:
        return False
    words = text[max(0, start - 12) : start].split()
    return not words or words[-1].lower() not in _PREPOSITIONS


def _date(text: str, found: Expression, published: Span, anchor: date | None, campaigns: list[Token]) -> Token:
    # "The October 7 attack" is that of the year the war began, whenever it is told.
    named = next((token for token in campaigns if token.start <= found.start and found.end <= token.end), None)
    span = named.span if named else resolve(found.when, published, None, anchor)
    return Token("date", found.basis, found.start, found.end, text[found.start : found.end], _NONE, None, found, span)


def _numbers(text: str, dates: Iterable[Expression], tokens: list[Token]) -> Iterator[Token]:
    taken = [(found.start, found.end) for found in dates]
    taken += [(t.start, t.end) for t in tokens if t.type in ("place", "target", "weapon", "group", "defence")]
    for number in find_numbers(text):
        if not any(start <= number.start < end for start, end in taken):
            flags = frozenset({"ordinal"}) if number.ordinal else _NONE
            shown = text[number.start : number.end]
            yield Token("number", str(number.value), number.start, number.end, shown, flags, number)


def _composed(text: str, tokens: list[Token]) -> list[Token]:
    """Targets put together from a name and a noun: "American and other foreign soldiers", "US-run base"."""
    made = []
    for index, token in enumerate(tokens):
        if token.type == "group" and token.id in _US:
            last = _force_after(text, tokens, index)
            if last is not None:
                identity = "us-diplomats" if last.type == "diplomatic" else "us-forces"
                words = text[token.start : last.end]
                made.append(Token("target", identity, token.start, last.end, words, last.flags | {"composed"}))
    return made


def _force_after(text: str, tokens: list[Token], index: int) -> Token | None:
    """The noun for the military that a nationality belongs to, up to three words behind it."""
    end = tokens[index].end
    best: Token | None = None
    for token in tokens[index + 1 :]:
        if token.start < end or (token.type in _BESIDE and token.start > end):
            continue
        gap = _JOINT.sub("", text[end : token.start])
        if not gap and not best and token.type == "group" and token.text.split()[-1].lower() in _FORCES:
            best = token  # "US and Iraqi forces", where "Iraqi forces" is a name too
            break
        if gap or (best and token.type == "group") or token.type not in ("force", "quality", "diplomatic", "group"):
            break
        if token.type in ("force", "diplomatic"):
            best = token
        end = token.end
    return best


def _without_shadowed(tokens: list[Token]) -> list[Token]:
    """Leave out qualities that served only to put targets together, and classes that a composed target speaks for."""
    composed = [(token.start, token.end) for token in tokens if "composed" in token.flags]
    return [
        token
        for token in tokens
        if not (
            token.type == "target"
            and "composed" not in token.flags
            and any(start <= token.start and token.end <= end for start, end in composed)
        )
    ]
