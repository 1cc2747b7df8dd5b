"""The web application: the API, the page where it is there, and what stands around both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from streams.metrics import WebMetrics
from streams.settings import Settings
from streams.web import api, downloads_api, events_api, intake_api, operating, page, static_routes
from streams.web.around import ETags, SafeHeaders, Timed, WhenReady
from streams.web.events import Hub
from streams.web.intake import Intake
from streams.web.limits import Refused
from streams.web.problems import not_there, refused, wrong_question
from streams.web.store import Store

THREADS = 8
"""Questions that are asked of the store at a time; the others wait. Each has a connection with a cache of its own."""
DESCRIPTION = "Running tallies of attacks that can be checked: numbers, incidents, quotes, corrections."


def create_app(
    store: Store,
    settings: Settings,
    *,
    hub: Hub | None = None,
    metrics: WebMetrics | None = None,
    intake: Intake | None = None,
) -> FastAPI:
    """The application over a store that something else fills. `app.state.store` is the store, `.settings` the settings.

    Without an `intake` nobody may post articles. Until `store.ready` is true, nothing is answered but 503.
    """
    app = FastAPI(title="Tallywire", description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=_few_threads)
    app.state.store, app.state.settings, app.state.intake = store, settings, intake
    app.state.metrics, app.state.hub = metrics or WebMetrics(), hub or Hub(settings.web_readers)
    for part in (downloads_api, api, events_api, intake_api, operating, page, static_routes):
        app.include_router(part.router)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, not_there)
    app.add_exception_handler(RequestValidationError, wrong_question)
    _stand_around(app, settings)
    return app


@asynccontextmanager
async def _few_threads(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def _stand_around(app: FastAPI, settings: Settings) -> None:
    # The last one stands outermost.
    app.add_middleware(ETags)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    origins = [one.strip() for one in settings.web_origins.split(",") if one.strip()]
    if origins:
        exposed = ["ETag", "Location", "Retry-After"]
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET"], expose_headers=exposed)
    app.add_middleware(WhenReady, store=app.state.store)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Timed, metrics=app.state.metrics)
