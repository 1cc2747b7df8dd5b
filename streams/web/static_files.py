"""The files that the page fetches: read once, packed once, kept by browsers for ever under an address that changes with
the file.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

FOR_EVER = "public, max-age=31536000, immutable"
KINDS = {".js": "text/javascript", ".md": "text/plain", ".txt": "text/plain"}


class StaticFile(NamedTuple):
    """A file as it goes over the wire."""

    body: bytes
    packed: bytes
    media_type: str
    digest: str


@cache
def static_files() -> Mapping[str, StaticFile]:
    """All files by name, as `vendor/uPlot.min.css`; some 1.3 MB."""
    return dict(_read(resources.files("streams.web") / "static", ""))


def _read(folder: Traversable, prefix: str) -> list[tuple[str, StaticFile]]:
    found: list[tuple[str, StaticFile]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _read(one, f"{prefix}{one.name}/")
        else:
            found.append((f"{prefix}{one.name}", _file(one.name, one.read_bytes())))
    return found


def _file(name: str, body: bytes) -> StaticFile:
    kind = KINDS.get(f".{name.rsplit('.', 1)[-1]}") or mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return StaticFile(body, gzip.compress(body, 9, mtime=0), text, hashlib.sha256(body).hexdigest()[:12])


def asset(name: str) -> str:
    """The address of a file, which changes with it."""
    return f"/static/{name}?v={static_files()[name].digest}"
