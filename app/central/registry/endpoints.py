"""The insurers that take part, page by page."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.problems import Refused
from app.central.registry.insurers import insurers_after
from app.contract.access import InsurerReply, InsurersReply
from app.contract.problem import ProblemCode

_PAGE = 500
router = APIRouter(prefix="/v1", tags=["insurers"])


@router.get(
    "/insurers",
    response_model=InsurersReply,
    responses=caller_may_fail(ProblemCode.MESSAGE_MALFORMED),
)
async def insurers(
    caller: TheCaller,
    service: TheService,
    cursor: Annotated[str, Query(description="next_cursor of the page before; empty for the first")] = "",
) -> Response:
    """All insurers by number, with the usual days from acquisition to registration where published."""
    if not re.fullmatch(r"[0-9]{0,8}", cursor):
        raise Refused(ProblemCode.MESSAGE_MALFORMED, "cursor")
    async with service.database.transaction() as tx:
        page = await insurers_after(tx, cursor, _PAGE + 1)
    shown = page[:_PAGE]
    replies = tuple(
        InsurerReply(number=each.number, name=each.name, usual_delay_days=each.usual_delay_days)
        for each in shown
    )
    return told(InsurersReply(insurers=replies, next_cursor=shown[-1].number if len(page) > _PAGE else None))
