"""What a typed span of a text is."""

from typing import Literal, NamedTuple

from schemas.common import Span
from streams.stages.dates import Expression
from streams.stages.tag.numbers import Number

TokenType = Literal[
    "place",
    "group",
    "target",
    "weapon",
    "defence",
    "fire",
    "intercept",
    "casualty",
    "campaign",
    "date",
    "number",
    "negation",
    "hypothetical",
    "cumulative",
    "claim",
    "report",
    "retaliation",
    "drill",
    "generic",
    "figurative",
    "occasion",
    "force",
    "quality",
    "diplomatic",
    "striker",
    "vessel",
    "role",
    "person",
    "ship",
]
"""What the types and their flags mean; the words stand in lexicon/words.yaml and its neighbours.

- place, group, target: id of the lexicon. A group has the flag `demonym` for "Iraqi", "Kyiv"; a target `composed` where
  it was put together from a nationality and a noun ("American and other foreign soldiers").
- weapon: the id is the class (schemas.common.Weapon); flags munition ("rockets", counted in pieces), plural.
- defence: air defences and aircraft by name, never the weapon of an attack.
- fire: attack words; flags noun, plural, verb, base, s, past, ing, and by kind effect ("hit", "damaged"), launch
  ("fired"), aim ("targeted"), boarding, abduction, vague ("incident"), passive ("came under fire").
- casualty: id killed, injured, casualty or unharmed. cumulative: since, total, raise. occasion: times, once.
- campaign: a named war or wave; `span` is its first day.
- force, diplomatic: nouns for the military ("troops", "base") and embassies; quality: what may stand before them.
- striker: nouns for who attacks. vessel: ship types. role: what a person is.
- person, ship: names that a plug-in tagger has found; the flag of a ship is the class of target that it belongs to.
"""


class Token(NamedTuple):
    """A typed span of a text. `start` and `end` count characters of that text, end excluded.

    `number` is set on numbers and `when` on dates, with `span` its interval where the publication date gives one.
    """

    type: str
    id: str
    start: int
    end: int
    text: str
    flags: frozenset[str] = frozenset()
    number: Number | None = None
    when: Expression | None = None
    span: Span | None = None

    def has(self, flag: str) -> bool:
        """Is the token marked so?"""
        return flag in self.flags


def by_place(token: Token) -> tuple[int, int, str, str]:
    """The order of tokens: by start, the longest first, then by type."""
    return token.start, -token.end, token.type, token.id
