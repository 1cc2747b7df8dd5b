"""Names that a passage tells to be places: "the village of X", "X refugee camp", "at X in the north of Y", "near X"."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from streams.stages.lexicon.entries import PlaceKind
from streams.stages.lexicon.folding import in_plain_letters, may_end
from streams.stages.lexicon.variants import plural
from streams.stages.lexicon.wordlists import word_list
from streams.stages.tag.place_runs import KINDS, Name, names_in
from streams.stages.tag.spans import Token

_LISTS = word_list("place_cues")
_BEHIND = frozenset(_LISTS["behind"])
_SETTLED: frozenset[PlaceKind] = frozenset(("city", "area", "province"))
_LEADING: dict[str, PlaceKind] = _LISTS["leading"]
_PLURALS = {plural(noun): noun for noun in KINDS}
_ANY_KIND = "|".join(sorted((re.escape(noun) for noun in (*KINDS, *_PLURALS)), key=len, reverse=True))
_SETTLEMENT = "|".join(
    sorted(
        (re.escape(form) for noun, kind in KINDS.items() if kind in _SETTLED for form in (noun, plural(noun))),
        key=len,
        reverse=True,
    )
)
_POSSESSIVE_BEHIND = re.compile(r"['’]s?\b")
_NOUN_OF = re.compile(
    rf"\b({_SETTLEMENT}|place|camps),? (?:of|called|named|known as|including|such as)(?: the)? [\"“‘']?$", re.IGNORECASE
)
_OF_BEHIND = re.compile(r"(?:of|called|named|as|including)(?: the)? [\"“‘']?$", re.IGNORECASE)
"""How all that `_NOUN_OF` matches ends."""
_PREPOSITION = re.compile(
    r"\b(?P<word>at|in|near|outside|inside|around|between|into|of|from)(?P<the> the)? [\"“‘']?$", re.IGNORECASE
)
_BEARING = re.compile(
    r"\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|outskirts|edge|vicinity|cent(?:re|er)"
    r"|capital|suburbs|parts|environs) of $|\b(?:km|kms|kilomet(?:er|re)s|miles)\)? (?:away )?from $",
    re.IGNORECASE,
)
_ATTACKED = re.compile(rf"\b(?:{'|'.join(_LISTS['onslaughts'])})(?: on| against| of)? $", re.IGNORECASE)
_KIND_BEHIND = re.compile(rf" ({_ANY_KIND})\b(?!-|['’]s)(?: ([\w-]+))?", re.IGNORECASE)
_APPOSED = re.compile(
    rf", (?:an?|the|another) (?:(?!an?\b|the\b|hit\b|of\b)[\w’'-]+ ){{0,4}}?({_ANY_KIND})\b(?!-|['’]s)(?: ([\w-]+))?"
)
_FIRST_OF_KINDS = frozenset(re.findall(r"\w+", noun)[0].lower() for noun in (*KINDS, *_PLURALS))
_WORD_BEHIND = re.compile(r" (\w+)")
_SHORT = 16
"""Characters that the longest preposition, or what `_OF_BEHIND` matches, takes with what may stand behind it."""
_JOINED = re.compile(r"(?:,| and| or|, and)? $")
_PEOPLE = frozenset(_LISTS["people"])
_STAFF = re.compile(rf"\b(?:{'|'.join(_LISTS['staff'])})(?: \w+)? at $", re.IGNORECASE)
_BELONGING = re.compile(rf"['’]s? (?:[a-z]+ ){{0,2}}(?:{'|'.join(_LISTS['belongings'])})\b")
_ABBREVIATED = re.compile(r" \([A-Z]{2,}")
_CONTAINED = re.compile(
    r"(?P<comma>,)?(?: (?:an?|the) [\w’' -]{1,50}?)?(?P<in> (?:in|of|inside|within|across)(?: the)?)?"
    r"(?: [\w’'-]+){0,6} $"
)
_ELSEWHERE = re.compile(
    r"[.;:!?]|\b(?:border\w*|frontier|from|to|towards?|near|against|and|or|with|by|on|at|after|as|that|who)\b"
)
_CONTAINED_BEFORE = re.compile(r"['’]s(?: [a-z]+(?:-[a-z]+)?){0,2} $")


class Told(NamedTuple):
    """A name told as a place: where it stands, its kind, the place it lies in (a token), and how sure it is.

    `strong`: a noun or a container says so; else only a preposition. `alone`: one such telling will do; what is only
    "attacked in Y" may be a company in Y.
    """

    name: str
    start: int
    end: int
    kind: PlaceKind
    container: Token | None
    strong: bool
    alone: bool = True


def told_in(text: str, tokens: tuple[Token, ...], around: tuple[Token, ...]) -> Iterator[Told]:
    """The names in a passage that something beside them makes places.

    `tokens` are what is known of the passage; `around` the places that they may lie in.
    """
    around = tuple(sorted((token for token in around if token.type == "place"), key=lambda token: token.start))
    blocked = bytearray(len(text) + 1)
    for token in tokens:
        if token.text != token.text.lower() or token.type in ("role", "date"):
            blocked[token.start : token.end] = b"\1" * (token.end - token.start)
    last: Told | None = None
    listed: list[Told] = []
    for name in names_in(text, blocked):
        if name is None:
            last, listed = None, []
            continue
        if listed and not _JOINED.fullmatch(text[listed[-1].end : name.start]):
            listed = []
        last = _judged(text, name, tokens, around, last)
        if last and last.strong and _many(text, last.end):
            # "X, Y and Z villages": the noun is of all of them.
            yield from (one._replace(kind=last.kind, container=last.container, strong=True) for one in listed)
        if last:
            yield last
        listed.append(last or Told(name.words, name.start, name.end, "city", None, False))


def _kind_behind(text: str, end: int) -> re.Match[str] | None:
    word = _WORD_BEHIND.match(text, end)
    return _KIND_BEHIND.match(text, end) if word and in_plain_letters(word[1]) in _FIRST_OF_KINDS else None


def _many(text: str, end: int) -> bool:
    noun = _kind_behind(text, end)
    return bool(noun and noun[1].lower() in _PLURALS)


def _noun(word: str) -> str:
    return _PLURALS.get(word.lower(), word.lower())


def _judged(
    text: str, name: Name, tokens: tuple[Token, ...], around: tuple[Token, ...], last: Told | None
) -> Told | None:
    before = text[max(0, name.start - 60) : name.start]
    kind, strong = _kind(text, before, name)
    container = _container(text, name, around)
    preposition = _PREPOSITION.search(text, max(0, name.start - _SHORT), name.start)
    word = preposition["word"].lower() if preposition and not preposition["the"] else ""
    led = word not in ("", "of", "from", "into") or _by_bearing(text, before, name.start)
    joined = last is not None and bool(_JOINED.fullmatch(text[last.end : name.start]))
    if may_end(text, name.start, (" at ",)) and _STAFF.search(before):
        return Told(name.words, name.start, name.end, kind, container, True) if strong else None
    if container and (led or joined or preposition):
        strong = True
    alone = strong or led or joined
    if not strong:
        attacked = container and _ATTACKED.search(before)
        if not (alone or attacked) or not (attacked or _clause_goes_on(text, name.end, tokens)):
            return None
        strong = joined and last is not None and last.strong
    return Told(name.words, name.start, name.end, kind, container, strong, alone)


def _kind(text: str, before: str, name: Name) -> tuple[PlaceKind, bool]:
    """The kind of place that a noun beside the name tells; a town's, where there is none."""
    first = name.words.split(" ")[0].lower()
    if first in _LEADING and " " in name.words:
        return _LEADING[first], True
    if name.noun:
        return KINDS[name.noun], _no_people_of(before, name.noun, "")
    if (behind := _kind_behind(text, name.end)) and (behind[2] or "").lower() not in _PEOPLE:
        noun = _noun(behind[1])
        return KINDS[noun], _no_people_of(before, noun, behind[2] or "") and not _opens(text, name, behind[1])
    if told := _noun_of(text, before, name.start):
        return KINDS.get(_noun(told[1]), "city"), True
    if (apposed := _APPOSED.match(text, name.end)) and (apposed[2] or "").lower() not in _PEOPLE:
        return KINDS[_noun(apposed[1])], True
    return "city", False


