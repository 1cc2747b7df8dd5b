"""Places are looked up by name, chain and latitude; compared one with all others it comes to the same."""

from hypothesis import given
from hypothesis import strategies as st

from streams.stages.tally.likeness import place_relation
from streams.stages.tally.places import Places
from tests.unit.tally.told import LEXICON

words = st.sampled_from(["tall", "afar", "khan", "al", "camp", "north", "1", "2"])
told = st.lists(words, min_size=1, max_size=8, unique=True).map("-".join)
listed = st.sampled_from(["erbil", "erbil-airport", "anbar", "ain-al-asad", "red-sea", "gulf-of-aden", "tall-afar"])


@given(st.lists(told | listed, max_size=12, unique=True))
def test_related_places_are_those_that_are_the_same_or_lie_in_one_another(names):
    places = Places(LEXICON)
    for name in names:
        places.related(name)
    for name in names:
        related = {other for other in names if place_relation(name, other, LEXICON) in ("same", "within")}
        assert places.related(name) == related
