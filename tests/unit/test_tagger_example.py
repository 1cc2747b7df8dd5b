"""The plug-in in docs/examples/tagger, installed by its own pyproject.toml, with a stand-in for its server."""

import json
import re
import textwrap
import threading
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from schemas import Article, TaggedArticle
from schemas.taggers import Tagger, Unavailable
from streams.errors import InvalidMessage
from streams.stages.lexicon import load_lexicon
from streams.stages.tag import tag
from streams.taggers import ask, load_taggers
from tests.unit.plug_ins import install, module
from tests.unit.tag.stories import story

DOCUMENT = Path(__file__).parents[2] / "docs/taggers.md"
EXAMPLE = DOCUMENT.parent / "examples/tagger"
LEXICON = load_lexicon()
OUTPOST = "A drone hit a US outpost, Kesra residents in northern Iraq said on Monday."

Answer = Callable[[str], tuple[int, bytes]]
"""A text to HTTP code and body."""


class Server(HTTPServer):
    """A server on a free port of this machine, which refuses connections until it is opened."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler, bind_and_activate=False)
        self.server_bind()
        self.answers: list[Answer] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    def open(self, *answers: Answer) -> None:
        """Answer with each of these once, with the last from then on."""
        self.answers = list(answers)
        if not self._thread.is_alive():
            self.server_activate()
            self._thread.start()

    def close(self) -> None:
        """End."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answers = self.server.answers
        code, body = (answers.pop(0) if len(answers) > 1 else answers[0])(text)
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def finds(**classes: str) -> Answer:
    """CoreNLP's answer for these words (with _ for a space): their classes and where they stand first."""

    def answer(text: str) -> tuple[int, bytes]:
        found = []
        for words, ner in ((words.replace("_", " "), ner) for words, ner in classes.items()):
            if words in text:
                start = len(text[: text.index(words)].encode("utf-16-le")) // 2
                end = start + len(words.encode("utf-16-le")) // 2
                found.append({"ner": ner, "text": words, "characterOffsetBegin": start, "characterOffsetEnd": end})
        return 200, json.dumps({"sentences": [{"entitymentions": found}]}).encode()

    return answer


def test_the_example_in_the_document_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def model(text: str) -> SimpleNamespace:
        at = text.find("Kesra")
        found = SimpleNamespace(label_="GPE", start_char=at, end_char=at + 5)
        return SimpleNamespace(ents=[found] if at >= 0 else [])

    module(monkeypatch, "spacy", load=lambda _: model)
    code = re.search(r"^    from functools(?:.*\n)+?(?=\n\S)", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert code
    known: dict[str, Any] = {}
    exec(textwrap.dedent(code[0]), known)
    assert [attack.place and attack.place.id for attack in tagged(told(OUTPOST), known["Spacy"]()).attacks] == ["kesra"]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that is not open yet."""
    made = Server()
    yield made
    made.close()


@pytest.fixture
def tagger(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tagger:
    """The example as it is loaded where it is installed and set."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [f"{name} = {value}" for name, value in project["entry-points"]["tallywire.taggers"].items()]
    install(monkeypatch, tmp_path, project["name"], "\n".join(lines))
    monkeypatch.syspath_prepend(EXAMPLE)
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("CORENLP_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("CORENLP_VERSION", "4.5 english")
    (loaded,) = load_taggers("corenlp")
    return loaded


def told(*paragraphs: str) -> Article:
    return story("News of the day", *paragraphs, published=date(2023, 11, 21))


def never(_: Tagger, error: Unavailable, __: float) -> None:
    raise error


def tagged(article: Article, tagger: Tagger) -> TaggedArticle:
    return tag(article, LEXICON, given=ask(article, [tagger], never))


def test_its_version_says_what_the_server_runs(tagger: Tagger) -> None:
    assert (tagger.name, tagger.version) == ("corenlp", "1 4.5 english")


def test_a_village_that_only_the_server_knows_becomes_the_place_of_an_attack(server: Server, tagger: Tagger) -> None:
    server.open(finds(Kesra="CITY", Monday="DATE"))
    article = told("A quiet week 🕊 it was not.", OUTPOST)
    (attack,) = tagged(article, tagger).attacks
    assert attack.place and (attack.place.id, attack.country) == ("kesra", "IQ")
    assert tag(article, LEXICON).attacks[0].place is None


def test_where_it_finds_what_we_know_ours_stands(server: Server, tagger: Tagger) -> None:
    server.open(finds(northern_Iraq="LOCATION", US="ORGANIZATION", US_outpost="PERSON"))
    article = told(OUTPOST)
    assert tagged(article, tagger) == tag(article, LEXICON)


def test_a_server_that_is_down_or_busy_is_asked_again(server: Server, tagger: Tagger) -> None:
    errors: list[str] = []

    def wait(_: Tagger, error: Unavailable, __: float) -> None:
        errors.append(str(error))
        if len(errors) == 2:
            server.open(lambda _: (503, b"busy"), finds(Kesra="CITY"))

    (given,) = ask(told(OUTPOST), [tagger], wait)
    assert [one.text for one in given.mentions] == ["Kesra"]
    assert len(errors) == 3
    assert "Connection refused" in errors[0] and "503" in errors[2]


@pytest.mark.parametrize(
    ("code", "body", "reason"),
    [
        (200, b"<html>", "JSONDecodeError: Expecting value"),
        (200, b"\xff\xfe\xfa", "UnicodeDecodeError: "),
        (200, b"[]", "ValueError: the answer has not the form of CoreNLP's"),
        (200, b'{"sentences": [{"entitymentions": [{"ner": "CITY"}]}]}', "ValueError: the answer has not the form"),
        (500, b"", "HTTPError: HTTP Error 500"),
    ],
)
def test_garbage_from_the_server_refuses_the_story_with_the_reason(
    server: Server, tagger: Tagger, code: int, body: bytes, reason: str
) -> None:
    server.open(lambda _: (code, body))
    with pytest.raises(InvalidMessage) as error:
        ask(told(OUTPOST), [tagger], never)
    assert str(error.value).startswith("tagger corenlp: ") and reason in str(error.value)


def test_offsets_that_lie_nowhere_are_left_out(server: Server, tagger: Tagger) -> None:
    wrong = {"ner": "CITY", "characterOffsetBegin": 9000, "characterOffsetEnd": 9005}
    server.open(lambda _: (200, json.dumps({"sentences": [{"entitymentions": [wrong]}]}).encode()))
    assert tagged(told(OUTPOST), tagger) == tag(told(OUTPOST), LEXICON)