def _noun_of(text: str, before: str, start: int) -> re.Match[str] | None:
    return _NOUN_OF.search(before) if _OF_BEHIND.search(text, max(0, start - _SHORT), start) else None


def _by_bearing(text: str, before: str, start: int) -> bool:
    return may_end(text, start, ("of ", "from ")) and bool(_BEARING.search(before))


def _no_people_of(before: str, noun: str, behind: str) -> bool:
    """ "The X community" may be a people; "X community in Y", "at X community" is a place."""
    return noun != "community" or not before.lower().endswith((" the ", " a ", " an ")) or behind in ("in", "of")


def _opens(text: str, name: Name, noun: str) -> bool:
    """Is the name just the first word of a sentence: "Sleeping quarters", "Fishing villages"?"""
    if " " in name.words or not (noun.lower() in _PLURALS or name.words.endswith(("ing", "ed"))):
        return False
    before = text[max(0, name.start - 9) : name.start].rstrip("\"“‘' ")
    return not before or before[-1] in ".!?\n”"


def _container(text: str, name: Name, around: tuple[Token, ...]) -> Token | None:
    """The place that the name is told to lie in: "X, a village in northern Y", "X in Y's Z province", "Y's X"."""
    noun = _kind_behind(text, name.end)
    end = noun.end(1) if noun else name.end
    found: Token | None = None
    for index in range(bisect_left(around, name.start - 60, key=_start), len(around)):
        token = around[index]
        if token.end <= name.start:
            if token.end > name.start - 40 and _CONTAINED_BEFORE.fullmatch(text[token.end : name.start]):
                found = token
            continue
        if token.start < name.end:
            continue
        if token.start > end + 90:
            break
        gap = text[end : token.start]
        if found and found.start > name.start:
            if gap not in ("'s ", "’s "):
                break
        elif not _lies_in(text, gap, token):
            break
        found, end = token, token.end
    return found


def _start(token: Token) -> int:
    return token.start


def _lies_in(text: str, gap: str, place: Token) -> bool:
    told = _CONTAINED.fullmatch(gap)
    if told is None or not (told["comma"] or told["in"]) or _ELSEWHERE.search(gap):
        return False
    return bool(told["in"]) or not _POSSESSIVE_BEHIND.match(text, place.end)


def _clause_goes_on(text: str, stop: int, tokens: tuple[Token, ...]) -> bool:
    """Does the sentence go on behind the name as behind a place, not as behind a first name or an adjective?"""
    if _ABBREVIATED.match(text, stop):
        return False
    rest = text[stop : stop + 24]
    if _POSSESSIVE_BEHIND.match(rest):
        return bool(_BELONGING.match(text, stop))
    if not rest or rest[0] in '.,;:)”"—–' or rest.startswith((" (", " –", " —", "\n")):
        return True
    if any(token.type in ("date", "number") and token.start == stop + 1 for token in tokens):
        return True
    word = re.match(r" ([a-z]+)", rest)
    return bool(word and (word[1] in _BEHIND or word[1].endswith("ed")))
