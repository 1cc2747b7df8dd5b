from datetime import date

from schemas import Article, Passage, Span
from streams.stages.lexicon import load_lexicon
from streams.stages.tag.entities import entities
from streams.stages.tag.prose import campaign_of, read_prose

LEXICON = load_lexicon()
OPEN = Span()


def story(text, published=OPEN, start=0):
    passage = Passage(text=text, start=start, end=start + len(text))
    return Article(article_id="a", page_id="p", version="1", paragraphs=(passage,), published=published)


def named(text, kind, **known):
    return [
        (entity.id, entity.text)
        for entity in entities(read_prose(story(text, **known), LEXICON))
        if entity.type == kind
    ]


def test_a_person_behind_a_role():
    assert named("Brig. Gen. Ana Cole briefed Foreign Minister Omar al-Haddad.", "person") == [
        ("ana-cole", "Ana Cole"),
        ("omar-al-haddad", "Omar al-Haddad"),
    ]


def test_a_person_who_speaks():
    assert named("“It burned,” said Petra Novak, who sells fruit.", "person") == [("petra-novak", "Petra Novak")]
    assert named("Petra Novak said it burned.", "person") == [("petra-novak", "Petra Novak")]


def test_a_place_that_speaks_is_no_person():
    assert named("Saudi Arabia said it burned.", "person") == []


def test_a_ship_with_its_prefix_or_its_type():
    assert named("USS Carney sailed beside the tanker Blue Heron on Monday.", "vessel") == [
        ("uss-carney", "USS Carney"),
        ("blue-heron", "Blue Heron"),
    ]


def test_a_date_is_named_by_its_day():
    published = Span(start=date(2024, 2, 6), end=date(2024, 2, 6))
    assert named("It burned on Monday.", "date", published=published) == [("2024-02-05", "Monday")]


def test_offsets_lead_into_the_raw_body():
    (entity,) = [item for item in entities(read_prose(story("Off Yemen.", start=100), LEXICON)) if item.type == "place"]
    assert (entity.start, entity.end) == (104, 109)


def test_a_story_without_a_date_belongs_to_the_campaign_against_its_targets():
    campaign = campaign_of(story("Rockets fell near US troops at Tower 22."), LEXICON)
    assert campaign is not None
    assert campaign.id == "us-forces-2023"


def test_a_dated_story_needs_no_campaign():
    published = Span(start=date(2024, 2, 6), end=date(2024, 2, 6))
    assert campaign_of(story("Rockets fell near Tower 22.", published), LEXICON) is None


def test_people_by_what_they_do_and_what_they_are_called():
    assert named("Raids killed Omar Naseef, and later Petra Novak was freed.", "person") == [
        ("omar-naseef", "Omar Naseef"),
        ("petra-novak", "Petra Novak"),
    ]
    assert named("They asked the photographer Ana Cole.", "person") == [("ana-cole", "Ana Cole")]


def test_organisations_that_act_are_no_people():
    assert named("Meridian Group warned them. Operation Silver Dawn was delayed.", "person") == []
