"""What the batch screen works with: its presenters over a ledger and a service in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from app.appointments.appointment import Batch, BatchId, Item
from app.appointments.ports import Progress
from app.desk.appointments.batch.presenter import BatchPresenter
from app.desk.appointments.batch.state import BatchPageState
from app.desk.appointments.courier import Courier, Round
from app.desk.appointments.entry.presenter import EntryLanes, EntryPresenter, EntryState
from app.desk.appointments.screen import AppointmentsWork
from app.desk.lanes import Inline, Lane
from app.eligibility.answer import Answer
from tests.desk.appointments.states import patients
from tests.desk.views import Shown
from tests.fakes.appointments import AppointmentBookInMemory, BatchLineInMemory
from tests.fakes.ledger import PatientsInMemory, SettingsInMemory
from tests.people import NOW, RECEPTIONIST


class Clock:
    """Stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Service(BatchLineInMemory):
    """Answers by the name in the file, and finds the first ones while the file is handed over."""

    def __init__(self, answers: Mapping[str, Answer | str], at_once: int = 100) -> None:
        self.answers = dict(answers)
        super().__init__(lambda item: self.answers[item.appointment.name], at_once, page=at_once)

    def hand_over(self, batch_id: BatchId, items: Sequence[Item], staff_name: str) -> Progress:
        return self.progress(super().hand_over(batch_id, items, staff_name).receipt_number)


class Morning:
    """The presenters over one ledger and one service; views that remember; lanes that do the work at once."""

    def __init__(
        self,
        service: Service,
        connected: bool = True,
        before: "Morning | None" = None,
        slow: Lane | None = None,
    ) -> None:
        """before: a desk that was closed since; its ledger stays. slow: works exceptions out."""
        self.clock = Clock()
        self.book: AppointmentBookInMemory = before.book if before is not None else AppointmentBookInMemory()
        self.settings = SettingsInMemory()
        self.index: PatientsInMemory = before.index if before is not None else patients()
        self.service = service
        self.connected = connected
        self.open_told: list[int] = []
        self.charts_told = 0
        self.entry_view: Shown[EntryState] = Shown()
        self.batch_view: Shown[BatchPageState] = Shown()
        self._serials = count(1)
        lane = Inline()
        self.courier = Courier(self.book, service, self.index, lane, self.clock, self._moved, self._broke)
        self.entry = EntryPresenter(
            self.entry_view, self.book, self.settings, EntryLanes(lane, lane, lane), self.clock,
            lambda: RECEPTIONIST, self.new_id, connected, self._entered,
        )  # fmt: skip
        self.one = BatchPresenter(
            self.batch_view, self.book, self.index, slow or lane, lane, self.clock, lambda: RECEPTIONIST,
            self.courier, self.open_told.append, self._chart_changed,
        )  # fmt: skip

    def new_id(self) -> BatchId:
        return BatchId(f"00000000-0000-4000-8000-{next(self._serials):012}")

    def at_once(self) -> AppointmentsWork:
        """The same for the whole screen."""
        lane = Inline()
        service = self.service if self.connected else None
        return AppointmentsWork(
            self.book, self.index, service, self.settings, lane, lane, lane, self.clock,
            lambda: RECEPTIONIST, self.new_id, lambda: "見本医院", self.open_told.append, self._chart_changed,
        )  # fmt: skip

    @property
    def page(self) -> BatchPageState:
        return self.batch_view.last

    def names(self) -> list[str]:
        """Whom the list shows."""
        return [each.item.appointment.name for each in self.page.rows]

    def _entered(self, batch: Batch) -> None:
        self.one.open(batch.id)
        self.courier.wake()
        self.courier.tick()

    def _moved(self, came: Round) -> None:
        self.entry.moved(came.batches)
        self.one.moved(came)

    def _broke(self, error: Exception) -> None:
        self.one.failed(error)

    def _chart_changed(self) -> None:
        self.charts_told += 1
