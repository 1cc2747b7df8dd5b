"""Cut a text into sentences with offsets."""

import re

_END = re.compile(r"""[.!?…]+["”’'»)\]]*(?=\s+["“‘'«(\[]*[A-Z0-9À-ÞЀ-Я—–]|\s*$)|\n+""")
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof sr jr st gen maj brig lt col sgt cpl capt cmdr adm rear vice pvt gov sen rep rev hon pres amb
    jan feb mar apr jun jul aug sep sept oct nov dec no nos vs etc approx dept est fig inc ltd co corp bros mt ft
    u.s u.k u.n e.u u.a.e d.c a.m p.m e.g i.e ph.d""".split()
)
_STARTERS = frozenset("the a an it he she they we i in on at but and this that these those there".split())
_WORD = re.compile(r"[\w.]+$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences as (start, end) pairs, white space at their ends left out; every visible character lies in one."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and not _ends_sentence(text, start, match):
            continue
        _keep(text, start, match.end(), found)
        start = match.end()
    _keep(text, start, len(text), found)
    return tuple(found)


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    if stripped := words.strip():
        found.append((left, left + len(stripped)))


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    before = _WORD.search(text, max(start, match.start() - 12), match.start())
    if not before or len(match[0]) > 1:
        return True
    word = before[0].lower()
    after = re.match(r"\s+[\"“‘'«(\[]*(\w+)", text[match.end() :])
    following = after[1] if after else ""
    if word in ("a.m", "p.m", "u.s", "u.k", "u.n", "e.u", "d.c", "u.a.e", "etc", "inc", "ltd", "co", "corp"):
        return following.lower() in _STARTERS
    if word in ("no", "nos", "mar", "may", "sun"):
        # "No. 4", "Mar. 3" go on; "he said no. Then" does not.
        return not following[:1].isdigit()
    if word in _ABBREVIATIONS:
        return not following
    # A single capital is an initial: "John F. Kennedy".
    return not (len(word) == 1 and before[0].isupper() and following[:1].isupper())
