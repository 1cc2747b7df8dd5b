"""Articles with gold, as they stand in the folders beside this file: what a careful reader finds in each."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from schemas import RawArticle

HERE = Path(__file__).parent

PAGES = "pages"
"""The folder of pages, whole as they were fetched."""
DATES = "dates"
"""The folder of phrases that say a date."""


class GoldDates(BaseModel):
    """An interval of days, both ends included."""

    start: dt.date = Field(alias="from")
    end: dt.date = Field(alias="to")


class _Annotation(BaseModel):
    """What a careful reader finds. `alternatives` gives, by field, another value that is as right."""

    model_config = ConfigDict(extra="ignore")

    alternatives: dict[str, Any] = Field(default_factory=dict)

    def allowed(self, name: str) -> list[Any]:
        """The right values of a field."""
        values = [getattr(self, name)]
        if name in self.alternatives:
            told = self.model_dump(by_alias=True) | {name: self.alternatives[name], "alternatives": {}}
            values.append(getattr(type(self).model_validate(told), name))
        return values


class GoldAttack(_Annotation):
    """A single attack that the article tells; the README of the folder says how its fields are to be read."""

    event_key: str
    date: dt.date | GoldDates | None = None
    place: str | None = None
    country: str | None = None
    weapons: tuple[str, ...] = ()
    count: int = 1
    target: str
    actor: str | None = None
    killed: int | None = None
    injured: int | None = None
    status: str = "reported"
    mention: str = "main"
    evidence: str
    also_evidence: tuple[str, ...] = ()
    in_span: bool = True


class GoldTotal(_Annotation):
    """A running total, or a part of one, that the article states. `area` is what it is limited to, beside `regions`."""

    count: int
    qualifier: str = "exactly"
    of: str = "attacks"
    regions: tuple[str, ...] = ()
    area: str | None = None
    since: dt.date | None = None
    since_precision: str | None = None
    as_of: dt.date | None = None
    attributed_to: str | None = None
    feeds_tally: bool = True
    evidence: str


class GoldArticle(BaseModel):
    """An article, or a passage of one, with what is in it."""

    model_config = ConfigDict(extra="ignore")

    id: str
    kind: str = ""
    style: str = ""
    published_at: dt.date | None = None
    outlet: str | None = None
    title: str
    body_paragraphs: tuple[str, ...]
    attacks: tuple[GoldAttack, ...] = ()
    reported_totals: tuple[GoldTotal, ...] = ()

    @property
    def raw(self) -> RawArticle:
        """The article as a producer sends it."""
        return RawArticle(
            id=self.id,
            outlet=self.outlet,
            published_at=self.published_at,
            body="\n\n".join([self.title, *self.body_paragraphs]),
        )


def set_aside(name: str) -> bool:
    """Is what has this id in the third that is scored and never looked at? Decided before anybody tuned."""
    return hashlib.sha256(name.encode()).digest()[0] % 3 == 0


def definitions_of(path: Path) -> Path:
    """The tally and lexicon of a file of articles: beside it, or above where both parts share them."""
    beside = path.with_suffix(".yaml")
    return beside if beside.exists() else path.parent.parent / beside.name


def article_sets() -> list[str]:
    """The folders with articles; those with pages or phrases have a gold of another form."""
    folders = {path.parent.relative_to(HERE) for path in HERE.rglob("*.jsonl")}
    return sorted(str(folder) for folder in folders if folder.parts[0] not in (PAGES, DATES))


def subjects(folder: str) -> list[Path]:
    """The files of articles in a folder, one for each subject."""
    return sorted((HERE / folder).glob("*.jsonl"))


def read(path: Path) -> Iterator[GoldArticle]:
    """The articles of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield GoldArticle.model_validate(json.loads(line))
