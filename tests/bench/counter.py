"""A reception that can be measured: the real panel, presenter, lanes, ledger and service, without the shell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.adapters.card_reader.soft_card.practice_readers import SoftReaders
from app.assembly.homes import OpenHome, new_check_id, practice_home
from app.desk.qt_lanes import QtLane
from app.desk.reception.panel import ReceptionPanel
from app.desk.reception.presenter import ReceptionLanes, ReceptionNews, ReceptionPresenter
from app.desk.theme import Theme, apply_theme
from app.eligibility.counter import Counter
from app.scheme.days import utc_now
from app.staff.member import Role, StaffId, StaffMember

STAFF = StaffMember(StaffId(1), "計測", frozenset({Role.RECEPTIONIST}))
_LIMIT_MS = 10_000


@dataclass(frozen=True)
class MeasuredDesk:
    application: QApplication
    home: OpenHome
    readers: SoftReaders
    counter: Counter
    panel: ReceptionPanel
    presenter: ReceptionPresenter


def application() -> QApplication:
    running = QApplication.instance()
    made = running if isinstance(running, QApplication) else QApplication([])
    apply_theme(made, Theme())
    return made


def until(holds: Callable[[], bool], limit_ms: int = _LIMIT_MS) -> float:
    """Runs the event loop until it holds; returns milliseconds. Raises: TimeoutError."""
    started = perf_counter()
    while not holds():
        if (perf_counter() - started) * 1000 > limit_ms:
            raise TimeoutError("the screen did not come to it")
        loop = QEventLoop()
        QTimer.singleShot(1, loop.quit)
        loop.exec()
    return (perf_counter() - started) * 1000


class Paints(QObject):
    """Counts paints of some widgets: a state stands on the screen when one came after it was shown."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return False


@contextmanager
def measured_desk() -> Iterator[MeasuredDesk]:
    app = application()
    with practice_home() as home:
        readers = SoftReaders()
        counter = Counter(
            home.ledger.checks, home.line.line, home.ledger.patients, readers, utc_now, new_check_id
        )
        lanes = [QtLane("line", 4), QtLane("read"), QtLane("reader")]
        panel = ReceptionPanel()
        news = ReceptionNews(_nobody, _nobody, _nobody, lambda: None, _nobody)
        presenter = ReceptionPresenter(
            panel,
            counter,
            ReceptionLanes(*lanes),
            lambda: STAFF,
            news,
            home.ledger.checks.insurer_name,
            lambda: "",
        )
        panel.join(presenter)
        panel.resize(1188, 756)
        panel.show()
        home.line.line.whoami()
        try:
            yield MeasuredDesk(app, home, readers, counter, panel, presenter)
        finally:
            panel.close()
            for lane in lanes:
                lane.close()


def _nobody(_: object) -> None:
    """Nobody is told."""
