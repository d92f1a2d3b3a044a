"""What the sign-in window asks: a nonce to be signed, and a ticket for the signed statement. The card is the token."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from app.central.description.failures import may_fail
from app.central.edge import TheService, told
from app.central.portal.pace import DONE, Action, forget_old_tries, must_not_hurry, note_try, source_of
from app.central.portal.sign_in import Ticket, issue_nonce, issue_ticket, sign_in_statement, who_signed
from app.central.problems import Refused
from app.central.service import Service
from app.central.verification.by_card import parse_certificate
from app.contract.portal import SignInNonceReply, TicketReply, TicketRequest
from app.contract.problem import ProblemCode as P
from app.scheme.calendar import NamedService

ENTER = "/portal/enter/"
OPEN_TO_ALL = frozenset({"/v1/portal/nonces", "/v1/portal/tickets"})
router = APIRouter(prefix="/v1/portal", tags=["portal"])
_ANY = (P.SERVICE_NOT_STARTED, P.PORTAL_TOO_MANY_TRIES)
_CARD = (P.CERTIFICATE_UNKNOWN, P.CERTIFICATE_EXPIRED, P.CERTIFICATE_REVOKED, P.CERTIFICATE_UNTRUSTED)


@router.post("/nonces", response_model=SignInNonceReply, status_code=201, responses=may_fail(*_ANY))
async def nonces(request: Request, service: TheService) -> Response:
    """A nonce for one sign-in statement (purpose `portal-sign-in`, institution `-`). It serves once, for a few
    minutes. No token is needed; an address that asks too often waits."""
    service.must_have_started(NamedService.PORTAL)
    now, source = service.clock(), source_of_request(request, service)
    async with service.database.transaction() as tx:
        await must_not_hurry(tx, source, Action.NONCE, now)
        nonce, expires_at = await issue_nonce(tx, now, service.limits.nonce_life)
        await forget_old_tries(tx, now)
    await note_try(service.database, source, Action.NONCE, DONE, now)
    reply = told(SignInNonceReply(nonce=nonce, audience=service.settings.audience, expires_at=expires_at))
    reply.status_code = 201
    return reply


@router.post(
    "/tickets",
    response_model=TicketReply,
    status_code=201,
    responses=may_fail(P.MESSAGE_MALFORMED, P.NONCE_REFUSED, P.SIGNATURE_REFUSED, *_CARD, *_ANY),
)
async def tickets(message: TicketRequest, request: Request, service: TheService) -> Response:
    """A ticket for the statement that a My Number card, or the certificate on a phone, signed after its PIN. The page
    it names asks for one more press before the session begins; the ticket serves once, for a minute. A statement for
    another purpose, of another service, or signed before, is refused."""
    service.must_have_started(NamedService.PORTAL)
    now, source = service.clock(), source_of_request(request, service)
    try:
        person_id, ticket = await _ticket(service, message, source, now)
    except Refused as refused:
        if refused.problem is not P.PORTAL_TOO_MANY_TRIES:
            await note_try(service.database, source, Action.TICKET, refused.problem.value, now)
        raise
    await note_try(service.database, source, Action.TICKET, DONE, now, person_id)
    reply = told(TicketReply(page=ENTER + ticket.text, expires_at=ticket.expires_at))
    reply.status_code = 201
    return reply


async def _ticket(
    service: Service, message: TicketRequest, source: bytes, now: datetime
) -> tuple[int, Ticket]:
    """Whose it is, and the ticket. Raises: Refused, after which what was spent stays spent."""
    async with service.database.session() as session:
        await must_not_hurry(session, source, Action.TICKET, now)
        card = parse_certificate(message.certificate)
        statement = sign_in_statement(service.settings.audience, message.nonce, message.expires_at)
        holder = await who_signed(session, card, statement, message.signature, now)
        return holder.person_id, await issue_ticket(session, holder, now)


def source_of_request(request: Request, service: Service) -> bytes:
    """Of the connection itself: a forwarded address is anybody's claim."""
    return source_of(service.settings.key, request.client.host if request.client else "")
