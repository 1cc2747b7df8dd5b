"""A page as a reader without scripts has it: its text, its links, what is marked, what can be opened."""

from html.parser import HTMLParser

from starlette.testclient import TestClient

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """The parsed page; text has its white space joined. `details` are those with an id, with their text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._closed: list[tuple[str, dict[str, str | None], str]] = []
        self._all: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "a" and (href := given.get("href")):
            self.links.append(href)
        if tag not in VOID:
            self._open.append((tag, given, []))

    def handle_endtag(self, tag: str) -> None:
        name, given, words = self._open.pop()
        assert name == tag, f"<{name}> is closed by </{tag}>"
        self._closed.append((tag, given, joined(words)))

    def handle_data(self, data: str) -> None:
        self._all.append(data)
        for _, _, words in self._open:
            words.append(data)

    @property
    def text(self) -> str:
        return joined(self._all)

    @property
    def heading(self) -> str:
        return next(words for tag, _, words in self._closed if tag == "h1")

    @property
    def marks(self) -> list[str]:
        return [words for tag, _, words in self._closed if tag == "mark"]

    @property
    def details(self) -> dict[str, str]:
        found = {given.get("id"): words for tag, given, words in self._closed if tag == "details"}
        return {name: words for name, words in found.items() if name}

    def text_of(self, kind: str) -> str:
        """The text of the first element of this class."""
        return next(words for _, given, words in self._closed if given.get("class") == kind)


def joined(words: list[str]) -> str:
    return " ".join("".join(words).split())


def read(client: TestClient, path: str) -> Page:
    """The page of an address."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return Page(answer.text)
