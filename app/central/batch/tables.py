"""Batches in the database: what was handed over and what was found, block by block."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.batch.handing_over import ITEMS, RESULTS, HandedOver
from app.central.problems import Refused
from app.central.storage.database import Row, Transaction
from app.contract.batch import BatchItem, BatchProgress, BatchResult
from app.contract.problem import ProblemCode

BLOCK = 10
"""Items that are worked off in one transaction."""
MOST_OPEN = 20
"""Batches of one institution under way at a time: a desk has one or two a day."""
_ASK_AGAIN_S = 15
KEPT = timedelta(hours=48)
"""After the last result that was found."""
WORKING, DONE, CANCELLED, PAUSED = "working", "done", "cancelled", "paused"
_PAGE_BLOCKS = 20
_COLUMNS = "receipt_number, institution, questions_hash, staff, state, total, done, paused_until, kept_until"
_MAY_GO_ON = "state = 'working' AND kept_until > $1 AND (paused_until IS NULL OR paused_until <= $1)"


@dataclass(frozen=True, slots=True)
class KnownBatch:
    """As its row stands. done: items with a result."""

    receipt_number: str
    institution: str
    questions_hash: bytes
    staff: str
    state: str
    total: int
    done: int
    paused_until: datetime | None
    kept_until: datetime

    def progress(self, now: datetime) -> BatchProgress:
        pausing = self.state == WORKING and self.paused_until is not None and self.paused_until > now
        return BatchProgress(
            receipt_number=self.receipt_number,
            state=PAUSED if pausing else self.state,
            total=self.total,
            done=self.done,
            paused_until=self.paused_until if pausing else None,
            kept_until=self.kept_until,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """first_item: its place in the batch, from 0. questions: those still open, after the results."""

    first_item: int
    questions: tuple[BatchItem, ...]
    results: tuple[BatchResult, ...]


async def take_in(
    tx: Transaction, institution: str, handed: HandedOver, questions_hash: bytes, now: datetime
) -> KnownBatch:
    """The new batch, or the one that these very items were handed over as before.

    Raises: Refused (batch_id.reused, batch.too_many); then nothing of it may be kept.
    """
    await sweep(tx, now)
    await tx.execute(
        "INSERT INTO batch (batch_id, turn_at, receipt_number, institution, questions_hash, staff, state, total,"
        " done, kept_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (institution, batch_id) DO NOTHING",
        handed.batch_id,
        now,
        receipt_number := secrets.token_hex(10),
        institution,
        questions_hash,
        handed.staff,
        WORKING if handed.items else DONE,
        handed.total,
        len(handed.refused),
        now + KEPT,
    )
    kept = await _only(tx, "institution = $1 AND batch_id = $2", institution, handed.batch_id)
    if kept.questions_hash != questions_hash:
        raise Refused(ProblemCode.BATCH_ID_REUSED, "batch_id")
    if kept.receipt_number == receipt_number:
        if await _open_batches(tx, institution) > MOST_OPEN:
            raise Refused(ProblemCode.BATCH_TOO_MANY, retry_after_s=_ASK_AGAIN_S)
        rows = _blocks_of(receipt_number, handed)
        columns = ("receipt_number", "first_item", "questions", "results", "is_open")
        await tx.insert_many("batch_block", columns, rows)
    return kept


async def _open_batches(tx: Transaction, institution: str) -> int:
    sql = "SELECT count(*) AS open FROM batch WHERE institution = $1 AND state = $2"
    row = await tx.fetch_one(sql, institution, WORKING)
    return int(row["open"]) if row is not None else 0


def _blocks_of(receipt_number: str, handed: HandedOver) -> Iterable[tuple[object, ...]]:
    """What is refused already stands first: results are told in the order in which they were found."""
    for first in range(0, len(handed.refused), BLOCK):
        yield receipt_number, first, "[]", _text_of_results(handed.refused[first : first + BLOCK]), False
    for first in range(0, len(handed.items), BLOCK):
        questions = ITEMS.dump_json(handed.items[first : first + BLOCK]).decode()
        yield receipt_number, len(handed.refused) + first, questions, "[]", True


async def batch_of(tx: Transaction, institution: str, receipt_number: str, now: datetime) -> KnownBatch:
    """Raises: Refused (batch.unknown) — also for another institution's, and after its time."""
    return await _only(
        tx,
        "institution = $1 AND receipt_number = $2 AND kept_until > $3",
        institution,
        receipt_number,
        now,
    )


