"""Runs of the review over a submission: block by block, each done once, whoever is killed in between (R13)."""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from app.central.notices.making import make_notices
from app.central.review.judging import Judged, judge
from app.central.review.leases import Work, take
from app.central.review.national_insurers import national_insurer_of
from app.central.review.presented import Presented, announced, presented, storable
from app.central.review.submissions import PAPER, REVIEWED, submission
from app.central.review.told import PLAIN, outcome_of
from app.central.storage.database import Database, DatabaseBusy, DatabaseUnusable, Transaction
from app.contract.receipts import OutcomeReply
from app.scheme.days import Clock
from app.scheme.numbers import InsuredNumber
from app.scheme.receipts.agencies import ReviewAgency, agency_of
from app.scheme.receipts.letters import Encoding, FileForm
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.routing import ReviewOutcome

_LOG = logging.getLogger("madoguchi.central")
_PUBLIC_PAYER = re.compile("[0-9]{1,8}")


class Worked(NamedTuple):
    """blocks: how many were taken. failed: those of them that left nothing; they are free when their lease ends."""

    blocks: int
    failed: tuple[Work, ...]


async def begin_run(tx: Transaction, receipt_number: str, known_at: datetime, now: datetime) -> int:
    """The next run over all blocks, as known at that moment; its number, from 1."""
    last = await tx.fetch_one(
        "SELECT run FROM review_run WHERE receipt_number = $1 ORDER BY run DESC LIMIT 1", receipt_number
    )
    run = (last["run"] if last else 0) + 1
    await tx.execute(
        "INSERT INTO review_run (receipt_number, run, known_at, begun_at) VALUES ($1, $2, $3, $4)",
        *(receipt_number, run, known_at, now),
    )
    await tx.execute(
        "INSERT INTO review_work (receipt_number, run, block)"
        " SELECT receipt_number, CAST($2 AS integer), block FROM receipt_block WHERE receipt_number = $1",
        *(receipt_number, run),
    )
    return run


async def work_off_a_block(database: Database, clock: Clock) -> bool:
    """Whether there was one to do. What a killed worker had taken is free again after some minutes."""
    return bool((await work_off(database, clock, 1)).blocks)


async def work_off(database: Database, clock: Clock, blocks: int) -> Worked:
    """Takes up to so many blocks and does one after another, each in a transaction; one that fails keeps no other.

    Raises: DatabaseBusy, DatabaseUnusable.
    """
    async with database.transaction() as tx:
        taken = await take(tx, clock(), blocks)
    failed = [work for work in taken if not await _did(database, work, clock)]
    await close_finished(database, clock())
    return Worked(len(taken), tuple(failed))


async def _did(database: Database, work: Work, clock: Clock) -> bool:
    """False where it failed for a bug of ours: the log learns of what kind."""
    try:
        async with database.transaction() as tx:
            await _review(tx, work, clock())
    except (DatabaseBusy, DatabaseUnusable):
        raise
    except Exception as error:
        # Kind only: an exception's text may quote a receipt.
        kind = type(error).__qualname__
        _LOG.error(
            "review of %s, run %d, block %d failed: %s", work.receipt_number, work.run, work.block, kind
        )
        return False
    return True


async def _review(tx: Transaction, work: Work, now: datetime) -> None:
    found = await submission(tx, work.receipt_number)
    row = await tx.fetch_one(
        "SELECT first_place, paper, content FROM receipt_block WHERE receipt_number = $1 AND block = $2",
        *(work.receipt_number, work.block),
    )
    if found is None or row is None:
        raise LookupError(work.receipt_number)
    first_place, paper, content = row
    form = FileForm()
    receipts: list[Presented]
    if paper:
        rows = PAPER.validate_json(bytes(content))
        receipts = [announced(place, each) for place, each in enumerate(rows, start=-len(rows))]
    else:
        reader = ReceiptReader(found.head + bytes(content), has_trailer=False)
        form = reader.form
        receipts = [presented(place, receipt) for place, receipt in enumerate(reader, start=first_place)]
    judged = await judge(tx, receipts, work.known_at)
    if not await _done(tx, work, judged, now):
        return
    changed = await _keep_told(tx, work, judged, await _told_before(tx, work, receipts))
    await make_notices(tx, found.institution, work.receipt_number, work.run, changed, now)
    await _keep_deliveries(tx, work, judged, form)
    await _let_records_read(tx, work)


async def _told_before(
    tx: Transaction, work: Work, receipts: Iterable[Presented]
) -> dict[int, OutcomeReply] | None:
    """What the run before told of these receipts; None for a first run."""
    if work.run == 1:
        return None
    places = [each.place for each in receipts]
    rows = await tx.fetch(
        "SELECT place, told FROM review_told WHERE receipt_number = $1 AND run = $2"
        " AND place BETWEEN $3 AND $4",
        *(work.receipt_number, work.run - 1, min(places), max(places)),
    )
    return {row["place"]: OutcomeReply.model_validate_json(row["told"]) for row in rows}


