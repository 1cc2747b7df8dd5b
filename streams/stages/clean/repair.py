"""Repair damaged characters of a piece of the body, keeping the way back to where each one stood."""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

from schemas.common import Offsets

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode calls default ignorable: nothing is drawn for it, and a word with it inside reads as without."""
SPACES = "\t\u000b\u000c\u001c-\u001f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

# The characters that the bytes 0x80 to 0xBF turn into when UTF-8 is read as Windows-1252 (holes of that page: Latin-1).
_TAIL_BYTES = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(0x80, 0xC0)}
_TAIL_BYTES |= {chr(b): b for b in range(0x80, 0xC0)}
_TAIL = "[" + re.escape("".join(_TAIL_BYTES)) + "]"

_DAMAGE = re.compile(
    rf"(?P<mojibake>[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}|[\u00f0-\u00f4]{_TAIL}{{3}})"
    r"|(?P<cut>\u00e2\u20ac(?=[\s.,;:)]|$)|\u00c2(?= ))"
    r"|(?P<entity>&(?:amp;){0,3}(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    rf"|(?P<invisible>[{INVISIBLE}]+)"
    rf"|(?P<space>[{SPACES}])"
)
_MAY_BE_DAMAGED = re.compile(rf"[&{SPACES}{INVISIBLE}\u00c2-\u00df\u00e0-\u00ef\u00f0-\u00f4]")
"""With what all that `_DAMAGE` finds begins."""
_CUT = {"\u00e2\u20ac": "\u201d", "\u00c2": ""}  # the byte that had no character was lost on the way
_BLANK = re.compile(rf"[\s{SPACES}{INVISIBLE}]*")


@dataclass(frozen=True, slots=True)
class Text:
    """Repaired text, its place in the body, and the map between the two.

    `offsets` is empty exactly where the text stands in the body unchanged: `body[start:end] == text`.
    """

    text: str
    start: int
    end: int
    offsets: Offsets = ()

    def raw(self, position: int) -> int:
        """Where the character at `position` stands in the body."""
        if not self.offsets:
            return self.start + position
        at, raw = self.offsets[bisect_right(self.offsets, (position, 1 << 62)) - 1]
        return raw + position - at


class TextBuilder:
    """Puts a text together from pieces of the body, from left to right."""

    def __init__(self, body: str) -> None:
        """Begin an empty text over `body`."""
        self._body = body
        self._parts: list[str] = []
        self._pairs: list[tuple[int, int]] = []
        self._spans: list[tuple[int, int, int]] = []
        self._length = 0
        self._raw = -1

    def add(self, text: str, raw: int, raw_end: int) -> None:
        """Append `text`, which stands for `body[raw:raw_end]`."""
        if not text:
            return
        if raw != self._raw:
            self._pairs.append((self._length, raw))
        self._parts.append(text)
        self._spans.append((self._length, raw, raw_end))
        self._length += len(text)
        self._raw = raw_end if len(text) == raw_end - raw else -1

    def add_repaired(self, start: int, end: int, *, entities: bool = True) -> None:
        """Append `body[start:end]` with damaged characters repaired."""
        at = start
        first = _MAY_BE_DAMAGED.search(self._body, start, end)
        for found in _DAMAGE.finditer(self._body, first.start(), end) if first else ():
            repaired = _repair(found, entities)
            if repaired is None:
                continue
            self.add(self._body[at : found.start()], at, found.start())
            self.add(repaired, *found.span())
            at = found.end()
        self.add(self._body[at:end], at, end)

    def space(self, raw: int) -> None:
        """Append one space, which stands for what is in the body at `raw`."""
        self.add(" ", raw, raw + 1)

    def tail(self) -> str:
        """The end of the text so far, at least its last words."""
        return "".join(self._parts[-4:])

    def build(self) -> Text | None:
        """The text with white space at its ends left out; None where nothing is left."""
        whole = "".join(self._parts)
        text = whole.strip()
        if not text:
            return None
        cut = len(whole) - len(whole.lstrip())
        pairs = [(max(at - cut, 0), raw + max(cut - at, 0)) for at, raw in self._pairs]
        first = bisect_right(pairs, (0, 1 << 62)) - 1
        kept = [pair for pair in pairs[first:] if pair[0] < len(text)]
        start, end = kept[0][1], self._end(cut + len(text))
        if len(kept) == 1 and self._body[start:end] == text:
            return Text(text, start, end)
        return Text(text, start, end, tuple(kept))

    def _end(self, length: int) -> int:
        """Where in the body the first `length` characters end."""
        at, raw, raw_end = self._spans[bisect_right(self._spans, (length - 1, 1 << 62, 0)) - 1]
        number = bisect_right(self._spans, (at, 1 << 62, 0))
        size = (self._spans[number][0] if number < len(self._spans) else self._length) - at
        return raw + length - at if size == raw_end - raw else raw_end


def _repair(found: re.Match[str], entities: bool) -> str | None:
    """What stands for a damaged place; None where it is no damage after all."""
    kind, text = found.lastgroup, found.group()
    if kind == "mojibake":
        return _demojibake(text)
    if kind == "cut":
        return _CUT[text]
    if kind == "entity":
        return _unescape(text) if entities else None
    return " " if kind == "space" else ""


def _demojibake(text: str) -> str | None:
    try:
        character = bytes([ord(text[0]), *(_TAIL_BYTES[c] for c in text[1:])]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if character in "\u00ad\u200b\ufeff":
        return ""
    return " " if character.isspace() else character


def _unescape(text: str) -> str | None:
    plain = text
    for _ in range(4):
        plain, before = html.unescape(plain), plain
        if plain == before:
            break
    if plain == text:
        return None
    return "".join(" " if c.isspace() else c for c in plain if not re.match(f"[{INVISIBLE}]", c))


def repaired(body: str, start: int, end: int) -> Text | None:
    """The piece `body[start:end]`, repaired and stripped; None where it holds no visible text."""
    start = _BLANK.match(body, start, end).end()  # type: ignore[union-attr]  # the pattern matches everywhere
    builder = TextBuilder(body)
    builder.add_repaired(start, end)
    return builder.build()
