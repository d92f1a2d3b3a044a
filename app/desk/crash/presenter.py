"""The crash window: what it says, and whether the report was saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.desk.advice import Advice, advice_for
from app.errors import ClinicError


@dataclass(frozen=True, slots=True)
class Crash:
    """kind: type or code of the error. place: in the code. at: UTC. Nothing of a person."""

    kind: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CrashState:
    """crash: the first since the window was last closed; count: of all since then. saved: file name of a report."""

    crash: Crash | None = None
    count: int = 0
    saved: str = ""
    trouble: Advice | None = None


class CrashView(Protocol):
    def show_state(self, state: CrashState) -> None:
        """With a crash the window stands, without one it is gone."""


class CrashPresenter:
    """write_report: zips log and versions to a path. It is called at once: where the program is wrong, lanes may be."""

    def __init__(self, view: CrashView, write_report: Callable[[Path], None]) -> None:
        self._view = view
        self._write_report = write_report
        self._state = CrashState()

    def happened(self, crash: Crash) -> None:
        first = self._state.crash or crash
        self._show(replace(self._state, crash=first, count=self._state.count + 1))

    def report_requested(self, path: str) -> None:
        try:
            self._write_report(Path(path))
        except ClinicError as error:
            self._show(replace(self._state, saved="", trouble=advice_for(error)))
        else:
            self._show(replace(self._state, saved=Path(path).name, trouble=None))

    def closed(self) -> None:
        """Work goes on."""
        self._show(CrashState())

    def _show(self, state: CrashState) -> None:
        self._state = state
        self._view.show_state(state)
