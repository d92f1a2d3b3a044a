"""Submissions: a file comes in parts, is checked whole, gets its moment of receipt and is cut into blocks."""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pydantic import TypeAdapter

from app.central.problems import Refused
from app.central.review.cutting import Cutter, FileRefusal, FileRefused
from app.central.storage.database import Row, Transaction
from app.contract.problem import ProblemCode
from app.contract.receipts import PaperReceipt
from app.scheme.days import JAPAN, business_day
from app.scheme.receipts.kinds import ReceiptKind

UPLOADING, RECEIVED, REVIEWED, REFUSED = "uploading", "received", "reviewed", "refused"
PAPER: TypeAdapter[tuple[PaperReceipt, ...]] = TypeAdapter(tuple[PaperReceipt, ...])
_PAPER_BLOCK = 0
LONGEST_ANNOUNCEMENT = 1024 * 1024
"""In bytes: a thousand paper receipts with every cell filled."""

MOST_BYTES_A_DAY = 4 * 1024 * 1024 * 1024
"""What the largest hospitals hand in in a month, several times over; files and announcements together."""

MOST_OPEN = 20
"""Submissions of a day that are not reviewed yet."""

_ASK_AGAIN_S = 60


@dataclass(frozen=True, slots=True)
class Submission:
    """kind, head: of the file, None and empty for paper alone. received_at: when it was there whole."""

    receipt_number: str
    institution: str
    digest: bytes
    length: int
    state: str
    refusal: str | None
    received_at: datetime | None
    kind: ReceiptKind | None
    head: bytes


_SUBMISSION = (
    "SELECT receipt_number, institution, digest, length, state, refusal, received_at, kind, head"
    " FROM receipt_submission WHERE "
)


def _submission(row: Row | None) -> Submission | None:
    if row is None:
        return None
    number, institution, digest, length, state, refusal, received_at, kind, head = row
    of_kind = ReceiptKind(kind) if kind else None
    return Submission(
        number, institution, digest, length, state, refusal, received_at, of_kind, bytes(head or b"")
    )


async def submission(tx: Transaction, receipt_number: str) -> Submission | None:
    return _submission(await tx.fetch_one(f"{_SUBMISSION} receipt_number = $1", receipt_number))


async def announce(
    tx: Transaction,
    institution: str,
    length: int,
    digest: bytes,
    paper: Sequence[PaperReceipt],
    now: datetime,
) -> Submission:
    """The submission of that file: the one that is there already, or a new one. Paper receipts come with a new one.

    Raises: Refused (receipts.too_much), for a new one alone.
    """
    held = await tx.fetch_one(f"{_SUBMISSION} institution = $1 AND digest = $2", institution, digest)
    if held is not None and held["state"] != REFUSED and length:
        found = _submission(held)
        if found is None:
            raise LookupError(institution)
        return found
    await _must_have_room(tx, institution, length, now)
    number = f"{now.astimezone(JAPAN):%Y%m%d}-{secrets.token_hex(6)}"
    if not length:
        digest = secrets.token_bytes(32)  # rows on paper have no content to be told by
    elif held is not None:
        await _forget(tx, held["receipt_number"])
    await tx.execute(
        "INSERT INTO receipt_submission (receipt_number, institution, digest, length, state, announced_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        *(number, institution, digest, length, UPLOADING, now),
    )
    if paper:
        await tx.execute(
            "INSERT INTO receipt_block (receipt_number, block, first_place, paper, content)"
            " VALUES ($1, $2, $3, $4, $5)",
            *(number, _PAPER_BLOCK, 0, True, PAPER.dump_json(tuple(paper))),
        )
    found = await submission(tx, number)
    if found is None:
        raise LookupError(number)
    return found


