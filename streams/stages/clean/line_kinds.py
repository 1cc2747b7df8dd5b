"""Name what a single line does, as far as it can be told without its neighbours."""

import re
from typing import Literal

from streams.stages.clean import words
from streams.stages.clean.look import DATED, STAMP, Look, stop_of

LineKind = Literal[
    "prose", "headline", "short", "item", "label", "comments", "menu", "byline", "stamp", "caption", "caption?",
    "credit", "promo", "crumb", "slug", "rule", "note", "site",
]  # fmt: skip
"""The finer kinds of this stage; `caption?` waits for its neighbours."""

LONG = 1_500
"""Characters above which a line is running text without a closer look. It also bounds what the patterns here cost."""

_URL = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_HEADER = re.compile(
    r"^(?:from|to|cc|bcc|date|sent|subject|reply-to|list-id|delivered-to|mime-version|content-type):\s", re.IGNORECASE
)
_PAGES = re.compile(
    r"^\W*(?:page|seite|p\.)?\s*\d+\s*(?:of|/|von)\s*\d+\W*$|^\W*\(?continued (?:from|on)\b.{0,30}$"
    r"|^\W*(?:page )\d+\W*$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*\d{4}|^\W*(?:©|\(c\)|copyright)\s*[a-z]|all rights reserved"
    r"|tous droits réservés|reproduction prohibited",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\W*([^\W\d][^:|>–—]{1,38}?)\s*(?::|>>|»|\s[–—-]\s|(?<=[A-Z]{2})\s?[-–—]\s?)\s*(?=\S)")
_MENU = re.compile(r"\s+[|·•›»>/]\s+|\s*[|·•›»]\s*|\s{2,}|\t")
_CRUMB = re.compile(r"\s*(?:›|»|>|::|→)\s*|\s+/\s+")
_SLUG = re.compile(r"^(?:\d{2,4}\s+)?[A-Z]{2,}(?:[-/][A-Z0-9]+)+/?(?:\s.{0,60})?$|^[A-Z]{2,}/(?:\s.{0,60})?$")
_COMMENTS = re.compile(
    r"^\W*\d[\d,]*\s+(?:comments?|responses?|thoughts?|replies|reactions)\b|^\W*(?:comments?|responses?"
    r"|replies|discussion)\s*[(\[:]\s*\d",
    re.IGNORECASE,
)
_LEAVE = re.compile(r"^\W*leave a (?:comment|reply)\b", re.IGNORECASE)
_SELF = re.compile(
    r"\b(?:this|the|an earlier version of this) (?:article|story|report|post|page|piece|copy|live blog"
    r"|liveblog|headline|dispatch|item)\b.{0,40}"
    r"\b(?:was|were|has been|have been|is|said|misstated|first appeared|originally"
    r"|will be)\b", re.IGNORECASE)  # fmt: skip
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,90})[)\]]\W*$")
_CREDIT = re.compile(
    r"(?:^|\W)(?:photos?|pictures?|images?|photo credit|credit|illustration|graphic|courtesy"
    r"|photograph)\s*(?:by|of|:|credit|courtesy|source|/|—|\|)"
    r"|(?:©|crown copyright)\s*(?!\d{4})\S|^\W*(?:file|photo|image|picture|video)\s*(?:-|–|—|:|photo)"
    r"|\bhandout\b|\bfile (?:photo|picture|image)\b"
    r"|\b(?:AP|AFP|Reuters|EPA|Getty)(?: photo)?,? file\W*$|\bcourtesy of\b", re.IGNORECASE)  # fmt: skip
_ENGAGED = re.compile(
    r"\d[\d,.]*[km]?\s+(?:likes?|reposts?|retweets?|shares?|views?|upvotes?|votes|followers|reactions"
    r"|people like)\b|[+-]\d+\s*/\s*[+-]\d+",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\"[^\"]*\"|“[^”]*”|\bUS\b")
_BOX_LEAD = re.compile(
    r"^\W*(?:presented|sponsored|brought to you|powered|supported) by\b|^\W*(?:a message from|in partnership with)\b",
    re.I,
)
_POSTED = re.compile(r"^\W*[\w .'’-]{2,60}\(@\w{2,}\)")
_HANDLE = re.compile(r"^@\w{2,}\b")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def line_kind(look: Look) -> LineKind:
    """The kind of one line, the surest signs first."""
    if len(look.text) > LONG:
        return "prose" if any(c.isalpha() for c in look.text) else "rule"
    dated = _signed if DATED.search(look.text) else _labelled
    for rule in (_machine, _labelled, dated, _outside, _shown, _signed, _navigating):
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
        if DATED.search(text):
            return "byline"
        return "rule" if re.fullmatch(r"(?:([-=*_#~+.])\s*){3,}", text) else "stamp"
    if text.startswith("!["):
        return "caption"
    if (len(text) <= 80 and _PAGES.match(text)) or (look.count <= 8 and _HEADER.match(text)) or _TEMPLATE.search(text):
        return "site"
    if look.count <= 14 and _URL.search(text) and not (look.stop == "." and look.count > 8):
        return "site"
    if _HEADER.match(text) and look.stop != "." and look.count <= 16:
        return "site"
    return "stamp" if len(text) <= 80 and STAMP.match(text) else None


