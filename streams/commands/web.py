"""web: the page and the API, from the topics."""

import asyncio

from streams.access import roles
from streams.access.preflight import check_access, end_when_refused
from streams.commands.options import err
from streams.generations import fingerprint_of
from streams.running import connected
from streams.settings import load_settings
from streams.tallies_file import load_definitions
from streams.web.service import serve
from streams.worker import configure_logging


def web() -> None:
    """Serve the page and the API until Ctrl-C or SIGTERM; any number of copies may run."""
    settings = connected(load_settings())
    configure_logging(settings.log_level)
    definitions = load_definitions(settings.tallies)
    check_access(settings, roles.web(settings, str(fingerprint_of(definitions, settings))))
    end_when_refused(settings)
    tallies = definitions.tallies
    del definitions  # Its lexicon is most of the memory, and nothing more asks it.
    asyncio.run(serve(settings, tallies, lambda address: err.print(f"page       {address}")))
