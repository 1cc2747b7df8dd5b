"""POST /api/articles: an article as JSON, or several as JSON lines."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from starlette.responses import JSONResponse, StreamingResponse

from schemas import RawArticle
from streams.web.article_answers import Accepted
from streams.web.intake import Intake
from streams.web.limits import Refused, check_key
from streams.web.problems import Problem

router = APIRouter(prefix="/api", tags=["sending"])

TOGETHER = 100
"""Lines of a batch that are on their way at a time."""


async def _body(request: Request, most: int) -> bytes:
    """The body, read no further than allowed."""
    too_large = Refused(413, f"the body is larger than TALLYWIRE_WEB_POST_BYTES, {most:,}")
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise too_large
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise too_large
        parts.append(part)
    return b"".join(parts)


def intake_of(request: Request) -> Intake:
    """The intake of the application."""
    intake: Intake | None = request.app.state.intake
    if intake is None:
        raise Refused(403, "this copy takes no articles")
    return intake


_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": RawArticle.model_json_schema(by_alias=True)},
        "application/x-ndjson": {"schema": {"type": "string", "description": "An article a line."}},
    },
}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": text}
    for code, text in {
        400: "the body did not arrive whole",
        401: "the key is missing or wrong",
        403: "nobody may post here",
        413: "too large",
        415: "neither application/json nor application/x-ndjson",
        422: "no article: which field",
        429: "too much, or the stream is far behind: Retry-After says when to come again",
        503: "Kafka takes nothing",
    }.items()
}


@router.post(
    "/articles",
    status_code=202,
    response_model=Accepted,
    responses={
        200: {
            "model": Accepted,
            "description": "the same was taken before; for a batch: a result a line",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        },
        **_REFUSALS,
    },
    openapi_extra={"requestBody": _BODY},
)
async def post(
    request: Request,
    intake: Annotated[Intake, Depends(intake_of)],
    authorization: Annotated[str | None, Header()] = None,
    x_api_key: Annotated[str | None, Header()] = None,
) -> Response:
    """Put an article into the stream, or several as JSON lines.

    Without `url` and `id` a page's identity is a hash of its body, so sending it again is no second article.
    """
    check_key(intake.settings, authorization, x_api_key)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/x-ndjson", "application/jsonl"):
        raise Refused(415, "send application/json, or application/x-ndjson for several")
    body = await _body(request, intake.settings.web_post_bytes)
    address = request.client.host if request.client else ""
    if kind == "application/json":
        intake.admit(address, 1)
        taken = await intake.take(body)
        intake.posted.labels(taken.status).inc()
        headers = {"location": f"/api/articles/{taken.id}"}
        return JSONResponse(taken.model_dump(mode="json"), taken.status, headers)
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    intake.admit(address, len(lines))
    return StreamingResponse(_batch(intake, lines), media_type="application/x-ndjson")


async def _batch(intake: Intake, lines: list[tuple[int, bytes]]) -> AsyncIterator[bytes]:
    async def take(number: int, line: bytes) -> Accepted:
        try:
            return (await intake.take(line)).model_copy(update={"line": number})
        except Refused as refused:
            return Accepted(status=refused.status, error=refused.reason, line=number)

    # Together, since each waits for the broker; they go out in the order of the lines.
    for first in range(0, len(lines), TOGETHER):
        for taken in await asyncio.gather(*[take(*one) for one in lines[first : first + TOGETHER]]):
            intake.posted.labels(taken.status).inc()
            yield taken.to_json() + b"\n"
