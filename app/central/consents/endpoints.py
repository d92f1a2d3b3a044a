"""What the desk asks of consents; the one with the PIN comes with a signed check."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.central.consents.consent import SERVICE_OF, consents_at, consents_by_check, withdraw_at_counter
from app.central.consents.give import kinds_of, record_paper
from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.my_number_refused import refuse_my_number_in
from app.contract.consent import ConsentsReply, PaperConsentRequest, WithdrawRequest
from app.contract.eligibility import CheckId
from app.contract.problem import ProblemCode as P

router = APIRouter(prefix="/v1", tags=["consents"])
_PAPER = (
    *(P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.CONSENT_PAPER_REFUSED, P.CONSENT_PAPER_LIMIT),
    *(P.CONSENT_IDENTITY_MISSING, P.CONSENT_FORM_REUSED, P.NUMBER_REFUSED),
)


@router.get("/consents", response_model=ConsentsReply, responses=caller_may_fail(P.MESSAGE_MALFORMED))
async def consents(
    check_id: Annotated[CheckId, Query(description="of a check of this institution")],
    caller: TheCaller,
    service: TheService,
) -> Response:
    """What the person of this check agreed to at this institution, at whichever of its desks, and the service's clock;
    withdrawn ones are told until their time is over. The check is of the last 24 hours and found one person valid.
    Signed kinds become consents when a check ends valid and the card certificate is within its term; they last 24
    hours each."""
    async with service.database.transaction() as tx:
        return told(await consents_by_check(tx, caller.institution, check_id, service.clock()))


@router.post("/consents/paper", response_model=ConsentsReply, responses=caller_may_fail(*_PAPER))
async def paper(request: PaperConsentRequest, caller: TheCaller, service: TheService) -> Response:
    """A form on paper, signed and filed: for a check of the last hour that found one person valid, at photograph
    level or with an identity document noted. Off until the operator allows it, so many forms a day. The person sees
    it at once. The same form for the same check again gets the first answer."""
    refuse_my_number_in(request)
    for kind in kinds_of(request.kinds):
        service.must_have_started(SERVICE_OF[kind])
    now = service.clock()
    async with service.turns.of(f"paper/{caller.institution}"), service.database.transaction() as tx:
        await record_paper(tx, caller.institution, request, now)
        return told(await consents_by_check(tx, caller.institution, request.check_id, now))


@router.post(
    "/consents/{consent_id}/withdraw",
    response_model=ConsentsReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.CONSENT_MISSING, P.NUMBER_REFUSED),
)
async def withdraw(
    consent_id: str, request: WithdrawRequest, caller: TheCaller, service: TheService
) -> Response:
    """From this moment on its kind opens nothing here, whatever else the person agreed to that day. Withdrawn again,
    the first moment stands."""
    refuse_my_number_in(request)
    now = service.clock()
    async with service.database.transaction() as tx:
        found = await withdraw_at_counter(tx, caller.institution, consent_id, request.staff, now)
        return told(await consents_at(tx, caller.institution, found.person_id, now))
