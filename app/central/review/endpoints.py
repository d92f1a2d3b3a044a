"""Receipts handed in, watched, and what became of them, page by page and as files (R13, R14)."""

import asyncio
import re
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.central.description.failures import caller_may_fail
from app.central.edge import TheCaller, TheService, told
from app.central.idempotency import TheKey, Write, once
from app.central.institutions.credentials import institution
from app.central.my_number_refused import refuse_my_number_in
from app.central.problems import Refused
from app.central.review import submissions
from app.central.review.closing import closes_on
from app.central.review.cutting import FileRefused
from app.central.review.outcomes import Run, Told, all_told, counts_of, csv_of, newest_run, told_after
from app.central.review.returned_file import returned_file
from app.central.review.runs import begin_run
from app.central.review.submissions import Submission
from app.central.service import Service
from app.central.storage.database import Transaction
from app.contract.problem import ProblemCode as P
from app.contract.receipts import LONGEST_PART, OutcomesReply, SubmissionReply, SubmissionRequest
from app.scheme.calendar import NamedService

LONGEST_BODIES = {"/v1/receipts": submissions.LONGEST_ANNOUNCEMENT, "/v1/receipts/content": LONGEST_PART}
_PAGE = 200
_BYTES = "application/octet-stream"
router = APIRouter(prefix="/v1/receipts", tags=["receipts"])


@router.post(
    "",
    response_model=SubmissionReply,
    status_code=202,
    responses=caller_may_fail(
        *(P.MESSAGE_MALFORMED, P.SERVICE_NOT_STARTED, P.IDEMPOTENCY_KEY_REUSED, P.IDEMPOTENCY_KEY_IN_USE),
        *(P.NUMBER_REFUSED, P.RECEIPTS_TOO_MUCH),
    ),
)
async def announce(
    asked: SubmissionRequest, request: Request, key: TheKey, caller: TheCaller, service: TheService
) -> Response:
    """Announces a receipt file by length and SHA-256; the reply's `receipt_number` names it from here on and
    `received_bytes` says from where to send it. The same file again is the same submission, also when it was cut off:
    go on where `received_bytes` stands. Paper receipts come as rows; with `length` 0 they come alone. An institution
    hands in 4 GiB a Japanese day at most, and has 20 open at a time: `receipts.too_much` says when to ask again."""
    service.must_have_started(NamedService.REASSIGN_AND_SPLIT)
    if not asked.length and not asked.paper:
        raise Refused(P.MESSAGE_MALFORMED, "length")
    for place, row in enumerate(asked.paper):
        refuse_my_number_in(row, f"paper[{place}].")

    async def work() -> Response:
        async with service.database.transaction() as tx:
            found = await submissions.announce(
                tx,
                caller.institution,
                asked.length,
                bytes.fromhex(asked.sha256),
                asked.paper,
                service.clock(),
            )
            received = await submissions.received_bytes(tx, found)
        if found.state == submissions.UPLOADING and received == found.length:
            await _complete(
                service, found
            )  # paper alone; or whoever sent the last byte was cut off behind it
        return await _standing(service, found.receipt_number, 202)

    write = Write(caller.institution, "POST /v1/receipts", key, await request.body())
    return await once(service, write, work)


@router.put(
    "/content",
    response_model=SubmissionReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.RECEIPTS_UNKNOWN),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def send_part(
    request: Request,
    caller: TheCaller,
    service: TheService,
    receipt_number: Annotated[str, Query(max_length=40)],
    position: Annotated[int, Query(ge=0, description="of the part's first byte in the file")],
) -> Response:
    """A part of the file, up to 4 MiB, from `received_bytes` on. A part that was kept already, or leaves a gap, changes
    nothing: the reply says from where to go on. With the last byte the file is checked whole, its moment of receipt is
    set and its review begins; a file that is refused as a whole says why in `refusal`."""
    content = await request.body()
    async with service.database.transaction() as tx:
        found = await _own(tx, caller.institution, receipt_number)
        received = await submissions.take_part(tx, found, position, content)
    if found.state == submissions.UPLOADING and received == found.length:
        await _complete(service, found)
    return await _standing(service, receipt_number)


@router.get(
    "/{receipt_number}",
    response_model=SubmissionReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.RECEIPTS_UNKNOWN),
)
async def standing(receipt_number: str, caller: TheCaller, service: TheService) -> Response:
    """Where the submission stands, and once it is reviewed how many receipts had which outcome."""
    async with service.database.transaction() as tx:
        await _own(tx, caller.institution, receipt_number)
    return await _standing(service, receipt_number)


@router.get(
    "/{receipt_number}/outcomes",
    response_model=OutcomesReply,
    responses=caller_may_fail(P.MESSAGE_MALFORMED, P.RECEIPTS_UNKNOWN, P.RECEIPTS_NOT_REVIEWED),
)
async def outcomes(
    receipt_number: str,
    caller: TheCaller,
    service: TheService,
    cursor: Annotated[str, Query(description="next_cursor of the page before; empty for the first")] = "",
    changed: Annotated[bool, Query(description="only what the review before did not tell")] = False,
) -> Response:
    """Every receipt that did not go on as it came, as claimed and as confirmed, in the order of the file (paper first).
    Of a lapsed card the card and the day are told; of a newer cover only the parts of a reassignment or split."""
    if not re.fullmatch(r"(?:-?[0-9]{1,9})?", cursor):
        raise Refused(P.MESSAGE_MALFORMED, "cursor")
    place = int(cursor) if cursor else None
    async with service.database.transaction() as tx:
        _, run = await _reviewed(tx, caller.institution, receipt_number)
        page = await told_after(tx, receipt_number, run.run, place, changed, _PAGE + 1)
    shown = tuple(each.outcome for each in page[:_PAGE])
    more = str(shown[-1].place) if len(page) > _PAGE else None
    return told(OutcomesReply(outcomes=shown, next_cursor=more))


