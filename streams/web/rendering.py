"""Templates: Jinja with everything from strangers escaped, and the words the templates use."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse
from starlette.types import Scope

from streams.web import sentences
from streams.web.curve import drawing, last_day
from streams.web.links import site, web_link
from streams.web.names import Names, as_words, weapon
from streams.web.passages import pieces
from streams.web.static_files import asset
from streams.wording import QUALIFIERS

QUOTE = 420
"""Characters of a quote that are shown at once; the whole is a click away."""
TITLE = 160
"""Characters of a title that are shown at once."""
PLACES = 200
"""Places on the map: those of which most is told; a page has to have an end."""


def environment(names: Names) -> Environment:
    """The templates, with the filters they use and the names of one lexicon."""
    made = Environment(
        loader=PackageLoader("streams.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": sentences.day,
        "short_day": sentences.short_day,
        "moment": sentences.moment,
        "short_moment": sentences.short_moment,
        "number": sentences.number,
        "span": sentences.span,
        "weapon": weapon,
        "as_words": as_words,
        "web_link": web_link,
        "site": site,
        "country": names.country,
        "group": names.group,
        "target": names.target,
        "place": names.place,
    }
    made.globals |= {
        "PLACES": PLACES,
        "QUOTE": QUOTE,
        "TITLE": TITLE,
        "QUALIFIERS": QUALIFIERS,
        "STANDING": sentences.STANDING,
        "BASES": sentences.BASES,
        "counted": sentences.counted,
        "difference": sentences.difference,
        "drawing": drawing,
        "last_day": last_day,
        "MEASURES": sentences.MEASURES,
        "asset": asset,
        "pieces": pieces,
        "qualified": sentences.qualified,
        "reservations": sentences.reservations,
    }
    return made


@cache
def names() -> Names:
    """What ids are called."""
    return Names.built_in()


@cache
def _templates() -> Environment:
    return environment(names())


def page(template: str, status: int = 200, **given: Any) -> HTMLResponse:
    """A template, filled."""
    return HTMLResponse(_templates().get_template(template).render(**given), status)


def problem(title: str, detail: str, status: int) -> HTMLResponse:
    """A page that says what went wrong, and what to do."""
    return page("problem.html", status, title=title, detail=detail)


def for_reader(scope: Scope) -> bool:
    """Is it a person with a browser who asks, not a program?"""
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return b"text/html" in accepts and not scope["path"].startswith("/api/")
