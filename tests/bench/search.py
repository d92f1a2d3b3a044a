"""Search as you type over 200,000 patients: key press to painted rows, and the query beside its bare SQL."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

from PySide6.QtWidgets import QApplication, QLabel, QTableView

from app.adapters.credentials.keeper import MemoryKeeper
from app.adapters.ledger.ledger import Ledger, create_ledger
from app.desk.patients.search.panel import SearchPanel
from app.desk.patients.search.presenter import SearchPresenter, SearchState
from app.desk.qt_lanes import QtLane
from app.patients.patient import Patient, PatientId
from app.scheme.days import business_day, utc_now
from tests.bench.counter import Paints, application, until
from tests.bench.figures import Figure, percentile

_FAMILIES = (
    *("サトウ", "スズキ", "タカハシ", "タナカ", "イトウ", "ワタナベ", "ヤマモト"),
    *("ナカムラ", "コバヤシ", "カトウ", "ヨシダ", "ヤマダ", "ササキ", "ヤマグチ"),
)
_GIVEN = (
    *("ハナ", "タロウ", "ジロウ", "サクラ", "ユウコ", "ケンジ", "マサル"),
    *("アキラ", "ヒロシ", "ユミ", "ナオコ", "サトル", "カズオ", "ミドリ"),
)
_TYPED = ("サ", "サト", "サトウ", "サトウ　ハ", "ヤマ", "S63.2.14", "タナカ　ユ", "コバ", "000231", "ワタ")
_GOAL_RATIO = 2.0


def search(patients: int = 200_000, rounds: int = 20) -> Figure:
    """p95 from a key press to painted rows, beside painting the same rows from memory."""
    application()
    with tempfile.TemporaryDirectory() as folder:
        ledger = create_ledger(Path(folder), MemoryKeeper())[0]
        ledger.patients.add_all(people(patients))
        ours, bare = _measured(ledger, rounds)
        ledger.close()
    return Figure(
        f"search as you type, {patients:,} patients: key press to painted rows, p95",
        percentile(ours, 0.95),
        percentile(bare, 0.95),
        "painting the same rows from memory",
        f"≤ {_GOAL_RATIO:.0f} × bare",
        percentile(ours, 0.95) <= _GOAL_RATIO * percentile(bare, 0.95),
        len(ours),
    )


def _measured(ledger: Ledger, rounds: int) -> tuple[list[float], list[float]]:
    lane = QtLane("read")
    shown = _Shown()
    presenter = SearchPresenter(shown, ledger.patients, lane, utc_now)
    ours, bare = [], []
    for typed in _TYPED * rounds:
        shown.empty()
        ours.append(shown.painted_ms(partial(presenter.text_changed, typed)))
        state = shown.state
        shown.empty()
        bare.append(shown.painted_ms(partial(shown.show_state, state)))
    shown.panel.close()
    lane.close()
    return ours, bare


class _Shown:
    """The panel in its window; tells when what it was given last is painted."""

    def __init__(self) -> None:
        self.panel = SearchPanel()
        self.panel.resize(1188, 756)
        self.panel.show()
        self.state = SearchState(business_day(utc_now()))
        watched = [table.viewport() for table in self.panel.findChildren(QTableView)]
        self._paints = Paints(*watched, *self.panel.findChildren(QLabel))

    def show_state(self, state: SearchState) -> None:
        self.state = state
        self.panel.show_state(state)
        self._paints.count = 0
        self._given = True

    def empty(self) -> None:
        self.panel.show_state(SearchState(business_day(utc_now())))
        QApplication.processEvents()

    def painted_ms(self, begin: Callable[[], object]) -> float:
        self._given = False
        started = perf_counter()
        begin()
        until(lambda: self._given and self._paints.count > 0)
        return (perf_counter() - started) * 1000


def people(number: int) -> Iterator[Patient]:
    random = Random(1)
    first = date(1930, 1, 1)
    for _ in range(number):
        kana = f"{random.choice(_FAMILIES)}　{random.choice(_GIVEN)}"
        born = first + timedelta(days=random.randrange(33_000))
        yield Patient(PatientId(0), kana, kana, random.choice("12"), born, None, None, None, None, ())
