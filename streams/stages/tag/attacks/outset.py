"""What is known of a story before its first sentence is read."""

from schemas import Span
from streams.stages.lexicon import Lexicon
from streams.stages.tag.attacks.anchors import named_anchors
from streams.stages.tag.attacks.belonging import seats_of
from streams.stages.tag.attacks.clause_features import story_features
from streams.stages.tag.attacks.draft import When
from streams.stages.tag.attacks.labels import opens_live
from streams.stages.tag.attacks.lines import Line
from streams.stages.tag.attacks.roles import sides_of
from streams.stages.tag.attacks.state import State
from streams.stages.tag.attacks.subject import names, subject_of
from streams.stages.tag.attacks.surroundings import Surroundings
from streams.stages.tag.attacks.victims import victims_of
from streams.stages.tag.attacks.whens import set_scene


def at_outset(lines: tuple[Line, ...], lexicon: Lexicon, published: Span) -> State:
    """What the whole of a story says of its subject, sides and days, and its titles of the scene."""
    subject = subject_of(lines, lexicon)
    titles = [line for line in lines if line.role == "title"]
    targets = {anchor.target for line in lines for anchor in named_anchors(line.view(), lexicon)}
    state = State(
        subject=subject,
        titled=any(names(line, subject, lexicon) for line in titles),
        story=story_features(lines, lexicon),
        around=Surroundings.of(lines),
        newest=max((day.end for line in lines for day in line.days if day.end), default=None),
        seats=seats_of(lines, subject or "", lexicon),
        victims=victims_of(lines, subject, lexicon),
        sides={target: sides_of(target, lexicon) for target in targets},
    )
    for line in titles:
        set_scene(line, state)
    if published.day and sum(map(opens_live, lines)) > 1:
        state.live = When(published.day, published.day, "carried")
    return state
