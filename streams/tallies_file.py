"""The tallies file of a user, or the built-in one."""

from pathlib import Path

from streams.errors import ConfigError
from streams.stages.tally import Definitions, load_default_definitions, parse_definitions


def load_definitions(path: Path | None) -> Definitions:
    """The tallies of a YAML file, or the built-in ones.

    Raises:
        ConfigError: the file cannot be read, or what is in it is wrong; file, line and key are named.
    """
    if path is None:
        return load_default_definitions()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", file=str(path)) from None
    return parse_definitions(text, str(path))
