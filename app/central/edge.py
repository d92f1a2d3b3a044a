"""The edge of every request: who asks, with which service, and how a reply leaves."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from app.central.access.audit import note_access
from app.central.access.callers import Caller, InsurerCaller, institution_calling, insurer_calling
from app.central.access.tokens import DELIVERIES
from app.central.problems import Refused
from app.central.service import Service
from app.contract.problem import ProblemCode as P

_NOT_THEIRS = frozenset({P.BATCH_UNKNOWN, P.RECEIPTS_UNKNOWN, P.NOTICE_UNKNOWN, P.CONSENT_MISSING})
"""How another institution's is refused, and so is nobody's: the difference would tell."""


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _caller(request: Request) -> AsyncIterator[Caller]:
    """Raises: Refused (token.missing, token.expired, scope.missing). Who then asks for what is not theirs is kept."""
    service, (authorization, action) = await _service(request), _asked(request)
    caller = await institution_calling(service, authorization, action)
    try:
        yield caller
    except Refused as refusal:
        if refusal.problem in _NOT_THEIRS:
            async with service.database.transaction() as tx:
                await note_access(tx, service.clock(), caller.institution, action, refusal.problem.value)
        raise


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
