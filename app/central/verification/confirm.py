"""One check from question to reply: allowed, found, recorded, committed, told (R7)."""

import hashlib
import hmac
from asyncio import sleep
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from random import SystemRandom

from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Transaction
from app.central.verification.audit import Asking, must_be_allowed, record
from app.central.verification.decide import Finding, together
from app.central.verification.reply import reply_to
from app.contract.eligibility import CheckRequest, EligibilityReply
from app.contract.problem import ProblemCode
from app.errors import InputRefused
from app.scheme.days import business_day
from app.scheme.digits import refuse_my_number
from app.scheme.outcome import Level, Outcome

Find = Callable[[Transaction], Awaitable[tuple[Finding, ...]]]

SERVICE_STARTS = {Level.TYPED: date(2021, 5, 1), Level.PHOTO: date(2021, 3, 1), Level.PIN: date(2021, 3, 1)}
"""From when one may ask (R19): the day of asking counts. Source: the outline's calendar."""

_REACH = timedelta(
    days=5 * 366
)  # claims for treatment lapse after five years: nobody asks about earlier days

_RANDOM = SystemRandom()


def asking_of(
    service: Service, institution: str, request: CheckRequest, level: Level, photograph_confirmed: bool
) -> Asking:
    """This attempt as it will be recorded. Raises: Refused (number.refused for a My Number, day.refused)."""
    _refuse_my_number(request)
    now = service.clock()
    today = business_day(now)
    if today < SERVICE_STARTS[level]:
        raise Refused(ProblemCode.DAY_REFUSED, detail=f"this service starts on {SERVICE_STARTS[level]}")
    if not today - _REACH <= request.on <= today:
        raise Refused(ProblemCode.DAY_REFUSED, "on", detail="a day of the last five years, today included")
    body = f"{type(request).__name__}\n{request.model_dump_json()}".encode()
    return Asking(
        institution=institution,
        check_id=request.check_id,
        question_hash=hmac.digest(service.settings.key, body, hashlib.sha256),
        staff=request.staff,
        on=request.on,
        level=level,
        photograph_confirmed=photograph_confirmed,
        at=now,
    )


def _refuse_my_number(request: CheckRequest) -> None:
    """No text of a message may hold one, and it is told by field name only (R3)."""
    for field in type(request).model_fields:
        value = getattr(request, field)
        try:
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str):
                    refuse_my_number(field, text)
        except InputRefused:
            raise Refused(ProblemCode.NUMBER_REFUSED, field) from None


async def confirm(service: Service, asking: Asking, find: Find, disease_agreed: bool) -> EligibilityReply:
    """Refusals are recorded like answers, and committed before they are told. Raises: Refused."""
    async with service.database.transaction() as tx:
        try:
            await must_be_allowed(tx, asking, service.limits.misses_per_hour)
            found: tuple[Finding, ...] | Refused = await find(tx)
        except Refused as refusal:
            found = refusal
        await _record(tx, asking, found)
    if isinstance(found, Refused):
        raise found
    if not found:
        await sleep(_RANDOM.uniform(0, service.limits.miss_delay_s))
    return reply_to(asking, together(found), found, disease_agreed)


async def _record(tx: Transaction, asking: Asking, found: tuple[Finding, ...] | Refused) -> None:
    if isinstance(found, Refused):
        missed = asking.is_guessable and found.problem is ProblemCode.CERTIFICATE_UNKNOWN
        await record(tx, asking, found.problem.value, missed, ())
        return
    outcome = together(found)
    missed = asking.is_guessable and outcome is Outcome.NONE
    await record(tx, asking, outcome.value, missed, [each.person.id for each in found])
