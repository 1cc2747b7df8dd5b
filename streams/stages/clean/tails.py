"""The tail of a page: what a site says of itself below the last story, in whole sentences."""

import re

from streams.stages.clean import words
from streams.stages.clean.line import Line
from streams.stages.clean.look import ASKED, SENTENCE, SPEAKER

LONGEST = 40
"""Words above which a last paragraph is not doubted."""

KINSHIP = 0.25
"""Share of its longer words that a paragraph of the story has in common with the story, at least."""

LOOKED_AT = 600
"""Characters of a paragraph that are searched for words to the reader. It also bounds what the pattern costs."""

MOST_ADDRESSED = 0.34
"""Share of a page's paragraphs that may speak to the reader; where more do, it is the manner of the author."""

_YOU = re.compile(r"\b(?:you|your|yours|you're|you’re|you've|you’ve)\b", re.IGNORECASE)
MOST_TOLD = 0.55
"""Share of the words of a paragraph that speaks to the reader in sentences that do not, at most."""

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{4,}")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_SPOKEN = re.compile(r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|‘[^’]{12,}’|'[^']{12,}'(?!\w)")
_CUTS = frozenset({"rule", "site", "menu", "label", "crumb", "byline", "note"})
_FEW = 4
_SIGN_OFF = 15
_FEWEST_TEXTS = 2
_NAMED = frozenset({"headline", "short"})
_OWN = frozenset({"site", "menu", "label"})
_STEM = re.compile(r"[^\W\d_]{5,}")


def page_tail(lines: list[Line], titles: list[bool]) -> None:
    """Short sentences below the last furniture of the page that speak of the site are furniture too.

    Only where furniture cuts them off from the text above, nothing but furniture follows, and they have more in
    common with the furniture than with the stories.
    """
    texts = [at for at, line in enumerate(lines) if _is_text(line)]
    if len(texts) < _FEWEST_TEXTS:
        return
    begin = next((at for at, title in enumerate(titles) if title), 0)
    names = {line.look.key for line in lines[:begin] if 2 <= line.look.words <= 4 and line.kind in _NAMED}
    last = texts[-1]
    if _signs_off(lines[last], names, _told(lines, texts[:-1])):
        lines[last].kind = "site"
        return
    first = last
    while first > 0 and _is_text(lines[first - 1]) and not titles[first - 1] and not _is_ruled(lines[first]):
        first -= 1
    above = [at for at in texts if at < first]
    if not above or any(titles[above[-1] : last + 1]) or not _cuts_off(lines, first):
        return
    told = _told(lines, above)
    furniture = [line for at, line in enumerate(lines) if line.kind in _OWN or (line.kind == "headline" and at < begin)]
    own = {stem for line in furniture for stem in _stems(line.look.text)} - told
    if all(_is_foreign(line, told, own) or _opens_with(line, names) for line in lines[first : last + 1]):
        for line in lines[first : last + 1]:
            line.kind = "site"


def _told(lines: list[Line], texts: list[int]) -> set[str]:
    return {stem for at in texts for stem in _stems(lines[at].look.text)}


def addressed(lines: list[Line], titles: list[bool]) -> None:
    """Sentences that speak to the reader in a page that otherwise does not, and share no words with it, are the site's.

    What is said in quotation marks speaks to somebody else.
    """
    texts = [at for at, line in enumerate(lines) if _is_text(line) and not titles[at]]
    speaking = {at for at in texts if _speaks(lines[at])}
    if not speaking or len(speaking) > MOST_ADDRESSED * len(texts):
        return
    known = {stem for at in texts if at not in speaking for stem in _stems(lines[at].look.text)}
    for at in speaking:
        stems = _stems(lines[at].look.text)
        shared = sum(stem in known for stem in stems)
        names = {name[:5].casefold() for name in _NAME.findall(lines[at].look.text)}
        if lines[at].look.count <= LONGEST and shared <= KINSHIP * len(stems) and not names & known:
            lines[at].kind = "site"


def _speaks(line: Line) -> bool:
    """Does a line turn to the reader in most of what it says, and not as one speaker of several?"""
    if line.spoken or "you" not in line.look.folded:
        return False
    text = _SPOKEN.sub(" ", line.look.text[:LOOKED_AT])
    if not _YOU.search(text) or SPEAKER.match(text) or ASKED.match(text):
        return False
    told = [part for part in SENTENCE.split(text) if not _YOU.search(part) and not _WE.search(part)]
    return sum(len(part.split()) for part in told) < MOST_TOLD * len(text.split())


def _cuts_off(lines: list[Line], at: int) -> bool:
    """Does what stands above a line part it from the text: furniture, a rule, a link, a list of headlines?"""
    above = lines[max(at - 2, 0) : at]
    several = len(above) == 2 and not any(_is_text(line) for line in above)
    return bool(above) and (
        above[-1].kind in _CUTS
        or above[-1].element.linked > 0.8
        or _is_ruled(lines[at])
        or (several and above[-1].kind == "headline" and not above[-1].element.heading)
    )


def _is_ruled(line: Line) -> bool:
    """Does a rule of HTML stand above it, or the border of an article?"""
    return line.element.html and line.element.gap >= 2


def _signs_off(line: Line, names: set[str], told: set[str]) -> bool:
    """Is it a short line that begins with the site's name and shares no word with the stories?"""
    own = {stem for name in names for stem in _stems(name)}
    rest = set(_stems(line.look.text)) - own
    return _opens_with(line, names) and line.look.count <= _SIGN_OFF and not told & rest


def _opens_with(line: Line, names: set[str]) -> bool:
    """Does a short line begin with the name of the site that stands at the head of the page?"""
    return line.look.count <= LONGEST and any(line.look.key.startswith(f"{name} ") for name in names)


def _is_text(line: Line) -> bool:
    return line.kind == "prose" and not line.zone


def _is_foreign(line: Line, told: set[str], own: set[str]) -> bool:
    stems = _stems(line.look.text)
    shared = sum(stem in told for stem in stems)
    # Of a few words one may be shared by chance; the site's own words then have to weigh as much.
    kin = shared > KINSHIP * len(stems) and (len(stems) > _FEW or shared > sum(stem in own for stem in stems))
    named = any(stem in own for stem in stems)
    figures = any(c.isdecimal() for c in line.look.text) and not (named and not shared)
    if line.look.count > LONGEST or kin or figures:
        return False
    words_of_sites = words.mentions("site", line.look.folded) | words.mentions("site_weak", line.look.folded)
    return bool(words_of_sites) or named


def _stems(text: str) -> list[str]:
    return [word[:5].casefold() for word in _STEM.findall(text)]
