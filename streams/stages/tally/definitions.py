"""The tallies file: what to count, as YAML; whatever is wrong in it is named with file, line and key."""

from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from schemas.common import CountryCode
from streams.stages.lexicon import Lexicon, LexiconAdditions, load_lexicon
from streams.stages.tally.known_ids import KnownIds
from streams.stages.tally.yaml_lines import YamlFile

Measure = Literal["attacks", "killed", "injured"]
Unit = Literal["attack", "place-day", "day"]


def _nothing_is_empty(value: object) -> object:
    # `actors:` with nothing behind it is an empty list to whoever writes it.
    return () if value is None else value


Ids = Annotated[tuple[str, ...], BeforeValidator(_nothing_is_empty)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReportedRule(_Strict):
    """Which stated totals are of a tally's series: the nouns they count, and how near their since-date must lie."""

    counts: Annotated[tuple[str, ...], BeforeValidator(_nothing_is_empty)] = ()
    since_tolerance: Literal["day", "month"] = "day"


class TallyDefinition(_Strict):
    """One tally: what is counted, where, from when on. An empty list means any; ids are the lexicon's.

    `targets`, `actors` and `places` stand for their children, a class of `weapons` for its members. `unit` is what
    counts as one: an attack, a place on a day (however many drones), or a day (one wave). `until` is included.
    """

    id: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9._-]{0,99}$")]
    title: str = ""
    since: date
    until: date | None = None
    measure: Measure = "attacks"
    targets: Annotated[tuple[str, ...], Field(min_length=1)]
    actors: Ids = ()
    not_actors: Ids = ()
    countries: Annotated[tuple[CountryCode, ...], BeforeValidator(_nothing_is_empty)] = ()
    places: Ids = ()
    weapons: Ids = ()
    unit: Unit = "attack"
    reported: ReportedRule = ReportedRule()

    @field_validator("until")
    @classmethod
    def _ordered(cls, until: date | None, fields: ValidationInfo) -> date | None:
        since = fields.data.get("since")
        if until and since and until < since:
            raise ValueError(f"since {since} lies after until {until}")
        return until


class _File(_Strict):
    tallies: Annotated[tuple[TallyDefinition, ...], Field(min_length=1)]
    lexicon: Annotated[LexiconAdditions, BeforeValidator(lambda value: {} if value is None else value)] = (
        LexiconAdditions()
    )


@dataclass(frozen=True)
class Definitions:
    """A tallies file, checked: the tallies, what they add to the lexicon, and the lexicon with it."""

    tallies: tuple[TallyDefinition, ...]
    additions: LexiconAdditions
    lexicon: Lexicon


def parse_definitions(text: str, file: str = "") -> Definitions:
    """Read and check a tallies file.

    Raises:
        ConfigError: for YAML that cannot be read, unknown keys, wrong types, ids that neither the lexicon nor the
            file knows, and tallies with the same id; it names file, line and key.
    """
    source = YamlFile(text, file)
    try:
        parsed = _File.model_validate(source.data)
    except ValidationError as error:
        # An unknown key first: it is often the one that seems to be missing, misspelt.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        unknown = first["type"] == "extra_forbidden"
        raise source.error(_reason(first["type"], first["msg"], first["loc"]), first["loc"], unknown=unknown) from None
    # Before the lexicon is built, which takes the best part of a second.
    _check_ids(parsed, KnownIds(load_lexicon(), parsed.lexicon), source)
    try:
        return Definitions(parsed.tallies, parsed.lexicon, _watching(load_lexicon(parsed.lexicon), parsed.tallies))
    except ValueError as error:
        raise source.error(str(error), ("lexicon",)) from None


def _watching(lexicon: Lexicon, tallies: tuple[TallyDefinition, ...]) -> Lexicon:
    """The lexicon that knows which targets are counted: those of the tallies, and what these stand for."""
    wanted = {target for tally in tallies for target in tally.targets}
    counted = {target for target in lexicon.targets if wanted & set(lexicon.target_chain(target))}
    return replace(lexicon, watched=lexicon.watched | counted)


def load_default_definitions() -> Definitions:
    """The built-in tallies."""
    name = "default_tallies.yaml"
    return parse_definitions(resources.files("streams").joinpath(name).read_text("utf-8"), name)


def _check_ids(parsed: _File, known: KnownIds, source: YamlFile) -> None:
    seen: set[str] = set()
    for number, tally in enumerate(parsed.tallies):
        if tally.id in seen:
            raise source.error(f"there is a tally {tally.id!r} already", ("tallies", number, "id"))
        seen.add(tally.id)
        for key in ("targets", "actors", "not_actors", "countries", "places", "weapons"):
            for place, value in enumerate(getattr(tally, key)):
                reason = known.why_unknown(key, value)
                if reason:
                    raise source.error(reason, ("tallies", number, key, place))


def _reason(kind: str, message: str, at: tuple[str | int, ...]) -> str:
    plain = {
        "extra_forbidden": "unknown key",
        "missing": "is missing",
        "tuple_type": "must be a list",
        "string_type": "must be text",
        "model_type": "must be a mapping of keys",
        "dict_type": "must be a mapping of keys",
    }
    if kind == "string_pattern_mismatch":
        return (
            "must be made of small letters, digits, - . _" if at[-1] == "id" else "must be two capital letters, as UA"
        )
    if kind.startswith("date_"):
        return "must be a date, YYYY-MM-DD"
    return plain.get(kind) or message.removeprefix("Value error, ").replace("Input should", "must")
