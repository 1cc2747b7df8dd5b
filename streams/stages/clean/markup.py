"""Scan HTML into tags and text with their places in the body, in linear time, whatever it is that was fetched.

`html.parser` re-reads the rest of a page at each construct that never closes, which is quadratic; here every search
that has failed once is not made again.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

_CELLS = {"td", "th"}
_CLOSED_BY = {
    "li": {"li"},
    "p": {"p"},
    "tr": {"tr", *_CELLS},
    "td": _CELLS,
    "th": _CELLS,
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "body": {"head"},
}
_SCOPES = frozenset({"table", "ul", "ol", "dl", "div", "section", "article", "blockquote", "figure", "aside"})

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,60}")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]{1,60})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_LONGEST_TAG = 20_000
"""Characters of a tag that may have anything in it; and what is read of the attributes of a longer one."""
# A longer one, such as an image that is written out in its tag. No "<" inside, so that no text is looked at twice.
_LONG_TAG = re.compile(r"""(?:[^"'<>]|"[^"<>]*+"|'[^'<>]*+')*+>""")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag: its name in lower case, its attributes as they stand, its place in the body."""

    name: str
    closing: bool
    inside: str
    start: int
    end: int

    def attributes(self) -> dict[str, str]:
        """The attributes by lower-case name, entities resolved, the first of two alike."""
        found: dict[str, str] = {}
        for name, double, single, plain in _ATTRIBUTE.findall(self.inside[:_LONGEST_TAG]):
            found.setdefault(name.lower(), html.unescape(double or single or plain))
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two tags."""

    start: int
    end: int


@lru_cache(maxsize=1)
def knowledge() -> dict[str, Any]:
    """The lists of `markup.yaml`, as sets and mappings."""
    raw = yaml.safe_load(resources.files(__package__).joinpath("markup.yaml").read_text(encoding="utf-8"))
    lists = {name: frozenset(value) for name, value in raw.items() if isinstance(value, list)}
    names = {word: region for region, words in raw["names"].items() for word in words}
    return {**lists, "regions": raw["regions"], "roles": raw["roles"], "names": names}


def implied_end(opened: Sequence[str], name: str) -> int:
    """How many of the open elements, innermost last, end where `name` opens; 0 where none does.

    HTML lets `</li>`, `</p>`, `</td>` be left out: the next one closes them.
    """
    closed = _CLOSED_BY.get(name, set()) | ({"p"} if name in knowledge()["closes_p"] else set())
    for depth, one in enumerate(reversed(opened), 1):
        if one in closed:
            return depth
        if not closed or one in _SCOPES or (one in _CELLS and name not in (*_CELLS, "tr")):
            return 0
    return 0


def scan(body: str) -> Iterator[Tag | Run]:
    """Tags and runs of text in the order of the body; comments and declarations are left out."""
    at, text_from, unclosed = 0, 0, False
    rawtext = knowledge()["rawtext"]
    last_comment = body.rfind("-->")
    while not unclosed:
        at = body.find("<", at)
        if at < 0:
            break
        end = _special(body, at, last_comment)
        tag = None if end else _tag(body, at)
        if not end and tag is None:
            # A lone "<" is text; without any ">" below nothing else can be a tag.
            unclosed = body.find(">", at) < 0
            at += 1
            continue
        if text_from < at:
            yield Run(text_from, at)
        if tag:
            yield tag
            end = tag.end
            if tag.name in rawtext and not tag.closing:
                end = _raw_end(body, tag)
                yield Run(tag.end, end)
        at = text_from = end
    if text_from < len(body):
        yield Run(text_from, len(body))


def _special(body: str, at: int, last_comment: int) -> int:
    """Where a comment, declaration or processing instruction ends; 0 where there is none."""
    if body.startswith("<!--", at):
        end = body.find("-->", at + 2) if at < last_comment else -1
        # A comment that never closes hides nothing but its own mark: better too much text than none.
        return end + 3 if end >= 0 else at + 4
    if body.startswith(("<!", "<?"), at):
        end = body.find(">", at)
        return end + 1 if end >= 0 else len(body)
    return 0


def _tag(body: str, at: int) -> Tag | None:
    closing = body.startswith("/", at + 1)
    name = _NAME.match(body, at + 1 + closing)
    if not name:
        return None
    end = body.find(">", name.end(), at + _LONGEST_TAG)
    for _ in range(16):
        inside = body[name.end() : end]
        if end < 0 or (inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0):
            break
        further = body.find(">", end + 1, at + _LONGEST_TAG)
        if further < 0:
            break
        end = further
    else:
        # A quote that never closes: the tag ends at its first ">".
        end = body.find(">", name.end(), at + _LONGEST_TAG)
    if end < 0:
        long = _LONG_TAG.match(body, name.end())
        if long is None:
            return None
        end = long.end() - 1
    return Tag(name.group().lower().rstrip("/"), closing, body[name.end() : end], at, end + 1)


def _raw_end(body: str, tag: Tag) -> int:
    """Where the text of a script or its like ends; the end of the body where it never does."""
    found = re.compile(rf"</{re.escape(tag.name)}", re.IGNORECASE).search(body, tag.end)
    return found.start() if found else len(body)
