"""A month of many receipts in practice: dropped in, compared, listed, sorted, searched, read.

They are of people whom the practice service does not know: it is asked about them all the while, at its own pace.
"""

import sys
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from app.assembly.desk import Desk
from app.assembly.run import stand_up
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.receipts import visits_of_a_month, write_receipts
from app.central.practice.town import build
from app.claims.ports import Sort
from app.desk.claims.month.panel import MonthPanel
from app.desk.claims.month.state import Filter, MonthPageState, Part
from app.desk.claims.screen import ClaimsScreen
from app.desk.shell.window import MainWindow
from app.desk.widgets.tables import TableView
from app.scheme.days import business_day, months_from, utc_now
from app.settings import Settings
from tests.bench.stepping import Step, Stepping, after
from tests.desk.found import one

_READ = 20


def walk(window: MainWindow, desk: Desk, file: Path, receipts: int) -> Iterator[Step]:
    window.open_screen("claims")
    yield "receipts' screen", after(0.3)
    screen = one(window, ClaimsScreen)
    panel, month = one(screen, MonthPanel), screen._month

    def state() -> MonthPageState:
        return month.state

    def all_compared() -> bool:
        summary = state().summary
        return summary is not None and summary.compared == receipts

    screen.file_dropped(str(file))
    yield "taken in and compared", all_compared
    for chosen in Filter:
        panel.filter_chosen.emit(chosen)
        yield f"filter {chosen.name}", after(0.2)
    panel.filter_chosen.emit(Filter.ALL)
    yield "all", lambda: state().rows.total == receipts
    for sort in Sort:
        panel.sort_chosen.emit(sort)
        yield f"sorted by {sort.name}", after(0.3)
    table = one(panel, TableView)
    for row in range(0, receipts, receipts // _READ):
        table.selectRow(row)
        table.scrollTo(table.model().index(row, 0))
        yield "read", after(0.1)
    for typed in ("0", "01", "013", "かくう", ""):
        panel.search_changed.emit(typed)
        yield "searched", after(0.2)
    for part in (Part.COMPLAINTS, Part.PAYERS, Part.RECEIPTS):
        panel.part_chosen.emit(part)
        yield f"part {part.name}", after(0.2)


def write_file(file: Path, receipts: int) -> None:
    """By a process of its own: what a town leaves behind is not the desk's to clear away."""
    today = business_day(utc_now())
    last = months_from(today, -1)
    with file.open("wb") as target:
        visits = visits_of_a_month(build(receipts, 1, today).people(), last, receipts)
        write_receipts(target, visits, PRACTICE_CLINIC, last)


def main() -> None:
    receipts = int(sys.argv[1])
    with TemporaryDirectory(prefix="mdg-month-") as folder:
        file = Path(folder) / "RECEIPTC.UKE"
        writing = get_context("spawn").Process(target=write_file, args=(file, receipts))
        writing.start()
        writing.join()
        application = QApplication([])
        window, desk = stand_up(application, Settings(Path("."), practice=True))
        Stepping(window, lambda: desk.is_at_work, walk(window, desk, file, receipts)).run(application)


if __name__ == "__main__":
    main()
