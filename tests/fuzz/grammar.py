"""News that nobody would print: sentences of our own word lists, with everything in them that readers stumble over.

One `random.Random` decides all, so a seed is an input; hypothesis brings its own, which it can shrink.
"""

import re
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from streams.stages.lexicon.wordlists import word_list
from streams.stages.tally import load_default_definitions

Body = tuple[str, str]
"""Content type and body."""

PIECES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "pieces.yaml").read_text(encoding="utf-8"))
LONG_NUMBERS = ["7" * 5000, "1," + "000," * 1500 + "000"]
DEEP = ["[" * 300 + "]" * 300, '{"a":' * 300 + "1" + "}" * 300]
YAML_BASE = "tallies:\n  - id: a\n    since: 2023-10-17\n    targets: [us-forces]\n"
_UNSEEN = ("control", "invisible", "odd")
LISTS = ("numbers", "name_neighbours", "place_cues", "sentences", "dates", "totals", "grammar", "weapons", "words")


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """What the lexicon and the word lists know, by role."""
    lexicon = load_default_definitions().lexicon
    fire = [form for row in word_list("words")["fire"] for form in _forms(row)]
    places = sorted(
        place.name for place in lexicon.places.values() if place.kind in ("country", "site", "airport", "base")
    )
    cities = sorted(place.name for place in lexicon.places.values() if place.kind == "city")[::400]
    groups = sorted(alias for group in lexicon.groups.values() for alias in group.aliases)
    targets = sorted(term for target in lexicon.targets.values() for term in target.terms)
    listed: list[str] = []
    for name in (
        "numbers",
        "name_neighbours",
        "place_cues",
        "sentences",
        "dates",
        "totals",
        "grammar",
        "weapons",
        "words",
    ):
        _gather(word_list(name), listed)
    return {
        "fire": fire,
        "places": places + cities,
        "groups": groups,
        "targets": targets,
        "listed": sorted(set(listed)),
    }


def _forms(row: dict[str, Any]) -> list[str]:
    return [*row.get("nouns", ()), *row.get("verbs", ()), *row.get("forms", ()), *row.get("words", ())]


def _gather(value: object, found: list[str]) -> None:
    if isinstance(value, str) and len(value) > 1:
        found.append(value)
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _gather(one, found)


def sentence(random: Random) -> str:
    """One sentence, now and then damaged."""
    text = re.sub(r"\{(\w+)\}", lambda part: _part(part[1], random), random.choice(PIECES["frames"]))
    return damaged(random, text)


def _part(name: str, random: Random) -> str:
    """What stands for a letter of a frame."""
    known, pick = words(), random.choice
    if name == "N":
        return _part("n", random).capitalize()
    if name == "n" and not random.randrange(40):
        return pick(LONG_NUMBERS)
    if name == "p":
        return pick(["in ", "at ", "near ", "north of "]) + pick(known["places"])
    ours = {
        "s": [PIECES["subjects"], known["groups"]],
        "v": [PIECES["verbs"], known["fire"]],
        "t": [["US troops", "US forces", "American soldiers", "the base"], known["targets"], known["places"]],
        "p2": [known["places"]],
        "x": [["Abu Xyz", "Al-Yza", "Tall Zab", "X", "the", "Iraq"]],
        "d": [PIECES["dates"]],
        "n": [PIECES["numbers"]],
        "w": [["drones", "rockets", "ballistic missiles", "mortar shells", "jets", "people", "attacks"]],
        "c": [["killing two", "wounding nobody", "which caused no casualties", "killing 3 soldiers and a medic"]],
        "q": [PIECES["speakers"]],
    }
    return pick(pick(ours[name]))


