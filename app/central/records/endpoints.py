"""Health information under a consent. Answers are nobody's to keep: no Idempotency-Key, no cache."""

from fastapi import APIRouter, Response

from app.central.consents.consent import ConsentKind
from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.my_number_refused import refuse_my_number_in
from app.central.records.access import ANSWER, opened
from app.central.records.answers import keep_answer
from app.central.records.checkups import checkup_history
from app.central.records.drugs import drug_history
from app.contract.problem import ProblemCode as P
from app.contract.records import (
    AlertAnswerRequest,
    AnsweredAlert,
    CheckupsReply,
    DrugHistoryReply,
    RecordsRequest,
)
from app.scheme.calendar import NamedService

router = APIRouter(prefix="/v1/records", tags=["records"])
_READ = (P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.CONSENT_MISSING, P.NUMBER_REFUSED)


@router.post("/drugs", response_model=DrugHistoryReply, responses=caller_may_fail(*_READ))
async def drugs(request: RecordsRequest, caller: TheCaller, service: TheService) -> Response:
    """Medicines as reviewed receipts tell them, three years back. A pharmacy's name is told; medicines dispensed
    in-house read 「院内」 with an opaque token, and who prescribed is shown to the person alone. The read is on record
    before it is answered, refused or not. Insurers that have not entrusted the service are named, not answered for."""
    service.must_have_started(NamedService.DRUG_INFORMATION)
    refuse_my_number_in(request)
    now = service.clock()
    consent = await opened(
        service, caller.institution, request.staff, request.consent_id, ConsentKind.DRUG, now
    )
    async with service.database.session() as session:
        return told(await drug_history(session, service, consent, now))


@router.post("/checkups", response_model=CheckupsReply, responses=caller_may_fail(*_READ))
async def checkups(request: RecordsRequest, caller: TheCaller, service: TheService) -> Response:
    """Specific health checkups (特定健診) of five years, each value with the reference range of its day for the
    person's sex. The read is on record before it is answered, refused or not."""
    service.must_have_started(NamedService.CHECKUP_INFORMATION)
    refuse_my_number_in(request)
    now = service.clock()
    consent = await opened(
        service, caller.institution, request.staff, request.consent_id, ConsentKind.CHECKUP, now
    )
    async with service.database.session() as session:
        return told(await checkup_history(session, service, consent, now))


@router.post("/answers", response_model=AnsweredAlert, responses=caller_may_fail(*_READ))
async def answers(request: AlertAnswerRequest, caller: TheCaller, service: TheService) -> Response:
    """What the institution answers to an alert, or what the patient said to a generic (`generic:…`). Kept under the
    institution, told to it alone with the next drug history; for the same facts the newest answer counts."""
    service.must_have_started(NamedService.DRUG_INFORMATION)
    refuse_my_number_in(request)
    now = service.clock()
    consent = await opened(
        service, caller.institution, request.staff, request.consent_id, ConsentKind.DRUG, now, ANSWER
    )
    async with service.database.session() as session:
        return told(await keep_answer(session, consent, request, now))
