"""Lines that speak of the page, to its reader, or of the text itself."""

import re
from collections.abc import Callable

from streams.stages.clean import words
from streams.stages.clean.kinds import LineKind
from streams.stages.clean.look import SENTENCE, Look, date_in

_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*\d{4}|^\W*(?:©|\(c\)|copyright)\s*[a-z]|all rights reserved"
    r"|tous droits réservés|reproduction prohibited",
    re.IGNORECASE,
)
_OF_RIGHTS = ("©", "(c)", "copyright", "rights", "droits", "reproduction")
_MAY_LEAD = re.compile(r"[:>»–—-]")
_LEAD = re.compile(r"^\W*([^\W\d][^:|>–—]{1,38}?)\s*(?::|>>|»|\s[–—-]\s|(?<=[A-Z]{2})\s?[-–—]\s?)\s*(?=\S)")
_SELF = re.compile(
    r"\b(?:(?:this|an earlier version of this) (?:article|story|report|post|page|piece|copy|live blog"
    r"|liveblog|headline|dispatch|item)|the (?:article|story|headline|live blog|liveblog))\b.{0,40}"
    r"\b(?:appears|appeared|was|were|has been|have been|is|said|misstated|first appeared|originally"
    r"|will be)\b", re.IGNORECASE)  # fmt: skip
_OWN = ("article", "story", "report", "post", "page", "piece", "copy", "blog", "headline", "dispatch", "item")
_ENGAGED = re.compile(
    r"(?<!\d)(?<!\d[,.])\d[\d,.]*+[km]?\s+(?:likes?|reposts?|retweets?|shares?|views?|upvotes?|votes|followers|reactions"
    r"|people like)\b|[+-]\d+\s*/\s*[+-]\d+",
    re.IGNORECASE,
)
_ENGAGING = ("like", "post", "tweet", "share", "view", "vote", "followers", "reactions", "/")
_FIGURE = re.compile(r"(?<![\d$€£:.])\d[\d,]*(?![:.]?\d)")
FIGURES_OF_FACTS = 3
"""Figures in one sentence that say that it tells something, whatever its words."""

# Others "tell us" something; the page asks its readers to.
_HEARD = re.compile(r"(?<=\w )(?<!please )(?<!\bor )(?<!\band )(?<!\bto )tell us\b")
_CALL = 8
"""Words of a sentence such as "Follow us here", at most."""

MOST_OF_TEXT = 0.65
FEWEST_TOLD = 11
"""Words that a paragraph has to tell beside what it says of the page, to be text of the story."""
_SPOKEN = re.compile(r"\"[^\"]*\"|“[^”]*”|\bUS\b")
_BOX_LEAD = re.compile(
    r"^\W*(?:presented|sponsored|brought to you|powered|supported) by\b|^\W*(?:a message from|in partnership with)\b",
    re.I,
)
_POSTED = re.compile(r"^\W*[\w .'’-]{2,60}\(@\w{2,}\)")
_HANDLE = re.compile(r"^@\w{2,}\b")


def _talks_to_reader(look: Look) -> bool:
    """Does the page speak of itself to its reader? Quoted speech does not count."""
    # "US" is a country, "us" is the site.
    own_words = words.fold(_HEARD.sub(" ", _SPOKEN.sub(" ", look.text)))
    strong, weak = words.mentions("site", own_words), words.mentions("site_weak", own_words)
    if not strong and len(weak) < 2:
        return False
    to_reader = bool(words.mentions("reader", own_words))
    if not strong and not to_reader:
        return False
    if _mostly_told(look.text, _names_site):
        return False
    points = 2 * len(strong) + len(weak) + 2 * to_reader
    return points >= (2 if look.count <= 14 and look.stop == "." else 3 if look.count <= 20 else 4)


def _mostly_told(text: str, of_page: Callable[[str], bool]) -> bool:
    """Does a paragraph tell, in other sentences than those that speak of the page, most of what it says?"""
    told = [part for part in SENTENCE.split(text) if not of_page(part)]
    count = sum(len(one.split()) for one in told)
    return count >= FEWEST_TOLD and count >= MOST_OF_TEXT * len(text.split())


def _names_site(sentence: str) -> bool:
    if len(_FIGURE.findall(sentence)) >= FIGURES_OF_FACTS:
        return False
    folded = words.fold(_HEARD.sub(" ", sentence))
    weak, to_reader = words.mentions("site_weak", folded), words.mentions("reader", folded)
    called = to_reader and len(sentence.split()) <= _CALL
    return bool(words.mentions("site", folded) or len(weak) > 1 or (weak and to_reader) or called)


def _speaks_of_itself(sentence: str) -> bool:
    return bool(_SELF.search(sentence))


def outside(look: Look) -> LineKind | None:
    """Lines that speak of the page, to the reader, or of the text itself."""
    if look.count <= 45 and _claims_rights(look) and not (look.stop == "." and look.count > 30):
        return "site" if re.search(r"\b\d{4}\b|rights|prohibited", look.text) else "credit"
    if "©" in look.text and look.stop == "." and ". " in look.text:
        return "site"
    lead = _LEAD.match(look.text) if _MAY_LEAD.search(look.text) else None
    if lead and words.is_in("notes", words.fold(lead[1])):
        return None if _corrects(look) else "note"
    if lead and words.is_in("leads", words.fold(lead[1])) and not (look.stop == "." and look.count > 25):
        return "promo"
    own = look.count <= 60 and words.holds_any(look.folded, _OWN) and _SELF.search(look.text[:160])
    if own and not _mostly_told(look.text, _speaks_of_itself):
        return None if _corrects(look) else "note"
    if look.count <= 20 and is_signature(look):
        return "site"
    if (_counts_readers(look) and not date_in(look.text)) or (_HANDLE.match(look.text) and look.count < 12):
        return "site"
    return "site" if look.count <= 70 and _talks_to_reader(look) else None


def _claims_rights(look: Look) -> bool:
    return words.holds_any(look.folded, _OF_RIGHTS) and bool(_RIGHTS.search(look.text))


def _counts_readers(look: Look) -> bool:
    """Is it a count of likes, views or answers, with little else on the line?"""
    if not words.holds_any(look.folded, _ENGAGING):
        return False
    text = look.text
    rest = _ENGAGED.sub(" ", text)
    if rest == text:
        return False
    polled = text.count("%") > 1 or "people like this" in text
    return polled or len(re.findall(r"[^\W\d_]{2,}", rest)) <= 4


def _corrects(look: Look) -> bool:
    """Does a note put right what the story says, so that it belongs to the story's text?"""
    return look.count >= 8 and look.stop == "." and bool(words.mentions("correcting", look.folded))


def is_box(look: Look) -> bool:
    """Is it the label of a box that holds only the lines directly under it: an advertiser's, a poll's?"""
    return words.is_in("boxes", words.bare(look.text)) or bool(_BOX_LEAD.match(look.text))


def is_signature(look: Look) -> bool:
    """Is it the signature under a post from elsewhere: `- Name (@handle) 3 May`?"""
    return "(@" in look.text and bool(_POSTED.search(look.text))
