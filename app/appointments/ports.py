"""What refreshing appointments needs from outside. Fakes and real adapters pass the same promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.appointments.appointment import Appointment, Batch, BatchId, FollowUp, Item, ItemId
from app.appointments.file import Complaint
from app.eligibility.answer import Answer
from app.patients.patient import PatientId


@dataclass(frozen=True, slots=True)
class Progress:
    """state: the service's word (working, paused, done, cancelled)."""

    receipt_number: str
    state: str
    total: int
    done: int
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """answer None: the service refused this item alone, problem is its code."""

    item_id: ItemId
    answer: Answer | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """next_cursor: where to go on, also when no more is there yet; None once everything has been told."""

    results: tuple[ItemResult, ...]
    next_cursor: str | None


class BatchLine(Protocol):
    """The way to the central service. Every call blocks, has a limit in seconds, and runs on the `line` lane."""

    def hand_over(self, batch_id: BatchId, items: Sequence[Item], staff_name: str) -> Progress:
        """Handing the same batch over again gives the same receipt number. Raises: LineError or RefusedByCentral."""

    def progress(self, receipt_number: str) -> Progress:
        """Raises: as hand_over."""

    def results(self, receipt_number: str, cursor: str | None) -> ResultPage:
        """Raises: as hand_over."""

    def cancel(self, receipt_number: str) -> Progress:
        """What was found until then stays. Raises: as hand_over."""


class AppointmentBook(Protocol):
    """Batches in the ledger. Each write is on disk when the call returns."""

    def enter(
        self, batch: Batch, appointments: Sequence[Appointment], left_out: Sequence[Complaint] = ()
    ) -> Batch:
        """Item ids are given here: "1", "2" … in the file's order. What is old goes: 30 days after its last visit.

        left_out: rows of the file that could not be read, kept as long.
        """

    def batch(self, batch_id: BatchId) -> Batch:
        """Raises: KeyError."""

    def batches(self) -> tuple[Batch, ...]:
        """Newest first."""

    def unfinished(self) -> tuple[Batch, ...]:
        """Entered or working, oldest first: what goes on after a crash or a cut line."""

    def items(self, batch_id: BatchId) -> tuple[Item, ...]:
        """In the file's order."""

    def left_out(self, batch_id: BatchId) -> tuple[Complaint, ...]:
        """Rows of its file that nobody was asked about, in the file's order. Raises: KeyError."""

    def answers_of(self, patient_id: PatientId) -> tuple[Answer, ...]:
        """To appointments tied to this chart, or to one that was merged into it; newest first."""

    def advance(
        self, batch: Batch, results: Sequence[ItemResult], charts: Mapping[ItemId, PatientId]
    ) -> None:
        """Keeps a page of results and the charts they surely belong to, together with where the batch stands now.

        In one transaction; results that were kept before replace themselves. Raises: KeyError.
        """

    def settle(
        self,
        batch_id: BatchId,
        item_id: ItemId,
        answer: Answer,
        patient_id: PatientId | None,
        several: Answer | None = None,
    ) -> Item:
        """Another answer in place of the one that is kept, and whose chart it belongs to now; it stands open again.

        several: the answer that it was chosen from, to go back to.
        """

    def link(self, batch_id: BatchId, item_id: ItemId, patient_id: PatientId | None) -> Item: ...

    def follow_up(self, batch_id: BatchId, item_id: ItemId, what: FollowUp, note: str) -> Item: ...

    def mapping(self, header_key: str) -> dict[str, str] | None:
        """How the columns of a file with this header were mapped last time: field to column name."""

    def keep_mapping(self, header_key: str, mapping: dict[str, str]) -> None: ...
