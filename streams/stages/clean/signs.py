"""Captions with their credits, and bylines: lines that name who made what."""

import re

from streams.stages.clean import words
from streams.stages.clean.kinds import LineKind
from streams.stages.clean.look import DATED, Look, date_in, stop_of
from streams.stages.clean.outside import is_signature

_HELPED = re.compile(
    r"\b(?:contributed (?:reporting|research|to (?:this|the) \w+)|additional reporting|reporting by)\b", re.IGNORECASE
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,90})[)\]]\W*$")
_CREDIT = re.compile(
    r"credit(?:\.{3}|…)|(?:^|\W)(?:photos?|pictures?|images?|photo credit|credit|illustration|graphic|courtesy"
    r"|photograph)\s*(?:by|of|:|credit|courtesy|source|/|—|\|)"
    r"|(?:©|crown copyright)\s*(?!\d{4})\S|^\W*(?:file|photo|image|picture|video)\s*(?:-|–|—|:|photo)"
    r"|\bhandout\b|\bfile (?:photo|picture|image)\b"
    r"|\b(?:AP|AFP|Reuters|EPA|Getty)(?: photo)?,? file\W*$|\bcourtesy of\b", re.IGNORECASE)  # fmt: skip

_OF_CREDITS = ("credit", "photo", "picture", "image", "illustration", "graphic", "courtesy", "©", "copyright", "file",
               "video", "handout")  # fmt: skip


def shown(look: Look) -> LineKind | None:
    """Captions and credits."""
    if look.count > 70:
        return None
    bracket = _BRACKET.search(look.text)
    before = look.text[: bracket.start()].strip(" .") if bracket else look.text
    if bracket and _names_source(bracket[1]) and (not look.text.endswith(".") or _CREDIT.search(bracket[0])):
        if not before:
            return "credit"
        sentence = stop_of(look.text[: bracket.start()].rstrip()) == "." and not _CREDIT.search(bracket[0])
        return "caption?" if sentence or look.count > 40 else "caption"
    credited = words.holds_any(look.folded, _OF_CREDITS) and _CREDIT.search(look.text)
    if credited and (look.stop != "." or look.count <= 12 or _CREDIT.match(look.text)):
        return "credit" if look.count <= 5 else "caption"
    source = re.split(r"\s(?:/|\||--|–|—)\s|(?<=[.!?])\s", look.text)[-1] if look.stop != "." else look.text
    if (
        source != look.text
        and look.count <= 40
        and len(source.split()) <= 8
        and (_has_credit(source) or _slashed(source))
    ):
        return "caption"
    return None


def _slashed(text: str) -> bool:
    """Is it an agency and its photographer: `REUTERS/A. Name`?"""
    return bool(re.fullmatch(r"[A-Z][\w .&'’-]{1,40}/[A-Z][\w .'’-]{1,40}", text))


def _names_source(inside: str) -> bool:
    """Is it what stands in brackets behind a caption: an agency, a photographer, "file photo"?"""
    if _has_credit(inside):
        return True
    names = re.findall(r"[^\W\d_][\w.'’]*", inside)
    lower = sum(1 for name in names if name[0].islower() and name not in ("of", "the", "via", "by", "for", "and", "de"))
    return (
        bool(names)
        and not lower
        and len(names) <= 6
        and ("/" in inside or len(names) > 1 or names[0].isupper() or len(names[0]) > 4)
    )


def _has_credit(text: str) -> bool:
    return bool(words.mentions("credit", words.fold(text)))


def signed(look: Look) -> LineKind | None:
    """Who wrote it and when it was published."""
    if is_signature(look):
        return None
    if look.count <= 26 and "said" not in look.folded and _HELPED.search(look.text):
        return "byline"
    if look.count > 26 or (look.stop == "." and look.count > 8 and (look.count > 14 or ". " in look.text)):
        return None
    dated = date_in(look.text)
    named = re.match(
        r"^\W*(?:by|posted by|written by|reporting by|reporting from|story by|from)\s+(?=[A-Z]|our\b|the\b"
        r"|staff\b|\w{1,12}\b(?=\s+(?:on|under|at|in)\b))",
        look.text,
        re.IGNORECASE,
    )
    if not dated and not named:
        return None
    segments = re.split(r"\s(?://?|\||·|•|—|–)\s", look.text)
    if named and len(segments) > 1 and all(len(segment.split()) <= 4 for segment in segments):
        return "byline"
    rest = DATED.sub(" ", look.text)
    content = [
        w
        for w in re.findall(r"[^\W\d_][\w.’']*", rest)
        if w[0].islower() and not words.is_in("byline", w.rstrip(".").casefold())
    ]
    return "byline" if len(content) <= (2 if named or look.count <= 8 else 1) else None
