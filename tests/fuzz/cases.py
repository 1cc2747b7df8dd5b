"""Inputs by kind: how each is made from a seed, checked, and kept in the corpus."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from schemas.export import MESSAGES
from tests.fuzz import grammar
from tests.fuzz.invariants import check_article, check_decoders, check_file, check_tallies

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
PUBLISHED = ["2024-05-03", "2023-11-20", "1900-01-01", "2100-12-31"]
FILE_NAMES = ["a.txt", "a.html", "a.jsonl", "a.xml", "a.gz", "a.jsonl.gz", "a"]


class Case(NamedTuple):
    """An input: its kind, and its text; bytes stand as Latin-1 in it. `hint` is a content type or a file's name."""

    kind: str
    hint: str
    text: str

    def check(self) -> None:
        """Raises where an invariant is broken."""
        if self.kind == "article":
            check_article(self.text, self.hint, fetched_at="2024-05-04T10:00:00Z")
        elif self.kind == "undated":
            check_article(self.text, self.hint, url="https://example.org/a|b\u202e")
        elif self.kind in PUBLISHED:
            check_article(self.text, self.hint, published_at=self.kind)
        elif self.kind == "decoders":
            check_decoders(self.text.encode("latin-1"))
        elif self.kind == "file":
            check_file(self.hint, self.text.encode("latin-1"))
        else:
            check_tallies(self.text)

    def to_json(self) -> str:
        return json.dumps(self._asdict(), indent=1)


def from_json(text: str) -> Case:
    return Case(**json.loads(text))


def made(random: Random) -> Case:
    """Any input."""
    kind: Callable[[Random], Case] = random.choices([_article, _decoded, _file, _tallies], [12, 4, 2, 1])[0]
    return kind(random)


def _article(random: Random) -> Case:
    kind = random.choice(["article", "undated", *PUBLISHED])
    return Case(kind, *grammar.page(random))


def _decoded(random: Random) -> Case:
    text = grammar.json_text(random, _keys(), _examples())
    return Case("decoders", "", text.encode("utf-8", "surrogatepass").decode("latin-1"))


def _file(random: Random) -> Case:
    encoding = random.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-7", "cp1252", "utf-16-le"])
    text = grammar.page(random)[1] if random.randrange(2) else grammar.json_text(random, _keys(), _examples())
    charset = random.choice(grammar.PIECES["charsets"])
    data = (f"<meta charset='{charset}'>" if random.randrange(2) else "").encode() + text.encode(encoding, "replace")
    if not random.randrange(8):
        data = random.randbytes(random.randrange(200))
    return Case("file", random.choice(FILE_NAMES), data.decode("latin-1"))


def _tallies(random: Random) -> Case:
    return Case("tallies", "", grammar.yaml_text(random))


def _keys() -> list[str]:
    return sorted(
        {field for model in MESSAGES.values() for field in model.model_json_schema(by_alias=True)["properties"]}
    )


def _examples() -> list[str]:
    return [file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.json"))]
