"""A long history of attacks as facts: a hundred stories a day that tell of a few places over and over."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from streams.stages.tally import ArticleFacts

FIRST = date(2015, 1, 1)
_PLACES = {
    "ain-al-asad": "IQ", "harir": "IQ", "erbil": "IQ", "baghdad": "IQ", "habbaniyah": "IQ", "balad": "IQ",
    "taji": "IQ", "anbar": "IQ", "mosul": "IQ", "al-tanf": "SY", "green-village": "SY", "al-shaddadi": "SY",
    "kharab-rashk": "SY", "some-outpost": "SY", "tower-22": "JO",
}  # fmt: skip
_WEAPONS = (["drone"], ["rocket"], ["drone", "rocket"], ["missile"], [])


def stories_of_day(number: int, count: int = 100) -> Iterator[ArticleFacts]:
    """The facts of the stories of one day of the history: the same for the same numbers.

    Of their attacks 70 % have a named day, 15 % a soft one, 10 % none (a third of these only a day since when), and
    5 % are statements about a day.
    """
    today = FIRST + timedelta(days=number)
    for story in range(count):
        choice = Random(number * 10_007 + story)
        name = f"{number}-{story}"
        attacks = [_attack(choice, today, name, index) for index in range(choice.choice((1, 1, 1, 1, 2)))]
        yield ArticleFacts.model_validate(
            {
                "article_id": name,
                "page_id": f"https://news.example/{name}",
                "version": "1",
                "url": f"https://news.example/{name}",
                "outlet": f"Outlet {choice.randrange(40)}",
                "title": f"The news of {today} in story {story}",
                "published": {"from": today, "to": today},
                "published_basis": "field",
                "attacks": attacks,
                "totals": _totals(choice, today, number) if choice.random() < 0.03 else [],
            }
        )


def _attack(choice: Random, today: date, name: str, index: int) -> dict[str, Any]:
    day = today - timedelta(days=choice.choice((0, 1, 1, 2)))
    event = _event(day, choice)
    kind = choice.random()
    told: dict[str, Any] = {"date": day.isoformat(), "date_basis": "explicit"}
    if kind < 0.05:
        event = {"countries": choice.choice((["IQ"], ["IQ", "SY"])), "place": None, "country": None, "weapons": []}
        told |= {"statement": "day", "count": choice.randrange(2, 12)}
    elif kind < 0.10:
        told |= {"date": today.isoformat(), "date_basis": "reported"}
    elif kind < 0.20:
        told |= {"date": {"from": (day - timedelta(days=2)).isoformat(), "to": day.isoformat()}}
        told |= {"date_basis": "relative"}
    elif kind < 0.27:
        told |= {"date": None, "date_basis": "none"}
    elif kind < 0.30:
        told |= {"date": {"from": FIRST.isoformat(), "to": today.isoformat()}, "date_basis": "campaign"}
    quote = {"text": f"An attack told by {name}, number {index}", "start": 100 * index, "end": 100 * index + 40}
    return {"target": {"id": "us-forces", "text": "US troops"}, "evidence": quote, **event, **told}


def _event(day: date, choice: Random) -> dict[str, Any]:
    """One of the attacks that there were on that day, as a story may tell it."""
    there = Random(day.toordinal())
    places = there.sample(sorted(_PLACES), there.randrange(2, 9))
    place = choice.choice(places)
    of_place = Random(f"{day} {place}")
    weapons, killed, munitions = of_place.choice(_WEAPONS), of_place.choice((None, 0, 1, 2)), of_place.randrange(1, 6)
    return {
        "place": {"id": place, "name": place},
        "country": _PLACES[place],
        "weapons": weapons,
        "killed": killed if choice.random() < 0.5 else None,
        "munitions": munitions if choice.random() < 0.3 else None,
        "status": "reported",
    }


def _totals(choice: Random, today: date, number: int) -> list[dict[str, Any]]:
    quote = {"text": f"{5 * number} attacks since {FIRST}", "start": 900, "end": 930}
    total = {"count": 5 * number + choice.randrange(5), "target": "us-forces", "evidence": quote}
    return [{**total, "since": FIRST.isoformat(), "since_precision": "day", "as_of": today.isoformat()}]
