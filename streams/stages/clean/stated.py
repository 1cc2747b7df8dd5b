"""The day of publication where a page states it for machines: in its head, in its data, in the mark of a time."""

import re

from streams.stages.clean.markup import Tag, knowledge

_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_IN_DATA = re.compile(r"\"datePublished\"\s*:\s*\"([^\"\n]{10,40})\"")
_LARGEST = 500_000
"""Characters of a script that are searched."""


def stated_in_tag(body: str, tag: Tag) -> tuple[int, int] | None:
    """Where in the body the day of `<meta property="article:published_time" content="...">` or its like stands."""
    if tag.name == "meta":
        attributes = tag.attributes()
        named = {attributes.get(name, "").lower() for name in ("property", "name", "itemprop")}
        if not named & knowledge()["published"]:
            return None
    elif tag.name != "time" or "datetime" not in tag.inside.lower():
        return None
    found = _DAY.search(body, tag.start, tag.end)
    return found.span() if found else None


def stated_in_script(body: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the day of publication stands in JSON-LD; None where it names several, of which one is the page's."""
    found = [value for value in _IN_DATA.finditer(body, start, min(end, start + _LARGEST)) if _DAY.match(value[1])]
    if len({value[1] for value in found}) != 1:
        return None
    return found[0].start(1), found[0].start(1) + 10
