"""A drug history of 2,000 lines opened with alerts and timeline, beside painting a bare table of the same rows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random
from time import perf_counter

from PySide6.QtWidgets import QApplication, QTableView

from app.consent.consent import ConsentKind
from app.desk.health_records.drugs.picture import TimelinePicture
from app.desk.health_records.drugs.table import DrugRows
from app.desk.health_records.panel import RecordsPanel
from app.desk.health_records.presenter import RecordsPresenter
from app.desk.health_records.state import RecordsState
from app.desk.qt_lanes import QtLane
from app.desk.widgets import TableView
from app.health_records.records import Dispensing, DrugHistory, Medicine
from tests.bench.counter import Paints, application, until
from tests.bench.figures import Figure, percentile
from tests.desk.found import one
from tests.desk.health_records.room import Room, checkups, shown
from tests.fakes.health_records import RecordsInMemory
from tests.health_records.drugs import OTHER_SLEEP, PRESSURE, SLEEP, SLEEP_BRAND, dispensed, history

_GOAL_MS = 300
_DAYS = 3 * 365
_PLACES = 29
_SIZE = (1188, 756)
_OTHERS = 40


def opening(lines: int = 2_000, rounds: int = 20) -> Figure:
    """p95 from asking for the history until list and timeline are painted, the page made on the lane."""
    application()
    told = long_history(lines)
    ours, state = _opened(told, rounds)
    bare = _bare(state, rounds)
    return Figure(
        f"drug history of {lines:,} lines: opened with alerts and timeline, p95",
        percentile(ours, 0.95),
        percentile(bare, 0.95),
        "painting a table of the same rows, no alerts, no timeline",
        f"≤ {_GOAL_MS} ms",
        percentile(ours, 0.95) <= _GOAL_MS,
        len(ours),
    )


def long_history(lines: int) -> DrugHistory:
    """Three years of one patient: sleeping pills from many pharmacies, and forty other medicines."""
    random = Random(1)
    medicines = [SLEEP, SLEEP_BRAND, OTHER_SLEEP, PRESSURE, *_others()]
    dispensings = [_dispensed(random, medicines) for _ in range(lines)]
    return history(*sorted(dispensings, key=lambda each: each.on, reverse=True))


def _others() -> list[Medicine]:
    return [
        Medicine(
            f"{3000 + number}001F1010",
            f"見本{number}錠",
            f"見本成分{number}",
            f"{3000 + number}",
            "見本薬",
            "錠",
            False,
        )
        for number in range(_OTHERS)
    ]


def _dispensed(random: Random, medicines: list[Medicine]) -> Dispensing:
    place = random.randrange(_PLACES)
    return dispensed(
        random.randrange(_DAYS),
        random.choice(medicines),
        f"見本薬局{place}",
        random.choice((7, 14, 28, 30)),
        own=place == 0,
        saving=random.choice((None, 360, 620)),
    )


def _opened(told: DrugHistory, rounds: int) -> tuple[list[float], RecordsState]:
    room = Room()
    room.consents.agree(shown().check.id, ConsentKind.DRUG)
    lane = QtLane("line")
    screen = _Screen()
    work = replace(room.work, records=RecordsInMemory(told, checkups()), lane=lane)
    presenter = RecordsPresenter(screen, work)
    ours = []
    for _ in range(rounds):
        presenter.person_shown(None)
        QApplication.processEvents()
        presenter.person_shown(shown())
        ours.append(screen.painted_ms(presenter.opened))
    state = screen.state
    presenter.close()
    screen.panel.close()
    lane.close()
    assert state.drugs is not None and state.drugs.alerts and state.drugs.savings
    return ours, state


def _bare(state: RecordsState, rounds: int) -> list[float]:
    assert state.drugs is not None
    table, rows = TableView(), DrugRows()
    table.setModel(rows)
    table.resize(*_SIZE)
    table.show()
    paints = Paints(table.viewport())
    bare = []
    for _ in range(rounds):
        rows.show_rows(())
        QApplication.processEvents()
        paints.count = 0
        bare.append(_until_painted(partial(rows.show_rows, state.drugs.lines), paints))
    table.close()
    return bare


class _Screen:
    """The panel in its window; tells when the list and the timeline of an open history are painted."""

    def __init__(self) -> None:
        self.panel = RecordsPanel()
        self.panel.resize(*_SIZE)
        self.panel.show()
        self.state = RecordsState()
        self._list = Paints(one(self.panel.drugs, QTableView).viewport())
        self._timeline = Paints(one(self.panel.drugs, TimelinePicture))

    def show_state(self, state: RecordsState) -> None:
        came = state.drugs is not None and self.state.drugs is None
        self.state = state
        self.panel.show_state(state)
        if came:
            self._list.count = self._timeline.count = 0

    def painted_ms(self, begin: Callable[[], object]) -> float:
        started = perf_counter()
        begin()
        until(lambda: self.state.drugs is not None and self._list.count > 0 and self._timeline.count > 0)
        return (perf_counter() - started) * 1000


def _until_painted(begin: Callable[[], object], paints: Paints) -> float:
    started = perf_counter()
    begin()
    until(lambda: paints.count > 0)
    return (perf_counter() - started) * 1000
