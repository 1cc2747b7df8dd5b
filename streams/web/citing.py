"""A line to cite a tally by: the numbers, their dates, and the path that shows them for good."""

from urllib.parse import quote, urlencode

from schemas import ReportedFigure
from streams.web.tally_answers import Citation, Standing
from streams.wording import QUALIFIERS


def citation_of(stood: Standing) -> Citation:
    """The citation of a tally as it was asked for.

    The number of the change is always in the path, so that the address shows what the text says when the tally has
    moved on.
    """
    tally, now = stood.tally, stood.now
    asked = {"known": str(stood.change)} | ({"as_of": stood.as_of.isoformat()} if stood.as_of else {})
    counted = f"{tally.observed.count} observed" + (f", {_said(tally.reported)}" if tally.reported else "")
    until = f" to {stood.as_of:%-d %B %Y}" if stood.as_of else ""
    stands = f" (as it stood on {stood.changed_at:%-d %B %Y}, change {stood.change})" if stood.changed_at else ""
    return Citation(
        text=f"{tally.title}, {tally.since:%-d %B %Y}{until or ' onwards'}: {counted}{stands}",
        path=f"/tallies/{quote(tally.id)}?{urlencode(asked)}",
        change=stood.change,
        latest=stood.latest,
        observed=tally.observed.count,
        reported=tally.reported.count if tally.reported else None,
        moved=stood.moved,
        corrected=stood.corrected,
        now_observed=now.observed.count,
        now_reported=now.reported.count if now.reported else None,
        complete=stood.complete,
    )


def _said(figure: ReportedFigure) -> str:
    who = f" by {figure.attributed_to}" if figure.attributed_to else ""
    when = f" as of {figure.as_of:%-d %B %Y}" if figure.as_of else ""
    return f"{QUALIFIERS[figure.qualifier]}{figure.count} reported{who}{when}"
