"""What a rule for dates needs never keeps it from a match: the gate may only save time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.stages.dates.grammar import RULES
from streams.stages.dates.names import Rule
from streams.stages.lexicon.folding import in_plain_letters

GATED = [rule for rule in RULES if rule.needs]
PIECES = """
Oct. October MAY march Sept. JAN on the of since until between from to through till and - – — / , . : ( ) 3 17 th 22nd
5th 1 31 2023 2024 1999 071822Z 20231017 10.11 ſt İ Monday Tue early late first quarter last this next week month year
weekend that same day days weeks ago two first thirteenth the in first summer winter fiscal FY 23 before again then
"""


def check(rule: Rule, text: str) -> None:
    for match in rule.pattern.finditer(text):
        assert rule.needs is not None
        assert rule.needs.search(in_plain_letters(text), *match.span()), match[0]


@pytest.mark.parametrize("rule", GATED, ids=lambda rule: rule.pattern.pattern[:40])
@given(st.data())
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_a_rule_matches_has_what_it_needs(rule: Rule, data: st.DataObject) -> None:
    check(rule, data.draw(st.from_regex(rule.pattern)))


@given(st.lists(st.tuples(st.sampled_from(PIECES.split()), st.sampled_from((" ", " ", " ", "", "\n"))), max_size=14))
@settings(max_examples=400)
def test_no_text_of_pieces_of_dates_is_kept_from_a_rule(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + space for piece, space in pieces)
    for rule in GATED:
        check(rule, text)
