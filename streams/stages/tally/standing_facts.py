"""Which facts stand, and in which rows they are kept, so that no late writer can spoil them.

A worker that stood still past its session may go on when another has taken over its partitions, and nothing in Kafka
stops what it still sends. So nothing here is ever overwritten with other content: a row's key says all that decides
whether it counts (group, page, version, story), and what stands is a function of the set of rows. A row is taken away
only when the rest of the set makes it idle, and more rows never make it count again; rows that a late writer brings
back are idle too, and go when the table is next read.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

from schemas import Message
from streams.stages.tally.facts import ArticleFacts, PageMarker, newer

KEEP = timedelta(days=7).total_seconds()
"""How long a page of which no fact was ever told keeps its markers, in seconds of stream time (the records' time
stamps): as long as the topics before keep what could still be sent late."""


class MarkerRow(Message):
    """A marker as it is kept: when it came, and whether its page has ever told something here."""

    marker: PageMarker
    at: float
    told: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What moved since the last time: stories (group, article id) whose facts changed, and the rows.

    Rows to delete may go only when those to put are confirmed.
    """

    stories: frozenset[tuple[str, str]] = frozenset()
    put: dict[str, bytes] = field(default_factory=dict)
    delete: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    facts: dict[tuple[str, str], ArticleFacts] = field(default_factory=dict)
    markers: dict[tuple[str, str], PageMarker] = field(default_factory=dict)
    told: bool = False
    at: float = 0.0

    def rows(self) -> dict[str, bool]:
        """The keys of the rows that it needs; with those of markers, whether the page has told something."""
        facts = {_row(group, fact): False for (group, _), fact in self.facts.items()}
        return facts | {_row("", marker): self.told for marker in self.markers.values()}

    def floor(self, article_id: str) -> str:
        """The version below which facts of the story do not count."""
        return max((one.version for one in self.markers.values() if one.overtakes(article_id)), default="")

    def settle(self) -> None:
        """Drop what is overtaken. Each article is decided by itself, so the order of arrival does not matter."""
        self.told = self.told or bool(self.facts)
        floors = {article: self.floor(article) for _, article in self.facts}
        self.facts = {name: fact for name, fact in self.facts.items() if fact.version >= floors[name[1]]}
        self.markers = _needed(self.markers)


@dataclass(frozen=True, slots=True)
class _Before:
    """How a page stood when it was last settled: kept only for pages that are touched."""

    facts: dict[tuple[str, str], ArticleFacts]
    rows: dict[str, bool]


def _needed(markers: dict[tuple[str, str], PageMarker]) -> dict[tuple[str, str], PageMarker]:
    """The markers without those whose floors others raise to the same height or above."""
    pages = sorted((one for one in markers.values() if not one.article_id), key=lambda one: one.version, reverse=True)
    reads = {name: one for name, one in markers.items() if one.article_id}
    if not pages:
        return markers
    floors = {one.article_id: one.version for one in reads.values()}
    kept = pages[:1]
    for marker in pages[1:]:
        # The newest overtakes all that it does not list; an older one is needed for what the newer ones list.
        lifted = [one for one in pages[0].standing if marker.overtakes(one) and floors.get(one, "") < marker.version]
        if lifted:
            kept.append(marker)
            floors.update(dict.fromkeys(lifted, marker.version))
    idle = {
        name
        for name, read in reads.items()
        if any(one.version >= read.version and one.overtakes(read.article_id) for one in kept)
    }
    return {(one.version, ""): one for one in kept} | {name: reads[name] for name in reads.keys() - idle}


