"""Bytes of a page as text: by its byte order mark, else the charset that its sender or it declares, else UTF-8."""

import codecs
import re
from typing import Literal

from streams.errors import InvalidMessage

Kind = Literal["text", "html", "xml"]

_DECLARED = {
    "html": re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE),
    "xml": re.compile(rb"""^\s{0,100}<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9_.:-]+)"""),
}
"""The charset that a page declares; looked for in its first 2,048 bytes, as browsers do."""
_HEAD = 2048
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_READ_AS = {
    # "iso-8859-1" in a page means windows-1252 to every browser, and so do other names for a part of a larger set.
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    # A page whose declaration can be read letter by letter is not in UTF-16, whatever it says.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_EASTERN = ("cp932", "cp949", "big5", "big5hkscs", "euc_jp", "gb18030", "iso2022_jp")
_OTHER = ("utf-8", "cp866", "cp874", "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman")
_KNOWN = {*_EASTERN, *_OTHER, *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in range(2, 17))}
"""What browsers read (encoding.spec.whatwg.org), by Python's names. Others that Python knows are no charsets of pages:
utf-7 hides markup from those who do not read it, idna and punycode take quadratic time, some only raise."""


def text_of(data: bytes, kind: Kind, charset: str | None = None) -> str:
    """The text of a file, or of what a server sent with a header that names its `charset`.

    The header goes before what the page says of itself (encoding.spec.whatwg.org, RFC 7303).

    Raises:
        InvalidMessage: the bytes are not what is declared, or what is declared is read by no browser.
    """
    encoding = _encoding(data, kind, charset)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line})"
        raise InvalidMessage(f"body: not {encoding}, {place}") from None


def _encoding(data: bytes, kind: Kind, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if charset:
        return _known(charset, "header")
    declared = _DECLARED[kind].search(data[:_HEAD]) if kind in _DECLARED else None
    return _known(declared.group(1).decode(), "page") if declared else "utf-8"


def _known(name: str, by: str) -> str:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        known = name
    known = _READ_AS.get(known, known)
    if known not in _KNOWN:
        raise InvalidMessage(f"body: the {by} declares a charset that is not known: {name}")
    return known
