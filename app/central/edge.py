"""The edge of every request: who asks, with which service, and how a reply leaves."""

from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from app.central.access.callers import Caller, InsurerCaller, institution_calling, insurer_calling
from app.central.access.tokens import DELIVERIES
from app.central.service import Service


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _caller(request: Request) -> Caller:
    """Raises: Refused (token.missing, token.expired, scope.missing)."""
    return await institution_calling(await _service(request), *_asked(request))


async def _insurer(request: Request) -> InsurerCaller:
    """Raises: Refused (token.missing, token.expired, scope.missing)."""
    return await insurer_calling(await _service(request), *_asked(request))


async def _payer(request: Request) -> InsurerCaller:
    """Raises: Refused (token.missing, token.expired, scope.missing)."""
    return await insurer_calling(await _service(request), *_asked(request), DELIVERIES)


def _asked(request: Request) -> tuple[str, str]:
    """The header that says who asks, and the action as the audit names it: the route, never what fills it."""
    return request.headers.get("authorization", ""), f"{request.method} {request.scope['route'].path}"


TheService = Annotated[Service, Depends(_service)]
TheCaller = Annotated[Caller, Depends(_caller)]
TheInsurer = Annotated[InsurerCaller, Depends(_insurer)]
ThePayer = Annotated[InsurerCaller, Depends(_payer)]


def told(message: BaseModel) -> Response:
    """Straight from the message to bytes: it was checked when it was made. Answers are nobody's to keep."""
    return Response(
        message.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"}
    )
