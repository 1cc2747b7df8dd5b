"""Name what a single line does, as far as it can be told without its neighbours."""

import re
from collections.abc import Callable

from streams.stages.clean import words
from streams.stages.clean.kinds import LineKind
from streams.stages.clean.look import STAMP, Look, date_in
from streams.stages.clean.outside import is_box, outside
from streams.stages.clean.signs import shown, signed

LONG = 1_500
"""Characters above which a line is running text without a closer look. It also bounds what the patterns here cost."""

_LONGEST_LABEL = 6
"""Words of a label."""
_URL = re.compile(r"(?:https?://|www\.)\S+|\S@[^\s@]+\.\w")
_HEADER = re.compile(
    r"^(?:from|to|cc|bcc|date|sent|subject|reply-to|list-id|delivered-to|mime-version|content-type):\s", re.IGNORECASE
)
_SENT = re.compile(r"^(?:date|sent|gesendet|envoyé)\s*:\s", re.IGNORECASE)
_PAGES = re.compile(
    r"^\W*(?:page|seite|p\.)?\s*\d+\s*(?:of|/|von)\s*\d+\W*$|^\W*\(?continued (?:from|on)\b.{0,30}$"
    r"|^\W*(?:page )\d+\W*$",
    re.IGNORECASE,
)
_MENU = re.compile(r"\s+[|·•›»>/]\s+|\s*[|·•›»]\s*|\s{2,}|\t")
_CRUMB = re.compile(r"›|»|>|::|→|‹|«|(?<=\s)/(?=\s)")
_SLUG = re.compile(r"^(?:\d{2,4}\s+)?[A-Z]{2,}(?:[-/][A-Z0-9]+)+/?(?:\s.{0,60})?$|^[A-Z]{2,}/(?:\s.{0,60})?$")
_COMMENTS = re.compile(
    r"^\W*\d[\d,]*\s+(?:comments?|responses?|thoughts?|replies|reactions)\b|^\W*(?:comments?|responses?"
    r"|replies|discussion)\s*[(\[:]\s*\d",
    re.IGNORECASE,
)
# How forums and mail programs name whom a reply quotes: one name, not "The ministry wrote:".
_WROTE = re.compile(
    r"^(?:[\w.-]{2,30} (?:wrote|said)|originally posted by:?(?: [\w.-]{2,30})?|quote from: .{2,60}):?$"
    r"",
    re.IGNORECASE,
)
_QUOTED_FROM = re.compile(
    r"^(?:on .{8,90} wrote:|-+ ?(?:original|forwarded) message ?-+|begin forwarded message:?)$", re.IGNORECASE
)
# Stars around a whole sentence, with spaces: a box, not stress.
_FRAMED = re.compile(r"^([*=~#+_-]{2,})\s.*\s\1$")
_LEAVE = re.compile(r"^\W*leave a (?:comment|reply)\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def line_kind(look: Look) -> LineKind:
    """The kind of one line, the surest signs first."""
    if len(look.text) > LONG:
        return "prose" if any(c.isalpha() for c in look.text) else "rule"
    for rule in _DATED_RULES if date_in(look.text) else _RULES:
        kind = rule(look)
        if kind:
            return kind
    if look.prose:
        return "prose"
    if look.numbered:
        return "item"
    return "headline" if look.headline else "short" if look.count < 9 else "prose"


def _machine(look: Look) -> LineKind | None:
    """Rules, addresses, headers of mails, page numbers: what programs print."""
    text = look.text
    if not any(c.isalpha() for c in text):
        if date_in(text):
            return "byline"
        return "rule" if re.fullmatch(r"(?:([-=*_#~+.─━═—–_•·⸻])\s*){3,}", text) else "stamp"
    if _FRAMED.match(text) and look.stop:
        return "site"
    if text.startswith("!["):
        return "caption"
    if look.count <= 20 and _QUOTED_FROM.match(text):
        return "site"
    if _SENT.match(text) and date_in(text) and look.count <= 14:
        return "byline"
    if (len(text) <= 80 and _PAGES.match(text)) or (look.count <= 8 and _HEADER.match(text)) or _TEMPLATE.search(text):
        return "site"
    if look.count <= 14 and _URL.search(text) and not (look.stop == "." and look.count > 8):
        return "site"
    if _HEADER.match(text) and look.stop != "." and look.count <= 16:
        return "site"
    return "stamp" if len(text) <= 80 and STAMP.match(text) else None


def _labelled(look: Look) -> LineKind | None:
    """Names of boxes and lists, heads of comment threads, slugs of agencies."""
    # What follows of the longer lines does not depend on it.
    bare = words.bare(look.text) if look.count <= _LONGEST_LABEL else ""
    if (
        _WROTE.match(look.text)
        or _COMMENTS.match(look.text)
        or (look.count <= 5 and words.is_in("comment_labels", bare))
    ):
        return "comments"
    if _LEAVE.match(look.text):
        return "comments" if look.count <= 5 else "site"
    if look.count <= _LONGEST_LABEL and words.is_in("crumbs", bare.split(":")[0]) and look.stop != ".":
        return "crumb"
    if look.count <= 5 and words.is_in("genres", bare):
        return "menu"
    if look.count <= _LONGEST_LABEL and (words.is_in("labels", bare) or is_box(look)):
        return "label"
    return "slug" if look.count <= 10 and _SLUG.match(look.text) else None


def _navigating(look: Look) -> LineKind | None:
    """Menus, bars of buttons, breadcrumbs."""
    if look.stop == "." and look.count > 8:
        return None
    parts = [part for part in _CRUMB.split(look.text) if part.strip()]
    if len(parts) >= 2 and all(len(part.split()) <= 4 for part in parts):
        home = words.is_in("crumb_homes", words.bare(parts[0]))
        if home or (len(parts) >= 3 and not look.stop):
            return "crumb"
    if re.search(r"\S\s{4,}\S", look.text) and not look.stop:
        return "menu"
    cells = [cell for cell in _MENU.split(look.text) if cell.strip()]
    if len(cells) >= 3 and all(len(cell.split()) <= 5 for cell in cells):
        return "menu"
    names = [word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", look.text)]
    known = sum(1 for name in names if words.is_in("buttons", name))
    if names and known >= 0.8 * len(names) and (known >= 2 or look.count <= 2) and look.count <= 24:
        return "menu"
    return None


_Rule = Callable[[Look], LineKind | None]
_RULES: tuple[_Rule, ...] = (_machine, _labelled, outside, shown, signed, _navigating)
_DATED_RULES: tuple[_Rule, ...] = (_machine, _labelled, signed, outside, shown, _navigating)
"""The rules for a line, the surest signs first; a date makes it sure that a byline is one."""
