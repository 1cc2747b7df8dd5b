"""The web application: the API, the page where it is there, and what stands around both."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from streams.settings import Settings
from streams.web import api
from streams.web.store import Store

STATIC = Path(__file__).parent / "static"
DESCRIPTION = "Running tallies of attacks that can be checked: numbers, incidents, quotes, corrections."


def create_app(store: Store, settings: Settings) -> FastAPI:
    """The application over a store that something else fills. `app.state.store` is the store, `.settings` the settings.

    The page's routes are those of `streams.web.page.router`; files in the folder `static` stand below /static.
    """
    app = FastAPI(title="Tallywire", description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.store, app.state.settings = store, settings
    app.include_router(api.router, prefix="/api")
    if find_spec("streams.web.page"):
        app.include_router(import_module("streams.web.page").router)
    if STATIC.is_dir():
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
