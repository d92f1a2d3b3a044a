"""Around every request: its id, the practice mark, a limit on its size, one place where failures become problems."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from traceback import extract_tb
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.central.problems import KINDS, Refused, new_request_id
from app.central.storage.database import DatabaseBusy, DatabaseFull, TextRefused
from app.contract.problem import MEDIA_TYPE, PRACTICE_HEADER, Problem, ProblemCode

_LOG = logging.getLogger("madoguchi.central")
_LONGEST_BODY = 64 * 1024
_BUSY_S = 2


class Guard:
    """Outermost: nothing leaves the service but through here.

    longest_bodies: bytes by path, for the few messages that carry many rows; any other has at most 64 KiB.
    """

    def __init__(self, app: ASGIApp, practice: bool, longest_bodies: Mapping[str, int]) -> None:
        self._app = app
        self._practice = practice
        self._longest_bodies = longest_bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = scope.setdefault("state", {})["request_id"] = new_request_id()
        begun = False

        async def marked_send(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message.get("headers", ()), *self._marks()]
            await send(message)

        async def answer(refused: Refused) -> None:
            await problem_response(refused, request_id)(scope, receive, marked_send)

        longest = self._longest_bodies.get(scope["path"], _LONGEST_BODY)
        if _declared_length(scope) > longest:
            await answer(_too_long(longest))
            return
        try:
            await self._app(scope, _limited(receive, longest), marked_send)
        except ClientDisconnect:
            _LOG.info("request %s: the caller's line was cut before its message was whole", request_id)
        except Exception as error:
            _log_failure(request_id, error)
            if not begun:  # else the framework answered with on_failure before it raised again
                await answer(Refused(ProblemCode.INTERNAL))

    def _marks(self) -> list[tuple[bytes, bytes]]:
        return [(PRACTICE_HEADER.lower().encode(), b"1")] if self._practice else []


def _declared_length(scope: Scope) -> int:
    """A body without a length, sent in pieces, is counted as it comes."""
    text = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(text) if text.isdigit() else 0


def _limited(receive: Receive, longest: int) -> Receive:
    length = 0

    async def limited() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if length > longest:
            raise HTTPException(413, _too_long(longest).detail)
        return message

    return limited


def _too_long(longest: int) -> Refused:
    detail = f"longer than {longest // 1024} KiB"
    return Refused(ProblemCode.MESSAGE_MALFORMED, detail=detail, status=413)


def _log_failure(request_id: str, error: Exception) -> None:
    """Kind and place only: an exception's text may quote what a database was given."""
    frames = extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-4:]))
    _LOG.error("request %s failed: %s at %s", request_id, type(error).__qualname__, places)


def problem_response(refused: Refused, request_id: str) -> Response:
    problem = Problem(
        type=f"urn:madoguchi:problem:{refused.problem.value}",
        title=KINDS[refused.problem].title,
        status=refused.status,
        code=refused.problem.value,
        detail=refused.detail,
        fields=refused.fields,
        starts_on=refused.starts_on,
        request_id=request_id,
    )
    headers = {"Cache-Control": "no-store"}
    if refused.retry_after_s is not None:
        headers["Retry-After"] = str(refused.retry_after_s)
    if refused.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(problem.model_dump_json(), refused.status, headers, MEDIA_TYPE)


async def on_refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return problem_response(error, request.state.request_id)


async def on_malformed(request: Request, error: Exception) -> Response:
    """Field names only, and only our own: pydantic would quote the input."""
    if not isinstance(error, RequestValidationError):
        raise error
    fields = (_field(each) for each in error.errors())
    refused = Refused(ProblemCode.MESSAGE_MALFORMED, *sorted({each for each in fields if each}))
    return problem_response(refused, request.state.request_id)


def _field(error: dict[str, Any]) -> str:
    """The message's field an error stands at, in a list with its place: rows[2].number; "" for the message as a whole.

    What else a message holds was named by its sender: an unknown field's name is input.
    """
    _location, *names = error["loc"]
    is_ours = error["type"] != "extra_forbidden"
    match names:
        case [str(whole), int(place), str(field), *_]:
            return f"{whole}[{place}].{field if is_ours else '(unknown)'}"
        case [str(field), *_] if is_ours:
            return field
    return "" if is_ours else "(unknown)"


async def on_http_error(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself: no such address, no such method, a body that cannot be read."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code in (404, 405):
        refused = Refused(ProblemCode.NOT_FOUND, status=error.status_code)
    elif error.status_code == 413:
        refused = Refused(ProblemCode.MESSAGE_MALFORMED, detail=error.detail, status=413)
    else:
        refused = Refused(ProblemCode.MESSAGE_MALFORMED)
    response = problem_response(refused, request.state.request_id)
    if allow := (error.headers or {}).get("Allow"):
        response.headers["Allow"] = allow
    return response


async def on_busy(request: Request, error: Exception) -> Response:
    if not isinstance(error, DatabaseBusy):
        raise error
    said = "full, or takes no more" if isinstance(error, DatabaseFull) else "busy or away"
    _LOG.warning("request %s: the database is %s", request.state.request_id, said)
    return problem_response(Refused(ProblemCode.OVERLOADED, retry_after_s=_BUSY_S), request.state.request_id)


async def on_text_refused(request: Request, error: Exception) -> Response:
    """A NUL in a message, an address or a query: no text of ours has one."""
    if not isinstance(error, TextRefused):
        raise error
    return problem_response(Refused(ProblemCode.MESSAGE_MALFORMED), request.state.request_id)


async def on_failure(request: Request, _error: Exception) -> Response:
    """A bug of ours; the guard logs it."""
    return problem_response(Refused(ProblemCode.INTERNAL), request.state.request_id)


PROBLEMS: dict[type[Exception], Callable[[Request, Exception], Coroutine[Any, Any, Response]]] = {
    Refused: on_refused,
    RequestValidationError: on_malformed,
    HTTPException: on_http_error,
    DatabaseBusy: on_busy,
    TextRefused: on_text_refused,
}
"""Failures that are answered where they come up; any other is a bug."""


async def problem_of(request: Request, failure: Exception) -> Response:
    """failure: of one of the kinds in PROBLEMS."""
    answer = next(answer for kind, answer in PROBLEMS.items() if isinstance(failure, kind))
    return await answer(request, failure)
