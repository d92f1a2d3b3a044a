"""The sign-in as the shell shows it: at the start of the day and over the locked desk."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.lanes import Lane
from app.desk.staff.sign_in.panel import SignInPanel
from app.desk.staff.sign_in.presenter import Door, SignInPresenter
from app.scheme.days import Clock
from app.staff.member import StaffMember


class SignInScreen(QWidget):
    """signed_in carries the StaffMember who is at the counter from now on, listed the members of the roll."""

    signed_in = Signal(object)
    listed = Signal(object)

    def __init__(
        self, door: Callable[[], Door], write: Lane, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panel = SignInPanel()
        self._presenter = SignInPresenter(
            self._panel, door, write, clock, self.signed_in.emit, self.listed.emit
        )
        self._panel.chosen.connect(self._presenter.chosen)
        self._panel.chosen_again.connect(self._presenter.chosen_again)
        self._panel.submitted.connect(self._presenter.submitted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panel)

    def set_clinic(self, name: str) -> None:
        self._panel.set_clinic(name)

    def begin(self, last: StaffMember | None = None, remembered: tuple[StaffMember, ...] = ()) -> None:
        """last: who was at the counter when the desk was locked. remembered: shown until the roll is read."""
        self._presenter.begin(last, remembered)

    def drop(self) -> None:
        self._presenter.drop()