async def _must_have_room(tx: Transaction, institution: str, length: int, now: datetime) -> None:
    """Each announcement counts as the longest there may be. Raises: Refused (receipts.too_much)."""
    midnight = datetime.combine(business_day(now), time(), JAPAN)
    rows = await tx.fetch(
        "SELECT length, state FROM receipt_submission WHERE institution = $1 AND announced_at >= $2",
        *(institution, midnight),
    )
    handed_in = sum(row["length"] + LONGEST_ANNOUNCEMENT for row in rows)
    if handed_in + length + LONGEST_ANNOUNCEMENT > MOST_BYTES_A_DAY:
        until_midnight = midnight + timedelta(days=1) - now
        raise Refused(ProblemCode.RECEIPTS_TOO_MUCH, retry_after_s=int(until_midnight.total_seconds()) + 1)
    if sum(row["state"] in (UPLOADING, RECEIVED) for row in rows) >= MOST_OPEN:
        raise Refused(ProblemCode.RECEIPTS_TOO_MUCH, retry_after_s=_ASK_AGAIN_S)


async def _forget(tx: Transaction, receipt_number: str) -> None:
    """A refused file leaves its digest, so that it can be tried again."""
    await tx.execute(
        "UPDATE receipt_submission SET digest = $2 WHERE receipt_number = $1",
        *(receipt_number, secrets.token_bytes(32)),
    )


async def received_bytes(tx: Transaction, found: Submission) -> int:
    """How much of the file is there: everything, once it was whole."""
    if found.state != UPLOADING:
        return found.length
    row = await tx.fetch_one(
        "SELECT position, content FROM receipt_upload WHERE receipt_number = $1"
        " ORDER BY position DESC LIMIT 1",
        found.receipt_number,
    )
    return int(row["position"]) + len(row["content"]) if row else 0


async def take_part(tx: Transaction, found: Submission, position: int, content: bytes) -> int:
    """Keeps a part that begins where the others end; one that is there already is fine. Returns: received bytes.

    A part that leaves a gap or goes beyond the length changes nothing.
    """
    received = await received_bytes(tx, found)
    if (
        found.state == UPLOADING
        and position == received
        and received + len(content) <= found.length
        and content
    ):
        await tx.execute(
            "INSERT INTO receipt_upload (receipt_number, position, content) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING",
            *(found.receipt_number, position, content),
        )
        return received + len(content)
    return received


async def complete(tx: Transaction, found: Submission, now: datetime) -> bool:
    """Checks the whole file and cuts it into blocks. Now is its moment of receipt. Raises: FileRefused.

    False where another request, on the same last byte, did so already.
    """
    claimed = await tx.execute(
        "UPDATE receipt_submission SET state = $2 WHERE receipt_number = $1 AND state = $3",
        *(found.receipt_number, RECEIVED, UPLOADING),
    )
    if not claimed:
        return False
    cutter = Cutter()
    if found.length:
        place = _PAPER_BLOCK
        async for block in cutter.cut(_parts(tx, found.receipt_number), found.digest):
            place += 1
            await tx.execute(
                "INSERT INTO receipt_block (receipt_number, block, first_place, paper, content)"
                " VALUES ($1, $2, $3, $4, $5)",
                *(found.receipt_number, place, block.first_place, False, block.content),
            )
        if cutter.institution != found.institution:
            raise FileRefused(FileRefusal.OTHER_INSTITUTION)
    await _drop_upload(tx, found.receipt_number)
    await tx.execute(
        "UPDATE receipt_submission SET received_at = $2, kind = $3, head = $4 WHERE receipt_number = $1",
        *(found.receipt_number, now, cutter.kind.value if cutter.kind else None, cutter.head),
    )
    return True


async def refuse(tx: Transaction, found: Submission, refusal: FileRefusal) -> None:
    await _drop_upload(tx, found.receipt_number)
    await tx.execute(
        "UPDATE receipt_submission SET state = $2, refusal = $3 WHERE receipt_number = $1",
        *(found.receipt_number, REFUSED, refusal.value),
    )


async def _drop_upload(tx: Transaction, receipt_number: str) -> None:
    await tx.execute("DELETE FROM receipt_upload WHERE receipt_number = $1", receipt_number)


async def _parts(tx: Transaction, receipt_number: str) -> AsyncIterator[bytes]:
    position = -1
    while row := await tx.fetch_one(
        "SELECT position, content FROM receipt_upload WHERE receipt_number = $1 AND position > $2"
        " ORDER BY position LIMIT 1",
        *(receipt_number, position),
    ):
        position = row["position"]
        yield bytes(row["content"])
