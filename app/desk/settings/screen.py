"""The settings' screen as the shell shows it, with the roll of staff among its sections."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.lanes import Lane
from app.desk.settings.overview.panel import Sections, SettingsPanel
from app.desk.settings.overview.presenter import SettingsPresenter
from app.desk.settings.values import ClinicRules, ClinicSettings, House, Preferences, PreferenceStore
from app.desk.staff.at_counter import AtCounter
from app.desk.staff.roll.panel import RollPanel
from app.desk.staff.roll.presenter import RollPresenter
from app.staff.ports import PinHasher, StaffRoll


@dataclass(frozen=True, slots=True)
class SettingsWork:
    """write: the ledger's writing lane. apply, obey: told of preferences and rules that hold from now on."""

    preferences: PreferenceStore
    settings: ClinicSettings
    house: House
    roll: StaffRoll
    hasher: PinHasher
    write: Lane
    at_counter: AtCounter
    apply: Callable[[Preferences], None]
    obey: Callable[[ClinicRules], None]


class SettingsScreen(QWidget):
    """Holds its presenters: PySide6 keeps connected plain objects only weakly."""

    def __init__(
        self,
        work: SettingsWork,
        roll: RollPanel | None = None,
        sections: Sections | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._roll_panel = roll or RollPanel()
        self._panel = SettingsPanel(self._roll_panel, sections)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panel)
        self._settings = SettingsPresenter(
            self._panel,
            work.preferences,
            work.settings,
            work.house,
            work.write,
            work.at_counter,
            work.apply,
            work.obey,
        )
        self._roll = RollPresenter(self._roll_panel, work.roll, work.hasher, work.write, work.at_counter)
        self._join()

    def _join(self) -> None:
        self._panel.preferences_changed.connect(self._settings.preferences_changed)
        self._panel.rules_changed.connect(self._settings.rules_changed)
        self._panel.backup_requested.connect(self._settings.backup_requested)
        self._panel.report_requested.connect(self._choose_report)
        self._roll_panel.task_opened.connect(self._roll.task_opened)
        self._roll_panel.task_closed.connect(self._roll.task_closed)
        self._roll_panel.submitted.connect(self._roll.submitted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settings.begin()
        self._roll.begin()
        self._panel.focus_first()

    def _choose_report(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("報告を保存"), "madoguchi-report.zip", self.tr("報告 (*.zip)")
        )
        if path:
            self._settings.report_requested(path)
