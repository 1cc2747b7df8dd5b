"""How dates are read: `python -m tests.eval.phrases [--write] [--misses]`.

The phrases of `dates/`, each held against the days that a careful reader takes it for. Misses are shown of development
phrases only.
"""

import argparse
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from schemas import Article, RawArticle, Span
from streams.offline import stories
from streams.stages.dates import is_bare, resolve
from streams.stages.lexicon import Lexicon, load_lexicon
from streams.stages.tag.attacks.reading import lines_of
from streams.stages.tag.prose import Prose, read_prose
from streams.stages.tag.tokens import Token
from tests.eval.gold import HERE

DATES = HERE / "dates"
FIGURES = DATES / "figures.json"
PARTS = ("development", "set_aside")

TITLE = "News of the day"
END = "Officials gave no further details, and nobody could be reached for comment by those who asked."
"""With a headline and a last paragraph the text is a story, and no line of something else."""
LARGEST = 10_000

ROLES = {"event": "event", "reporting": "report", "since": "since", "window": "window", "as_of": "until"}
"""Roles of the gold that the reader of attacks tells apart, and its words for them."""

_MARKED = re.compile(r"(.*)\[\[(.+?)\]\](.*)", re.DOTALL)


class Phrase(BaseModel):
    """Words that may be a date, in their context; the README of the folder says how the fields are to be read."""

    id: str
    published: dt.date | None
    text: str
    within: tuple[dt.date, dt.date] | None
    holds: tuple[dt.date, dt.date] | None
    role: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the words, they themselves, and what stands behind them."""
        marked = _MARKED.fullmatch(self.text)
        assert marked, self.id
        return marked[1], marked[2], marked[3]


@dataclass(frozen=True)
class Read:
    """What was made of a phrase: its days, if any, its roles, and whether both are right."""

    phrase: Phrase
    days: Span | None
    roles: tuple[str, ...]
    found: bool

    @property
    def right(self) -> bool:
        """Are its days right, or is it rightly no date?"""
        if self.phrase.role == "none":
            return not self.found
        if self.phrase.within is None:
            return self.days is None
        if self.days is None or not self.days.within(*self.phrase.within):
            return False
        first, last = self.phrase.holds or (self.days.start, self.days.end)
        return self.days.start <= first and last <= self.days.end  # type: ignore[operator]

    @property
    def role_right(self) -> bool | None:
        """Is it taken for what it is? None where that is not told apart, or nothing was found."""
        wanted = ROLES.get(self.phrase.role)
        return wanted in self.roles if wanted and self.roles else None


def phrases(path: Path) -> Iterator[Phrase]:
    """The phrases of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Phrase.model_validate(json.loads(line))


def read_phrase(phrase: Phrase, lexicon: Lexicon) -> Read:
    """Read the story that the phrase stands in, as the stages read it, and see what was made of the phrase."""
    before, words, behind = phrase.parts
    body = f"{TITLE}\n\n{before}{words}{behind}\n\n{END}"
    start = len(TITLE) + 2 + len(before)
    raw = RawArticle(id=phrase.id, published_at=phrase.published, body=body)
    days: list[Span] = []
    roles: list[str] = []
    found = False
    for story in stories([raw], lexicon, LARGEST, _refused):
        prose = read_prose(story, lexicon)
        for piece in prose:
            for token, span in _dates(piece, story):
                if token.end + piece.passage.start > start and token.start + piece.passage.start < start + len(words):
                    found = True
                    days += [span] if span else []
        roles += _roles(prose, start, start + len(words))
    return Read(phrase, _hull(days), tuple(roles), found)


def _dates(piece: Prose, story: Article) -> Iterator[tuple[Token, Span | None]]:
    """The dates of a passage; one that counts from another counts from the last one told before it."""
    context: Span | None = None
    for token in piece.tokens:
        if token.type not in ("date", "campaign"):
            continue
        span = token.span
        if token.when and context and (span is None or is_bare(token.when.when)):
            span = resolve(token.when.when, span or story.published, context) or span
        yield token, span
        context = span if span and span.start and span.end else context


def _roles(prose: Sequence[Prose], start: int, end: int) -> Iterator[str]:
    for line in lines_of(tuple(prose)):
        for day in line.days:
            first, last = line.words[day.first].start, line.words[day.last - 1].end
            if last + line.passage.start > start and first + line.passage.start < end:
                yield day.role


def _hull(days: Sequence[Span]) -> Span | None:
    closed = [(span.start, span.end) for span in days if span.start and span.end]
    return Span(start=min(one for one, _ in closed), end=max(one for _, one in closed)) if closed else None


def _refused(*args: object) -> None:
    raise AssertionError(f"a phrase was refused: {args}")


def phrases_of(part: str) -> list[Phrase]:
    """Those of a part, development or set_aside."""
    return list(phrases(DATES / part / "phrases.jsonl"))


def figures(reads: Sequence[Read]) -> dict[str, float]:
    """Shares that are right: of all phrases, with and without a publication date, by role, and of the roles found."""
    parts: dict[str, list[Read]] = {"all": list(reads)}
    for one in reads:
        for name in ("published" if one.phrase.published else "not published", f"role {one.phrase.role}"):
            parts.setdefault(name, []).append(one)
    found = {name: _share(one.right for one in some) for name, some in parts.items()}
    return found | {"roles told apart": _share(one.role_right for one in reads if one.role_right is not None)}


def _share(right: Iterable[bool | None]) -> float:
    told = list(right)
    return round(sum(map(bool, told)) / len(told), 4) if told else 1.0


def main() -> None:
    """Print the figures of both parts."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.phrases", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the figures that a test holds it to")
    parser.add_argument("--misses", action="store_true", help="show the development phrases that are read wrong")
    options = parser.parse_args()
    lexicon = load_lexicon()
    reads = {part: [read_phrase(one, lexicon) for one in phrases_of(part)] for part in PARTS}
    found = {part: figures(some) for part, some in reads.items()}
    print(json.dumps(found, indent=1))
    if options.write:
        FIGURES.write_text(json.dumps(found, indent=1) + "\n")
    for one in reads["development"] if options.misses else ():
        if not one.right:
            days = f"{one.days.start} to {one.days.end}" if one.days else "no days"
            print(f"{one.phrase.id} ({one.phrase.published}): {days}: {one.phrase.text}")


if __name__ == "__main__":
    main()
