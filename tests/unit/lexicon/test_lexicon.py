import pytest
from pydantic import ValidationError

from streams.stages.lexicon import LexiconAdditions, load_lexicon
from streams.stages.lexicon.wordlists import word_list


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


def ids(lexicon, text, kind):
    return [term.id for match in lexicon.find(text) for term in match.terms if term.type == kind]


@pytest.mark.parametrize("spelling", ["Ain al-Asad", "Ayn al Asad", "Ain el-Asad base", "AIN AL-ASAD"])
def test_one_base_in_many_spellings(lexicon, spelling):
    assert ids(lexicon, f"Sirens at {spelling}.", "place") == ["ain-al-asad"]


def test_words_are_matched_whole(lexicon):
    assert ids(lexicon, "The Iranianised Syriana of Omanis", "place") == []


def test_short_abbreviations_need_capitals(lexicon):
    assert "united-states" in ids(lexicon, "the US said", "group")
    assert ids(lexicon, "they told us so", "group") == []


def test_names_need_a_capital_somewhere(lexicon):
    assert ids(lexicon, "a roast turkey with chad", "place") == []
    assert ids(lexicon, "in Turkey and Chad", "place") == ["turkey", "chad"]


def test_the_longest_name_wins(lexicon):
    assert ids(lexicon, "in the southern Red Sea", "place") == ["southern-red-sea"]


def test_a_possessive_is_found(lexicon):
    assert ids(lexicon, "Yemen’s coast", "place") == ["yemen"]


def test_offsets_count_characters_of_the_text_as_given(lexicon):
    text = "«Tillabe\u0301ri»  saw nothing."
    match = next(match for match in lexicon.find(text) if match.terms[0].type == "place")
    assert text[match.start : match.end] == "Tillabe\u0301ri"


def test_a_base_lies_in_its_province_region_and_country(lexicon):
    assert lexicon.place_chain("al-shaddadi") == ("al-shaddadi", "hasakah-province", "north-east-syria", "syria")


def test_a_city_lies_in_its_province(lexicon):
    assert lexicon.place_chain("kramatorsk") == ("kramatorsk", "donetsk-region", "ukraine")


def test_an_unknown_place_is_its_own_chain(lexicon):
    assert lexicon.place_chain("atlantis") == ("atlantis",)


def test_groups_belong_to_groups(lexicon):
    assert lexicon.group_chain("kataib-hezbollah") == (
        "kataib-hezbollah",
        "islamic-resistance-in-iraq",
        "iran-backed-militias",
    )


def test_projectiles_are_one_class_and_drones_another(lexicon):
    classes = {lexicon.weapon_class(weapon) for weapon in ("rocket", "missile", "ballistic_missile", "mortar")}
    assert classes == {"projectile"}
    assert lexicon.weapon_class("drone") == "drone"


def test_every_parent_and_surrounding_place_exists(lexicon):
    known = set(lexicon.places)
    assert {parent for place in lexicon.places.values() for parent in place.within} <= known
    assert {parent for group in lexicon.groups.values() for parent in group.parents} <= set(lexicon.groups)
    assert {target.parent for target in lexicon.targets.values() if target.parent} <= set(lexicon.targets)
    assert {place.hosts for place in lexicon.places.values() if place.hosts} <= set(lexicon.targets)


def test_places_have_plausible_coordinates(lexicon):
    for place in lexicon.places.values():
        assert (place.lat is None) == (place.lon is None), place.id
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= place.lon <= 180), place.id


def test_word_lists_hold_no_accidental_booleans():
    def leaves(value):
        if isinstance(value, dict):
            return [leaf for key, item in value.items() for leaf in (key, *leaves(item))]
        return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [value]

    for name in ("words", "groups", "targets", "places", "regions", "numbers", "dates", "stop_names", "sentences"):
        lists = word_list(name)
        if name == "words":
            lists = [row.get(key, []) for rows in lists.values() for row in rows for key in ("words", "nouns", "verbs")]
        assert not [leaf for leaf in leaves(lists) if isinstance(leaf, bool)], name


@pytest.fixture(scope="module")
def added():
    return load_lexicon(
        LexiconAdditions(
            groups={
                "houthis": {"aliases": ["Partisans of the North"]},
                "ruritania": {"aliases": ["Ruritania", "Ruritanian"]},
            },
            targets={"tankers": {"terms": ["oil tanker"], "parent": "commercial-ships"}},
            places={"mocha-port": {"aliases": ["Mokha"], "country": "YE"}},
        )
    )


def test_an_addition_joins_the_entry_of_the_same_id(added):
    assert ids(added, "the Partisans of the North and the Houthis", "group") == ["houthis", "houthis"]


def test_an_added_term_belongs_to_the_added_target_alone(added):
    assert ids(added, "two oil tankers", "target") == ["tankers"]
    assert added.target_chain("tankers") == ("tankers", "commercial-ships")


def test_an_added_place_takes_over_the_names_of_the_built_in_one(added):
    assert ids(added, "off al-Makha and Mokha", "place") == ["mocha-port", "mocha-port"]
    assert added.place_chain("mocha-port")[-1] == "yemen"


def test_a_group_that_is_added_may_act_under_its_adjective(added):
    assert ids(added, "Ruritanian guns", "group") == ["ruritania"]


def test_unknown_keys_are_refused():
    with pytest.raises(ValidationError):
        LexiconAdditions(targets={"tankers": {"words": ["tanker"]}})


def test_the_fingerprint_follows_the_data(lexicon, added):
    assert load_lexicon(LexiconAdditions()).fingerprint == lexicon.fingerprint != added.fingerprint


def test_places_that_stories_tell_of_lie_in_what_they_tell():
    told = load_lexicon().with_told({"tumbaru": ("plateau-region", "nigeria")})
    assert told.place_chain("tumbaru") == ("tumbaru", "plateau-region", "nigeria")
    assert load_lexicon().place_chain("tumbaru") == ("tumbaru",)


def test_one_content_of_told_places_is_one_lexicon():
    lexicon = load_lexicon()
    assert lexicon.with_told({"tumbaru": ("nigeria",)}) is lexicon.with_told({"tumbaru": ("nigeria",)})
    assert lexicon.with_told({}) is lexicon