class StandingFacts:
    """The facts of all groups in one partition of tally-facts: those of each page's newest version stand."""

    def __init__(self) -> None:
        """Nothing is known."""
        self._pages: dict[str, _Page] = {}
        self._groups: dict[str, dict[str, dict[str, ArticleFacts]]] = {}
        self._touched: dict[str, _Before] = {}
        self._untold: OrderedDict[str, float] = OrderedDict()
        self._clock = 0.0

    @property
    def groups(self) -> frozenset[str]:
        """The groups of which some fact stands."""
        return frozenset(self._groups)

    def standing(self, group: str, article_id: str) -> tuple[ArticleFacts, ...]:
        """The facts of a story that stand, one for each page, by page id; empty where it is gone."""
        pages = self._groups.get(group, {}).get(article_id, {})
        return tuple(pages[page] for page in sorted(pages))

    def articles(self, group: str) -> list[str]:
        """The stories of a group of which some fact stands."""
        return sorted(self._groups.get(group, ()))

    def take(self, group: str, message: ArticleFacts | PageMarker, at: float) -> None:
        """Take in what came from tally-facts at `at` (seconds since 1970). A marker counts for all groups."""
        self._clock = max(self._clock, at)
        page = self._pages.setdefault(message.page_id, _Page())
        if message.page_id not in self._touched:
            self._touched[message.page_id] = _Before(dict(page.facts), page.rows())
        if isinstance(message, PageMarker):
            self._mark(page, message, at)
            return
        name = (group, message.article_id)
        known = page.facts.get(name)
        page.facts[name] = message if known is None else newer(known, message)
        if known and known.version == message.version and page.facts[name] != known:
            self._touched[message.page_id].rows.pop(
                _row(group, known), None
            )  # Other content under the same key has to be written.

    def _mark(self, page: _Page, marker: PageMarker, at: float) -> None:
        # Of a story only the newest reading counts; of the page as a whole each version may.
        name = ("", marker.article_id) if marker.article_id else (marker.version, "")
        known = page.markers.get(name)
        if known is None or (known.version, known.standing) < (marker.version, marker.standing):
            page.markers[name] = marker
            page.at = max(page.at, at)

    def restore(self, row: str, value: bytes) -> None:
        """Take in a row that was kept, whatever its age. `settle` then says which of them are idle."""
        group, page_id, _, _ = json.loads(row)
        if group:
            self.take(group, ArticleFacts.model_validate_json(value), 0.0)
            self._touched[page_id].rows[row] = False
        else:
            kept = MarkerRow.model_validate_json(value)
            self.take("", kept.marker, kept.at)
            page = self._pages[page_id]
            page.told = page.told or kept.told
            self._touched[page_id].rows[row] = kept.told

    def settle(self) -> Settled:
        """What has to be done after all that came since the last time."""
        stories: set[tuple[str, str]] = set()
        put: dict[str, bytes] = {}
        delete: list[str] = []
        for page_id, before in sorted(self._touched.items()):
            page = self._pages[page_id]
            page.settle()
            stories |= self._show(page_id, page, before.facts)
            _keep(page, before.rows, put, delete)
            self._age(page_id, page)
        self._touched.clear()
        self._expire(delete)
        return Settled(frozenset(stories), put, tuple(sorted(delete)))

    def _show(self, page_id: str, page: _Page, before: dict[tuple[str, str], ArticleFacts]) -> set[tuple[str, str]]:
        moved = {name for name in page.facts.keys() | before.keys() if page.facts.get(name) != before.get(name)}
        for group, article_id in moved:
            articles = self._groups.setdefault(group, {})
            pages = articles.setdefault(article_id, {})
            fact = page.facts.get((group, article_id))
            if fact is None:
                del pages[page_id]
            else:
                pages[page_id] = fact
            if not pages:
                del articles[article_id]
            if not articles:
                del self._groups[group]
        return moved

    def _age(self, page_id: str, page: _Page) -> None:
        self._untold.pop(page_id, None)
        if not (page.facts or page.markers):
            del self._pages[page_id]
        elif not page.told:
            self._untold[page_id] = page.at

    def _expire(self, delete: list[str]) -> None:
        """Forget pages that never told anything: the markers only wait for late facts."""
        while self._untold:
            page_id, at = next(iter(self._untold.items()))
            if at + KEEP > self._clock:
                return
            delete += self._pages.pop(page_id).rows()
            del self._untold[page_id]


def _keep(page: _Page, before: dict[str, bool], put: dict[str, bytes], delete: list[str]) -> None:
    """Add the rows that the page needs and does not have, and those that it has and does not need."""
    for (group, _), fact in page.facts.items():
        row = _row(group, fact)
        if row not in before:
            put[row] = fact.to_json()
    for marker in page.markers.values():
        row = _row("", marker)
        if before.get(row) is not page.told:
            put[row] = MarkerRow(marker=marker, at=page.at, told=page.told).to_json()
    delete += before.keys() - page.rows().keys()


def _row(group: str, message: ArticleFacts | PageMarker) -> str:
    # Quoted, so that no bar or bracket in a URL can make two of them alike.
    return json.dumps([group, message.page_id, message.version, message.article_id], ensure_ascii=False)
