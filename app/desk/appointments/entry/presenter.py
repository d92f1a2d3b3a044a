"""Choosing a file: read, its columns told once, entered into the ledger; from there it goes its way by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import partial
from pathlib import PurePath
from typing import Protocol

from app.appointments.appointment import Appointment, Batch, BatchId
from app.appointments.columns import header_key, missing_fields
from app.appointments.file import AppointmentFile, Complaint
from app.appointments.ports import AppointmentBook
from app.appointments.refresh import enter
from app.desk.advice import Advice, advice_for
from app.desk.appointments.entry.reading import OpenedFile, open_file, read_opened
from app.desk.appointments.evening import Evening, KeptSettings, keep_evening, read_evening
from app.desk.lanes import Lane, Ticket
from app.desk.staff.at_counter import AtCounter
from app.scheme.days import Clock, business_day
from app.staff.member import StaffMember

_DAYS_TO_CHOOSE = 8
_MOST_RECENT = 30


class Step(Enum):
    CHOOSE = auto()
    READING = auto()
    COLUMNS = auto()


@dataclass(frozen=True, slots=True)
class EntryState:
    """recent: batches of before, newest first. opened, mapping, missing, days, day: at the columns; day: of rows

    that name none. unread: complaints of a file of which no row could be read.
    """

    now: datetime
    step: Step = Step.CHOOSE
    connected: bool = True
    evening: Evening = field(default_factory=Evening)
    recent: tuple[Batch, ...] = ()
    opened: OpenedFile | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    days: tuple[date, ...] = ()
    day: date | None = None
    unread: tuple[Complaint, ...] = ()
    trouble: Advice | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that still need a column."""
        return missing_fields(self.mapping)

    @property
    def asks_day(self) -> bool:
        """The file itself does not say for which day it is."""
        return "on" not in self.mapping


class EntryView(Protocol):
    def show_state(self, state: EntryState) -> None: ...


@dataclass(frozen=True, slots=True)
class EntryLanes:
    """slow: reads files. write: of the ledger. read: of the ledger."""

    slow: Lane
    write: Lane
    read: Lane


