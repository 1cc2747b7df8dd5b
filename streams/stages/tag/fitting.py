"""Which mentions of plug-in taggers fit their story, and why the others do not."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas import Evidence, Passage
from schemas.taggers import MENTION_TYPES, WEAPONS, Mention
from streams.stages.lexicon import Lexicon
from streams.stages.lexicon.cities import slug

_LONGEST = 200


class Given(NamedTuple):
    """What one plug-in has found in a story."""

    tagger: str
    mentions: tuple[Mention, ...]


class Fitting(NamedTuple):
    """A mention that fits: where it stands (number of the passage, offsets in its text), the words, whose it is.

    `rank` numbers the plug-ins in the order in which they are set.
    """

    passage: int
    start: int
    end: int
    text: str
    rank: int
    mention: Mention


class Refused(NamedTuple):
    """Why a mention was refused, whose it is, and the words that it is about: none, where it stands nowhere."""

    tagger: str
    reason: str
    evidence: Evidence


def sifted(
    given: Sequence[Given], passages: Sequence[Passage], lexicon: Lexicon
) -> tuple[list[Fitting], list[Refused]]:
    """The mentions that fit the story, and the refusals. One that comes twice counts once."""
    order = sorted(range(len(passages)), key=lambda number: passages[number].start)
    starts = [passages[number].start for number in order]
    fitting: list[Fitting] = []
    refused: list[Refused] = []
    for rank, (tagger, mentions) in enumerate(given):
        for mention in sorted(set(mentions), key=Mention.to_json):
            before = bisect_right(starts, mention.start)
            number = order[before - 1] if before else -1
            found = _located(mention, passages[number]) if before else "it stands outside of the story's text"
            if isinstance(found, str):
                refused.append(_refused(tagger, mention, found, Evidence(text="", start=0, end=0)))
            elif reason := _unknown(mention, lexicon):
                refused.append(_refused(tagger, mention, reason, passages[number].quote(*found)))
            else:
                fitting.append(Fitting(number, *found, mention.text, rank, mention))
    return fitting, refused


def _refused(tagger: str, mention: Mention, reason: str, evidence: Evidence) -> Refused:
    what = f"{mention.type[:20]} {mention.text[:60]!r} at {mention.start}-{mention.end}"
    return Refused(tagger, f"tagger {tagger}: {what}: {reason}", evidence)


def _located(mention: Mention, passage: Passage) -> tuple[int, int] | str:
    """Start and end in the text of the passage; else what is wrong."""
    start, last = passage.text_position(mention.start), passage.text_position(mention.end - 1)
    if start is None or last is None:
        return "it stands outside of the story's text"
    text, end = passage.text, last + 1
    if not text[start:end].strip() or text[start:end] != mention.text:
        return f"the text has {text[start:end][:60]!r} there"
    if end - start > _LONGEST:
        return f"more than {_LONGEST} characters"
    if _joined(text, start) or _joined(text, end):
        return "it begins or ends within a word"
    return start, end


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _unknown(mention: Mention, lexicon: Lexicon) -> str | None:
    """What is wrong with type, ids, country or coordinates; None where all is well."""
    if mention.type not in MENTION_TYPES:
        return f"the type is none of {', '.join(MENTION_TYPES)}"
    if mention.type == "weapon":
        return None if mention.id in WEAPONS else f"{mention.id!r} is none of {', '.join(WEAPONS)}"
    if mention.type == "target":
        return _no_target(mention.id, lexicon)
    if mention.type == "vessel" and mention.target is not None and (reason := _no_target(mention.target, lexicon)):
        return reason
    known = {"place": lexicon.places, "group": lexicon.groups}.get(mention.type, ())
    if mention.id not in known and mention.id != slug(mention.id):
        return f"{mention.id!r} is no id: small letters, digits, hyphens"
    if not (mention.id or slug(mention.text)):
        return "it has no id, and its words make none"
    if mention.country is not None and mention.country not in lexicon.countries:
        return f"{mention.country!r} is no country's code"
    ranges: Iterable[tuple[float | None, int]] = ((mention.lat, 90), (mention.lon, 180))
    if any(value is not None and not -most <= value <= most for value, most in ranges):
        return f"no such place on earth: {mention.lat}, {mention.lon}"
    return None


def _no_target(identity: str, lexicon: Lexicon) -> str | None:
    return None if identity in lexicon.targets else f"neither lexicon nor tallies file know the target {identity!r}"
