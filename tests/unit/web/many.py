"""Some months of made-up articles about attacks, as several outlets would write them; the same at each run."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from schemas import RawArticle

FIRST = date(2023, 10, 18)
PLACES = (
    ("the Ain al-Asad air base", "western Iraq", 34),
    ("the Erbil air base", "northern Iraq", 20),
    ("the al-Harir air base", "northern Iraq", 8),
    ("the al-Tanf garrison", "southeastern Syria", 17),
    ("the Conoco gas field", "eastern Syria", 14),
    ("the al-Omar oil field", "eastern Syria", 18),
    ("al-Shaddadi", "northeastern Syria", 11),
    ("Kharab al-Jir", "northeastern Syria", 9),
)
OUTLETS = (
    ("Crescent Wire", "crescentwire.example"),
    ("Gulf Courier", "gulf-courier.example"),
    ("Capital Ledger", "capitalledger.example"),
    ("Northern Post", "northernpost.example"),
    ("Euphrates Daily", "euphratesdaily.example"),
)
WEAPONS = ("a one-way attack drone", "a salvo of rockets", "two drones", "a ballistic missile", "mortar rounds")
TELLINGS = (
    "US forces at {place} in {region} were attacked with {weapon} on {weekday}, a US defense official said.",
    "US troops at {place} in {region} came under attack by {weapon} on {weekday}, according to two security sources.",
    "On {weekday} {weapon} hit {place} in {region}, where US troops are stationed. Two of them were hurt.",
)
CLAIM = (
    "The Islamic Resistance in Iraq said it had attacked US forces at {place} in {region} with {weapon} on {weekday}."
)
TOTALS = {
    7: "at least 13",
    21: "at least 40",
    35: "66",
    51: "at least 78",
    64: "more than 100",
    80: "at least 118",
    93: "140",
    98: "at least 151",
}


def many_articles(days: int = 105, seed: int = 7) -> Iterator[RawArticle]:
    """An article or more for most days: each attack by one to three outlets, and the totals that officials state."""
    random = Random(seed)
    for number in range(days):
        day = FIRST + timedelta(number)
        for place in _struck(random):
            weapon = random.choices(WEAPONS, [6, 4, 3, 1, 1])[0]
            claimed = random.random() < 0.08
            for outlet in random.sample(OUTLETS, 1 if claimed else random.choice([1, 1, 2, 3])):
                yield _article(random, day, place, weapon, outlet, claimed)
        if number in TOTALS:
            yield _total(day, TOTALS[number])


def _struck(random: Random) -> list[tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for place, region, _ in random.choices(PLACES, [one[-1] for one in PLACES], k=random.choice([0, 1, 1, 2, 2])):
        found[place] = (place, region)
    return list(found.values())


def _article(
    random: Random, day: date, place: tuple[str, str], weapon: str, outlet: tuple[str, str], claimed: bool
) -> RawArticle:
    telling = CLAIM if claimed else random.choice(TELLINGS)
    words = telling.format(place=place[0], region=place[1], weapon=weapon, weekday=f"{day:%A}")
    title = f"{'Group claims attack on' if claimed else 'US troops under fire at'} {place[0].removeprefix('the ')}"
    body = f"{title}\n\n{words}\n\nNobody spoke of other rules for the mission, and the base kept working."
    return _published(day + timedelta(1), outlet, title, body)


def _total(day: date, total: str) -> RawArticle:
    title = "Pentagon gives a new count of attacks"
    body = (
        f"{title}\n\nAmerican troops in Iraq and Syria have been attacked {total} times since October 17, "
        "a US defense official said.\n\nThe official did not speak of single cases."
    )
    return _published(day + timedelta(1), OUTLETS[0], title, body)


def _published(day: date, outlet: tuple[str, str], title: str, body: str) -> RawArticle:
    name, host = outlet
    slug = f"{title.lower().replace(' ', '-')}-{abs(hash_of(body))}"
    return RawArticle(url=f"https://{host}/{day:%Y/%m/%d}/{slug}", outlet=name, published_at=day, body=body)


def hash_of(text: str) -> int:
    """A number for a text, the same in every process."""
    return sum(ord(one) * (at % 97 + 1) for at, one in enumerate(text)) % 100_000
