"""Log, watch and window joined: one object that assembly begins before anything else and ends last."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from app.desk.crash.log import LOG, DeskLog
from app.desk.crash.presenter import Crash, CrashPresenter
from app.desk.crash.watch import CrashWatch
from app.scheme.days import Clock


class CrashCare(QObject):
    """logs: folder, None where nothing is kept. write_report: raises ClinicError where it cannot be written.

    The window is made at its first use: a day without a failure pays nothing for it.
    """

    def __init__(
        self,
        application: QApplication,
        logs: Path | None,
        write_report: Callable[[Path], None],
        clock: Clock,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._write_report = write_report
        self._log = DeskLog(logs)
        self._watch = CrashWatch(clock, self)
        self._presenter: CrashPresenter | None = None
        self._watch.happened.connect(self._happened, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        self._watch.begin()
        try:
            self._log.begin()
        except OSError as error:  # the ledger lies in the same home and says so where it can be read
            LOG.error("no log in the home", exc_info=error)

    def end(self) -> None:
        self._watch.end()
        self._log.end()

    def _happened(self, crash: Crash) -> None:
        if self._presenter is None:
            self._presenter = self._made()
        self._presenter.happened(crash)

    def _made(self) -> CrashPresenter:
        from app.desk.crash.window import CrashWindow

        self._window = CrashWindow(self._application.activeWindow())
        presenter = CrashPresenter(self._window, self._write_report)
        self._window.report_requested.connect(presenter.report_requested)
        self._window.closed.connect(presenter.closed)
        self._window.quit_requested.connect(self._application.quit)
        return presenter
