"""What a plug-in tagger is made of: all that its author imports, beside `Article`.

    class Tagger:
        name, version = "villages", "3"

        def annotate(self, article: Article) -> Iterable[Mention]:
            for passage in passages_of(article):
                for start, end in my_villages(passage.text):
                    yield Mention.at(passage, start, end, "place", country="NG")

docs/taggers.md says how to install one and what becomes of its mentions.
"""

from collections.abc import Iterable
from typing import Any, Protocol, Self, get_args

from schemas.article import Article
from schemas.common import Message, Passage, Weapon

MENTION_TYPES = ("place", "group", "target", "weapon", "person", "vessel")
WEAPONS = tuple(one for one in get_args(Weapon) if one != "unknown")


class Mention(Message):
    """Something that a story names, as a plug-in has found it.

    `type` is one of MENTION_TYPES. `start`, `end` and `text` are those of an `Evidence`: characters of the raw body and
    the cleaned words that stand there; `at` makes them from offsets in a passage. `id` is one of the lexicon, or the
    plug-in's own (small letters, digits, hyphens); empty, it is made from the words, as for places that only a story
    tells of. For a target it is needed and of the lexicon, for a weapon it is one of WEAPONS.

    Only for places whose id the gazetteer lacks: `country` (ISO 3166-1 alpha-2), `lat`, `lon` in degrees. Only for
    vessels: `target`, the class of targets that the ship belongs to; a ship without it is named and never struck.

    Nothing of this is checked here: a mention that does not fit its story is refused alone when it gets there.
    """

    type: str
    text: str
    start: int
    end: int
    id: str = ""
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    target: str | None = None

    @classmethod
    def at(cls, passage: Passage, start: int, end: int, type: str, **more: Any) -> Self:
        """The mention that stands at `passage.text[start:end]`; white space at its ends is left out.

        `more` are its other fields: `id`, `country` ...
        """
        words = passage.quote(start, end)
        return cls(type=type, text=words.text, start=words.start, end=words.end, **more)


class Unavailable(Exception):
    """Raised by `annotate` where it is no fault of the article: the server is away, a limit is used up.

    The article waits and is asked for again, after a second and then after longer and longer pauses up to a minute.
    """


class Tagger(Protocol):
    """What the factory behind an entry point of the group `tallywire.taggers` returns.

    `version` changes whenever other mentions may come of the same article: code, model, prompt. Making the object
    must be cheap and ask nobody; what is heavy is loaded with the first article.
    """

    name: str
    version: str

    def annotate(self, article: Article) -> Iterable[Mention]:
        """The mentions of a story, in any order.

        Called from a thread, mostly one article at a time; a call that was given up may still be running.

        Raises:
            Unavailable: ask again later. Any other error refuses the article: it goes to dead letters.
        """


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Title, standfirst and paragraphs of a story, in this order, those that it has."""
    return tuple(passage for passage in (article.title, article.standfirst, *article.paragraphs) if passage)
