"""Handing a batch over, watching it, fetching what it found, stopping it."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.central.batch import tables
from app.central.batch.handing_over import read_batch
from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.problems import Refused
from app.contract.batch import BatchProgress, BatchRequest, BatchResults
from app.contract.problem import ProblemCode as P
from app.scheme.calendar import NamedService

LONGEST_BODY = 4 * 1024 * 1024
"""In bytes: ten thousand items."""
router = APIRouter(prefix="/v1", tags=["batches"])


@router.post(
    "/batches",
    response_model=BatchProgress,
    status_code=202,
    responses=caller_may_fail(
        P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.BATCH_ID_REUSED, P.BATCH_TOO_MANY
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{BatchRequest.__name__}"}}
            },
        }
    },
)
async def hand_over(request: Request, caller: TheCaller, service: TheService) -> Response:
    """Up to 10,000 cards, asked as typed ones are; the receipt number names the batch from here on. Handing the same
    items over again under the same `batch_id` is the same batch. `on` may lie up to 31 days ahead and is answered from
    what is known now. An item that cannot be asked is refused alone, with `number.refused` or `day.refused`. Items that
    find nobody count against the institution's hourly limit; there the batch pauses, and goes on by itself.
    An institution may have 20 batches under way."""
    service.must_have_started(NamedService.BATCH_CHECK)
    now = service.clock()
    handed = read_batch(await request.body(), now)
    asked = handed.question_hash(service.settings.key)
    async with service.database.transaction() as tx:
        batch = await tables.take_in(tx, caller.institution, handed, asked, now)
    service.batch_came.set()
    reply = told(batch.progress(now))
    reply.status_code = 202
    return reply


@router.get(
    "/batches/{receipt_number}",
    response_model=BatchProgress,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.BATCH_UNKNOWN),
)
async def progress(receipt_number: str, caller: TheCaller, service: TheService) -> Response:
    """Where the batch stands. Questions are deleted as they are answered, results 48 hours after the last one."""
    now = service.clock()
    async with service.database.transaction() as tx:
        batch = await tables.batch_of(tx, caller.institution, receipt_number, now)
    return told(batch.progress(now))


@router.get(
    "/batches/{receipt_number}/results",
    response_model=BatchResults,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.BATCH_UNKNOWN),
)
async def results(
    receipt_number: str,
    caller: TheCaller,
    service: TheService,
    cursor: Annotated[str, Query(description="next_cursor of the page before; empty for the first")] = "",
) -> Response:
    """What was found from the cursor on. A page without results comes where nothing new is there yet: ask again with
    its `next_cursor`, which is null once everything has been told."""
    if not re.fullmatch(r"[0-9]{0,6}", cursor):
        raise Refused(P.MESSAGE_MALFORMED, "cursor")
    place = int(cursor or 0)
    async with service.database.transaction() as tx:
        batch = await tables.batch_of(tx, caller.institution, receipt_number, service.clock())
        found = await tables.results_from(tx, receipt_number, place)
    place += len(found)
    finished = batch.state != tables.WORKING and place >= batch.done
    return told(BatchResults(results=found, next_cursor=None if finished else str(place)))


@router.delete(
    "/batches/{receipt_number}",
    response_model=BatchProgress,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.BATCH_UNKNOWN),
)
async def cancel(receipt_number: str, caller: TheCaller, service: TheService) -> Response:
    """Nothing more is looked up; what was found until then can still be fetched. A finished batch stays as it is."""
    now = service.clock()
    async with service.database.transaction() as tx:
        batch = await tables.cancel(tx, caller.institution, receipt_number, now)
    return told(batch.progress(now))
