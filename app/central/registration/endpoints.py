"""Insurers' routes that change something, their own members' alone; every request is kept, refused or not."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.central.access.audit import DONE
from app.central.access.callers import InsurerCaller
from app.central.access.readings import note_of
from app.central.description.failures import caller_may_fail
from app.central.edge import TheInsurer, TheService, told
from app.central.idempotency import TheKey, Write, once
from app.central.intermediary.identities import Intermediary
from app.central.problems import Refused
from app.central.registration import replies
from app.central.registration.branches import give_branches
from app.central.registration.confirming import (
    MemberOfOthers,
    NothingToConfirm,
    close_as_other_person,
    confirm_same_person,
    must_be_own_member,
)
from app.central.registration.reasons import Reason
from app.central.registration.register import register_rows
from app.central.registration.row import RowResult
from app.central.registration.told import findings_told
from app.central.service import Service
from app.central.storage.lists import in_parts
from app.contract.problem import ProblemCode as P
from app.contract.registration import (
    BranchesReply,
    BranchesRequest,
    BranchReply,
    FindingReply,
    FindingSettleRequest,
    RegistrationReply,
    RegistrationRequest,
)
from app.errors import InputRefused
from app.scheme.calendar import NamedService
from app.scheme.digits import holds_my_number
from app.scheme.numbers import InsuredNumber

LONGEST_BODY = 2 * 1024 * 1024
"""In bytes: a thousand rows with every cell filled."""

_ROWS_AT_ONCE = 50
_BREATH_S = 0.002
_MOST_ID = 2**31 - 1
_WRITE = (P.MESSAGE_MALFORMED, P.IDEMPOTENCY_KEY_REUSED, P.IDEMPOTENCY_KEY_IN_USE, P.SERVICE_NOT_STARTED)
router = APIRouter(prefix="/v1/insurer", tags=["insurer"])


async def _once(
    service: Service,
    caller: InsurerCaller,
    key: str,
    request: Request,
    work: Callable[[], Awaitable[Response]],
) -> Response:
    """A write, its repeats and its refusals, each kept; what was done the work notes itself."""
    worked = False

    async def first() -> Response:
        nonlocal worked
        worked = True
        return await work()

    write = Write(caller.insurer.digits, f"{request.method} {request.url.path}", key, await request.body())
    try:
        service.must_have_started(NamedService.REGISTRATION)
        reply = await once(service, write, first)
    except Refused as refusal:
        async with service.database.transaction() as tx:
            await note_of(tx, caller, refusal.problem.value)
        raise
    if not worked:
        async with service.database.transaction() as tx:
            await note_of(tx, caller, DONE, "answered before")
    return reply


@router.post(
    "/registrations",
    response_model=RegistrationReply,
    responses=caller_may_fail(*_WRITE, P.REGISTRATION_CLOSED),
)
async def registrations(
    asked: RegistrationRequest, request: Request, key: TheKey, caller: TheInsurer, service: TheService
) -> Response:
    """Members told row by row: up to 1,000, entered in their order, known from the moment they arrive. Each row is
    answered, accepted or refused with field and reason; a broken one hides no good one, and rows told again change
    nothing. A My Number goes to the intermediary and is told by nobody. What was entered before a failure stays: the
    same rows again go on from there."""

    async def register() -> Response:
        intermediary = service.intermediary
        if intermediary is None:
            raise Refused(P.REGISTRATION_CLOSED)
        results = await _registered_in_parts(service, intermediary, caller, asked)
        reply = _registered(results)
        async with service.database.transaction() as tx:
            await note_of(tx, caller, DONE, _counted(reply.counts, results))
        return told(reply)

    return await _once(service, caller, key, request, register)


async def _registered_in_parts(
    service: Service, intermediary: Intermediary, caller: InsurerCaller, asked: RegistrationRequest
) -> list[RowResult]:
    """Part by part with a breath between: on SQLite a transaction holds up everybody else who asks."""
    results: list[RowResult] = []
    rows = enumerate((row.model_dump() for row in asked.rows), start=1)
    for part in in_parts(rows, _ROWS_AT_ONCE):
        told_part = register_rows(service.database, intermediary, caller.insurer, part, lambda: caller.at)
        results += [result async for result in told_part]
        await asyncio.sleep(_BREATH_S)
    return results


def _counted(counts: Mapping[str, int], results: list[RowResult]) -> str:
    """For the audit: rows by status, and how many of those refused told of another insurer's members."""
    others = sum(any(each.code == Reason.INSURER_OTHER for each in result.complaints) for result in results)
    told_of_others = {Reason.INSURER_OTHER.value: others} if others else {}
    return ", ".join(f"{count} {name}" for name, count in [*sorted(counts.items()), *told_of_others.items()])


