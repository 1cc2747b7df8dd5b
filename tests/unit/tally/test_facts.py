import pytest

from schemas import TaggedArticle
from streams.errors import InvalidMessage
from streams.records import decode
from streams.stages.tally import PageMarker, TallyFact, facts_of, groups_of, newest
from tests.unit.tally.told import LEXICON, attack, definition, story, total

GROUPS = groups_of([definition(targets=["us-forces", "commercial-ships"])], LEXICON)


def tagged(**fields):
    return TaggedArticle.model_validate({"article_id": "a", "raw_ids": ["p"], "version": "2", **fields})


def test_targets_that_one_tally_watches_are_one_group_named_by_the_smallest():
    assert GROUPS.key_of("us-forces") == GROUPS.key_of("commercial-ships") == "commercial-ships"
    assert GROUPS.watched == {"commercial-ships"}


def test_a_target_belongs_to_its_family_and_an_unknown_one_to_itself():
    assert GROUPS.key_of("soldiers") == GROUPS.key_of("army-posts") == GROUPS.key_of("military")
    assert GROUPS.key_of("lighthouses") == "lighthouses"


def test_a_story_is_cut_into_the_groups_it_speaks_of():
    attacks = [attack("2023-11-09", "harir"), attack("2023-11-09", "baghdad", target="us-diplomats")]
    facts = facts_of(tagged(attacks=attacks, reported_totals=[total(12), total(3, target=None)]), GROUPS)
    assert {key: (len(fact.attacks), len(fact.totals)) for key, fact in facts.items()} == {
        "commercial-ships": (1, 1),
        "us-diplomats": (1, 0),
    }


def test_a_story_without_anything_countable_gives_no_facts():
    assert facts_of(tagged(), GROUPS) == {}


def test_the_greatest_version_of_a_story_on_a_page_counts():
    old, new = story("a", version="1"), story("a", version="2", title="new")
    assert newest([new, old]) == newest([old, new]) == {old.key: new}


def test_facts_and_markers_are_told_apart_and_a_mistake_is_named():
    fact = story("a", version="1")
    marker = PageMarker(page_id="p", version="2", standing=("a",))
    assert [decode(TallyFact, one.to_json()).root for one in (fact, marker)] == [fact, marker]
    with pytest.raises(InvalidMessage, match="version: Field required"):
        decode(TallyFact, b'{"article_id": "a", "page_id": "p"}')
    with pytest.raises(InvalidMessage, match="page_id: Field required"):
        decode(TallyFact, b'{"standing": [], "version": "1"}')
