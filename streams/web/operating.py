"""What operators and their tools ask: does it live, is it ready, what does it measure."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

router = APIRouter(tags=["operating"])
TEXT = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}


@router.get("/livez", response_class=PlainTextResponse)
async def livez() -> str:
    """The process answers."""
    return "ok\n"


@router.get(
    "/readyz",
    response_class=PlainTextResponse,
    responses={503: {"description": "still reading", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def readyz(request: Request) -> Response:
    """All incidents, tallies and their changes are read; the answers are those of the topics."""
    ready = request.app.state.store.ready
    return PlainTextResponse("ok\n" if ready else "still reading the topics\n", 200 if ready else 503)


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Metrics in the text format of Prometheus."""
    request.app.state.metrics.readers.set(request.app.state.hub.connected)
    return PlainTextResponse(request.app.state.metrics.text())