def _file(kind: str) -> dict[int | str, dict[str, object]]:
    found = caller_may_fail(P.MESSAGE_MALFORMED, P.RECEIPTS_UNKNOWN, P.RECEIPTS_NOT_REVIEWED)
    return {**found, 200: {"description": "the file", "content": {kind: {"schema": {"type": "string"}}}}}


@router.get("/{receipt_number}/outcomes.csv", response_class=Response, responses=_file("text/csv"))
async def outcomes_csv(receipt_number: str, caller: TheCaller, service: TheService) -> Response:
    """The outcomes as a table, a row a payer, each with the moment as known at which it was decided; UTF-8."""
    _, run, everything = await _everything(service, caller.institution, receipt_number)
    content = csv_of((each.outcome for each in everything), run.known_at)
    return _download(content, "text/csv; charset=utf-8", "outcomes.csv")


@router.get("/{receipt_number}/returned.hen", response_class=Response, responses=_file(_BYTES))
async def returned_hen(receipt_number: str, caller: TheCaller, service: TheService) -> Response:
    """The returned receipts (返戻ファイル) with reason and history, in Shift_JIS as receipt files are."""
    _, run, everything = await _everything(service, caller.institution, receipt_number)
    content = returned_file(everything, caller.institution, run.known_at)
    return _download(content, _BYTES, "RETURNED.HEN")


@router.get("/{receipt_number}/notice.pdf", response_class=Response, responses=_file("application/pdf"))
async def notice_pdf(receipt_number: str, caller: TheCaller, service: TheService) -> Response:
    """The printable notice (資格確認結果連絡書)."""
    _, run, everything = await _everything(service, caller.institution, receipt_number)
    async with service.database.transaction() as tx:
        named = await institution(tx, caller.institution)
    name = f"{caller.institution}　{named.name if named else ''}"
    # Pages of a month take seconds, which nobody at a counter may wait for.
    content = await asyncio.to_thread(_printed, everything, receipt_number, name, run)
    return _download(content, "application/pdf", "notice.pdf")


def _printed(everything: list[Told], receipt_number: str, name: str, run: Run) -> bytes:
    from app.central.review import notice_paper  # the page library takes a while to load

    file = BytesIO()
    notice_paper.write_notice(file, (each.outcome for each in everything), receipt_number, name, run.known_at)
    return file.getvalue()


def _download(content: bytes, kind: str, name: str) -> Response:
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


async def _complete(service: Service, found: Submission) -> None:
    """The whole file is there: checked, cut, its moment of receipt kept, its first review begun."""
    now = service.clock()
    try:
        async with service.database.transaction() as tx:
            if await submissions.complete(tx, found, now):
                await begin_run(tx, found.receipt_number, now, now)
    except FileRefused as refused:
        async with service.database.transaction() as tx:
            await submissions.refuse(tx, found, refused.refusal)
        return
    service.receipts_came.set()


async def _own(tx: Transaction, caller: str, receipt_number: str) -> Submission:
    """Raises: Refused (receipts.unknown), also for another institution's."""
    found = await submissions.submission(tx, receipt_number)
    if found is None or found.institution != caller:
        raise Refused(P.RECEIPTS_UNKNOWN)
    return found


async def _reviewed(tx: Transaction, caller: str, receipt_number: str) -> tuple[Submission, Run]:
    """Raises: Refused (receipts.unknown, receipts.not_reviewed while its newest review goes on)."""
    found = await _own(tx, caller, receipt_number)
    run = await newest_run(tx, receipt_number)
    if run is None or run.done_at is None:
        raise Refused(P.RECEIPTS_NOT_REVIEWED)
    return found, run


async def _everything(
    service: Service, caller: str, receipt_number: str
) -> tuple[Submission, Run, list[Told]]:
    async with service.database.transaction() as tx:
        found, run = await _reviewed(tx, caller, receipt_number)
        return found, run, [each async for each in all_told(tx, receipt_number, run.run)]


async def _standing(service: Service, receipt_number: str, status: int = 200) -> Response:
    async with service.database.transaction() as tx:
        found = await submissions.submission(tx, receipt_number)
        if found is None:
            raise Refused(P.RECEIPTS_UNKNOWN)
        run = await newest_run(tx, receipt_number)
        counts = await counts_of(tx, receipt_number, run.run) if run and run.done_at else None
        received = await submissions.received_bytes(tx, found)
        closing = await closes_on(tx, found.received_at) if found.received_at else None
    reply = told(
        SubmissionReply(
            receipt_number=receipt_number,
            state=found.state,
            refusal=found.refusal,
            length=found.length,
            received_bytes=received,
            received_at=found.received_at,
            run=run.run if run else 0,
            known_at=run.known_at if run else None,
            reviewed_at=run.done_at if run else None,
            closes_on=closing,
            counts=counts,
        )
    )
    reply.status_code = status
    return reply
