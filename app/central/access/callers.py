"""Callers of the service by kind: what a token lets in, and what is kept of one that does not fit."""

from dataclasses import dataclass
from datetime import datetime

from app.central.access.audit import note_access
from app.central.access.tokens import ELIGIBILITY, REGISTRATION, Bearer
from app.central.problems import Refused
from app.central.service import Service
from app.contract.problem import ProblemCode
from app.scheme.numbers import InsurerNumber


@dataclass(frozen=True, slots=True)
class Caller:
    """A clinic or pharmacy. institution: its code."""

    institution: str


@dataclass(frozen=True, slots=True)
class InsurerCaller:
    """An insurer, for its own members. action: method and route, as the audit keeps it."""

    insurer: InsurerNumber
    action: str
    at: datetime


async def institution_calling(service: Service, authorization: str, action: str) -> Caller:
    """Raises: Refused (token.missing, token.expired, scope.missing)."""
    return Caller((await _bearer(service, authorization, action, ELIGIBILITY)).subject)


async def insurer_calling(
    service: Service, authorization: str, action: str, scope: str = REGISTRATION
) -> InsurerCaller:
    """Raises: Refused (token.missing, token.expired, scope.missing)."""
    bearer = await _bearer(service, authorization, action, scope)
    return InsurerCaller(InsurerNumber(bearer.subject), action, service.clock())


async def _bearer(service: Service, authorization: str, action: str, scope: str) -> Bearer:
    """authorization: the request's header. Somebody we know asking for what is not theirs is kept."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Refused(ProblemCode.TOKEN_MISSING)
    now = service.clock()
    bearer = await service.tokens.bearer_of(token.strip(), now)
    if scope not in bearer.scopes:
        async with service.database.transaction() as tx:
            await note_access(tx, now, bearer.subject, action, ProblemCode.SCOPE_MISSING.value)
        raise Refused(ProblemCode.SCOPE_MISSING)
    return bearer
