"""The tail of a page: what a site says of itself below the last story, in whole sentences."""

import re
from collections import Counter

from streams.stages.clean import words
from streams.stages.clean.line import Line

LONGEST = 40
"""Words above which a last paragraph is not doubted."""

KINSHIP = 0.25
"""Share of its longer words that a paragraph of the story has in common with the story, at least."""

LOOKED_AT = 600
"""Characters of a paragraph that are searched for words to the reader. It also bounds what the pattern costs."""

MOST_ADDRESSED = 0.34
"""Share of a page's paragraphs that may speak to the reader; where more do, it is the manner of the author."""

_YOU = re.compile(r"\b(?:you|your|yours|you're|you’re|you've|you’ve)\b", re.IGNORECASE)
_SPOKEN = re.compile(r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|‘[^’]{12,}’|'[^']{12,}'(?!\w)")
_CUTS = frozenset({"rule", "site", "menu", "label", "crumb", "byline", "note"})
_OWN = frozenset({"site", "menu", "label"})
_STEM = re.compile(r"[^\W\d_]{5,}")


def page_tail(lines: list[Line], titles: list[bool]) -> None:
    """Short sentences below the last furniture of the page that speak of the site are furniture too.

    Only where furniture cuts them off from the text above, nothing but furniture follows, and they have more in
    common with the furniture than with the stories.
    """
    last = next((at for at in range(len(lines) - 1, -1, -1) if _is_text(lines[at])), -1)
    first = last
    while first > 0 and _is_text(lines[first - 1]) and not titles[first - 1]:
        first -= 1
    above = [at for at in range(first) if _is_text(lines[at])]
    if last < 0 or not above or any(titles[above[-1] : last + 1]) or lines[first - 1].kind not in _CUTS:
        return
    told = {stem for at in above for stem in _stems(lines[at].look.text)}
    begin = next((at for at, title in enumerate(titles) if title), 0)
    furniture = [line for at, line in enumerate(lines) if line.kind in _OWN or (line.kind == "headline" and at < begin)]
    own = {stem for line in furniture for stem in _stems(line.look.text)} - told
    if all(_is_foreign(line, told, own) for line in lines[first : last + 1]):
        for line in lines[first : last + 1]:
            line.kind = "site"


def addressed(lines: list[Line], titles: list[bool]) -> None:
    """Sentences that speak to the reader in a page that otherwise does not, and share no words with it, are the site's.

    What is said in quotation marks speaks to somebody else.
    """
    texts = [at for at, line in enumerate(lines) if _is_text(line) and not titles[at]]
    speaking = {at for at in texts if _speaks_to_reader(lines[at])}
    if not speaking or len(speaking) > MOST_ADDRESSED * len(texts):
        return
    known = Counter(stem for at in texts for stem in set(_stems(lines[at].look.text)))
    for at in speaking:
        stems = _stems(lines[at].look.text)
        shared = sum(known[stem] > 1 for stem in stems)
        if lines[at].look.count <= LONGEST and shared <= KINSHIP * len(stems):
            lines[at].kind = "site"


def _speaks_to_reader(line: Line) -> bool:
    return "you" in line.look.folded and bool(_YOU.search(_SPOKEN.sub(" ", line.look.text[:LOOKED_AT])))


def _is_text(line: Line) -> bool:
    return line.kind == "prose" and not line.zone


def _is_foreign(line: Line, told: set[str], own: set[str]) -> bool:
    stems = _stems(line.look.text)
    shared = sum(stem in told for stem in stems)
    if line.look.count > LONGEST or shared > KINSHIP * len(stems) or any(c.isdecimal() for c in line.look.text):
        return False
    words_of_sites = words.mentions("site", line.look.folded) | words.mentions("site_weak", line.look.folded)
    return bool(words_of_sites) or any(stem in own for stem in stems)


def _stems(text: str) -> list[str]:
    return [word[:5].casefold() for word in _STEM.findall(text)]
