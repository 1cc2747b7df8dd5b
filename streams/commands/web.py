"""web: the page and the API, from the topics. `python -m streams.commands.web` is the process that `up` starts."""

import asyncio
import sys
from pathlib import Path

from streams.access import roles
from streams.access.preflight import check_access, end_when_refused
from streams.commands.options import err
from streams.errors import ConfigError, NoAccess
from streams.generations import fingerprint_of
from streams.harmless import harmless
from streams.running import PAGE_FILE, connected
from streams.settings import Settings, load_settings
from streams.tallies_file import load_definitions
from streams.web.service import serve
from streams.worker import configure_logging


def web() -> None:
    """Serve the page and the API until Ctrl-C or SIGTERM; any number of copies may run."""
    run(connected(load_settings()), None)


def run(settings: Settings, note: Path | None) -> None:
    """Serve; the address is printed, and left in the file `note` where one is given."""

    def started(address: str) -> None:
        err.print(f"page       {address}")
        if note:
            # In one step: who waits for the file must not read half of it.
            whole = note.with_suffix(".new")
            whole.write_text(address, encoding="utf-8")
            whole.rename(note)

    configure_logging(settings.log_level)
    definitions = load_definitions(settings.tallies)
    check_access(settings, roles.web(settings, str(fingerprint_of(definitions, settings))))
    end_when_refused(settings)
    tallies = definitions.tallies
    del definitions  # Its lexicon is most of the memory, and nothing more asks it.
    asyncio.run(serve(settings, tallies, started))


def main() -> None:
    """The process that `up` starts; it leaves its address in its data folder."""
    try:
        settings = load_settings()
        run(settings, settings.data_dir / PAGE_FILE)
    except (ConfigError, NoAccess) as error:
        print(f"tallywire: {harmless(str(error))}", file=sys.stderr)
        sys.exit(2 if isinstance(error, ConfigError) else 1)


if __name__ == "__main__":
    main()