class EntryPresenter:
    """connected: whether there is a line (R20). entered: told of the new batch, of several of the soonest."""

    def __init__(
        self,
        view: EntryView,
        book: AppointmentBook,
        settings: KeptSettings,
        lanes: EntryLanes,
        clock: Clock,
        at_counter: AtCounter,
        new_id: Callable[[], BatchId],
        connected: bool,
        entered: Callable[[Batch], None],
    ) -> None:
        self._view = view
        self._book = book
        self._settings = settings
        self._lanes = lanes
        self._clock = clock
        self._at_counter = at_counter
        self._new_id = new_id
        self._entered = entered
        self._ticket: Ticket | None = None
        self._state = EntryState(clock(), connected=connected)

    def begin(self) -> None:
        """The screen is opened: what was entered before stands there."""
        self._show(replace(self._state, now=self._clock()))
        self._lanes.read.run(self._gather, self._gathered, self._failed)

    def file_chosen(self, path: str, columns_again: bool = False) -> None:
        """columns_again: what was agreed for this header is shown once more, to be put right."""
        if not self._state.connected:
            return
        self.drop()
        self._show(replace(self._state, step=Step.READING, opened=None, unread=(), trouble=None))
        work = partial(open_file, path, self._book)
        opened = partial(self._opened, columns_again=columns_again)
        self._ticket = self._lanes.slow.run(work, opened, self._failed)

    def column_chosen(self, field: str, column: str) -> None:
        """column: "" for none. A column may serve two fields, such as day and time."""
        mapping = {name: each for name, each in self._state.mapping.items() if name != field}
        if column:
            mapping[field] = column
        self._show(replace(self._state, mapping=mapping, trouble=None))

    def day_chosen(self, day: date) -> None:
        self._show(replace(self._state, day=day))

    def columns_agreed(self) -> None:
        """From now on files with this header are not asked about."""
        opened = self._state.opened
        if opened is None or self._state.missing or self._state.step is not Step.COLUMNS:
            return
        key, mapping = header_key(opened.table.header), dict(self._state.mapping)
        self._lanes.write.run(partial(self._book.keep_mapping, key, mapping), _nothing, self._failed)
        self._read(opened)

    def evening_changed(self, evening: Evening) -> None:
        self._show(replace(self._state, evening=evening))
        self._lanes.write.run(partial(keep_evening, evening, self._settings), _nothing, self._failed)

    def left(self) -> None:
        """Back to choosing."""
        self.drop()
        self._show(replace(self._state, step=Step.CHOOSE, opened=None, unread=(), trouble=None))

    def moved(self, batches: tuple[Batch, ...]) -> None:
        """Batches went on: the list says how far."""
        now = {each.id: each for each in batches}
        recent = tuple(now.get(each.id, each) for each in self._state.recent)
        if recent != self._state.recent:
            self._show(replace(self._state, recent=recent, now=self._clock()))

    def drop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()

    def _gather(self) -> tuple[tuple[Batch, ...], Evening]:
        return self._book.batches()[:_MOST_RECENT], read_evening(self._settings)

    def _gathered(self, found: tuple[tuple[Batch, ...], Evening]) -> None:
        recent, evening = found
        self._show(replace(self._state, recent=recent, evening=evening))

    def _opened(self, opened: OpenedFile, columns_again: bool) -> None:
        today = business_day(self._clock())
        days = tuple(today + timedelta(days=after) for after in range(_DAYS_TO_CHOOSE))
        day = days[1] if self._state.evening.waits else today
        state = replace(self._state, opened=opened, mapping=opened.mapping, days=days, day=day)
        if opened.known and not (state.asks_day or columns_again):
            self._show(state)
            self._read(opened)
        else:
            self._show(replace(state, step=Step.COLUMNS))

    def _read(self, opened: OpenedFile) -> None:
        assert self._state.day is not None
        self._show(replace(self._state, step=Step.READING, trouble=None))
        work = partial(read_opened, opened, self._state.mapping, self._state.day)
        self._ticket = self._lanes.slow.run(work, self._was_read, self._failed)

    def _was_read(self, file: AppointmentFile) -> None:
        if not file.appointments:
            self._show(replace(self._state, step=Step.COLUMNS, unread=file.complaints))
            return
        name = self._state.opened.name if self._state.opened is not None else ""
        work = partial(self._enter, file, name, self._state.evening, self._at_counter())
        self._ticket = self._lanes.write.run(work, self._is_entered, self._failed)

    def _enter(
        self, file: AppointmentFile, name: str, evening: Evening, staff: StaffMember
    ) -> tuple[Batch, ...]:
        """Soonest first, and entered last, since lists are newest first. What could not be read stands beside it."""
        now = self._clock()
        parts = evening.parts_of(file.appointments, now)
        entered: list[Batch] = []
        for at, part in reversed(parts):
            part_name = _part_name(name, part, parts)
            left_out = file.complaints if part is parts[0][1] else ()
            entered.append(enter(part, part_name, staff, at, now, self._new_id, self._book, left_out))
        return tuple(reversed(entered))

    def _is_entered(self, batches: tuple[Batch, ...]) -> None:
        recent = (*batches, *self._state.recent)
        self._show(replace(self._state, step=Step.CHOOSE, opened=None, unread=(), recent=recent))
        self._entered(batches[0])

    def _failed(self, error: Exception) -> None:
        step = Step.COLUMNS if self._state.opened is not None else Step.CHOOSE
        self._show(replace(self._state, step=step, trouble=advice_for(error)))

    def _show(self, state: EntryState) -> None:
        self._state = state
        self._view.show_state(state)


def _part_name(name: str, part: Sequence[Appointment], parts: Sequence[object]) -> str:
    """予約（11月24日）.csv, where a file of several days waits for more than one evening."""
    days = {each.on for each in part}
    if len(parts) == 1 or len(days) > 1:
        return name
    (day,) = days
    file = PurePath(name)
    return f"{file.stem}（{day.month}月{day.day}日）{file.suffix}"


def _nothing(_: None) -> None:
    """Done is done."""
