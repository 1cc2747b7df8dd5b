"""Control characters, bidi marks and what nothing is drawn for: exact where they are kept, harmless where shown."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from schemas import (
    Attack,
    CleanArticle,
    Evidence,
    Incident,
    Mention,
    NotCounted,
    PlaceRef,
    RawArticle,
    ReportedTotal,
    Tally,
    TargetRef,
)
from schemas.tally import Observed, ReportedFigure, SourcedEvidence
from streams.commands.options import dump
from streams.harmless import UNSEEN
from streams.offline import extract
from streams.printing import change_lines, print_tallies
from streams.printing_reasons import print_explanation
from streams.stages.clean import clean
from streams.stages.split import split
from streams.stages.tally import load_default_definitions
from streams.stages.tally.explanation import (
    AttackVerdict,
    ExplainedAttack,
    ExplainedStory,
    ExplainedTotal,
    Explanation,
    StoryPage,
    TotalVerdict,
)

NOW = datetime(2024, 5, 4, tzinfo=UTC)
TRICK = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u2066[/]\x00\r"
QUOTE = Evidence(text=TRICK, start=0, end=9)
STORY = "Drones hit base\n\nTwo drones hit al-Asad air base in Iraq on Friday, the café’s owner said. Nobody was hurt."
LEXICON = load_default_definitions().lexicon


def ids(body: str) -> list[str]:
    page: CleanArticle = clean(RawArticle(body=body), NOW)
    return [story.article_id for story in split(page, LEXICON)]


@pytest.mark.parametrize("unseen", ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff", "\ufe0f", "\u034f", "\U000e0041"])
def test_what_nothing_is_drawn_for_makes_no_other_story(unseen: str) -> None:
    assert ids(re.sub(r"(\w)(\w)", rf"\1{unseen}\2", STORY)) == ids(STORY)


def test_accents_composed_or_not_and_wide_letters_are_the_same_story() -> None:
    assert ids(STORY.replace("é", "e\u0301")) == ids(STORY)
    assert ids(STORY.replace("Nobody", "Ｎobody")) == ids(STORY)
    assert ids(STORY.replace("é", "e")) != ids(STORY)


def test_words_with_something_unseen_in_them_are_read_and_quoted_where_they_stand() -> None:
    body = STORY.replace("drones hit al", "dro\u200bnes \u202ehit\u202c al")
    (story,) = extract([RawArticle(body=body, published_at=date(2024, 5, 4))], LEXICON, 10_000, lambda *_: None)
    (attack,) = story.attacks
    assert attack.weapons == ("drone",)
    assert body[attack.evidence.start : attack.evidence.end].startswith("Two dro\u200bnes \u202ehit")


def evil() -> tuple[Tally, Incident]:
    evidence = SourcedEvidence.model_validate(
        {"text": TRICK, "start": 0, "end": 9, "article_id": "a", "page_id": f"http://x/{TRICK}", "outlet": TRICK}
    )
    mention = Mention.model_validate({**evidence.model_dump(), "evidence": evidence.model_dump()})
    incident = Incident(id="i", target="us-forces", place=PlaceRef(id="p", name=TRICK), mentions=(mention,))
    figure = ReportedFigure(count=1, qualifier="exactly", attributed_to=TRICK, evidence=evidence)
    tally = Tally(
        id="t", title=TRICK, since=date(2024, 1, 1), observed=Observed(count=1), reported=figure, incidents=("i",)
    )
    return tally, incident


def test_nothing_that_a_stranger_wrote_reaches_the_terminal_raw() -> None:
    tally, incident = evil()
    screen = Console(record=True, width=200, color_system=None, force_terminal=False)
    print_tallies([tally], {"i": incident}, screen)
    screen.print(
        change_lines(tally.model_copy(update={"incidents": (), "reported": None}), tally, {"i": incident}, 0.1)
    )
    shown = screen.export_text()
    assert "\\x1b[2J" in shown and "\\u202eevil" in shown and "[/]" in shown
    assert {unicodedata.category(one) for one in shown if one != "\n"}.isdisjoint(UNSEEN)


def test_no_reason_that_is_shown_has_a_strangers_text_raw() -> None:
    attack = Attack(target=TargetRef(id=TRICK, text=TRICK), place=PlaceRef(id="p", name=TRICK), evidence=QUOTE)
    total = ReportedTotal(count=1, of=TRICK, target=TRICK, evidence=QUOTE)
    no_attack = AttackVerdict(tally="t", counted=False, reason="other_target", why=TRICK)
    no_total = TotalVerdict(tally="t", feeds=False, reason="other_noun", why=TRICK)
    page = StoryPage(page_id=TRICK, outlet=TRICK, version="1")
    story = ExplainedStory(
        article_id="a",
        title=TRICK,
        pages=(page,),
        attacks=(
            ExplainedAttack(attack=attack, incident=TRICK, filled_by=(TRICK,), may_be=TRICK, verdicts=(no_attack,)),
        ),
        totals=(ExplainedTotal(total=total, verdicts=(no_total,)),),
        not_counted=(NotCounted(reason=TRICK, evidence=QUOTE),),
    )
    told_again = story.model_copy(
        update={"article_id": "b", "attacks": (ExplainedAttack(attack=attack, also_told_by=("a",)),)}
    )
    screen = Console(record=True, width=200, color_system=None, force_terminal=False)
    explanation = Explanation(stories=(story, told_again), without_story=(TRICK,))
    print_explanation(explanation, screen)
    shown = screen.export_text()
    assert shown.count("\\x1b[2J") > 15
    assert {unicodedata.category(one) for one in shown if one != "\n"}.isdisjoint(UNSEEN)


def test_json_for_the_terminal_says_the_same_in_escapes() -> None:
    tally, _ = evil()
    printed = dump([tally])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", printed)
    assert json.loads(printed)[0]["title"] == TRICK
