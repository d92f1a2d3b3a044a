"""Batches in memory, and a line that answers them as the test says; they keep the promises of the real ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.appointments.appointment import (
    Appointment,
    Batch,
    BatchId,
    BatchState,
    FollowUp,
    Item,
    ItemId,
    ItemState,
)
from app.appointments.file import Complaint
from app.appointments.ports import ItemResult, Progress, ResultPage
from app.eligibility.answer import Answer
from app.eligibility.ports import RefusedByCentral
from app.errors import ClinicError
from app.patients.patient import PatientId
from app.scheme.days import business_day


class AppointmentBookInMemory:
    def __init__(self) -> None:
        self._batches: dict[BatchId, Batch] = {}
        self._items: dict[BatchId, dict[ItemId, Item]] = {}
        self._left_out: dict[BatchId, tuple[Complaint, ...]] = {}
        self._mappings: dict[str, dict[str, str]] = {}

    def enter(
        self, batch: Batch, appointments: Sequence[Appointment], left_out: Sequence[Complaint] = ()
    ) -> Batch:
        if batch.id in self._batches:
            raise ValueError("this batch was entered already")
        today = business_day(batch.entered_at)
        for old in [each for each in self._batches if self._old_on(each) < today]:
            del self._batches[old], self._items[old], self._left_out[old]
        self._batches[batch.id], self._left_out[batch.id] = batch, tuple(left_out)
        self._items[batch.id] = {
            ItemId(str(number)): Item(ItemId(str(number)), each, ItemState.WAITING, None, None, None)
            for number, each in enumerate(appointments, start=1)
        }
        return batch

    def _old_on(self, batch_id: BatchId) -> date:
        entered_on = business_day(self._batches[batch_id].entered_at)
        visits = [each.appointment.on for each in self._items[batch_id].values()]
        return max([entered_on, *visits]) + timedelta(days=30)

    def batch(self, batch_id: BatchId) -> Batch:
        return self._batches[batch_id]

    def batches(self) -> tuple[Batch, ...]:
        return tuple(sorted(reversed(self._batches.values()), key=lambda each: each.entered_at, reverse=True))

    def unfinished(self) -> tuple[Batch, ...]:
        ongoing = (BatchState.ENTERED, BatchState.WORKING)
        found = (each for each in self._batches.values() if each.state in ongoing)
        return tuple(sorted(found, key=lambda each: each.entered_at))

    def items(self, batch_id: BatchId) -> tuple[Item, ...]:
        return tuple(self._items[batch_id].values())

    def left_out(self, batch_id: BatchId) -> tuple[Complaint, ...]:
        return self._left_out[batch_id]

    def answers_of(self, patient_id: PatientId) -> tuple[Answer, ...]:
        items = (item for batch in self._items.values() for item in batch.values())
        answers = (each.answer for each in items if each.answer and each.patient_id == patient_id)
        return tuple(sorted(answers, key=lambda each: each.checked_at, reverse=True))

    def advance(
        self, batch: Batch, results: Sequence[ItemResult], charts: Mapping[ItemId, PatientId]
    ) -> None:
        items = dict(self._items[batch.id])
        for each in results:
            held = items[each.item_id]
            items[each.item_id] = replace(
                held,
                state=ItemState.ANSWERED if each.answer is not None else ItemState.REFUSED,
                answer=each.answer,
                failure_code=each.problem,
                several=None,
                patient_id=charts.get(each.item_id, held.patient_id),
            )
        self._batches[batch.id], self._items[batch.id] = batch, items

    def settle(
        self,
        batch_id: BatchId,
        item_id: ItemId,
        answer: Answer,
        patient_id: PatientId | None,
        several: Answer | None = None,
    ) -> Item:
        held = self._items[batch_id][item_id]
        settled = replace(held, answer=answer, patient_id=patient_id, several=several)
        return self._keep(batch_id, replace(settled, follow_up=FollowUp.OPEN))

    def link(self, batch_id: BatchId, item_id: ItemId, patient_id: PatientId | None) -> Item:
        return self._keep(batch_id, replace(self._items[batch_id][item_id], patient_id=patient_id))

    def follow_up(self, batch_id: BatchId, item_id: ItemId, what: FollowUp, note: str) -> Item:
        return self._keep(batch_id, replace(self._items[batch_id][item_id], follow_up=what, note=note))

    def _keep(self, batch_id: BatchId, item: Item) -> Item:
        self._items[batch_id][item.id] = item
        return item

    def mapping(self, header_key: str) -> dict[str, str] | None:
        return self._mappings.get(header_key)

    def keep_mapping(self, header_key: str, mapping: dict[str, str]) -> None:
        self._mappings[header_key] = dict(mapping)


class BatchLineInMemory:
    """`respond` gives the end of an item: an answer, or a problem code. at_once: found between two progresses.

    trouble, when set, is raised by the next call that `fails_at` names, or by any. paused_until, when set: nothing is
    found.
    """

    def __init__(self, respond: Callable[[Item], Answer | str], at_once: int = 1000, page: int = 2) -> None:
        self.respond = respond
        self.at_once = at_once
        self.page = page
        self.trouble: ClinicError | None = None
        self.fails_at: str | None = None
        self.paused_until: datetime | None = None
        self.handed_over: list[BatchId] = []
        self._items: dict[str, list[Item]] = {}
        self._found: dict[str, list[ItemResult]] = {}
        self._cancelled: set[str] = set()

    def hand_over(self, batch_id: BatchId, items: Sequence[Item], staff_name: str) -> Progress:
        self._may_fail("hand_over")
        receipt = f"R-{batch_id}"
        if receipt not in self._items:
            self.handed_over.append(batch_id)
            self._items[receipt], self._found[receipt] = list(items), []
        self._may_fail("hand_over, its reply")
        return self._progress(receipt)

    def progress(self, receipt_number: str) -> Progress:
        self._may_fail("progress")
        self._must_be_known(receipt_number)
        items, found = self._items[receipt_number], self._found[receipt_number]
        if receipt_number not in self._cancelled and self.paused_until is None:
            found += [self._end(each) for each in items[len(found) : len(found) + self.at_once]]
        return self._progress(receipt_number)

    def results(self, receipt_number: str, cursor: str | None) -> ResultPage:
        self._may_fail("results")
        self._must_be_known(receipt_number)
        place = int(cursor or 0)
        told = tuple(self._found[receipt_number][place : place + self.page])
        place += len(told)
        finished = self._progress(receipt_number).state in ("done", "cancelled")
        over = finished and place == len(self._found[receipt_number])
        return ResultPage(told, None if over else str(place))

    def cancel(self, receipt_number: str) -> Progress:
        self._may_fail("cancel")
        self._must_be_known(receipt_number)
        self._cancelled.add(receipt_number)
        return self._progress(receipt_number)

    def forget(self) -> None:
        """As the service does two days later."""
        self._items.clear()
        self._found.clear()

    def _end(self, item: Item) -> ItemResult:
        said = self.respond(item)
        return ItemResult(item.id, None, said) if isinstance(said, str) else ItemResult(item.id, said, None)

    def _progress(self, receipt: str) -> Progress:
        total, done = len(self._items[receipt]), len(self._found[receipt])
        state = "done" if done == total else "cancelled" if receipt in self._cancelled else "working"
        return Progress(receipt, state, total, done, self.paused_until)

    def _must_be_known(self, receipt: str) -> None:
        if receipt not in self._items:
            raise RefusedByCentral("batch.unknown")

    def _may_fail(self, where: str) -> None:
        if self.trouble is not None and self.fails_at in (None, where):
            raise self.trouble
