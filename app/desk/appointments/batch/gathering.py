"""The exceptions of a batch, read from the ledger; what did not change since is not worked out again."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.appointments.appointment import Batch, BatchId, FollowUp, Item, ItemId
from app.appointments.exceptions import ExceptionalItem, ExceptionKind, enter_new_patient, exception_of
from app.appointments.file import Complaint
from app.appointments.ports import AppointmentBook
from app.desk.appointments.batch.state import Exceptions, is_surely_new
from app.errors import ClinicError
from app.patients.patient import Patient
from app.patients.ports import PatientIndex
from app.staff.member import StaffMember

_ITEMS_BETWEEN_BREATHS = 10
_BREATH_S = 0.001
Known = Mapping[ItemId, tuple[Item, ExceptionalItem | None]]


class BatchGone(ClinicError):
    """Batches are kept for thirty days after their last visit."""

    code = "appointments.batch_gone"


@dataclass(frozen=True, slots=True)
class Gathered:
    """known: of each appointment, what it came to. exceptions: those of them that somebody must look at.

    left_out: rows of the file that could not be read.
    """

    batch: Batch
    left_out: tuple[Complaint, ...]
    known: Known = field(repr=False)
    exceptions: Exceptions = field(repr=False)


def gather(batch_id: BatchId, known: Known, book: AppointmentBook, index: PatientIndex) -> Gathered:
    """Off the window's thread; of ten thousand appointments each takes its turn with whoever else needs the ledger.

    Raises: BatchGone.
    """
    try:
        batch, left_out = book.batch(batch_id), book.left_out(batch_id)
    except KeyError:
        raise BatchGone from None
    now: dict[ItemId, tuple[Item, ExceptionalItem | None]] = {}
    for count, item in enumerate(book.items(batch_id)):
        before = known.get(item.id)
        if before is not None and before[0] == item:
            now[item.id] = before
            continue
        if count % _ITEMS_BETWEEN_BREATHS == 0:
            time.sleep(_BREATH_S)
        now[item.id] = (item, exception_or_settled(item, index))
    return Gathered(batch, left_out, now, exceptions_in(now))


def exceptions_in(known: Known) -> Exceptions:
    return Exceptions.of(found for _, found in known.values() if found is not None)


def enter_all(
    new: Iterable[ExceptionalItem],
    batch_id: BatchId,
    staff: StaffMember,
    book: AppointmentBook,
    index: PatientIndex,
) -> Known:
    """Charts for those who are still surely new: the one before may be the same person twice in the file.

    Raises: NotAllowed.
    """
    found: dict[ItemId, tuple[Item, ExceptionalItem | None]] = {}
    for each in new:
        item, now = each.item, exception_of(each.item, index)
        if now is not None and is_surely_new(now):
            item = enter_new_patient(item, batch_id, staff, book, index)
        found[item.id] = (item, exception_or_settled(item, index))
    return found


def exception_or_settled(item: Item, index: PatientIndex) -> ExceptionalItem | None:
    """What was dealt with stays in the list, also where nothing differs any more."""
    found = exception_of(item, index)
    if found is None and item.follow_up is not FollowUp.OPEN:
        kind = ExceptionKind.SEVERAL if item.follow_up is FollowUp.CHOSEN else ExceptionKind.CHANGED
        return ExceptionalItem(item, (kind,), _chart_of(item, index), (), (), (), "")
    return found


def _chart_of(item: Item, index: PatientIndex) -> Patient | None:
    """None also where the chart was merged into another since."""
    try:
        return index.get(item.patient_id) if item.patient_id is not None else None
    except KeyError:
        return None
