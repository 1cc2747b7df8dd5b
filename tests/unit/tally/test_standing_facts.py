"""Whatever order, repetition, leftovers and outdated rows: the facts of each page's newest version stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Article, CleanArticle
from streams.stages.split.pages import PageState, replace_page
from streams.stages.tally import ArticleFacts, PageMarker, StandingFacts, read_again, standing_on
from streams.stages.tally.standing_facts import KEEP

Message = ArticleFacts | PageMarker
Standing = dict[tuple[str, str, str], str]
"""Group, story, page -> version."""

GROUPS = ("bases", "ships")
Told = dict[str, tuple[str, ...]]
"""Story -> the groups that it speaks of in this version of the page."""


@dataclass
class Page:
    """A page in its versions, and the messages of each: those that the first one does not send are markers."""

    name: str
    versions: list[Told]

    def messages(self, number: int, replaces: bool) -> Iterator[tuple[str, Message]]:
        page = CleanArticle(page_id=self.name, raw_id=self.name, version=str(number))
        articles = [Article(article_id=one, page_id=self.name, version=str(number)) for one in self.versions[number]]
        if replaces:
            yield "", standing_on(page, articles)
        for one in articles:
            for group in self.versions[number][one.article_id]:
                yield group, ArticleFacts(article_id=one.article_id, page_id=self.name, version=one.version)
            if replaces:
                yield "", read_again(one)

    def newest(self) -> Standing:
        last = len(self.versions) - 1
        return {
            (group, story, self.name): str(last) for story, groups in self.versions[last].items() for group in groups
        }


told = st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from(GROUPS), unique=True).map(tuple), max_size=3)
versions = st.lists(told, min_size=1, max_size=4)
pages = st.tuples(versions, versions).map(lambda both: [Page("p", both[0]), Page('q|"', both[1])])


def standing(facts: StandingFacts) -> Standing:
    return {
        (group, story, fact.page_id): fact.version
        for group in facts.groups
        for story in facts.articles(group)
        for fact in facts.standing(group, story)
    }


@dataclass
class Store:
    """The class under test, with its rows; a late writer may put rows back, and deletions may be lost."""

    facts: StandingFacts = field(default_factory=StandingFacts)
    rows: dict[str, bytes] = field(default_factory=dict)
    ever: dict[str, bytes] = field(default_factory=dict)

    def take(self, group: str, message: Message, at: float = 0.0) -> None:
        self.facts.take(group or GROUPS[0], message, at)

    def settle(self) -> frozenset[tuple[str, str]]:
        before = standing(self.facts)
        settled = self.facts.settle()
        after = standing(self.facts)
        assert settled.stories == {name[:2] for name, _ in before.items() ^ after.items()}
        self.rows |= settled.put
        self.ever |= settled.put
        for row in settled.delete:
            self.rows.pop(row, None)
        return settled.stories

    def restart(self, late: list[str]) -> None:
        """Read all rows again, among them those that a late writer has put back."""
        self.rows |= {row: self.ever[row] for row in late}
        self.facts = StandingFacts()
        for row, value in sorted(self.rows.items(), reverse=True):
            self.facts.restore(row, value)
        self.settle()


@given(pages, st.data())
@settings(deadline=None)
def test_the_newest_version_of_each_page_stands_whatever_comes_in_what_order(pages: list[Page], data: Any) -> None:
    sent = [one for page in pages for at in range(len(page.versions)) for one in page.messages(at, at > 0)]
    again = data.draw(st.lists(st.sampled_from(sent), max_size=6)) if sent else []
    store = Store()
    for group, message in data.draw(st.permutations([*sent, *again])):
        store.take(group, message)
        match data.draw(st.sampled_from(["on", "on", "settle", "restart"])):
            case "settle":
                store.settle()
            case "restart":
                store.settle()
                late = st.lists(st.sampled_from(sorted(store.ever)), unique=True) if store.ever else st.just([])
                before = standing(store.facts)
                store.restart(data.draw(late))
                assert standing(store.facts) == before
    store.settle()
    expected = {name: version for page in pages for name, version in page.newest().items()}
    assert standing(store.facts) == expected
    store.restart(sorted(store.ever))
    assert standing(store.facts) == expected
    kept = dict(store.rows)
    store.restart([])
    assert store.rows == kept


@given(versions, st.data())
@settings(deadline=None)
def test_an_outdated_row_of_a_page_changes_nothing(versions: list[Told], data: Any) -> None:
    # Of each page the first version that is seen leaves a row; a late writer can only put back one of those after it.
    page = Page("p", versions)
    arrivals = data.draw(
        st.permutations([*range(len(versions)), *data.draw(st.lists(st.integers(0, len(versions) - 1)))])
    )
    rows: list[PageState] = []
    facts = StandingFacts()
    for number in arrivals:
        known = data.draw(st.sampled_from(rows)) if rows else None
        clean = CleanArticle(page_id="p", raw_id="p", version=str(number))
        articles = [Article(article_id=one, page_id="p", version=str(number)) for one in versions[number]]
        state, sent, replaces = replace_page(known, clean, articles)
        rows.append(state)
        assert all(one.replaces == replaces for one in sent if not one.withdrawn)
        if sent or replaces:
            for group, message in page.messages(number, replaces):
                facts.take(group or GROUPS[0], message, 0.0)
    facts.settle()
    assert standing(facts) == page.newest()


@given(st.permutations([0, 1, 2]), st.booleans())
def test_a_story_that_stays_as_it_is_never_falls_out_when_its_page_comes_again(order: list[int], other: bool) -> None:
    page = Page(
        "p", [{"a": ("bases",), "b": ("bases",)}, {"a": ("bases",), "c": ("ships",)} if other else {"a": ("bases",)}]
    )
    store = Store()
    for group, message in page.messages(0, False):
        store.take(group, message)
    store.settle()
    # Within a story its facts come before its marker: they are sent so, to one partition.
    after = list(page.messages(1, True))
    marker, facts, rest = after[0], after[1], after[2:]
    parts = [[marker], [facts, *rest[:1]], rest[1:]]
    for number in order:
        for group, message in parts[number]:
            store.take(group, message)
            store.settle()
            assert ("bases", "a", "p") in standing(store.facts)
    assert standing(store.facts) == page.newest()


def test_a_page_that_comes_a_thousand_times_leaves_what_one_leaves() -> None:
    def rows_after(times: int, *told: Told) -> int:
        store = Store()
        page = Page("p", [told[number % len(told)] for number in range(times)])
        for number in range(times):
            for group, message in page.messages(number, number > 0):
                store.take(group, message.model_copy(update={"version": f"{number:04}"}))
            store.settle()
        return len(store.rows)

    one, other = {"a": ("bases",), "b": ()}, {"a": ("ships",), "c": ("bases",)}
    assert rows_after(1000, one) == rows_after(2, one) == 4
    assert rows_after(1000, one, other) <= rows_after(4, one, other) <= 6
    # What was said of a story that is gone from the page need not be kept: the page says it for all that it has not.
    assert rows_after(3, one, one, {"a": ("bases",)}) == 3


def marker(page: str, version: str = "2", *stands: str) -> PageMarker:
    return PageMarker(page_id=page, version=version, standing=stands)


def test_markers_of_pages_that_never_told_anything_are_forgotten_after_a_week() -> None:
    store = Store()
    store.take("", marker("p"), at=0.0)
    store.settle()
    assert len(store.rows) == 1
    store.restart([])
    store.take("", marker("q"), at=KEEP - 1)
    store.settle()
    assert len(store.rows) == 2
    store.take("", marker("r"), at=KEEP + 1)
    store.settle()
    assert sorted(store.rows) == ['["", "q", "2", ""]', '["", "r", "2", ""]']


@pytest.mark.parametrize("restarted", [False, True])
def test_a_marker_that_has_overtaken_a_fact_stays_so_that_a_late_row_never_counts_again(restarted: bool) -> None:
    fact = ArticleFacts(article_id="a", page_id="p", version="1")
    for order in ([fact, marker("p")], [marker("p"), fact]):
        store = Store()
        for message in order:
            store.take("bases", message)
            store.settle()
        if restarted:
            store.restart([])  # That the page has told something is all that is left of it, in the marker's row.
        store.take("", marker("later"), at=KEEP * 100)
        store.settle()
        store.restart([])
        store.rows['["bases", "p", "1", "a"]'] = fact.to_json()
        store.restart([])
        assert standing(store.facts) == {}
        assert len(store.rows) == 2