async def _keep_told(
    tx: Transaction, work: Work, judged: Iterable[Judged], before: dict[int, OutcomeReply] | None
) -> list[OutcomeReply]:
    """What this run tells other than the run before."""
    rows, news = [], []
    for each in judged:
        place = each.presented.place
        held = before.get(place) if before else None
        if each.routing.confirmation in PLAIN and held is None:
            continue
        told = outcome_of(each, changed=False)
        changed = before is None or held is None or told != held.model_copy(update={"changed": False})
        if each.routing.confirmation in PLAIN and not changed:
            continue
        told = told.model_copy(update={"changed": changed})
        if changed:
            news.append(told)
        receipt = each.presented.receipt
        rows.append(
            (
                *(work.receipt_number, work.run, place, told.outcome, told.reason, changed),
                each.person.id if each.person else None,
                told.model_dump_json(),
                storable("\n".join(receipt.lines)) if receipt else "",
                _kokuho_insurer(each),
            )
        )
    columns = (
        "receipt_number",
        "run",
        "place",
        "outcome",
        "reason",
        "changed",
        "person_id",
        "told",
        "original",
        "kokuho_insurer",
    )
    if rows:
        await tx.insert_many("review_told", columns, rows)
    return news


def _kokuho_insurer(judged: Judged) -> str | None:
    """Whose list the person goes on; "" where no 国保 is known at the address, None for any other outcome."""
    if judged.routing.outcome is not ReviewOutcome.KOKUHO or judged.person is None:
        return None
    return national_insurer_of(judged.person.details.address)


async def _keep_deliveries(tx: Transaction, work: Work, judged: Iterable[Judged], form: FileForm) -> None:
    """R14: what goes to each insurer; the receipts of one insurer side by side."""
    of_insurer: defaultdict[tuple[str, str], list[tuple[Receipt, int, int]]] = defaultdict(list)
    for each in judged:
        original = each.presented.receipt
        for delivery in each.deliveries:
            if original and delivery.receipt:  # else on paper
                to = _payer(delivery.insured, original)
                of_insurer[to].append((delivery.receipt, original.payers, delivery.points))
    rows = []
    for (agency, insurer), delivered in of_insurer.items():
        receipts, claims, points = zip(*delivered, strict=True)
        content = encoded(form, [line for receipt in receipts for line in receipt.lines])
        rows.append(
            (
                *(work.receipt_number, work.run, work.block, agency, insurer),
                *(len(receipts), sum(claims), sum(points), content),
            )
        )
    columns = (
        *("receipt_number", "run", "block", "agency", "insurer"),
        *("receipts", "claims", "points", "content"),
    )
    if rows:
        await tx.insert_many("review_delivery", columns, rows)


def _payer(insured: InsuredNumber | None, original: Receipt) -> tuple[str, str]:
    """Agency and number. Public expense alone goes to its 負担者番号, "" where none can be read."""
    if insured is None:
        payer = original.public_payers[0].payer.strip() if original.public_payers else ""
        return ReviewAgency.FUND, payer if _PUBLIC_PAYER.fullmatch(payer) else ""
    return agency_of(insured.insurer), insured.insurer.digits


def encoded(form: FileForm, lines: Iterable[str]) -> bytes:
    """Records as bytes of the file they came from; what was no letter there is none here either."""
    end = form.line_end
    text = end.join(lines) + end
    if form.encoding is Encoding.UTF_8:
        return text.encode("utf-8", "surrogateescape")
    try:
        return text.encode("cp932")
    except UnicodeEncodeError:
        try:
            return form.encoded(text)
        except UnicodeEncodeError:
            return text.encode("cp932", "surrogateescape")


async def _done(tx: Transaction, work: Work, judged: list[Judged], now: datetime) -> bool:
    """False where another worker did the block meanwhile: then nothing of this is kept."""
    counts = Counter(each.routing.outcome for each in judged)
    done = await tx.execute(
        "UPDATE review_work SET done_at = $4, receipts = $5, forwarded = $6, reassigned = $7, split = $8,"
        " kokuho = $9, returned = $10"
        " WHERE receipt_number = $1 AND run = $2 AND block = $3 AND done_at IS NULL",
        *(work.receipt_number, work.run, work.block, now, len(judged)),
        *(counts[outcome] for outcome in ReviewOutcome),
    )
    return bool(done)


async def _let_records_read(tx: Transaction, work: Work) -> None:
    """What the receipts tell of drugs and costs is read after the review, in its own time (R15, R17)."""
    await tx.execute(
        "INSERT INTO records_waiting (receipt_number, block, run) VALUES ($1, $2, $3)"
        " ON CONFLICT (receipt_number, block) DO UPDATE SET run = excluded.run, read = 0",
        *(work.receipt_number, work.block, work.run),
    )


async def close_finished(database: Database, now: datetime) -> None:
    """Ends each run whose last block is done; apart from the blocks, so that two last ones cannot miss each other."""
    async with database.transaction() as tx:
        rows = await tx.fetch(
            "SELECT receipt_number, run FROM review_run WHERE done_at IS NULL AND NOT EXISTS ("
            " SELECT 1 FROM review_work WHERE review_work.receipt_number = review_run.receipt_number"
            " AND review_work.run = review_run.run AND review_work.done_at IS NULL)"
        )
        for row in rows:
            await tx.execute(
                "UPDATE review_run SET done_at = $3 WHERE receipt_number = $1 AND run = $2",
                *(row["receipt_number"], row["run"], now),
            )
            await tx.execute(
                "UPDATE receipt_submission SET state = $2 WHERE receipt_number = $1",
                *(row["receipt_number"], REVIEWED),
            )
