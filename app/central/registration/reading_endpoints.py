"""Insurers' routes that look something up, of their own members alone; every reading is kept."""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.central.access.readings import kept_reading
from app.central.description.failures import caller_may_fail
from app.central.edge import TheInsurer, TheService, told
from app.central.problems import Refused
from app.central.registration import replies
from app.central.registration.delays import Month, delays_of
from app.central.registration.endpoints import household_of
from app.central.registration.members import members_of
from app.central.registration.told import findings_told, unreturned_cards
from app.central.registry.insurers import insurer_of
from app.contract.problem import ProblemCode as P
from app.contract.registration import (
    DelaysReply,
    FindingsReply,
    MembersReply,
    UnreturnedCardsReply,
)
from app.errors import InputRefused
from app.scheme.days import business_day

_PAGE = 500
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
router = APIRouter(prefix="/v1/insurer", tags=["insurer"])
_Cursor = Annotated[str, Query(description="next_cursor of the page before; empty for the first")]


@router.get(
    "/members",
    response_model=MembersReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.NUMBER_REFUSED),
)
async def members(
    caller: TheInsurer,
    service: TheService,
    number: Annotated[str, Query(max_length=40)],
    symbol: Annotated[str, Query(max_length=40)] = "",
    known_at: Annotated[datetime | None, Query(description="a moment past; empty for now")] = None,
) -> Response:
    """The insurer's members under a symbol and number, their cards and certificates, as the register knew them at a
    moment: what a desk could have been told then. Other insurers' cover of the same people is not told."""
    if known_at is not None and (known_at.tzinfo is None or not _EARLIEST <= known_at <= caller.at):
        raise Refused(P.MESSAGE_MALFORMED, "known_at", detail="a moment past, with its offset from UTC")
    async with kept_reading(service, caller) as tx:
        moment = known_at or caller.at
        found = await members_of(tx, household_of(caller, symbol, number), moment)
    return told(MembersReply(known_at=moment, members=tuple(replies.member_reply(each) for each in found)))


@router.get("/findings", response_model=FindingsReply, responses=caller_may_fail(P.MESSAGE_MALFORMED))
async def findings(
    caller: TheInsurer,
    service: TheService,
    cursor: _Cursor = "",
    closed: Annotated[bool, Query(description="also what is so no more")] = False,
) -> Response:
    """What the register noticed about the insurer's own members: cover at two insurers, gaps, losses without a new
    insurer, details that differ from the person known under the same My Number."""
    after = _id_of(cursor)
    async with kept_reading(service, caller) as tx:
        page = await findings_told(tx, caller.insurer, after, _PAGE + 1, closed)
    shown = tuple(replies.finding_reply(each) for each in page[:_PAGE])
    next_cursor = str(shown[-1].finding_id) if len(page) > _PAGE else None
    return told(FindingsReply(findings=shown, next_cursor=next_cursor))


@router.get("/delays", response_model=DelaysReply, responses=caller_may_fail(P.MESSAGE_MALFORMED))
async def delays(
    caller: TheInsurer,
    service: TheService,
    month: Annotated[str, Query(description="such as 2026-11; empty for the present one")] = "",
) -> Response:
    """How late the register knew: between true, filed and known, for what became known in a month, and its slowest
    rows. usual_delay_days is what desks are told."""
    try:
        asked = Month.parse(month) if month else Month.of(business_day(caller.at))
    except InputRefused as cause:
        raise Refused(P.MESSAGE_MALFORMED, cause.field, detail=cause.reason) from None
    async with kept_reading(service, caller) as tx:
        found = await delays_of(tx, caller.insurer, asked)
        entry = await insurer_of(tx, caller.insurer)
    return told(
        DelaysReply(
            insurer=caller.insurer.digits,
            month=str(asked),
            usual_delay_days=entry.usual_delay_days if entry else None,
            events=tuple(replies.event_reply(each) for each in found),
        )
    )


@router.get(
    "/unreturned-cards",
    response_model=UnreturnedCardsReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED),
)
async def unreturned(caller: TheInsurer, service: TheService, cursor: _Cursor = "") -> Response:
    """Cards still out though their cover was lost up to today; a card that was replaced is not waited for."""
    after = _id_of(cursor)
    async with kept_reading(service, caller) as tx:
        today = business_day(caller.at)
        page = await unreturned_cards(tx, caller.insurer, today, after, _PAGE + 1)
    shown = page[:_PAGE]
    next_cursor = str(shown[-1].period_id) if len(page) > _PAGE else None
    cards = tuple(replies.unreturned_reply(each) for each in shown)
    return told(UnreturnedCardsReply(cards=cards, next_cursor=next_cursor))


def _id_of(cursor: str) -> int:
    if not re.fullmatch(r"[0-9]{0,9}", cursor):
        raise Refused(P.MESSAGE_MALFORMED, "cursor")
    return int(cursor or 0)
