"""The first start as a window of its own, before there is a desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.lanes import Lane
from app.desk.staff.first_start.panel import FirstStartPanel
from app.desk.staff.first_start.presenter import FirstStart, FirstStartPresenter, Step
from app.desk.staff.first_start.printing import print_sheet, recovery_sheet
from app.scheme.days import Clock, business_day
from app.staff.member import StaffMember


class FirstStartWindow(QWidget):
    """finished carries the manager who signed in by being made, or None when an earlier start was taken up."""

    finished = Signal(object)

    def __init__(self, start: FirstStart, lane: Lane, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("窓口　はじめに"))
        self._clock = clock
        self._panel = FirstStartPanel()
        self._presenter = FirstStartPresenter(self._panel, start, lane, self._finish)
        self._panel.manager_entered.connect(self._presenter.manager_entered)
        self._panel.code_typed.connect(self._presenter.code_typed)
        self._panel.ended.connect(self._presenter.ended)
        self._panel.print_requested.connect(self._print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panel)

    def begin(self, step: Step = Step.MANAGER) -> None:
        self._presenter.begin(step)
        self._panel.focus_first()

    def _print(self, code: str) -> None:
        print_sheet(recovery_sheet(code, business_day(self._clock())), self)

    def _finish(self, manager: StaffMember | None) -> None:
        self.finished.emit(manager)
