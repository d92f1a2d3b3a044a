"""From a file to predictions: taken in, compared with what is known, asked about, compared again.

Every step stands in the ledger before the next: after a crash or a cut line the same call goes on where it was.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path

from app.appointments.appointment import Appointment, BatchId, Item, ItemId, ItemState
from app.appointments.ports import BatchLine
from app.appointments.refresh import BATCH_UNKNOWN
from app.claims.claimed import claimed, readable
from app.claims.evidence import Known, evidence_of
from app.claims.fixes import Fix, mended
from app.claims.month import ClaimState, MonthFile, MonthId, Question
from app.claims.ports import CardQuestion, ClaimBook, CopiedReceipt, Worker
from app.claims.precheck import Precheck, precheck
from app.claims.taking_in import NotTaken, TakenBlock, take_in
from app.eligibility.ports import RefusedByCentral
from app.errors import ClinicError
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.receipt import Receipt
from app.staff.member import Duty, StaffMember

READ_AT_ONCE = 200
"""Receipts a step: after each write the ledger's reader begins with nothing in memory, so it reads for four of them."""
COMPARED_AT_ONCE = 50
_MOST_QUESTIONS = 10_000


class Step(Enum):
    """What comes after a step. AWAITED: the service has told nothing new; it is asked again a little later."""

    NONE = auto()
    NEXT = auto()
    AWAITED = auto()


class MonthNotOpen(ClinicError):
    """It is being sent or was sent: nothing of it is changed any more."""

    code = "claims.not_open"


def enter_month(
    path: Path,
    staff: StaffMember,
    now: datetime,
    month_id: MonthId,
    book: ClaimBook,
    worker: Worker,
    progress: Callable[[int], None],
) -> MonthFile:
    """A working copy of the file; the file itself is only read. progress: told how many receipts are in.

    Raises: NotAllowed, ReceiptsUnreadable, ReceiptFileUnusable — then nothing of it is kept.
    """
    staff.must_be_allowed(Duty.KEEP_CLAIMS)
    month = MonthFile(month_id, readable(path.name), now, staff.name, ClaimState.READING)
    book.begin(month)
    count = 0
    for part in worker.stream(take_in, path):
        if isinstance(part, NotTaken):
            book.forget(month_id)
            raise part.failure()
        if isinstance(part, TakenBlock):
            book.take(month_id, part)
            count += len(part.receipts)
            progress(count)
            continue
        month = replace(
            month,
            state=ClaimState.PREPARED,
            whole=part.whole,
            receipts=part.receipts,
            claims=part.claims,
            points=part.points,
        )
        book.taken(month, part)
    return month


def mend(month_id: MonthId, place: int, fixes: Sequence[Fix], staff: StaffMember, book: ClaimBook) -> None:
    """Lays fixes over the copy of a receipt; it is compared again. Raises: NotAllowed, MonthNotOpen."""
    _must_be_changeable(month_id, staff, book)
    book.fix(month_id, place, fixes)


def take_back(month_id: MonthId, place: int, staff: StaffMember, book: ClaimBook) -> None:
    """The last fix of a receipt. Raises: NotAllowed, MonthNotOpen."""
    _must_be_changeable(month_id, staff, book)
    book.undo_fix(month_id, place)


def _must_be_changeable(month_id: MonthId, staff: StaffMember, book: ClaimBook) -> None:
    staff.must_be_allowed(Duty.KEEP_CLAIMS)
    if not book.month(month_id).is_open:
        raise MonthNotOpen


def step(
    month_id: MonthId,
    book: ClaimBook,
    worker: Worker,
    line: BatchLine | None,
    today: date,
    new_id: Callable[[], str],
) -> Step:
    """One step towards predictions that stand.

    Raises: LineError, RefusedByCentral — what stood before stands.
    """
    month = book.month(month_id)
    if month.state is not ClaimState.PREPARED or month.whole is None:
        return Step.NONE
    if found := book.to_compare(month_id, READ_AT_ONCE):
        for block in worker.stream(compare, month.whole.kind, found, today):
            book.keep_prechecks(month_id, block)
        return Step.NEXT
    if line is None:
        return Step.NONE
    if month.asking is not None:
        return _fetch(month, month.asking, book, line)
    questions = book.questions(month_id, _MOST_QUESTIONS)
    if not questions:
        return Step.NONE
    return _hand_over(replace(month, asking=Question(new_id(), None, None)), questions, book, line)


def compare(
    kind: ReceiptKind, found: Sequence[tuple[CopiedReceipt, Known]], today: date
) -> Iterator[tuple[Precheck, ...]]:
    """In a worker: the predictions, block by block."""
    for start in range(0, len(found), COMPARED_AT_ONCE):
        block = found[start : start + COMPARED_AT_ONCE]
        yield tuple(_compared(kind, copy, known, today) for copy, known in block)


def _compared(kind: ReceiptKind, copy: CopiedReceipt, known: Known, today: date) -> Precheck:
    receipt = mended(Receipt(kind, copy.line, copy.lines), copy.fixes)
    told = claimed(copy.place, receipt)
    return replace(precheck(told, receipt, evidence_of(told, known), today), fixed=len(copy.fixes))


def _hand_over(month: MonthFile, questions: Sequence[CardQuestion], book: ClaimBook, line: BatchLine) -> Step:
    """Known before it is sent: a crash in between hands the same batch over again."""
    asking = month.asking
    if asking is None:
        return Step.NONE
    book.keep(month)
    items = tuple(map(_item, questions))
    handed = line.hand_over(BatchId(asking.batch_id), items, month.staff_name)
    told = replace(asking, receipt_number=handed.receipt_number, paused_until=handed.paused_until)
    book.keep(replace(month, asking=told))
    return Step.AWAITED


def _fetch(month: MonthFile, asking: Question, book: ClaimBook, line: BatchLine) -> Step:
    """The next page that is there; the batch is over once everything has been told."""
    if asking.receipt_number is None:
        return _hand_over(month, book.asked(month.id), book, line)
    try:
        progress = line.progress(asking.receipt_number)
        page = line.results(asking.receipt_number, asking.cursor)
    except RefusedByCentral as refusal:
        if refusal.reason != BATCH_UNKNOWN:
            raise
        book.keep(replace(month, asking=replace(asking, receipt_number=None, cursor=None)))
        return Step.NEXT
    answers = [(int(each.item_id), each.answer) for each in page.results]
    over = page.next_cursor is None
    cursor = page.next_cursor or asking.cursor
    told = None if over else replace(asking, cursor=cursor, paused_until=progress.paused_until)
    book.answer(replace(month, asking=told), answers)
    return Step.NEXT if answers or over else Step.AWAITED


def _item(question: CardQuestion) -> Item:
    """The card without its branch, so that a branch that is wrong on the receipt still finds the person (R12)."""
    appointment = Appointment(
        line=question.item,
        on=question.on,
        at="",
        chart_number="",
        name="",
        kana="",
        birth_on=question.birth_on,
        month_day=None,
        insured=replace(question.insured, branch=None),
    )
    return Item(ItemId(str(question.item)), appointment, ItemState.WAITING, None, None, None)
