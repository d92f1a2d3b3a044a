"""The batch screen as the shell shows it: choosing, columns, one batch; files come by dialog or by drop."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.appointments.appointment import Batch, BatchId, ItemId
from app.appointments.ports import AppointmentBook, BatchLine
from app.desk.appointments.batch.panel import BatchPanel
from app.desk.appointments.batch.presenter import BatchPresenter
from app.desk.appointments.courier import Courier, Round
from app.desk.appointments.entry.columns import ColumnsPanel
from app.desk.appointments.entry.panel import ChoosePanel
from app.desk.appointments.entry.presenter import EntryLanes, EntryPresenter, EntryState, Step
from app.desk.appointments.evening import KeptSettings
from app.desk.forms.exception_list import exception_list
from app.desk.forms.paper import print_with_dialog
from app.desk.lanes import Lane
from app.desk.staff.at_counter import AtCounter
from app.desk.widgets.file_screen import FileScreen
from app.desk.widgets.questions import agreed
from app.patients.ports import PatientIndex
from app.scheme.days import Clock

_LOOK_EVERY_MS = 500
_RESUMED_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class AppointmentsWork:
    """What the screen works with. read, write: lanes of the ledger; line: asks the service and reads files.

    batches: None without a line (R20). open_changed: told how many exceptions need somebody; charts_changed: when a
    chart took something over.
    """

    book: AppointmentBook
    index: PatientIndex
    batches: BatchLine | None
    settings: KeptSettings
    read: Lane
    write: Lane
    line: Lane
    clock: Clock
    at_counter: AtCounter
    new_id: Callable[[], BatchId]
    institution: Callable[[], str]
    open_changed: Callable[[int], None] = lambda _: None
    charts_changed: Callable[[], None] = lambda: None


class AppointmentsScreen(FileScreen):
    """Holds its presenters: PySide6 keeps connected plain objects only weakly."""

    def __init__(self, work: AppointmentsWork, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the panels come with `making`, one a turn of the event loop."""
        super().__init__(parent)
        self._work = work
        self._courier: Courier | None = None
        self._stack = QStackedLayout(self)
        self._columns_again = False
        self.setAcceptDrops(work.batches is not None)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        self._choose = ChoosePanel()
        self._stack.addWidget(self._choose)
        yield
        self._columns = ColumnsPanel(at_once=False)
        yield
        self._stack.addWidget(self._columns)
        yield from self._columns.making()
        self._one = BatchPanel(at_once=False)
        yield
        self._stack.addWidget(self._one)
        yield from self._one.making()
        self._make_presenters(self._work)
        self._join_entry()
        self._join_batch()
        self._entry.begin()
        self._work.read.run(self._last_worked_on, self._resume, self._failed)
        self._timer.start()

    def file_dropped(self, path: str) -> None:
        self._stack.setCurrentWidget(self._choose)
        self._entry.file_chosen(path, self._columns_again)

    def leave(self) -> None:
        """Locked: batches go on, nothing half-done stays open."""
        self._batch.task_left()

    def stop(self) -> None:
        self._timer.stop()
        self._entry.drop()

    def refresh(self) -> None:
        """Charts changed elsewhere."""
        if self._is_in_front(self._one) and self.isVisible():
            self._batch.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_in_front(self._one):
            self._batch.refresh()
            self._one.focus_first()
        elif self._is_in_front(self._choose):
            self._entry.begin()
            self._choose.focus_first()

    def _make_presenters(self, work: AppointmentsWork) -> None:
        lanes = EntryLanes(slow=work.line, write=work.write, read=work.read)
        self._entry = EntryPresenter(
            self,
            work.book,
            work.settings,
            lanes,
            work.clock,
            work.at_counter,
            work.new_id,
            work.batches is not None,
            self._entered,
        )
        if work.batches is not None:
            self._courier = Courier(
                work.book, work.batches, work.index, work.line, work.clock, self._moved, self._failed
            )
            self._timer.timeout.connect(self._courier.tick)
        self._batch = BatchPresenter(
            self._one,
            work.book,
            work.index,
            work.line,
            work.write,
            work.clock,
            work.at_counter,
            self._courier,
            work.open_changed,
            work.charts_changed,
        )

    def _join_entry(self) -> None:
        self._choose.file_requested.connect(self._choose_file)
        self._choose.columns_requested.connect(self._choose_columns)
        self._choose.evening_changed.connect(self._entry.evening_changed)
        self._choose.batch_opened.connect(lambda batch_id: self._open(BatchId(batch_id)))
        self._columns.column_chosen.connect(self._entry.column_chosen)
        self._columns.day_chosen.connect(self._entry.day_chosen)
        self._columns.agreed.connect(self._entry.columns_agreed)
        self._columns.left.connect(self._entry.left)

    def _join_batch(self) -> None:
        one, detail, batch = self._one, self._one.detail, self._batch
        one.row_chosen.connect(lambda item_id: batch.chosen(ItemId(item_id)))
        one.only_open_changed.connect(batch.only_open_changed)
        one.all_new_requested.connect(self._confirm_all_new)
        one.start_requested.connect(batch.start_requested)
        one.cancel_requested.connect(batch.cancel_requested)
        one.print_requested.connect(self._print)
        one.save_requested.connect(self._save)
        one.left.connect(self._back)
        detail.take_over_requested.connect(batch.take_over_requested)
        detail.new_patient_requested.connect(batch.new_patient_requested)
        detail.choice_made.connect(batch.choice_made)
        detail.task_opened.connect(batch.task_opened)
        detail.reopen_requested.connect(batch.reopen_requested)
        detail.noted.connect(batch.noted)
        detail.task_left.connect(batch.task_left)

    def show_state(self, state: EntryState) -> None:
        """Of the entry: which of its two pages stands here, unless a batch does."""
        self._choose.show_state(state)
        self._columns.show_state(state)
        if state.step is Step.COLUMNS and not self._is_in_front(self._columns):
            self._stack.setCurrentWidget(self._columns)
            self._columns.focus_first()
        elif state.step is Step.CHOOSE and self._is_in_front(self._columns):
            self._stack.setCurrentWidget(self._choose)
            self._choose.focus_first()

    def _is_in_front(self, page: QWidget) -> bool:
        return self._stack.currentWidget() is page

    def _choose_file(self) -> None:
        self.choose_file(
            self.tr("予約のファイルを選ぶ"), self.tr("予約のファイル (*.csv *.txt *.tsv);;すべて (*)")
        )

    def _choose_columns(self) -> None:
        self._columns_again = True
        try:
            self._choose_file()
        finally:
            self._columns_again = False

    def _entered(self, batch: Batch) -> None:
        self._open(batch.id)
        if self._courier is not None:
            self._courier.wake()
            self._courier.tick()

    def _last_worked_on(self) -> BatchId | None:
        """What a desk that is opened goes on with: the oldest that is under way, else the newest of these days."""
        book, now = self._work.book, self._work.clock()
        under_way = next(iter(book.unfinished()), None)
        newest = next(iter(book.batches()), None)
        if under_way is None and newest is not None and now - newest.entered_at < _RESUMED_FOR:
            return newest.id
        return under_way.id if under_way is not None else None

    def _resume(self, batch_id: BatchId | None) -> None:
        """Out of sight: the rail tells how many exceptions need somebody."""
        if batch_id is not None and self._batch.state.batch is None:
            self._batch.open(batch_id)
            self._stack.setCurrentWidget(self._one)

    def _open(self, batch_id: BatchId) -> None:
        self._batch.open(batch_id)
        self._stack.setCurrentWidget(self._one)
        self._one.focus_first()

    def _back(self) -> None:
        self._stack.setCurrentWidget(self._choose)
        self._entry.begin()
        self._choose.focus_first()

    def _moved(self, came: Round) -> None:
        self._entry.moved(came.batches)
        self._batch.moved(came)

    def _failed(self, error: Exception) -> None:
        self._batch.failed(error)

    def _confirm_all_new(self) -> None:
        new = len(self._batch.state.exceptions.new)
        words = self.tr(
            "資格が有効で台帳にない {0} 人を、新しい患者として登録します。よろしいですか。"
        ).format(new)
        if agreed(self, self.tr("まとめて登録"), words):
            self._batch.all_new_requested()

    def _print(self) -> None:
        state = self._batch.state
        if state.batch is not None:
            document = exception_list(
                state.batch, state.exceptions.all, state.left_out, self._work.institution(), state.now
            )
            print_with_dialog(document, self)

    def _save(self) -> None:
        batch = self._batch.state.batch
        if batch is not None and (path := self.place_for_csv(batch.file_name)):
            self._batch.save_requested(path)
