"""Do a stated total and a tally count from the same day on?"""

from datetime import date, timedelta
from typing import Literal

from schemas import ReportedTotal
from streams.stages.lexicon import Lexicon
from streams.stages.tally.definitions import TallyDefinition

NEIGHBOUR = timedelta(days=1)
"""Officials and agencies differ by a day over when a series began."""
ROUGHLY = timedelta(days=7)
"""How far "since mid-October" may lie from the tally's own day."""
EVENT = timedelta(days=14)
"""How far an event may lie that people count from instead: a war that began ten days before the first attack."""
HALF_MONTH = timedelta(days=15)


SinceRefusal = Literal["no_since", "window", "other_since"]


def why_other_since(definition: TallyDefinition, total: ReportedTotal, lexicon: Lexicon) -> SinceRefusal | None:
    """Why the since-date of the total is not the tally's; None where it is.

    It is within the tolerance that the tally allows and the words need. A total without a since-date has no answer: it
    is not the same. "The past 24 hours" is a window, whatever day it begins with.
    """
    if total.since is None:
        return "no_since"
    if total.since_precision == "window":
        return "window"
    return None if _near(definition, total, total.since, lexicon) else "other_since"


def _near(definition: TallyDefinition, total: ReportedTotal, since: date, lexicon: Lexicon) -> bool:
    """Is the day near enough to the tally's?

    `month` tolerance takes any day of the tally's
    month, and any within half a month of its day.
    """
    distance = abs(since - definition.since)
    month = (since.year, since.month) == (definition.since.year, definition.since.month)
    if definition.reported.since_tolerance == "month":
        return month or distance <= HALF_MONTH
    if total.since_precision == "month" and month:
        return True
    if total.since_precision == "event" or _begins_campaign(total, lexicon):
        return distance <= EVENT
    return distance <= (ROUGHLY if total.since_precision in ("approx", "month") else NEIGHBOUR)


def _begins_campaign(total: ReportedTotal, lexicon: Lexicon) -> bool:
    chain = lexicon.target_chain(total.target) if total.target else ()
    return any(
        campaign.start == total.since and (not campaign.targets or not set(campaign.targets).isdisjoint(chain))
        for campaign in lexicon.campaigns
    )
