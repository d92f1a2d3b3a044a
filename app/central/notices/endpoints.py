"""What a desk asks of its inbox: the list, one notice, and that somebody deals with it (R14)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.my_number_refused import refuse_my_number_in
from app.central.notices import inbox
from app.central.notices.making import IN_HAND
from app.central.problems import Refused
from app.contract.notices import NoticeChangeRequest, NoticeReply, NoticesReply
from app.contract.problem import ProblemCode as P
from app.scheme.calendar import NamedService

router = APIRouter(prefix="/v1/notices", tags=["notices"])
_PAGE = 100
_EARLIEST = date(2000, 1, 1)


@router.get(
    "",
    response_model=NoticesReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED),
)
async def notices(
    caller: TheCaller,
    service: TheService,
    cursor: Annotated[
        str, Query(max_length=200, description="next_cursor of the page before; empty for the first")
    ] = "",
    done_since: Annotated[
        date, Query(description="of those done only what was changed on this day or later")
    ] = _EARLIEST,
) -> Response:
    """A notice for each receipt that was reassigned, split or returned, that went to 国保, or whose card has lapsed;
    newest first. A review that runs again opens those anew whose receipt ends otherwise than told."""
    service.must_have_started(NamedService.REASSIGN_AND_SPLIT)
    async with service.database.transaction() as tx:
        try:
            found, more = await inbox.page_of(
                tx, caller.institution, cursor, max(done_since, _EARLIEST), _PAGE, service.clock()
            )
        except inbox.CursorMalformed:
            raise Refused(P.MESSAGE_MALFORMED, "cursor") from None
    return told(NoticesReply(notices=tuple(found), next_cursor=more))


@router.get(
    "/{notice_id}",
    response_model=NoticeReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.NOTICE_UNKNOWN),
)
async def notice(notice_id: str, caller: TheCaller, service: TheService) -> Response:
    """One notice: as claimed and as confirmed, what was true and what was known on each day, who deals with it."""
    service.must_have_started(NamedService.REASSIGN_AND_SPLIT)
    async with service.database.transaction() as tx:
        try:
            return told(await inbox.notice_of(tx, caller.institution, notice_id, service.clock()))
        except inbox.NoticeUnknown:
            raise Refused(P.NOTICE_UNKNOWN) from None


@router.post(
    "/{notice_id}",
    response_model=NoticeReply,
    responses=caller_may_fail(
        *(P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.NUMBER_REFUSED, P.NOTICE_UNKNOWN, P.NOTICE_CHANGED)
    ),
)
async def handle(
    notice_id: str, asked: NoticeChangeRequest, caller: TheCaller, service: TheService
) -> Response:
    """Somebody takes it in hand until a day, ends it, or lays it back. `version` is that of the notice looked at:
    whoever comes second gets `notice.changed` and looks anew. The same change sent again gets the same answer."""
    service.must_have_started(NamedService.REASSIGN_AND_SPLIT)
    refuse_my_number_in(asked)
    if (asked.state == IN_HAND) != (asked.in_hand_until is not None):
        raise Refused(P.MESSAGE_MALFORMED, "in_hand_until")
    async with service.database.transaction() as tx:
        try:
            await inbox.change(tx, caller.institution, notice_id, asked, service.clock())
            return told(await inbox.notice_of(tx, caller.institution, notice_id, service.clock()))
        except inbox.NoticeUnknown:
            raise Refused(P.NOTICE_UNKNOWN) from None
        except inbox.NoticeOutdated:
            raise Refused(P.NOTICE_CHANGED) from None
