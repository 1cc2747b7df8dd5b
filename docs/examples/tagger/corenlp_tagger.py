"""A plug-in tagger that asks a CoreNLP server for names, and shows all that such a plug-in needs.

Any server of the same form will do: it gets the text of a story and answers
`{"sentences": [{"entitymentions": [{"ner": "CITY", "characterOffsetBegin": 17, "characterOffsetEnd": 22}]}]}`.

    CORENLP_URL      where it is; http://127.0.0.1:9000 where unset
    CORENLP_VERSION  what it runs (release, models): change it with them, and all articles are read anew
    CORENLP_TIMEOUT  seconds that an answer may take; 60 where unset
"""

import json
import os
from bisect import bisect_right
from collections.abc import Iterator
from http.client import HTTPException
from itertools import accumulate
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from schemas import Article
from schemas.taggers import Mention, Unavailable, passages_of

TYPES = {
    "CITY": "place",
    "LOCATION": "place",
    "STATE_OR_PROVINCE": "place",
    "ORGANIZATION": "group",
    "PERSON": "person",
}
"""What becomes of CoreNLP's classes of names; the others are left to the rules, which know all countries."""

PASSING = {429, 502, 503, 504}
"""HTTP codes of a server that is busy or away; any other is about the text that was sent."""

PROPERTIES = urlencode({"properties": json.dumps({"annotators": "ner", "outputFormat": "json"})})
BETWEEN = "\n\n"


class CoreNlp:
    """The plug-in. One request asks for a whole story."""

    name = "corenlp"

    def __init__(self, url: str, runs: str, timeout: float) -> None:
        """Ask nobody yet."""
        self.version = f"1 {runs}"  # The 1 is for the code of this file.
        self._url, self._timeout = f"{url}/?{PROPERTIES}", timeout

    def annotate(self, article: Article) -> Iterator[Mention]:
        """The names in a story."""
        passages = passages_of(article)
        text = BETWEEN.join(passage.text for passage in passages)
        begins = [0, *accumulate(len(passage.text) + len(BETWEEN) for passage in passages)]
        positions = _positions(text)
        for ner, first, last in _names(self._ask(text)):
            if ner in TYPES and 0 <= first < last < len(positions):
                start, end = positions[first], positions[last]
                number = bisect_right(begins, start) - 1
                passage, begin = passages[number], begins[number]
                yield Mention.at(passage, start - begin, end - begin, TYPES[ner])

    def _ask(self, text: str) -> Any:
        try:
            with urlopen(Request(self._url, text.encode()), timeout=self._timeout) as answer:
                return json.load(answer)
        except HTTPError as error:
            if error.code in PASSING:
                raise Unavailable(f"{self._url}: {error}") from error
            raise
        except (OSError, HTTPException) as error:
            raise Unavailable(f"{self._url}: {error}") from error


def _names(answer: Any) -> Iterator[tuple[str, int, int]]:
    """Class, start and end of each name. An answer of another form is an error, and the story is refused."""
    try:
        for sentence in answer["sentences"]:
            for found in sentence["entitymentions"]:
                yield found["ner"], int(found["characterOffsetBegin"]), int(found["characterOffsetEnd"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"the answer has not the form of CoreNLP's: {error!r}") from error


def _positions(text: str) -> list[int]:
    """Java counts UTF-16 units: for each of them, and for the end, the character of the text."""
    return [at for at, one in enumerate(text) for _ in range(1 + (ord(one) > 0xFFFF))] + [len(text)]


def from_environment() -> CoreNlp:
    """The factory behind the entry point."""
    known = os.environ
    url = known.get("CORENLP_URL", "http://127.0.0.1:9000").rstrip("/")
    return CoreNlp(url, known.get("CORENLP_VERSION", ""), float(known.get("CORENLP_TIMEOUT", "60")))
