"""Text of strangers, made fit for a terminal or a log."""

import re
import unicodedata

UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Unicode categories that draw nothing: control characters (so ANSI escapes too), bidi marks, line separators."""


def harmless(text: str, keep: str = "") -> str:
    r"""The text with every character that draws nothing written as an escape: `\x1b`, `\u202e`.

    Such a character can move the cursor, colour or overwrite other lines, or turn the order of what is read; `keep`
    are those that may stay, as line ends in a text of several lines.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if one in keep or unicodedata.category(one) not in UNSEEN else _escape(one) for one in text)


# What a terminal acts on and JSON does not escape by itself: DEL, C1 controls, bidi marks, line separators.
_RAW_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def harmless_json(text: str) -> str:
    """The same JSON, with characters that a terminal acts on as escapes: whoever parses it gets them as they were."""
    return text if text.isascii() and "\x7f" not in text else _RAW_IN_JSON.sub(_json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode()