def damaged(random: Random, text: str) -> str:
    """The text as it is, mostly; else with something odd in it."""
    how = random.randrange(40)
    at = random.randrange(len(text) + 1)
    if how < 4:
        return text[:at] + random.choice(PIECES[_UNSEEN[how % 3]]) + text[at:]
    if how == 4:
        return text[at:]
    if how == 5:
        return text.upper()
    if how == 6:
        return " ".join(random.choice(words()["listed"]) for _ in range(random.randrange(1, 30)))
    if how == 7:
        return text.replace(" ", random.choice(["\u00a0", "  ", "\n", "\t", "\u200b ", "-"]))
    if how == 8:
        return text[:at] + random.choice(words()["listed"]) + text[at:]
    if how == 9:
        return (text + " ") * random.randrange(2, 6)
    if how == 10:
        return text.rstrip(".") + " " + random.choice(["and ", "but ", "; ", ", "]) + sentence(random)
    return text


def text_page(random: Random) -> str:
    """A page of plain text."""
    parts: list[str] = []
    for _ in range(random.randrange(1, 9)):
        kind = random.randrange(12)
        if kind == 0:
            parts.append(_piece(random, "lines"))
        elif kind == 1:
            parts.append("".join(_piece(random, random.choice(_UNSEEN)) for _ in range(random.randrange(1, 9))))
        elif kind == 2:
            parts.append(sentence(random).rstrip(".").title())
        else:
            parts.append(_prose(random))
        parts.append(random.choice(["\n\n", "\n\n", "\n", _piece(random, "gaps")]))
    return "".join(parts)


def html_page(random: Random) -> str:
    """A page of HTML, or of what is left of it."""
    parts: list[str] = []
    for _ in range(random.randrange(1, 12)):
        kind = random.randrange(8)
        if kind == 0:
            parts.append("".join(_piece(random, "tags") for _ in range(random.randrange(1, 6))))
        elif kind == 1:
            parts.append(_piece(random, "tags") + _piece(random, "lines"))
        elif kind == 2:
            parts.append(f"<h2>{sentence(random).rstrip('.').title()}</h2>")
        elif kind == 3:
            cells = "<td>".join(sentence(random) for _ in range(random.randrange(1, 4)))
            parts.append(f"<table><tr><td>{_piece(random, 'dates')}<td>{cells}")
        else:
            inner = _prose(random)
            at = random.randrange(len(inner) + 1)
            tag = "" if random.randrange(4) else _piece(random, "tags")
            parts.append(f"<p>{inner[:at]}{tag}{inner[at:]}</p>")
    return "".join(parts)


def _prose(random: Random) -> str:
    return " ".join(sentence(random) for _ in range(random.randrange(1, 5)))


def _piece(random: Random, role: str) -> str:
    return random.choice(PIECES[role])


def page(random: Random) -> Body:
    """A page of either kind."""
    if random.randrange(3):
        return "text/plain", text_page(random)
    return "text/html", html_page(random)


def json_text(random: Random, keys: list[str], examples: list[str]) -> str:
    """A message that is nearly right: an example with values and pieces put in its place."""
    if random.randrange(4) and examples:
        text = random.choice(examples)
        for _ in range(random.randrange(1, 4)):
            at = random.randrange(len(text) + 1)
            end = min(len(text), at + random.randrange(12))
            key = f'"{random.choice(keys)}": {_value(random)}, '
            text = text[:at] + random.choice(["", _value(random), _piece(random, "odd"), key]) + text[end:]
        return text
    fields = [f'"{random.choice(keys)}": {_value(random)}' for _ in range(random.randrange(1, 8))]
    return "{" + ", ".join(fields) + "}"


def _value(random: Random) -> str:
    return random.choice([*PIECES["values"], *DEEP])


def yaml_text(random: Random) -> str:
    """A tallies file, nearly."""
    text = random.choice([YAML_BASE, ""])
    for _ in range(random.randrange(1, 8)):
        at = random.choice([len(text), random.randrange(len(text) + 1)])
        text = text[:at] + random.choice([*PIECES["yaml_pieces"], *DEEP]) + text[at:]
    return text
