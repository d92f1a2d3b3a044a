"""The sign-in as the shell shows it: at the start of the day and over the locked desk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.lanes import Lane
from app.desk.staff.sign_in.panel import SignInPanel
from app.desk.staff.sign_in.presenter import SignInPresenter
from app.scheme.days import Clock
from app.staff.member import StaffMember
from app.staff.ports import PinHasher, StaffRoll


class SignInScreen(QWidget):
    """signed_in carries the StaffMember who is at the counter from now on."""

    signed_in = Signal(object)

    def __init__(
        self, roll: StaffRoll, hasher: PinHasher, write: Lane, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panel = SignInPanel()
        self._presenter = SignInPresenter(self._panel, roll, hasher, write, clock, self.signed_in.emit)
        self._panel.chosen.connect(self._presenter.chosen)
        self._panel.chosen_again.connect(self._presenter.chosen_again)
        self._panel.submitted.connect(self._presenter.submitted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panel)

    def set_clinic(self, name: str) -> None:
        self._panel.set_clinic(name)

    def begin(self, last: StaffMember | None = None) -> None:
        """last: who was at the counter when the desk was locked."""
        self._presenter.begin(last)

    def drop(self) -> None:
        self._presenter.drop()
