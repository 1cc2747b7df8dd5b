"""Attack-telling stories without end: what a busy war sends to one tally, day after day."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from schemas import Attack, Evidence, PlaceRef, ReportedTotal, Span, TargetRef
from streams.stages.tally import ArticleFacts

FIRST = date(2023, 10, 18)
A_DAY = 100
"""Stories a day: as many as tell of a war that all agencies report on."""

BASES = {
    "ain-al-asad": "IQ",
    "harir": "IQ",
    "erbil-airport": "IQ",
    "baghdad-airport": "IQ",
    "al-tanf": "SY",
    "green-village": "SY",
    "shaddadi": "SY",
    "conoco": "SY",
    "tower-22": "JO",
}
OUTPOSTS = 31
WEAPONS = ("drone", "rocket", "missile", "mortar")


def attack_stories(count: int, seed: int = 1, apart: bool = False) -> Iterator[ArticleFacts]:
    """`count` stories, `A_DAY` each day from `FIRST` on, the same for the same seed.

    Most tell one attack of their day or of the day before; some tell two, a night told as two days, one without a day,
    or count the attacks of the day. One in ten states the total of that day, one in a hundred without its since-date.
    `apart`: each tells of one attack at a place of its own, so there are as many incidents as stories.
    """
    choose = random.Random(seed)
    for number in range(count):
        day = FIRST + timedelta(days=number // A_DAY)
        told = [_attack(day, choose, number, nth) for nth in range(_how_many(choose))]
        if apart:
            place = PlaceRef(id=f"outpost-{number % A_DAY}", name=f"Outpost {number % A_DAY}")
            own = {
                "date": day,
                "date_basis": "explicit",
                "place": place,
                "country": "IQ",
                "statement": "event",
                "count": 1,
            }
            told = [told[0].model_copy(update=own)]
        page = f"https://outlet-{number % 40}.example/world/{day}/attack-on-base-{number}"
        yield ArticleFacts(
            article_id=f"{number:07d}-{choose.getrandbits(64):016x}",
            page_id=page,
            version=f"{day}T12:00:00+00:00",
            url=page,
            outlet=f"Outlet {number % 40}",
            title=f"Base with US troops comes under fire again on {day:%A}, officials say",
            published=Span(start=day, end=day),
            published_basis="field",
            attacks=tuple(told),
            totals=(_total(day, choose),) if choose.random() < 0.1 else (),
        )


def _how_many(choose: random.Random) -> int:
    return 2 if choose.random() < 0.1 else 1


def _attack(day: date, choose: random.Random, number: int, nth: int) -> Attack:
    kind = choose.random()
    place, country = _place(choose)
    day -= timedelta(days=choose.random() < 0.3)
    words = f"Several projectiles were fired at {place} on {day:%A}, an official told reporters ({number})."
    told: dict[str, object] = {"date": day, "date_basis": "weekday"}
    if kind < 0.05:
        told = {"date": Span(start=day - timedelta(days=1), end=day), "date_basis": "relative"}
    elif kind < 0.08:
        told = {"date": None, "date_basis": "none"}
    elif kind < 0.1:
        told |= {"statement": "day", "count": choose.randint(2, 4)}
    return Attack.model_validate(
        {
            **told,
            "place": PlaceRef(id=place, name=place.replace("-", " ").title()),
            "country": country,
            "weapons": (choose.choice(WEAPONS),),
            "target": TargetRef(id="us-forces", text="US troops"),
            "actor": "islamic-resistance-in-iraq" if choose.random() < 0.5 else None,
            "injured": choose.choice((None, None, 0, 1, 2)),
            "evidence": Evidence(text=words, start=200 + 150 * nth, end=200 + 150 * nth + len(words)),
        }
    )


def _place(choose: random.Random) -> tuple[str, str]:
    if choose.random() < 0.6:
        return choose.choice(list(BASES.items()))
    return f"outpost-{choose.randrange(OUTPOSTS)}", choose.choice(("IQ", "SY"))


def _total(day: date, choose: random.Random) -> ReportedTotal:
    count = 2 * ((day - FIRST).days + 1)
    words = f"US forces have been attacked at least {count} times since 17 October, a US official said."
    return ReportedTotal(
        count=count,
        qualifier=choose.choice(("at_least", "more_than", "exactly")),
        target="us-forces",
        countries=("IQ", "SY"),
        since=FIRST - timedelta(days=1) if choose.random() < 0.9 else None,
        since_precision="day",
        as_of=day,
        attributed_to="a US official",
        evidence=Evidence(text=words, start=900, end=900 + len(words)),
    )
