"""A page that comes again says to all partitions of tally-facts which of its stories stand, and which were read."""

from schemas import Article, CleanArticle, Passage
from streams.agents import tag_record
from streams.parts import partition_of
from streams.records import Record
from streams.stages.split.pages import PageState, replace_page
from streams.stages.tally import PageMarker, TallyFact, standing_on
from tests.unit.test_publishing import DEFINITIONS, GROUPS
from tests.unit.test_tenure import World

TEXT = "Two rockets were fired at the Ain al-Asad air base in Iraq, which hosts US troops, on Monday, an official said."


def article(**fields: object) -> Article:
    passage = Passage(text=TEXT, start=0, end=len(TEXT))
    return Article.model_validate(
        {"article_id": "a", "page_id": "p", "version": "2", "paragraphs": [passage], "title": passage, **fields}
    )


def told(one: Article) -> list[TallyFact]:
    record = Record("articles-split", 0, 0, 0.0, b"a", one.to_json())
    sent = tag_record(record, DEFINITIONS.lexicon, GROUPS, ("here", "there"))
    return [TallyFact.model_validate_json(item.value or b"") for item in sent if item.topic == "tally-facts"]


def test_a_story_of_a_page_that_was_seen_before_ends_what_older_versions_told_after_its_own_facts() -> None:
    marker = PageMarker(page_id="p", version="2", article_id="a", standing=())
    facts, *markers = [one.root for one in told(article(replaces=True))]
    assert not isinstance(facts, PageMarker) and len(facts.attacks) == 1
    assert markers == [marker, marker]
    assert [one.root for one in told(article())] == [facts]


def test_a_withdrawn_story_makes_no_facts_since_the_page_has_said_what_stands() -> None:
    assert told(article(withdrawn=True, paragraphs=(), title=None)) == []


def test_every_partition_with_a_group_of_targets_is_told_once() -> None:
    parts = World().parts
    partitions = [partition_of(group, parts.settings.partitions) for group in parts.everywhere]
    assert partitions == sorted({partition_of(group, parts.settings.partitions) for group in GROUPS.keys})


def test_a_version_that_is_newer_than_the_known_one_replaces_it_and_an_older_one_does_nothing() -> None:
    page = CleanArticle(page_id="p", raw_id="r", version="2")
    known = PageState(version="1", article_ids=("a", "b"))
    state, sent, replaces = replace_page(known, page, [article()])
    assert (state.article_ids, replaces) == (("a",), True)
    assert [(one.article_id, one.withdrawn, one.replaces) for one in sent] == [("a", False, True), ("b", True, False)]
    assert standing_on(page, sent).standing == ("a",)
    assert replace_page(state, page.model_copy(update={"version": "1"}), [article()]) == (state, (), False)
    assert replace_page(None, page, [article()]).replaces is replace_page(state, page, [article()]).replaces is False
