"""What a running desk needs of the shell's window."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from app.desk.settings.values import Preferences
from app.eligibility.card import ReadersStatus
from app.eligibility.ports import LineError
from app.scheme.outcome import Outcome
from app.staff.member import StaffMember

if TYPE_CHECKING:
    from app.assembly.tray import CardTray


class DeskWindow(Protocol):
    lock_requested: SignalInstance
    closing: SignalInstance
    opened: SignalInstance
    opening: SignalInstance

    def show_page(self, page: QWidget) -> None:
        """Over everything: signing in, first start, rescue."""

    def show_desk(self) -> None:
        """Back to the screens."""

    def add_screen(self, name: str, make: Callable[[], QWidget]) -> None:
        """Made at its first use, or when `make_screen` is called for it."""

    def make_screen(self, name: str) -> None:
        """Ahead of its first use, out of sight."""

    def reckon_screen(self, name: str) -> None:
        """How much room it needs, once its parts stand."""

    def readers_changed(self, status: ReadersStatus) -> None: ...

    def line_said(self, trouble: LineError | None) -> None: ...

    def show_waiting(self, number: int) -> None: ...

    def show_open(self, number: int) -> None:
        """Today's checks that still need a hand (要対応)."""

    def show_exceptions(self, number: int) -> None:
        """Appointments that still need somebody (確認が必要)."""

    def show_notices(self, number: int, overdue: int) -> None:
        """Notices that nobody has in hand, and those past their day."""

    def open_screen(self, name: str) -> None:
        """To the front."""

    def show_member(self, member: StaffMember | None) -> None: ...

    def show_institution(self, name: str) -> None: ...

    def show_tray(self, tray: "CardTray") -> None: ...

    def obey_preferences(self, preferences: Preferences) -> None:
        """Text size and sounds of who is at the counter."""

    def winId(self) -> int: ...

    def outcome_came(self, outcome: Outcome) -> None: ...
