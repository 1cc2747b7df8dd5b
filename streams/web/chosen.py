"""What a reader has chosen on a tally's page, as it stands in the address."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from streams.web.filters import Filters

LONGEST = 300
"""Characters of a choice."""


class BadChoice(ValueError):
    """An address asks for what cannot be: says which part of it and what is wanted there."""


@dataclass(frozen=True)
class Chosen:
    """Filters of incidents, which state of the tally, and where the list of incidents goes on.

    `known` and `as_of` as in `Store.standing`; `cursor` is the `next` of the page of incidents before.
    """

    country: str | None = None
    place: str | None = None
    weapon: str | None = None
    actor: str | None = None
    status: str | None = None
    start: date | None = None
    end: date | None = None
    words: str | None = None
    known: int | None = None
    as_of: date | None = None
    cursor: str | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Chosen":
        """The choices of an address; parts that are empty (a form sends all its fields) or unknown choose nothing.

        Raises:
            BadChoice: a part cannot be read.
        """
        return cls(**{name: _read(key, query.get(key, "").strip()) for name, key in _KEYS.items()})

    @property
    def filtered(self) -> bool:
        """Is a part of the incidents chosen?"""
        return self.filters("") != Filters(tally="", end=self.as_of)

    @property
    def past(self) -> bool:
        """Is another state than the present one chosen?"""
        return self.known is not None or self.as_of is not None

    def filters(self, tally: str, among: tuple[str, ...] | None = None) -> Filters:
        """The incidents that fit: of those that the tally counts, or `among` others, up to the day that is chosen."""
        ends = [one for one in (self.end, self.as_of) if one]
        return Filters(
            tally=tally if among is None else None,
            among=among,
            country=self.country,
            place=self.place,
            weapon=self.weapon,
            actor=self.actor,
            status=self.status,  # type: ignore[arg-type]
            start=self.start,
            end=min(ends) if ends else None,
            words=self.words,
        )

    def query(self, **others: object) -> str:
        """The choices and others as they stand behind the `?` of an address; the list of incidents begins anew."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self)} | {"cursor": None} | others
        return urlencode({_KEYS[name]: str(value) for name, value in chosen.items() if value is not None})

    def address(self, tally: str, **others: object) -> str:
        """The address of a tally's page with these choices and others."""
        query = self.query(**others)
        return tally_address(tally) + (f"?{query}" if query else "") + "#h-incidents"


def tally_address(tally: str) -> str:
    """The address of a tally's page as it stands."""
    return f"/tallies/{quote(tally, safe='')}"


_KEYS = {one.name: {"start": "from", "end": "to", "words": "q"}.get(one.name, one.name) for one in fields(Chosen)}
_COUNTRY = re.compile("[A-Z]{2}")


def _read(key: str, value: str) -> Any:
    if not value:
        return None
    if len(value) > LONGEST:
        raise BadChoice(f"{key}: at most {LONGEST} characters")
    try:
        return _READERS.get(key, str)(value)
    except ValueError:
        raise BadChoice(f"{key}: {_WANTED[key]}") from None


def _country(value: str) -> str:
    if not _COUNTRY.fullmatch(value):
        raise ValueError
    return value


def _status(value: str) -> str:
    if value not in ("reported", "claimed_only"):
        raise ValueError
    return value


def _number(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 2**53:
        raise ValueError
    return number


_READERS: dict[str, Callable[[str], Any]] = {
    "country": _country,
    "status": _status,
    "from": date.fromisoformat,
    "to": date.fromisoformat,
    "as_of": date.fromisoformat,
    "known": _number,
}
_WANTED = {
    "country": "two capital letters, as IQ",
    "status": "reported or claimed_only",
    "from": "a day, as 2024-01-23",
    "to": "a day, as 2024-01-23",
    "as_of": "a day, as 2024-01-23",
    "known": "the number of a change",
}
