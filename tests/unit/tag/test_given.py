"""What plug-in taggers find beside what the lexicon finds: what stands, what is refused, what it leads to."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from schemas import Article, Attack, Passage, TaggedArticle
from schemas.taggers import MENTION_TYPES, Mention, passages_of
from streams.offline import fold
from streams.stages.lexicon import load_lexicon
from streams.stages.tag import Given, tag
from streams.stages.tag.given import with_given
from streams.stages.tag.prose import read_prose
from streams.stages.tally import load_default_definitions
from tests.unit.tag.stories import story

LEXICON = load_lexicon()
TUESDAY = date(2023, 11, 21)
OUTPOST = "A drone hit a US outpost, Kesra residents in northern Iraq said on Monday. Kesra was quiet by night."


def told(*paragraphs: str) -> Article:
    return story("News of the day", *paragraphs, published=TUESDAY)


def mention(article: Article, words: str, type: str, **more: Any) -> Mention:
    """The mention of the words where they stand first."""
    passage = next(one for one in passages_of(article) if words in one.text)
    start = passage.text.index(words)
    return Mention.at(passage, start, start + len(words), type, **more)


def tagged(article: Article, *mentions: Mention) -> TaggedArticle:
    return tag(article, LEXICON, given=[Given("test", mentions)])


def only(article: Article, *mentions: Mention) -> Attack:
    (attack,) = tagged(article, *mentions).attacks
    return attack


def named(found: TaggedArticle, text: str) -> list[tuple[str, str]]:
    return [(one.type, one.id) for one in found.entities if one.text == text]


def test_a_village_that_the_gazetteer_does_not_know_becomes_the_place_of_an_attack() -> None:
    article = told(OUTPOST)
    assert only(article).place is None
    attack = only(article, mention(article, "Kesra", "place"))
    assert attack.place and (attack.place.id, attack.place.name, attack.place.within) == ("kesra", "Kesra", ("iraq",))
    assert attack.country == "IQ"


def test_a_place_lies_in_the_country_that_the_plug_in_says() -> None:
    article = told(OUTPOST)
    assert only(article, mention(article, "Kesra", "place", country="SY", id="kesra-2")).country == "SY"


def test_a_name_of_the_gazetteer_in_another_country_is_another_place() -> None:
    article = told("A drone hit a US outpost, Paterson residents said on Monday.")
    attack = only(article, mention(article, "Paterson", "place", country="SY"))
    assert attack.place and attack.place.id not in LEXICON.places and attack.country == "SY"


def test_a_place_lies_in_what_the_gazetteer_has_at_its_coordinates() -> None:
    base = LEXICON.places["ain-al-asad"]
    assert base.lat and base.lon
    article = told("A drone hit a US outpost, Kesra residents said on Monday.")
    near, far = (
        only(article, mention(article, "Kesra", "place", lat=base.lat + north, lon=base.lon)) for north in (0.02, 0.3)
    )
    assert near.place and near.place.within[0] == "ain-al-asad" and near.country == "IQ"
    assert far.place and "ain-al-asad" not in far.place.within
    abroad = only(article, mention(article, "Kesra", "place", lat=base.lat, lon=base.lon, country="SY"))
    assert abroad.place and abroad.place.within == ("syria",)


def test_an_attack_at_a_place_with_coordinates_is_that_told_at_the_known_place_there() -> None:
    definitions = load_default_definitions()
    base = definitions.lexicon.places["ain-al-asad"]
    here = told("A drone hit a US outpost, Kesra residents said on Monday.")
    there = told("A drone hit US troops at the Ain al-Asad air base on Monday.").model_copy(
        update={"article_id": "b", "page_id": "q"}
    )
    known = tag(there, definitions.lexicon)

    def counted(**more: Any) -> int:
        given = [Given("test", (mention(here, "Kesra", "place", country="IQ", **more),))]
        tallies, _ = fold([tag(here, definitions.lexicon, given=given), known], definitions)
        return tallies[0].observed.count

    assert (counted(), counted(lat=base.lat, lon=base.lon)) == (2, 1)


def test_an_id_of_the_lexicon_is_that_place() -> None:
    article = told(OUTPOST)
    attack = only(article, mention(article, "Kesra", "place", id="tower-22"))
    assert attack.place and attack.place.id == "tower-22" and attack.country == "JO"


def test_an_id_of_the_lexicon_stays_apart_from_a_namesake_in_another_country() -> None:
    article = told("Paterson residents said a drone hit a US outpost on Monday.", "It was quiet in Old Paterson Mill.")
    known = mention(article, "Paterson", "place", id="paterson")
    other = mention(article, "Old Paterson Mill", "place", country="SY").model_copy(update={"id": "paterson-mill"})
    namesake = mention(article, "Paterson", "place", country="SY")
    found = tagged(article, other, known)
    assert named(found, "Paterson") == [("place", "paterson")]
    assert named(found, "Old Paterson Mill") == [("place", "paterson-mill")]
    assert named(tagged(article, namesake), "Paterson") == [("place", "paterson-sy")]


def test_a_place_named_once_is_the_same_wherever_its_name_stands() -> None:
    article = told(OUTPOST)
    assert named(tagged(article, mention(article, "Kesra", "place")), "Kesra") == [("place", "kesra")] * 2


def test_a_name_that_is_given_two_meanings_holds_only_where_it_was_found() -> None:
    article = told("Kesra was quiet.", "Kesra was loud.", "Kesra was both.")
    first, second, _ = article.paragraphs
    mentions = Mention.at(first, 0, 5, "place"), Mention.at(second, 0, 5, "group")
    assert named(tagged(article, *mentions), "Kesra") == [("place", "kesra"), ("group", "kesra")]


def test_a_group_that_the_lexicon_does_not_know_becomes_the_attacker() -> None:
    article = told("Kesra Sons fighters fired two rockets at US troops in Iraq on Monday.")
    assert only(article).actor is None
    assert only(article, mention(article, "Kesra Sons", "group", id="sons-of-kesra")).actor == "sons-of-kesra"


def test_words_that_a_plug_in_takes_for_a_target_are_attacked() -> None:
    article = told("A drone hit the Blue Cantonment in Iraq on Monday.")
    assert tagged(article).attacks == ()
    assert only(article, mention(article, "Blue Cantonment", "target", id="us-forces")).target.id == "us-forces"


def test_words_that_a_plug_in_takes_for_a_weapon_are_what_struck() -> None:
    article = told("A Kestrel-9 hit a US outpost in Iraq on Monday.")
    assert only(article).weapons == ("unknown",)
    assert only(article, mention(article, "Kestrel-9", "weapon", id="drone")).weapons == ("drone",)


def test_a_ship_is_struck_where_the_plug_in_says_of_what_class_it_is_and_else_only_named() -> None:
    article = told("The crew of Blue Heron fled when a drone hit it on Monday off Yemen.")
    attack = only(article, mention(article, "Blue Heron", "vessel", target="commercial-ships"))
    assert (attack.vessel, attack.target.id) == ("Blue Heron", "commercial-ships")
    found = tagged(article, mention(article, "Blue Heron", "vessel"))
    assert found.attacks == () and named(found, "Blue Heron") == [("vessel", "blue-heron")]


def test_a_person_is_named_and_no_place() -> None:
    article = told("A drone fell near Tumbaru on Monday in Iraq.")
    assert named(tagged(article), "Tumbaru") == [("place", "tumbaru")]
    assert named(tagged(article, mention(article, "Tumbaru", "person", id="q7")), "Tumbaru") == [("person", "q7")]


@pytest.mark.parametrize("words", ["Baghdad", "in Baghdad", "Baghdad on Monday", "US troops", "rockets"])
def test_where_a_mention_overlaps_what_we_know_ours_stands(words: str) -> None:
    article = told("Two rockets were fired at US troops in Baghdad on Monday.")
    assert tagged(article, mention(article, words, "group", id="another")) == tagged(article)


def test_a_small_town_with_a_name_of_people_is_a_guess_that_gives_way() -> None:
    article = told("Two rockets were fired at US troops near Paterson on Monday in Iraq.")
    assert named(tagged(article), "Paterson") == [("place", "paterson")]
    assert named(tagged(article, mention(article, "Paterson", "person")), "Paterson") == [("person", "paterson")]
    assert tagged(article, mention(article, "Paterson", "place", id="another")) == tagged(article)


def test_of_two_plug_ins_the_first_decides_and_of_one_the_longest() -> None:
    article = told(OUTPOST.replace("Kesra residents", "Kesra Wells residents"))
    short, long = mention(article, "Kesra", "group"), mention(article, "Kesra Wells", "place")
    both = tag(article, LEXICON, given=[Given("one", (short,)), Given("two", (long,))])
    assert named(both, "Kesra")[:1] == [("group", "kesra")] and named(both, "Kesra Wells") == []
    assert named(tagged(article, short, long), "Kesra Wells") == [("place", "kesra-wells")]


def test_a_mention_without_coordinates_or_country_is_the_same_as_one_with_them() -> None:
    article = told(OUTPOST)
    bare, full = (
        mention(article, "Kesra", "place", **more) for more in ({}, {"country": "SY", "lat": 35.0, "lon": 40})
    )
    assert tagged(article, bare, full) == tagged(article, full) != tagged(article, bare)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start": 900, "end": 905}, "it stands outside of the story's text"),
        ({"start": -5, "end": 0}, "it stands outside of the story's text"),
        ({"start": 10, "end": 3}, "there"),
        ({"text": "Kasra"}, "the text has 'Kesra' there"),
        ({"text": ""}, "the text has 'Kesra' there"),
        ({"type": "event"}, "the type is none of place, group, target, weapon, person, vessel"),
        ({"type": "target", "id": "martians"}, "neither lexicon nor tallies file know the target 'martians'"),
        ({"type": "target"}, "neither lexicon nor tallies file know the target ''"),
        ({"type": "vessel", "target": "arks"}, "neither lexicon nor tallies file know the target 'arks'"),
        ({"type": "weapon", "id": "slingshot"}, "'slingshot' is none of drone, rocket"),
        ({"id": "Kesra in Iraq"}, "'Kesra in Iraq' is no id"),
        ({"country": "Iraq"}, "'Iraq' is no country's code"),
        ({"lat": 91.0}, "no such place on earth"),
        ({"lon": float("nan")}, "no such place on earth"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason_and_changes_nothing_else(
    change: dict[str, Any], reason: str
) -> None:
    article = told(OUTPOST)
    odd = mention(article, "Kesra", "place").model_copy(update=change)
    found = tagged(article, odd)
    (refused,) = [one for one in found.not_counted if one.reason.startswith("tagger test: ")]
    assert reason in refused.reason
    assert found.attacks == tagged(article).attacks and found.entities == tagged(article).entities


def test_a_mention_that_cuts_a_word_is_refused() -> None:
    article = told(OUTPOST)
    (refused,) = [one for one in tagged(article, mention(article, "esra", "place")).not_counted if "esra" in one.reason]
    assert refused.reason == "tagger test: place 'esra' at 44-48: it begins or ends within a word"


def test_a_name_without_letters_that_make_an_id_needs_one() -> None:
    article = told(OUTPOST.replace("Kesra", "القصرى"))
    assert "its words make none" in tagged(article, mention(article, "القصرى", "place")).not_counted[-1].reason
    attack = only(article, mention(article, "القصرى", "place", id="kesra"))
    assert attack.place and attack.place.name == "القصرى"


def test_offsets_are_those_of_the_raw_body_also_where_it_has_markup() -> None:
    text = "Kesra & Wells was hit."
    passage = Passage(text=text, start=3, end=38, offsets=((0, 3), (7, 14), (10, 20)))
    found = Mention.at(passage, 0, 13, "place")
    assert (found.text, found.start, found.end) == ("Kesra & Wells", 3, 23)
    article = Article(article_id="a", page_id="p", version="1", paragraphs=(passage,))
    assert ("place", "kesra-wells") in named(tagged(article, found), "Kesra & Wells")


POSITIONS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), max_size=6)


@for_all(POSITIONS, st.integers(0, 60))
def test_a_position_in_the_body_leads_back_to_the_character_that_came_from_it(
    steps: list[tuple[int, int]], raw: int
) -> None:
    pairs = [(0, 7)]
    for step, gap in steps:
        pairs.append((pairs[-1][0] + step, pairs[-1][1] + step + gap))
    text = "x" * (pairs[-1][0] + 3)
    passage = Passage(text=text, start=7, end=7 + 200, offsets=tuple(pairs))
    assert [passage.text_position(passage.raw_position(at)) for at in range(len(text))] == list(range(len(text)))
    back = passage.text_position(raw)
    assert back is None or (0 <= back < len(text) and passage.raw_position(back) == raw)


ANY = told(
    "Two rockets hit Kesra near Baghdad on Monday. Paterson and Kesra Wells were quiet, Ana Brisk said.", OUTPOST
)
WORDS = [(part, start, end) for part in passages_of(ANY) for start in (0, 4, 12, 16) for end in (5, 16, 21, 27)]
MENTIONS = st.builds(
    lambda place, type, id, country: Mention.at(*place, type, id=id, country=country),
    st.sampled_from([one for one in WORDS if one[1] < one[2] <= len(one[0].text)]),
    st.sampled_from(MENTION_TYPES),
    st.sampled_from(["", "kesra", "us-forces", "drone", "iraq", "Not An Id"]),
    st.sampled_from([None, "IQ", "SY"]),
)


@for_all(st.lists(MENTIONS, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_mentions_and_how_often_they_come_do_not_matter(
    found: tuple[list[Mention], list[Mention]],
) -> None:
    one, other = found
    assert tagged(ANY, *one) == tagged(ANY, *other, *one)


@for_all(st.lists(st.lists(MENTIONS, max_size=5), max_size=3))
def test_what_is_taken_in_never_overlaps_and_nothing_sure_of_ours_is_lost(found: list[list[Mention]]) -> None:
    before = read_prose(ANY, LEXICON)
    given = [Given(f"tagger-{number}", tuple(several)) for number, several in enumerate(found)]
    after = with_given(before, LEXICON, given).prose
    for was, now in zip(before, after, strict=True):
        assert {token for token in was.tokens if "weak" not in token.flags} <= set(now.tokens)
        new = sorted(set(now.tokens) - set(was.tokens), key=lambda token: token.start)
        assert all(one.end <= other.start for one, other in pairwise(new))
