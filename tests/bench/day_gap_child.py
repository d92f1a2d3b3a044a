"""A day of many appointments in practice: dropped in, asked about, walked through, dealt with.

They are of people whom the service knows and the ledger does not, so that each of them is an exception.
"""

import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from app.appointments.appointment import BatchState
from app.assembly.desk import Desk
from app.assembly.run import stand_up
from app.central.commands.town import PRACTICE_PEOPLE, PRACTICE_SEED
from app.central.practice.town import build
from app.desk.appointments.batch.panel import BatchPanel
from app.desk.appointments.batch.state import Task
from app.desk.appointments.screen import AppointmentsScreen
from app.desk.shell.window import MainWindow
from app.desk.widgets.tables import TableView
from app.scheme.days import business_day, utc_now
from app.settings import Settings
from tests.bench.stepping import Step, Stepping, after
from tests.desk.found import one

_HEADER = "予約日,時刻,氏名,生年月日,保険者番号,記号,番号,枝番"
_READ = 20


def walk(window: MainWindow, desk: Desk, file: Path) -> Iterator[Step]:
    window.open_screen("appointments")
    yield "appointments' screen", after(0.3)
    screen = one(window, AppointmentsScreen)
    panel, batch, entry = one(screen, BatchPanel), screen._batch, screen._entry
    screen.file_dropped(str(file))
    yield "columns", lambda: entry._state.opened is not None
    entry.columns_agreed()

    def done() -> bool:
        state = batch.state
        return state.batch is not None and state.batch.state is BatchState.DONE and bool(state.rows)

    yield "asked about", done
    yield "all there", after(1)
    table = one(panel, TableView)
    for row in range(0, len(batch.state.rows), len(batch.state.rows) // _READ):
        table.selectRow(row)
        yield "read", after(0.1)
    for only_open in (False, True):
        panel.only_open_changed.emit(only_open)
        yield f"only open: {only_open}", after(0.3)
    for task in (Task.CALL, Task.PUT_OFF):
        batch.task_opened(task)
        yield f"task {task.name}", after(0.2)
        batch.task_left()
        yield f"task {task.name} left", after(0.2)
    batch.new_patient_requested()
    yield "dealt with", lambda: not batch.state.busy
    for other in ("reception", "appointments"):
        window.open_screen(other)
        yield f"to the {other}", after(1)
    batch.all_new_requested()
    yield "all entered", lambda: not batch.state.busy
    yield "at the end", after(0.5)


def write_file(file: Path, appointments: int) -> None:
    """Of the practice town's own people, over and over."""
    today = business_day(utc_now())
    people = [
        (each, cover.cover.insured)
        for each in build(PRACTICE_PEOPLE, PRACTICE_SEED, today).people()
        if (cover := each.cover_on(today)) is not None
    ]
    rows = [
        f"{today},{9 + number % 8}:00,{person.details.name},{person.details.birth_on},"
        f"{insured.insurer.digits},{insured.symbol},{insured.number},{insured.branch or ''}"
        for number, (person, insured) in enumerate(islice(cycle(people), appointments))
    ]
    file.write_text("\n".join((_HEADER, *rows)), encoding="utf-8")


def main() -> None:
    with TemporaryDirectory(prefix="mdg-day-") as folder:
        file = Path(folder) / "day.csv"
        write_file(file, int(sys.argv[1]))
        application = QApplication([])
        window, desk = stand_up(application, Settings(Path("."), practice=True))
        Stepping(window, lambda: desk.is_at_work, walk(window, desk, file)).run(application)


if __name__ == "__main__":
    main()
