"""The short way to the endpoints that every patient at every counter passes.

A check's own work costs less than FastAPI's way to it: routes tried one by one, dependencies solved, a body read into
objects twice. Endpoints of one shape (a message, the caller, the service) are reached here from path to reply in one
step. FastAPI holds them too: it describes them, and a test asks that both ways answer alike.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from app.central.access.callers import Caller, institution_calling
from app.central.guard import PROBLEMS, problem_of
from app.central.service import Service


class Way(NamedTuple):
    """message: what the body holds. answer: the endpoint itself."""

    message: type[BaseModel]
    answer: Callable[[Any, Caller, Service], Awaitable[Response]]


class ShortWay:
    """In front of the application; ways: by path, all of them POST, for institutions alone."""

    def __init__(self, app: ASGIApp, service: Service, ways: Mapping[str, Way]) -> None:
        self._app = app
        self._service = service
        self._ways = ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        way = self._ways.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if way is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await self._answer(way, request)
        except tuple(PROBLEMS) as failure:
            response = await problem_of(request, failure)
        await response(scope, receive, send)

    async def _answer(self, way: Way, request: Request) -> Response:
        headers = request.headers
        action = f"POST {request.scope['path']}"
        caller = await institution_calling(self._service, headers.get("authorization", ""), action)
        body = await request.body()
        if not _is_json(headers.get("content-type", "")):
            raise RequestValidationError([{"type": "content_type", "loc": ("body",)}])
        try:
            message = way.message.model_validate_json(body)
        except ValidationError as malformed:
            errors = malformed.errors(include_url=False, include_context=False, include_input=False)
            raise RequestValidationError(
                [{"type": each["type"], "loc": ("body", *each["loc"])} for each in errors]
            ) from None
        return await way.answer(message, caller, self._service)


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
