import pytest

from streams.errors import ConfigError
from streams.stages.tally import load_default_definitions, parse_definitions

GOOD = """\
tallies:
  - id: port-strikes
    since: 2022-03-01
    targets: [docks]
    countries: [NO, UA]
    reported: {counts: [attacks, strikes], since_tolerance: month}
lexicon:
  targets:
    docks: {terms: [quay, dock]}
"""


def test_the_built_in_tally_is_read():
    (tally,) = load_default_definitions().tallies
    assert tally.id == "us-forces-iraq-syria" and tally.countries == ("IQ", "SY", "JO")


def test_a_file_brings_its_own_targets_and_norway_is_no_boolean():
    definitions = parse_definitions(GOOD)
    assert definitions.tallies[0].countries == ("NO", "UA")
    assert "docks" in definitions.lexicon.targets


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "reason"),
    [
        ("since: 2022-03-01", "snce: 2022-03-01", 3, "tallies[0].snce", "unknown key"),
        ("    since: 2022-03-01\n", "", 2, "tallies[0].since", "is missing"),
        ("  - id: port-strikes\n    since", "  - since", 2, "tallies[0].id", "is missing"),
        ("[docks]", "[]", 4, "tallies[0].targets", "at least 1"),
        ("2022-03-01", "soon", 3, "tallies[0].since", "must be a date"),
        ("[docks]", "docks", 4, "tallies[0].targets", "must be a list"),
        ("[docks]", "[dcks]", 4, "tallies[0].targets[0]", "unknown target 'dcks'"),
        ("[NO, UA]", "[NO, XX]", 5, "tallies[0].countries[1]", "unknown country"),
        ("[NO, UA]", "[Norway]", 5, "tallies[0].countries[0]", "two capital letters"),
        ("month}", "week}", 6, "tallies[0].reported.since_tolerance", "'day' or 'month'"),
        ("month}", "month, of: x}", 6, "tallies[0].reported.of", "unknown key"),
        ("terms:", "words:", 9, "lexicon.targets.docks.words", "unknown key"),
        ("targets: [docks]", "targets: [docks]\n    until: 2021-01-01", 5, "tallies[0].until", "lies after"),
        ("targets: [docks]", "targets: [docks]\n    weapons: [catapult]", 5, "tallies[0].weapons[0]", "unknown weapon"),
        (
            "targets: [docks]",
            "targets: [docks]\n    actors:\n      - elves",
            6,
            "tallies[0].actors[0]",
            "unknown group",
        ),
        ("targets: [docks]", "targets: [docks]\n    places: [atlantis-x]", 5, "tallies[0].places[0]", "unknown place"),
        ("targets: [docks]", "targets: [docks]\n    since: 2022-03-02", 5, "tallies[0].since", "given twice"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_key(old, new, line, key, reason):
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        parse_definitions(GOOD.replace(old, new), "my.yaml")
    error = caught.value
    assert (error.file, error.line, error.key) == ("my.yaml", line, key)
    assert reason in error.reason


def test_two_tallies_with_one_id_are_refused():
    second = "  - id: port-strikes\n    since: 2023-01-01\n    targets: [docks]\nlexicon:"
    with pytest.raises(ConfigError, match=r"my.yaml:7: tallies\[1\].id: there is a tally"):
        parse_definitions(GOOD.replace("lexicon:", second), "my.yaml")


@pytest.mark.parametrize("text", ["", "tallies: [", "- a\n- b", "tallies: {}", "tallies: []", "a: &a [*a]", "\x00"])
def test_text_that_is_no_tallies_file_is_refused_with_its_name(text):
    with pytest.raises(ConfigError) as caught:
        parse_definitions(text, "my.yaml")
    assert str(caught.value).startswith("my.yaml")


def test_a_tally_on_a_target_of_the_built_in_lexicon_gets_its_totals_watched() -> None:
    text = "tallies:\n  - {id: h, since: 2024-01-01, targets: [hospitals]}\n"
    assert "hospitals" in parse_definitions(text, "t.yaml").lexicon.watched
