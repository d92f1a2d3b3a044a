"""A file of appointments on its way: entered, handed over, fetched page by page, tied to its charts (R10).

Every step stands in the ledger before the next: after a crash or a cut line the same call goes on where it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.appointments.appointment import (
    Appointment,
    Batch,
    BatchId,
    BatchState,
    Item,
    ItemId,
    ItemState,
)
from app.appointments.charts import chart_of, renew_card
from app.appointments.file import Complaint
from app.appointments.ports import AppointmentBook, BatchLine, ItemResult, Progress
from app.eligibility.linking import Linked
from app.eligibility.ports import RefusedByCentral
from app.patients.patient import Patient
from app.patients.ports import PatientIndex
from app.staff.member import Duty, StaffMember

BATCH_UNKNOWN = "batch.unknown"
"""The service's word for a batch it does not hold, or holds no more."""
_STATES = {"done": BatchState.DONE, "cancelled": BatchState.CANCELLED}


def enter(
    appointments: Sequence[Appointment],
    file_name: str,
    staff: StaffMember,
    start_at: datetime | None,
    now: datetime,
    new_id: Callable[[], BatchId],
    book: AppointmentBook,
    left_out: Sequence[Complaint] = (),
) -> Batch:
    """Into the ledger, before anything is sent. start_at: not to be handed over earlier; None is now.

    left_out: rows of the file that could not be read: whoever works the list off is told of them, also next morning.

    Raises: NotAllowed; ValueError for no appointments at all.
    """
    staff.must_be_allowed(Duty.CHECK_ELIGIBILITY)
    if not appointments:
        raise ValueError("a batch has appointments")
    batch = Batch(
        id=new_id(),
        file_name=file_name,
        entered_at=now,
        start_at=start_at or now,
        staff_name=staff.name,
        state=BatchState.ENTERED,
        receipt_number=None,
        cursor=None,
        total=len(appointments),
        done=0,
    )
    return book.enter(batch, appointments, left_out)


def due(book: AppointmentBook, now: datetime) -> tuple[Batch, ...]:
    """What may be handed over or fetched now, oldest first."""
    return tuple(each for each in book.unfinished() if each.start_at <= now)


def go_on(batch_id: BatchId, book: AppointmentBook, line: BatchLine, index: PatientIndex) -> Batch:
    """One round: hands over what is not, then fetches all results that are there. Again until it is finished.

    Raises: LineError, RefusedByCentral — the batch then stands where the last page left it.
    """
    batch = book.batch(batch_id)
    try:
        return _round(batch, book, line, index)
    except RefusedByCentral as refusal:
        if refusal.reason != BATCH_UNKNOWN or batch.receipt_number is None:
            raise
        return _begun_anew(book.batch(batch_id), book)


def cancel(batch_id: BatchId, book: AppointmentBook, line: BatchLine, index: PatientIndex) -> Batch:
    """Nothing more is asked; what was found until then is fetched and stays. A finished batch stays as it is.

    Raises: LineError, RefusedByCentral — the batch then goes on.
    """
    batch = book.batch(batch_id)
    if batch.state in (BatchState.DONE, BatchState.CANCELLED):
        return batch
    if batch.receipt_number is not None:
        try:
            progress = line.cancel(batch.receipt_number)
            batch = _fetched(batch, progress, book, line, index)
        except RefusedByCentral as refusal:
            if refusal.reason != BATCH_UNKNOWN:
                raise
    if batch.state is BatchState.DONE:  # it was quicker
        return batch
    return _kept(replace(batch, state=BatchState.CANCELLED, paused_until=None), book)


def _round(batch: Batch, book: AppointmentBook, line: BatchLine, index: PatientIndex) -> Batch:
    if batch.state in (BatchState.DONE, BatchState.CANCELLED):
        return batch
    if batch.receipt_number is None:
        progress = line.hand_over(batch.id, _waiting(batch, book), batch.staff_name)
        # Known before anything else: a crash now must not leave a batch that nobody fetches.
        batch = replace(batch, state=BatchState.WORKING, receipt_number=progress.receipt_number)
        batch = _kept(replace(batch, paused_until=progress.paused_until), book)
    else:
        progress = line.progress(batch.receipt_number)
    return _fetched(batch, progress, book, line, index)


def _fetched(
    batch: Batch, progress: Progress, book: AppointmentBook, line: BatchLine, index: PatientIndex
) -> Batch:
    """Page by page until there is nothing new; each page is in the ledger before the next is asked for."""
    receipt_number = progress.receipt_number
    batch = replace(batch, paused_until=progress.paused_until)
    items = {each.id: each for each in book.items(batch.id)}
    while True:
        page = line.results(receipt_number, batch.cursor)
        known = [each for each in page.results if each.item_id in items]
        charts = _charts(known, items, index)
        news = sum(items[each.item_id].state is ItemState.WAITING for each in known)
        batch = replace(batch, cursor=page.next_cursor or batch.cursor, done=batch.done + news)
        if page.next_cursor is None:
            batch = replace(batch, state=_STATES.get(progress.state, BatchState.DONE), paused_until=None)
        book.advance(batch, known, {item_id: patient.id for item_id, patient in charts.items()})
        for each in known:
            items[each.item_id] = replace(items[each.item_id], state=ItemState.ANSWERED)
        for each in known:
            if each.item_id in charts and each.answer is not None:
                renew_card(charts[each.item_id], each.answer, index)
        if page.next_cursor is None or not page.results:
            return batch


def _charts(
    results: Sequence[ItemResult], items: Mapping[ItemId, Item], index: PatientIndex
) -> dict[ItemId, Patient]:
    """The charts that are sure; the others are for somebody to choose."""
    found = {}
    for each in results:
        item = items[each.item_id]
        chart = chart_of(item.appointment, each.answer, index) if item.patient_id is None else None
        if isinstance(chart, Linked):
            found[each.item_id] = chart.patient
    return found


def _waiting(batch: Batch, book: AppointmentBook) -> tuple[Item, ...]:
    return tuple(each for each in book.items(batch.id) if each.state is ItemState.WAITING)


def _begun_anew(batch: Batch, book: AppointmentBook) -> Batch:
    """The service keeps a batch for two days only: what has no answer yet is handed over once more."""
    if not _waiting(batch, book):
        return _kept(replace(batch, state=BatchState.DONE, paused_until=None), book)
    fresh = replace(batch, state=BatchState.ENTERED, receipt_number=None, cursor=None, paused_until=None)
    return _kept(fresh, book)


def _kept(batch: Batch, book: AppointmentBook) -> Batch:
    book.advance(batch, (), {})
    return batch
