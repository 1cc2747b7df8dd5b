from schemas import TaggedArticle
from streams.stages.tally import facts_of, groups_of, newest
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


def test_a_withdrawn_story_is_withdrawn_from_every_group():
    facts = facts_of(tagged(withdrawn=True), GROUPS)
    assert facts.keys() == GROUPS.keys and all(fact.withdrawn for fact in facts.values())


def test_a_story_without_anything_countable_gives_no_facts():
    assert facts_of(tagged(), GROUPS) == {}


def test_a_version_that_refuses_what_an_earlier_one_counted_takes_it_back():
    quote = {"text": "x", "start": 0, "end": 1}
    facts = facts_of(tagged(not_counted=[{"reason": "history", "evidence": quote}]), GROUPS)
    assert facts["commercial-ships"].attacks == ()


def test_the_greatest_version_of_a_story_on_a_page_counts():
    old, new = story("a", version="1"), story("a", version="2", title="new")
    gone = story("a", version="3", withdrawn=True)
    assert newest([new, old]) == {old.key: new}
    assert newest([gone, new, old])[old.key].withdrawn