def _registered(results: list[RowResult]) -> RegistrationReply:
    counts = Counter(result.status.value for result in results)
    return RegistrationReply(rows=tuple(replies.row_reply(each) for each in results), counts=dict(counts))


@router.post(
    "/branches",
    response_model=BranchesReply,
    responses=caller_may_fail(*_WRITE, P.NUMBER_REFUSED, P.BRANCH_NOT_GIVEN, P.BRANCH_EXHAUSTED),
)
async def branches(
    asked: BranchesRequest, request: Request, key: TheKey, caller: TheInsurer, service: TheService
) -> Response:
    """Branches (枝番) for members of one symbol and number: unique for ever and never given again, also after a
    member has left. All that were asked for, or none. 後期高齢 has none."""

    async def give() -> Response:
        household = household_of(caller, asked.symbol, asked.number)
        _refuse_my_number("symbol", asked.symbol)
        _refuse_my_number("number", asked.number)
        for member_ref in asked.member_refs:
            _refuse_my_number("member_refs", member_ref)
        async with service.database.transaction() as tx:
            given = await give_branches(tx, household, asked.member_refs, caller.at)
            await note_of(tx, caller, DONE, f"{len(given)} branches")
        return told(
            BranchesReply(branches=tuple(BranchReply(member_ref=ref, branch=no) for ref, no in given.items()))
        )

    return await _once(service, caller, key, request, give)


@router.post(
    "/findings/{finding_id}",
    response_model=FindingReply,
    responses=caller_may_fail(*_WRITE, P.FINDING_UNKNOWN, P.FINDING_OF_OTHERS),
)
async def settle_finding(
    finding_id: Annotated[int, Path(ge=1, le=_MOST_ID)],
    asked: FindingSettleRequest,
    request: Request,
    key: TheKey,
    caller: TheInsurer,
    service: TheService,
) -> Response:
    """Settles a finding details_differ, for every insurer that was told of the same row. That it is the same person,
    only an insurer whose member the person is can say; that it is somebody else, also the one that told the row."""

    async def settle() -> Response:
        async with service.database.transaction() as tx:
            try:
                if asked.confirm == "same_person":
                    await must_be_own_member(tx, caller.insurer, finding_id)
                    await confirm_same_person(tx, caller.insurer, finding_id, caller.at)
                else:
                    await close_as_other_person(tx, caller.insurer, finding_id, caller.at)
            except NothingToConfirm:
                raise Refused(P.FINDING_UNKNOWN) from None
            except MemberOfOthers:
                raise Refused(P.FINDING_OF_OTHERS) from None
            (settled,) = await findings_told(tx, caller.insurer, finding_id - 1, 1, closed_too=True)
            await note_of(tx, caller, DONE, f"finding {finding_id}: {asked.confirm}")
        return told(replies.finding_reply(settled))

    return await _once(service, caller, key, request, settle)


def household_of(caller: InsurerCaller, symbol: str, number: str) -> InsuredNumber:
    """Raises: Refused (number.refused)."""
    try:
        return InsuredNumber.parse(caller.insurer.digits, symbol, number)
    except InputRefused as cause:
        raise Refused(P.NUMBER_REFUSED, cause.field) from None


def _refuse_my_number(field: str, text: str) -> None:
    if holds_my_number(text):
        raise Refused(P.NUMBER_REFUSED, field)
