"""Text of strangers, made fit for a terminal or a log."""

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


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode()
