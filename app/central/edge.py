"""The edge of every request: who asks, with which service, and how a reply leaves."""

from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from app.central.access.tokens import ELIGIBILITY, Caller, read_token
from app.central.problems import Refused
from app.central.service import Service
from app.contract.problem import ProblemCode


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _caller(request: Request) -> Caller:
    """Raises: Refused (token.missing, token.expired, scope.missing)."""
    service = await _service(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refused(ProblemCode.TOKEN_MISSING)
    caller = read_token(service.settings.key, token.strip(), service.clock())
    caller.must_hold(ELIGIBILITY)
    return caller


TheService = Annotated[Service, Depends(_service)]
TheCaller = Annotated[Caller, Depends(_caller)]


def told(message: BaseModel) -> Response:
    """Straight from the message to bytes: it was checked when it was made. Answers are nobody's to keep."""
    return Response(
        message.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"}
    )
