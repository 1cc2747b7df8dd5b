"""Stories in two words: the facts that the tests of the tally stage are made of."""

from typing import Any

from streams.stages.lexicon import Lexicon, load_lexicon
from streams.stages.tally import ArticleFacts
from streams.stages.tally.definitions import TallyDefinition

LEXICON: Lexicon = load_lexicon()


def attack(day: Any = None, place: str | None = None, *, basis: str | None = None, **told: Any) -> dict[str, Any]:
    """An attack as a story tells it; its evidence is made from what it says."""
    known = LEXICON.places.get(place) if place else None
    target = told.pop("target", "us-forces")
    fields: dict[str, Any] = {
        "date": day,
        "date_basis": basis or ("explicit" if day else "none"),
        "place": {"id": place, "name": known.name if known else place} if place else None,
        "country": told.pop("country", known.country if known else None),
        "target": {"id": target, "text": target},
        **told,
    }
    words = f"{day} {place} {sorted(told.items(), key=repr)}"
    return {"evidence": {"text": words, "start": 0, "end": len(words)}, **fields}


def total(count: int, **told: Any) -> dict[str, Any]:
    """A running total of attacks on US forces in Iraq and Syria."""
    words = f"{count} {sorted(told.items(), key=repr)}"
    fields = {"target": "us-forces", "countries": ["IQ", "SY"], "since": "2023-10-17", "since_precision": "day"}
    return {"count": count, "evidence": {"text": words, "start": 0, "end": len(words)}, **fields, **told}


def story(name: str, *attacks: dict[str, Any], published: str | None = "2023-11-10", **more: Any) -> ArticleFacts:
    """What the story `name` says; by default it stands on a page of its own, in its first version."""
    fields = {
        "article_id": name,
        "page_id": f"page-{name}",
        "version": "1",
        "outlet": f"Outlet of {name}",
        "published": {"from": published, "to": published},
        "published_basis": "field" if published else "none",
        "attacks": attacks,
    }
    return ArticleFacts.model_validate({**fields, **more})


def definition(**changes: Any) -> TallyDefinition:
    """The built-in tally, changed."""
    fields = {"id": "t", "since": "2023-10-17", "targets": ["us-forces"], "countries": ["IQ", "SY", "JO"]}
    return TallyDefinition.model_validate({**fields, **changes})
