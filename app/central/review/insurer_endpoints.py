"""Insurers fetch the receipts that the review found to be theirs, 国保 the people it asks them to look for (R14)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.central.access.readings import kept_reading
from app.central.description.failures import caller_may_fail
from app.central.edge import ThePayer, TheService, told
from app.central.problems import Refused
from app.central.review.deliveries import KOKUHO
from app.central.review.for_insurers import DeliveryId, ready_delivery, ready_for
from app.contract.problem import ProblemCode as P
from app.contract.receipts import DeliveriesReply, DeliveryReply
from app.scheme.calendar import NamedService
from app.scheme.days import business_day

_PAGE = 200
_RECEIPTS, _LIST = "application/octet-stream", "text/csv"
router = APIRouter(prefix="/v1/insurer/deliveries", tags=["insurer"])


@router.get(
    "", response_model=DeliveriesReply, responses=caller_may_fail(P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED)
)
async def deliveries(
    caller: ThePayer,
    service: TheService,
    cursor: Annotated[str, Query(description="next_cursor of the page before; empty for the first")] = "",
) -> Response:
    """What is ready for this insurer: of every submission one receipt file an agency, and one list where it is the
    国保 of people without cover. While `final` is false a later review may still take its place, under another id:
    pay by what is final."""
    async with kept_reading(service, caller) as tx:
        service.must_have_started(NamedService.REASSIGN_AND_SPLIT)
        after = DeliveryId.read(cursor)
        if cursor and after is None:
            raise Refused(P.MESSAGE_MALFORMED, "cursor")
        page = await ready_for(tx, caller.insurer.digits, after, _PAGE + 1)
    today = business_day(caller.at)
    shown = tuple(
        DeliveryReply(
            delivery_id=str(each.id),
            agency=each.id.agency,
            institution=each.institution,
            received_at=each.received_at,
            known_at=each.known_at,
            closes_on=each.closes_on,
            final=each.closes_on < today,
            receipts=each.receipts,
            claims=each.claims,
            points=each.points,
        )
        for each in page[:_PAGE]
    )
    more = shown[-1].delivery_id if len(page) > _PAGE else None
    return told(DeliveriesReply(deliveries=shown, next_cursor=more))


@router.get(
    "/{delivery_id}",
    response_class=Response,
    responses={
        **caller_may_fail(P.MESSAGE_MALFORMED, P.DELIVERY_UNKNOWN, P.SERVICE_NOT_STARTED),
        200: {
            "description": "a whole receipt file, or the list",
            "content": {kind: {"schema": {"type": "string"}} for kind in (_RECEIPTS, _LIST)},
        },
    },
)
async def delivery(delivery_id: str, caller: ThePayer, service: TheService) -> Response:
    """The receipt file (UKE), numbered from 1 with totals of its own, in the letters it came in; verified receipts
    only. A list is CSV in UTF-8. Another insurer's is as absent."""
    async with kept_reading(service, caller) as tx:
        service.must_have_started(NamedService.REASSIGN_AND_SPLIT)
        asked = DeliveryId.read(delivery_id)
        found = await ready_delivery(tx, caller.insurer.digits, asked) if asked else None
        if found is None:
            raise Refused(P.DELIVERY_UNKNOWN)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{found.file_name}"',
    }
    kind = f"{_LIST}; charset=utf-8" if found.agency == KOKUHO else _RECEIPTS
    return Response(found.content, media_type=kind, headers=headers)
