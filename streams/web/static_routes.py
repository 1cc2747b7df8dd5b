"""The files that pages fetch: styles, scripts, what is vendored."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from streams.web.rendering import problem
from streams.web.static_files import FOR_EVER, static_files

router = APIRouter(include_in_schema=False)


@router.get("/static/{name:path}")
def static(request: Request, name: str) -> Response:
    """A file that the page fetches, packed where the browser takes it."""
    found = static_files().get(name)
    if found is None:
        return problem("There is no such file", "The page fetches no file of this name.", 404)
    kept = FOR_EVER if request.query_params.get("v") == found.digest else "no-cache"
    headers = {"cache-control": kept, "vary": "accept-encoding", "etag": f'"{found.digest}"'}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, headers=headers | {"content-encoding": "gzip"}, media_type=found.media_type)
    return Response(found.body, headers=headers, media_type=found.media_type)
