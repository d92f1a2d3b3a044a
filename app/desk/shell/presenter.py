"""What the shell is told, turned into the one state it shows."""

from collections.abc import Callable
from dataclasses import replace

from app.desk.shell.lamps import LineNews, line_lamps, reader_lamp
from app.desk.shell.state import ShellState
from app.eligibility.card import ReadersStatus
from app.eligibility.ports import LineError
from app.staff.member import StaffMember


class ShellPresenter:
    def __init__(self, show: Callable[[ShellState], None]) -> None:
        self._show_state = show
        self._state = ShellState()

    def readers_changed(self, status: ReadersStatus) -> None:
        self._show(replace(self._state, lamps=(reader_lamp(status), *self._state.lamps[1:])))

    def line_said(self, trouble: LineError | None) -> None:
        """The newest word of the line; None is success."""
        news = LineNews(heard=True, trouble=trouble)
        self._show(replace(self._state, lamps=(self._state.lamps[0], *line_lamps(news))))

    def waiting_changed(self, number: int) -> None:
        self._show(replace(self._state, waiting=number))

    def member_changed(self, member: StaffMember | None) -> None:
        words = f"{member.role_words}　{member.name}" if member is not None else ""
        self._show(replace(self._state, member=words))

    def institution_known(self, name: str) -> None:
        self._show(replace(self._state, institution=name))

    def _show(self, state: ShellState) -> None:
        if state != self._state:
            self._state = state
            self._show_state(state)