def _labelled(look: Look) -> LineKind | None:
    """Names of boxes and lists, heads of comment threads, slugs of agencies."""
    bare = words.bare(look.text)
    if _COMMENTS.match(look.text) or (look.count <= 5 and words.is_in("comment_labels", bare)):
        return "comments"
    if _LEAVE.match(look.text):
        return "comments" if look.count <= 5 else "site"
    if look.count <= 6 and words.is_in("crumbs", bare.split(":")[0]) and look.stop != ".":
        return "crumb"
    if look.count <= 6 and (words.is_in("labels", bare) or is_box(look)):
        return "label"
    return "slug" if look.count <= 10 and _SLUG.match(look.text) else None


def _outside(look: Look) -> LineKind | None:
    """Lines that speak of the page, to the reader, or of the text itself."""
    if look.count <= 45 and _RIGHTS.search(look.text) and not (look.stop == "." and look.count > 30):
        return "site" if re.search(r"\b\d{4}\b|rights|prohibited", look.text) else "credit"
    if "©" in look.text and look.stop == "." and ". " in look.text:
        return "site"
    lead = _LEAD.match(look.text)
    if lead and words.is_in("notes", words.fold(lead[1])):
        return "note"
    if lead and words.is_in("leads", words.fold(lead[1])) and not (look.stop == "." and look.count > 25):
        return "promo"
    if _SELF.search(look.text[:160]) and look.count <= 60:
        return "note"
    if _POSTED.search(look.text) and look.count <= 20:
        return "site"
    if (_ENGAGED.search(look.text) and not DATED.search(look.text)) or (_HANDLE.match(look.text) and look.count < 12):
        return "site"
    return "site" if look.count <= 70 and _talks_to_reader(look) else None


def is_box(look: Look) -> bool:
    """Is it the label of a box that holds only the lines directly under it: an advertiser's, a poll's?"""
    return words.is_in("boxes", words.bare(look.text)) or bool(_BOX_LEAD.match(look.text))


def is_signature(look: Look) -> bool:
    """Is it the signature under a post from elsewhere: `- Name (@handle) 3 May`?"""
    return bool(_POSTED.search(look.text))


def _talks_to_reader(look: Look) -> bool:
    """Does the page speak of itself to its reader? Quoted speech does not count."""
    # "US" is a country, "us" is the site.
    own_words = words.fold(_SPOKEN.sub(" ", look.text))
    strong, weak = words.mentions("site", own_words), words.mentions("site_weak", own_words)
    to_reader = bool(words.mentions("reader", own_words))
    if not strong and (len(weak) < 2 or not to_reader):
        return False
    points = 2 * len(strong) + len(weak) + 2 * to_reader
    return points >= (2 if look.count <= 14 and look.stop == "." else 3 if look.count <= 20 else 4)


def _shown(look: Look) -> LineKind | None:
    """Captions and credits."""
    if look.count > 70:
        return None
    bracket = _BRACKET.search(look.text)
    before = look.text[: bracket.start()].strip(" .") if bracket else look.text
    if bracket and _names_source(bracket[1]) and (not look.text.endswith(".") or _CREDIT.search(bracket[0])):
        if not before:
            return "credit"
        sentence = stop_of(look.text[: bracket.start()]) == "." and not _CREDIT.search(bracket[0])
        return "caption?" if sentence or look.count > 40 else "caption"
    if _CREDIT.search(look.text) and (look.stop != "." or look.count <= 12 or _CREDIT.match(look.text)):
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


def _signed(look: Look) -> LineKind | None:
    """Who wrote it and when it was published."""
    if is_signature(look):
        return None
    if look.count > 26 or (look.stop == "." and look.count > 8 and (look.count > 14 or ". " in look.text)):
        return None
    dated = DATED.search(look.text)
    named = re.match(
        r"^\W*(?:by|posted by|written by|reporting by|reporting from|story by|from)\s+(?=[A-Z]|our\b|the\b"
        r"|staff\b|\w{1,12}\b(?=\s+(?:on|under|at|in)\b))",
        look.text,
        re.IGNORECASE,
    )
    if not dated and not named:
        return None
    rest = DATED.sub(" ", look.text)
    content = [
        w
        for w in re.findall(r"[^\W\d_][\w.’']*", rest)
        if w[0].islower() and not words.is_in("byline", w.rstrip(".").casefold())
    ]
    return "byline" if len(content) <= (2 if named or look.count <= 8 else 1) else None


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