async def _only(tx: Transaction, condition: str, *parameters: object) -> KnownBatch:
    row = await tx.fetch_one(f"SELECT {_COLUMNS} FROM batch WHERE {condition}", *parameters)
    if row is None:
        raise Refused(ProblemCode.BATCH_UNKNOWN)
    return KnownBatch(*row)


async def cancel(tx: Transaction, institution: str, receipt_number: str, now: datetime) -> KnownBatch:
    """Open questions go at once; what was found stays. One that is finished stays as it is. Raises: Refused."""
    changed = await tx.execute(
        "UPDATE batch SET state = 'cancelled' WHERE institution = $1 AND receipt_number = $2 AND state = 'working'",
        institution,
        receipt_number,
    )
    if changed:
        await tx.execute(
            "UPDATE batch_block SET questions = '[]', is_open = $2 WHERE receipt_number = $1 AND is_open",
            receipt_number,
            False,
        )
    return await batch_of(tx, institution, receipt_number, now)


async def take_turn(tx: Transaction, now: datetime) -> KnownBatch | None:
    """The batch that waited longest, its row locked until the transaction ends; None where nothing is to be done.

    The lock is the claim: it ends with its worker, so that a crash gives the batch back at once. The condition
    stands twice, since a second worker finds the row by it, waits for the lock, and must look again.
    """
    rows = await tx.fetch(
        f"UPDATE batch SET turn_at = $1, paused_until = NULL WHERE {_MAY_GO_ON} AND receipt_number = "
        f"(SELECT receipt_number FROM batch WHERE {_MAY_GO_ON} ORDER BY turn_at LIMIT 1) RETURNING {_COLUMNS}",
        now,
    )
    return KnownBatch(*rows[0]) if rows else None


async def open_block(tx: Transaction, receipt_number: str) -> Block | None:
    """The first block with open questions."""
    row = await tx.fetch_one(
        "SELECT first_item, questions, results FROM batch_block WHERE receipt_number = $1 AND is_open"
        " ORDER BY first_item LIMIT 1",
        receipt_number,
    )
    return _block(row) if row is not None else None


async def keep(
    tx: Transaction, batch: KnownBatch, block: Block, results: Sequence[BatchResult], now: datetime
) -> None:
    """What was found of the block, whose answered questions go with it."""
    left = block.questions[len(results) :]
    await tx.execute(
        "UPDATE batch_block SET questions = $3, results = $4, is_open = $5"
        " WHERE receipt_number = $1 AND first_item = $2",
        batch.receipt_number,
        block.first_item,
        ITEMS.dump_json(left).decode(),
        _text_of_results((*block.results, *results)),
        bool(left),
    )
    done = batch.done + len(results)
    await tx.execute(
        "UPDATE batch SET done = $2, state = $3, kept_until = $4 WHERE receipt_number = $1",
        batch.receipt_number,
        done,
        DONE if done == batch.total else WORKING,
        now + KEPT,
    )


async def pause(tx: Transaction, receipt_number: str, until: datetime) -> None:
    await tx.execute("UPDATE batch SET paused_until = $2 WHERE receipt_number = $1", receipt_number, until)


async def results_from(tx: Transaction, receipt_number: str, place: int) -> tuple[BatchResult, ...]:
    """Up to a page of results from this place on, without a gap."""
    rows = await tx.fetch(
        "SELECT first_item, questions, results FROM batch_block WHERE receipt_number = $1 AND first_item > $2"
        " ORDER BY first_item LIMIT $3",
        receipt_number,
        place - BLOCK,
        _PAGE_BLOCKS,
    )
    found: list[BatchResult] = []
    for block in map(_block, rows):
        found += block.results[max(0, place - block.first_item) :]
        if block.questions:
            break
    return tuple(found)


async def sweep(tx: Transaction, now: datetime) -> None:
    """Questions and results whose time is over."""
    over = "SELECT receipt_number FROM batch WHERE kept_until <= $1"
    await tx.execute(f"DELETE FROM batch_block WHERE receipt_number IN ({over})", now)
    await tx.execute("DELETE FROM batch WHERE kept_until <= $1", now)


def _block(row: Row) -> Block:
    return Block(
        row["first_item"], ITEMS.validate_json(row["questions"]), RESULTS.validate_json(row["results"])
    )


def _text_of_results(results: Sequence[BatchResult]) -> str:
    return RESULTS.dump_json(tuple(results)).decode()
