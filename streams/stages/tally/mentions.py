"""Where an attack is told, as incidents list it."""

from schemas import Attack, Mention
from streams.stages.tally.stories import Story

_FIELDS = set(Mention.model_fields)


def mention_of(story: Story, attack: Attack) -> Mention:
    """The mention that a story's attack is: made once, and shared by all incidents that it ever stands in."""
    facts = story.facts
    # All fields come from valid messages. Checked again they would cost most of the time and, each with a set of its
    # own of the fields given, most of the memory of a long history.
    return Mention.model_construct(
        _fields_set=_FIELDS,
        article_id=facts.article_id,
        page_id=facts.page_id,
        url=facts.url,
        outlet=facts.outlet,
        title=facts.title,
        published_at=facts.published.day,
        status=attack.status,
        killed=attack.killed,
        injured=attack.injured,
        evidence=attack.evidence,
    )
