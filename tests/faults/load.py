"""What a fault run pushes: pages with attacks and totals, their versions, repeats, another order, bad records."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from schemas import RawArticle
from streams.stages.clean import page_key

BEGINNING = datetime(2024, 9, 1, tzinfo=UTC)
"""Time of the first record; each later version of a page has a later time, whatever order they are sent in."""

MAX_BODY = 60_000
"""Characters: small, so that a body that is too large costs nothing."""

BASES = (
    "the Ain al-Asad air base in Iraq",
    "the Harir air base in Iraq",
    "the Shaddadi base in Syria",
    "the al-Tanf garrison in Syria",
    "the Conoco gas field in Syria",
    "Tower 22 in Jordan",
    "the Green Village base in Syria",
)
OPENINGS = (
    "{count} rockets were fired at {base}, where US troops are based, on {day}",
    "{count} drones were launched against US forces at {base} on {day}",
    "US forces at {base} came under attack by {count} drones on {day}",
    "A one-way attack drone was shot down as it approached US troops at {base} on {day}",
    "Mortar rounds hit {base}, which hosts coalition troops, on {day}",
)
HARM = ("", " {hurt} US service members were injured.", " Nobody was hurt.")
SHIPS = ("tanker", "bulk carrier", "container ship", "merchant ship")
NAMES = ("Morning Tide", "Olive Branch", "Northern Crane", "Amber Coast", "Silver Heron", "Pelican Sound")
WATERS = ("southern Red Sea", "Gulf of Aden")
TOTALS = (
    "US and coalition forces in Iraq and Syria have been attacked at least {total} times since 17 October 2023, "
    "a US defence official said on {day}",
    "The Pentagon said on {day} that there had been {total} attacks on US forces in Iraq and Syria "
    "since 17 October 2023",
)
QUIET = (
    "The town council voted to mend the old bridge, which has been closed to lorries since the flood in spring",
    "The football season opens on Saturday with a match between the two oldest clubs of the harbour",
)
OUTLETS = ("Harbour Courier", "Gulf Gazette", "Northern Wire", "Capital Digest")
NUMBERS = ("Two", "Three", "Four", "Five", "Six")


@dataclass(frozen=True)
class Record:
    """A record for articles-raw as a producer sends it; `timestamp` in milliseconds since 1970."""

    key: bytes | None
    value: bytes | None
    timestamp: int


@dataclass(frozen=True)
class Shape:
    """How a load is made. `repeats`: share that is sent again; `disorder`: how many places a record may move."""

    pages: int = 160
    repeats: float = 0.1
    disorder: int = 12
    versions: float = 0.35
    bad: float = 0.02


@dataclass
class _Page:
    """What a page says now; each change makes a newer version."""

    key: str
    outlet: str
    published: date
    stories: list[str]
    dated: bool
    html: bool


def load(seed: int, shape: Shape) -> list[Record]:
    """All records of a run in the order in which they are sent. The same seed and shape give the same."""
    chance = Random(f"load {seed}")
    writer = _Writer(chance)
    records: list[Record] = []
    pages: list[_Page] = []
    for _ in range(shape.pages):
        if pages and chance.random() < shape.versions:
            page = chance.choice(pages)
            writer.change(page)
        else:
            page = writer.page(len(pages))
            pages.append(page)
        records.append(writer.record(page, len(records)))
        if chance.random() < shape.bad or len(records) == shape.pages // 3:
            records.append(writer.bad(len(records)))
    return list(_disordered(_repeated(records, shape, chance), shape, chance))


def _repeated(records: Sequence[Record], shape: Shape, chance: Random) -> list[Record]:
    """The records, some of them sent again somewhere later."""
    again = [one for one in records if chance.random() < shape.repeats]
    mixed = list(records)
    for one in again:
        mixed.insert(chance.randrange(records.index(one), len(mixed) + 1), one)
    return mixed


def _disordered(records: Sequence[Record], shape: Shape, chance: Random) -> Iterator[Record]:
    """The records, each moved by up to `disorder` places."""
    places = [(number + chance.uniform(0, shape.disorder), number) for number in range(len(records))]
    return (records[number] for _, number in sorted(places))


@dataclass
class _Writer:
    chance: Random
    day: date = field(default=date(2023, 11, 20))
    total: int = 20

    def page(self, number: int) -> _Page:
        """A new page with one to three stories."""
        stories = [self.story() for _ in range(self.chance.choice((1, 1, 2, 3)))]
        return _Page(
            key=f"https://outlet{number % 7}.example/{number}",
            outlet=self.chance.choice(OUTLETS),
            published=self.day + timedelta(days=1),
            stories=stories,
            # Both kinds of version: by the time of fetching and, where that is not said, of the record.
            dated=self.chance.random() < 0.5,
            html=self.chance.random() < 0.3,
        )

    def change(self, page: _Page) -> None:
        """Other text: a story replaced, withdrawn or added."""
        what = self.chance.random()
        if what < 0.25 and len(page.stories) > 1:
            page.stories.pop(self.chance.randrange(len(page.stories)))
        elif what < 0.5 and len(page.stories) < 4:
            page.stories.append(self.story())
        else:
            page.stories[self.chance.randrange(len(page.stories))] = self.story()

    def story(self) -> str:
        """A headline and two paragraphs: an attack, a total, or nothing that counts."""
        self.day += timedelta(days=self.chance.choice((0, 0, 0, 1)))
        kind = self.chance.random()
        if kind < 0.6:
            head, text = "Base comes under fire", self._attack()
        elif kind < 0.75:
            head, text = "Ship struck off Yemen", self._ship()
        elif kind < 0.9:
            head, text = "Count of attacks", self._total()
        else:
            head, text = "News of the town", self.chance.choice(QUIET) + "."
        tail = f"The report, number {self.chance.randrange(10**6)}, could not be checked at once."
        return f"{head} {self.chance.randrange(1000)}\n\n{text}\n\n{tail}"

    def _told_day(self) -> str:
        day = self.day - timedelta(days=self.chance.choice((0, 0, 1)))
        return f"{day:%A}, {day.day} {day:%B %Y}"

    def _attack(self) -> str:
        opening = self.chance.choice(OPENINGS).format(
            count=self.chance.choice(NUMBERS), base=self.chance.choice(BASES), day=self._told_day()
        )
        harm = self.chance.choice(HARM).format(hurt=self.chance.choice(NUMBERS))
        return f"{opening}, a US official said.{harm}"

    def _ship(self) -> str:
        ship, water = self.chance.choice(SHIPS), self.chance.choice(WATERS)
        name = self.chance.choice(NAMES)
        return f"A Houthi missile struck the {ship} {name} in the {water} on {self._told_day()}, its owner said."

    def _total(self) -> str:
        # Mostly growing, now and then lower than before: a correction.
        self.total = max(10, self.total + self.chance.choice((1, 1, 2, 3, -2)))
        return self.chance.choice(TOTALS).format(total=self.total, day=self._told_day()) + "."

    def record(self, page: _Page, number: int) -> Record:
        """The page as it stands now, as a record."""
        moment = BEGINNING + timedelta(seconds=number)
        body = "\n\n\n".join(page.stories)
        if page.html:
            body = _as_html(page.stories)
        article = RawArticle(
            url=page.key,
            outlet=page.outlet,
            published_at=page.published,
            fetched_at=moment if page.dated else None,
            content_type="text/html" if page.html else "text/plain",
            body=body,
        )
        return Record(page_key(article).encode(), article.to_json(), int(moment.timestamp() * 1000))

    def bad(self, number: int) -> Record:
        """A record that has to be refused."""
        wrong = self.chance.choice(
            (
                b'{"body": "a page that ends in the mid' + str(number).encode(),
                b'{"body": "caf\xe9 in town ' + str(number).encode() + b'"}',
                json.dumps({"id": f"bad-{number}"}).encode(),
                json.dumps({"id": f"bad-{number}", "body": ""}).encode(),
                json.dumps({"id": f"bad-{number}", "body": f"{number} / {number}"}).encode(),
                json.dumps({"id": f"bad-{number}", "body": "Text.", "published_at": "9999-01-01"}).encode(),
                json.dumps({"id": f"bad-{number}", "body": f"word {number} " * (MAX_BODY // 6)}).encode(),
                json.dumps([number]).encode(),
                None,
            )
        )
        moment = BEGINNING + timedelta(seconds=number)
        return Record(f"bad-{number}".encode(), wrong, int(moment.timestamp() * 1000))


def _as_html(stories: Sequence[str]) -> str:
    parts = []
    for story in stories:
        head, *texts = story.split("\n\n")
        parts.append(f"<article><h2>{head}</h2>" + "".join(f"<p>{text}</p>" for text in texts) + "</article>")
    return f"<html><body><main>{''.join(parts)}</main></body></html>"
