"""The three ways to ask, and the nonce for the third."""

from fastapi import APIRouter, Response

from app.central.consents.give import note_eligibility_only, record_signed
from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.short_way import Way
from app.central.verification.by_card import SignedCard, find_by_photo, find_signed, parse_certificate
from app.central.verification.confirm import asking_of, confirm, found_by
from app.central.verification.decide import together
from app.central.verification.nonces import issue_nonce
from app.central.verification.reply import reply_to
from app.central.verification.typed import TypedCard, find_typed
from app.contract.eligibility import (
    EligibilityReply,
    NonceReply,
    PhotoCheckRequest,
    SignedCheckRequest,
    TypedCheckRequest,
)
from app.contract.problem import ProblemCode as P
from app.scheme.days import business_day
from app.scheme.outcome import Level

router = APIRouter(prefix="/v1", tags=["eligibility"])
_ANY_CHECK = (P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.DAY_REFUSED, P.NUMBER_REFUSED, P.CHECK_ID_REUSED)
_CARD = (P.CERTIFICATE_UNKNOWN, P.CERTIFICATE_EXPIRED, P.CERTIFICATE_REVOKED, P.CERTIFICATE_UNTRUSTED)
_SIGNED = (P.NONCE_REFUSED, P.SIGNATURE_REFUSED)


@router.post("/nonces", response_model=NonceReply, status_code=201, responses=caller_may_fail())
async def nonces(caller: TheCaller, service: TheService) -> Response:
    """A nonce for one signed statement of this institution. It serves once, for one check id, for a few minutes."""
    now = service.clock()
    async with service.database.transaction() as tx:
        nonce, expires_at = await issue_nonce(tx, caller.institution, now, service.limits.nonce_life)
    reply = told(NonceReply(nonce=nonce, audience=service.settings.audience, expires_at=expires_at))
    reply.status_code = 201
    return reply


@router.post(
    "/eligibility/typed",
    response_model=EligibilityReply,
    responses=caller_may_fail(*_ANY_CHECK, P.MISSES_EXCEEDED),
)
async def typed(request: TypedCheckRequest, caller: TheCaller, service: TheService) -> Response:
    """By the numbers of an insurance card. With a branch number month and day of birth are asked for (`month_day`,
    four digits), without it and for 後期高齢 the full birth date; exactly one of the two. A wrong birth date and an
    absent number are answered alike. Questions that find nobody count against the institution's hourly limit."""
    asking = asking_of(service, caller.institution, request, Level.TYPED, photograph_confirmed=False)
    card = TypedCard.parse(request)
    card.must_be_let_pass(business_day(asking.at))
    reply = await confirm(
        service,
        asking,
        lambda tx: find_typed(tx, card, asking.on, asking.at),
        request.specific_disease_agreed,
    )
    return told(reply)


@router.post(
    "/eligibility/photo",
    response_model=EligibilityReply,
    responses=caller_may_fail(*_ANY_CHECK, *_CARD, P.MISSES_EXCEEDED),
)
async def photo(request: PhotoCheckRequest, caller: TheCaller, service: TheService) -> Response:
    """By the certificate of a My Number card, read without PIN, after the staff compared the photograph. The current
    entitlement itself is the answer. It holds no more than a typed card's and counts against the same limit. A phone
    shows no photograph: its certificate is unknown here."""
    asking = asking_of(service, caller.institution, request, Level.PHOTO, photograph_confirmed=True)
    card = parse_certificate(request.certificate)
    reply = await confirm(
        service,
        asking,
        lambda tx: find_by_photo(tx, card, asking.on, asking.at),
        request.specific_disease_agreed,
    )
    if card.is_past(asking.at):
        await note_eligibility_only(service, asking)
    return told(reply)


@router.post(
    "/eligibility/signed",
    response_model=EligibilityReply,
    responses=caller_may_fail(*_ANY_CHECK, *_CARD, *_SIGNED),
)
async def signed(request: SignedCheckRequest, caller: TheCaller, service: TheService) -> Response:
    """By a statement the My Number card signed after its PIN: RSA PKCS #1 v1.5 with SHA-256 over the canonical
    statement, which this service rebuilds from its own audience, the caller's institution and the parts sent. The
    same check id may ask again with its nonce, for a reply that was lost; any other use of a spent nonce is refused.
    Kinds of health information that were signed too become consents of 24 hours each where the check ends valid;
    `GET /v1/consents` tells them. A certificate past its end confirms eligibility and carries no consent."""
    asking = asking_of(service, caller.institution, request, Level.PIN, request.photograph_confirmed)
    card = SignedCard.parse(request, service.settings.audience, caller.institution)
    found = await found_by(
        service, asking, lambda tx: find_signed(tx, card, asking.check_id, asking.on, asking.at)
    )
    if card.card.is_past(asking.at):
        await note_eligibility_only(service, asking)
    elif request.consent_kinds:
        await record_signed(service, asking, request.consent_kinds, found)
    return told(reply_to(asking, together(found), found, request.specific_disease_agreed))


WAYS = {
    "/v1/eligibility/typed": Way(TypedCheckRequest, typed),
    "/v1/eligibility/photo": Way(PhotoCheckRequest, photo),
    "/v1/eligibility/signed": Way(SignedCheckRequest, signed),
}
"""A desk waits for these with a patient before it."""
