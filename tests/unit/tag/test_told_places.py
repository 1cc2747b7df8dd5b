from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Article, Passage, Span
from streams.stages.lexicon import load_lexicon
from streams.stages.tag.prose import read_prose
from streams.stages.tag.told_places import with_told_places

LEXICON = load_lexicon()
WORDS = ("in", "near", "the", "village", "of", "Tumbaru", "Okwe", ",", ".", "Mr", "Monday", "Iraq", "camp", "hit", "a")


def story(*paragraphs, title=None):
    def passage(text):
        return Passage(text=text, start=0, end=len(text))

    return Article(
        article_id="a",
        page_id="p",
        version="1",
        title=passage(title) if title else None,
        paragraphs=tuple(map(passage, paragraphs)),
        published=Span(),
    )


def told(*paragraphs, title=None):
    """Name as written -> entry, of the places that only the story tells of."""
    prose, lexicon = with_told_places(read_prose(story(*paragraphs, title=title), LEXICON), LEXICON)
    tokens = [token for part in prose for token in part.tokens if token.type == "place"]
    return {token.text: lexicon.places[token.id] for token in tokens if token.id not in LEXICON.places}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Raiders burned the village of Tumbaru.", "Tumbaru", "city"),
        ("Raiders burned Tumbaru village on Monday.", "Tumbaru", "city"),
        ("Tumbaru, a small farming town, was quiet.", "Tumbaru", "city"),
        ("Shots were heard in Dagwam Local Government Area.", "Dagwam", "area"),
        ("Two boys died in the Al-Qasmi refugee camp.", "Al-Qasmi", "site"),
        ("The Benora oil field stopped pumping.", "Benora", "site"),
        ("They closed the Tin-Okar airstrip.", "Tin-Okar", "airport"),
        ("It stood in Kwesa province.", "Kwesa", "province"),
        ("A shell fell near Umm al-Zarqan, killing two.", "Umm al-Zarqan", "city"),
        ("A drone hit a school in Verkhova.", "Verkhova", "city"),
        ("Gunmen shot four in Oshimbe's main market.", "Oshimbe", "city"),
        ("They were ambushed 12 km south of Mbarika.", "Mbarika", "city"),
    ],
)
def test_a_name_is_a_place_by_what_stands_beside_it(text, name, kind):
    assert {word: place.kind for word, place in told(text).items()} == {name: kind}


@pytest.mark.parametrize(
    "text",
    [
        "The soldiers were shot near Mr. Harrow, who had called them.",
        "“They ran,” said Ana Brisk, a village elder. A bomb went off near Brisk.",
        "A drone was shot down in Operation Silver Dawn.",
        "An analyst at Meridian Group counted ten attacks.",
        "The attackers came from Fulani villages.",
        "A bomb was found in Christian areas.",
        "Sleeping quarters were hit by a rocket.",
        "Shells hit the tanker Blue Heron. Fires burned in Blue Heron.",
        "Rockets were fired in January and in English they said so.",
        "In Parliament, the bombing was condemned.",
    ],
)
def test_people_ships_organisations_and_peoples_are_no_places(text):
    assert told(text) == {}


def test_a_preposition_alone_is_not_enough_away_from_an_attack():
    assert told("He studied in Brackwell before he joined.") == {}


def test_the_place_it_is_told_to_lie_in_gives_country_and_chain():
    place = told("Raiders came to Tumbaru village in the Dagwam district of Plateau state, Nigeria.")["Tumbaru"]
    assert (place.country, place.within) == ("NG", ("dagwam",))


def test_of_two_places_across_a_border_the_near_one_gives_the_country():
    text = "Jihadists killed six in Kelbara, near the border with Niger."
    assert told("It was a bad week for Burkina Faso.", text)["Kelbara"].country == "BF"


def test_every_village_of_a_list_is_a_place():
    assert set(told("Armed men burned the villages of Tumbaru, Okwe and Dansil on Friday.")) == {
        "Tumbaru",
        "Okwe",
        "Dansil",
    }
    assert set(told("Armed men burned Tumbaru, Okwe and Dansil villages.")) == {"Tumbaru", "Okwe", "Dansil"}


def test_a_name_told_once_is_the_same_place_wherever_it_comes_again():
    article = story("Six died in Tumbaru village. Tumbaru is empty now.", title="Six die in Tumbaru raid")
    prose, _ = with_told_places(read_prose(article, LEXICON), LEXICON)
    assert [token.id for part in prose for token in part.tokens if token.type == "place"] == ["tumbaru"] * 3


def test_a_story_without_such_places_keeps_the_lexicon():
    _, lexicon = with_told_places(read_prose(story("A quiet day in Baghdad."), LEXICON), LEXICON)
    assert lexicon is LEXICON


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_tokens_stay_in_order_and_never_overlap_another_place(words):
    text = " ".join(words) or "x"
    prose, lexicon = with_told_places(read_prose(story(text), LEXICON), LEXICON)
    tokens = prose[0].tokens
    places = [token for token in tokens if token.type == "place"]
    assert list(tokens) == sorted(tokens, key=lambda token: (token.start, -token.end, token.type, token.id))
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert all(token.id in lexicon.places and text[token.start : token.end] == token.text for token in places)
