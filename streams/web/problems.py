"""What is answered where a question has no answer: one form for all, `{"detail": "what is wrong, and where"}`."""

from typing import Any

from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from schemas import Message
from streams.web.incident_answers import GoneIncident
from streams.web.limits import Refused
from streams.web.rendering import for_reader, problem


class Problem(Message):
    """Why a question has no answer."""

    detail: str


class GoneProblem(Message):
    """Why there is no such incident any more."""

    detail: GoneIncident


PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "there is no such thing"},
    422: {"model": Problem, "description": "the question is wrong: which field"},
    503: {"model": Problem, "description": "the topics are still being read"},
}


async def wrong_question(request: Request, error: Exception) -> Response:
    """422: each field that is wrong, and how."""
    assert isinstance(error, RequestValidationError)
    parts = [
        f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg'].removeprefix('Value error, ')}" for one in error.errors()
    ]
    return JSONResponse({"detail": "; ".join(parts)}, 422)


async def not_there(request: Request, error: Exception) -> Response:
    """What a route has not: in words for who reads pages, as JSON for programs."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and for_reader(request.scope):
        return problem("There is no such page", "The address may be misspelt, or only a part of it.", 404)
    return await http_exception_handler(request, error)


async def refused(request: Request, error: Exception) -> Response:
    """What a limit refuses, with when to come again and how to prove oneself."""
    assert isinstance(error, Refused)
    headers = {"retry-after": str(error.retry_after)} if error.retry_after is not None else {}
    headers |= {"www-authenticate": "Bearer"} if error.status == 401 else {}
    return JSONResponse({"detail": error.reason}, error.status, headers)
