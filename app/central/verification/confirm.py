"""One check from question to reply: allowed, found, recorded, committed, told (R7)."""

import hashlib
import hmac
from asyncio import sleep
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from random import SystemRandom

from pydantic import BaseModel

from app.central.my_number_refused import refuse_my_number_in
from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Statements, Transaction
from app.central.verification.audit import (
    RECORD,
    Asking,
    misses_of,
    must_be_allowed,
    must_be_below_limit,
    rows_of,
)
from app.central.verification.decide import Finding, together
from app.central.verification.reply import reply_to
from app.contract.eligibility import CheckRequest, EligibilityReply
from app.contract.problem import ProblemCode
from app.scheme.calendar import NamedService
from app.scheme.days import business_day
from app.scheme.outcome import Level, Outcome

Find = Callable[[Statements], Awaitable[tuple[Finding, ...]]]
Found = tuple[Finding, ...] | Refused

_SERVICE = {
    Level.TYPED: NamedService.TYPED_CHECK,
    Level.PHOTO: NamedService.CARD_CHECK,
    Level.PIN: NamedService.CARD_CHECK,
}

_REACH = timedelta(
    days=5 * 366
)  # claims for treatment lapse after five years: nobody asks about earlier days

_RANDOM = SystemRandom()


def asking_of(
    service: Service, institution: str, request: CheckRequest, level: Level, photograph_confirmed: bool
) -> Asking:
    """This attempt as it will be recorded. Raises: Refused.

    number.refused for a My Number, service.not_started, day.refused.
    """
    refuse_my_number_in(request)
    service.must_have_started(_SERVICE[level])
    now = service.clock()
    must_be_within_reach(request.on, business_day(now))
    return Asking(
        institution=institution,
        check_id=request.check_id,
        question_hash=question_hash(service, request),
        staff=request.staff,
        on=request.on,
        level=level,
        photograph_confirmed=photograph_confirmed,
        at=now,
    )


def must_be_within_reach(on: date, today: date, ahead: timedelta = timedelta(0)) -> None:
    """ahead: how far into days to come may be asked. Raises: Refused (day.refused)."""
    if not today - _REACH <= on <= today + ahead:
        until = f"{ahead.days} days ahead" if ahead else "today included"
        raise Refused(ProblemCode.DAY_REFUSED, "on", detail=f"a day of the last five years, {until}")


def question_hash(service: Service, question: BaseModel) -> bytes:
    """Keyed, so that the audit tells a repeat from another question without holding either."""
    body = f"{type(question).__name__}\n{question.model_dump_json()}".encode()
    return hmac.digest(service.settings.key, body, hashlib.sha256)


async def confirm(service: Service, asking: Asking, find: Find, disease_agreed: bool) -> EligibilityReply:
    """Found, recorded, told. Raises: Refused."""
    found = await found_by(service, asking, find)
    return reply_to(asking, together(found), found, disease_agreed)


async def found_by(service: Service, asking: Asking, find: Find) -> tuple[Finding, ...]:
    """Refusals are recorded like answers, and committed before they are told. Raises: Refused.

    An institution's checks take turns from the reading of its misses to the record of this one: questions asked all
    at once cannot pass the limit by more than the service has processes.
    """
    async with service.turns.of(asking.institution):
        async with service.database.session() as session:
            found = await _weigh(session, asking, find, service.limits.misses_per_hour)
        await service.database.append(RECORD, _record_of(asking, found))
    if isinstance(found, Refused):
        raise found
    if not found:
        await sleep(_RANDOM.uniform(0, service.limits.miss_delay_s))
    return found


async def settle_together(
    tx: Transaction, asked: Sequence[tuple[Asking, Find]], misses_per_hour: int
) -> list[Found]:
    """New questions of one institution at one moment: found one after another, recorded together.

    They end with the first that meets the limit on guessing, which is read once.
    """
    settled: list[Found] = []
    rows: list[tuple[object, ...]] = []
    misses: list[datetime] | None = None
    for asking, find in asked:
        if misses is None:
            misses = await misses_of(tx, asking.institution, asking.at)
        try:
            must_be_below_limit(misses, misses_per_hour, asking.at)
            found: Found = await find(tx)
        except Refused as refusal:
            found = refusal
        settled.append(found)
        rows += _record_of(asking, found)
        if isinstance(found, Refused) and found.problem is ProblemCode.MISSES_EXCEEDED:
            break
        if _is_miss(asking, found):
            misses.append(asking.at)
    await tx.execute_many(RECORD, rows)
    return settled


async def _weigh(statements: Statements, asking: Asking, find: Find, misses_per_hour: int) -> Found:
    try:
        await must_be_allowed(statements, asking, misses_per_hour)
        return await find(statements)
    except Refused as refusal:
        return refusal


def _record_of(asking: Asking, found: Found) -> list[tuple[object, ...]]:
    missed = _is_miss(asking, found)
    if isinstance(found, Refused):
        return rows_of(asking, found.problem.value, missed, ())
    return rows_of(asking, together(found).value, missed, [each.person.id for each in found])


def _is_miss(asking: Asking, found: Found) -> bool:
    if isinstance(found, Refused):
        return asking.is_guessable and found.problem is ProblemCode.CERTIFICATE_UNKNOWN
    return asking.is_guessable and together(found) is Outcome.NONE
