"""The rescue as a window of its own, in place of a desk that cannot open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.lanes import Lane
from app.desk.settings.rescue.panel import RescuePanel
from app.desk.settings.rescue.presenter import Rescue, RescuePresenter
from app.errors import ClinicError


class RescueWindow(QWidget):
    """opened: the ledger stands open and the desk can start. Closing the window gives up."""

    opened = Signal()

    def __init__(self, rescue: Rescue, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("窓口　台帳を開けません"))
        self._panel = RescuePanel()
        self._presenter = RescuePresenter(self._panel, rescue, lane, self.opened.emit)
        self._panel.code_entered.connect(self._presenter.code_entered)
        self._panel.restore_requested.connect(self._presenter.restore_requested)
        self._panel.retry_requested.connect(self._presenter.retry_requested)
        self._panel.close_requested.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panel)

    def begin(self, error: ClinicError) -> None:
        """error: what opening the ledger raised."""
        self._presenter.begin(error)
