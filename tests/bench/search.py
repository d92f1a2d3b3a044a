"""Search as you type over 200,000 patients: key press to painted rows, and the query beside its bare SQL."""

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from app.adapters.ledger.ledger import Ledger, open_practice_ledger
from app.desk.patients.search.panel import SearchPanel
from app.desk.patients.search.presenter import SearchPresenter, SearchState
from app.desk.qt_lanes import QtLane
from app.patients.patient import Patient, PatientId
from app.scheme.days import business_day, utc_now
from tests.bench.counter import application, until
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
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_practice_ledger(Path(folder))
        ledger.patients.add_all(people(patients))
        ours, bare = _measured(app, ledger, rounds)
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


def _measured(app, ledger: Ledger, rounds: int) -> tuple[list[float], list[float]]:
    panel, seen = SearchPanel(), []

    class Seen:
        def show_state(self, state: SearchState) -> None:
            seen.append(state)
            panel.show_state(state)

    lane = QtLane("read")
    presenter = SearchPresenter(Seen(), ledger.patients, lane, utc_now)
    panel.text_changed.connect(presenter.text_changed)
    panel.resize(1188, 756)
    panel.show()
    ours, bare = [], []
    for number in range(rounds * len(_TYPED)):
        typed = _TYPED[number % len(_TYPED)]
        seen.clear()
        started = perf_counter()
        presenter.text_changed(typed)
        until(lambda: bool(seen))
        panel.repaint()
        ours.append((perf_counter() - started) * 1000)
        state = seen[-1]
        panel.show_state(SearchState(business_day(utc_now())))
        panel.repaint()
        started = perf_counter()
        panel.show_state(state)
        panel.repaint()
        bare.append((perf_counter() - started) * 1000)
    panel.close()
    lane.close()
    return ours, bare


def people(number: int) -> Iterator[Patient]:
    random = Random(1)
    first = date(1930, 1, 1)
    for _ in range(number):
        kana = f"{random.choice(_FAMILIES)}　{random.choice(_GIVEN)}"
        born = first + timedelta(days=random.randrange(33_000))
        yield Patient(PatientId(0), kana, kana, random.choice("12"), born, None, None, None, None, ())
