"""What a tallies file adds to the built-in lexicon."""

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AddedTarget(_Strict):
    """Terms that name a class of targets, in the singular; plurals are made. `parent` is another target id."""

    terms: tuple[str, ...] = ()
    parent: str | None = None


class AddedGroup(_Strict):
    """Names (and demonyms) of a group, force or state; `parents` are the groups it belongs to."""

    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


class AddedPlace(_Strict):
    """Names of a place, where it lies, and which places it lies in. `country` is ISO 3166-1 alpha-2."""

    aliases: tuple[str, ...] = ()
    country: str | None = Field(None, pattern="^[A-Z]{2}$")
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    within: tuple[str, ...] = ()


class LexiconAdditions(_Strict):
    """The `lexicon` part of a tallies file. Unknown keys are errors; ids that are built in get the aliases as well."""

    targets: dict[str, AddedTarget] = Field(default_factory=dict)
    groups: dict[str, AddedGroup] = Field(default_factory=dict)
    places: dict[str, AddedPlace] = Field(default_factory=dict)
