"""The settings' screen as the shell shows it, with the roll of staff among its sections."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.forms.paper import print_with_dialog
from app.desk.forms.reading_list import reading_list
from app.desk.lanes import Lane
from app.desk.settings.overview.house_sections import AboutSection, ConnectionSection, SafetySection
from app.desk.settings.overview.panel import Sections, SettingsPanel
from app.desk.settings.overview.presenter import SettingsPresenter
from app.desk.settings.overview.sections import ClinicSection, PersonalSection
from app.desk.settings.readings.panel import ReadingsPanel
from app.desk.settings.readings.presenter import ReadingsPresenter
from app.desk.settings.values import ClinicRules, House, Preferences, PreferenceStore
from app.desk.staff.at_counter import AtCounter
from app.desk.staff.roll.panel import RollPanel
from app.desk.staff.roll.presenter import RollPresenter
from app.health_records.readings import Reading, ReadingBook
from app.scheme.days import Clock
from app.staff.ports import AuditTrail, ClinicSettings, PinHasher, StaffRoll


@dataclass(frozen=True, slots=True)
class SettingsWork:
    """write, read: lanes of the ledger. institution: its name as shown.

    apply, obey: told of preferences and rules that hold from now on.
    """

    preferences: PreferenceStore
    settings: ClinicSettings
    audit: AuditTrail
    readings: ReadingBook
    house: House
    roll: StaffRoll
    hasher: PinHasher
    write: Lane
    read: Lane
    clock: Clock
    institution: Callable[[], str]
    at_counter: AtCounter
    apply: Callable[[Preferences], None]
    obey: Callable[[ClinicRules], None]


class SettingsScreen(QWidget):
    """Holds its presenters: PySide6 keeps connected plain objects only weakly."""

    def __init__(self, work: SettingsWork, at_once: bool = True, parent: QWidget | None = None) -> None:
        """at_once False: the sections come with `making`, in a few turns of the event loop."""
        super().__init__(parent)
        self._work = work
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        if at_once:
            for _ in self.making():
                pass

    def making(self) -> Iterator[None]:
        unseen = QWidget(self)  # each section stands here until it is first looked at
        unseen.hide()
        personal, clinic = PersonalSection(unseen), ClinicSection(unseen)
        yield
        safety, connection, about = SafetySection(unseen), ConnectionSection(unseen), AboutSection(unseen)
        yield
        self._roll_panel = RollPanel(unseen)
        yield
        self._readings_panel = ReadingsPanel(unseen)
        yield
        sections = Sections(personal, clinic, safety, connection, about)
        self._panel = SettingsPanel(self._roll_panel, self._readings_panel, sections)
        self._layout.addWidget(self._panel)
        yield
        self._make_presenters(self._work)
        self._join()

    def _make_presenters(self, work: SettingsWork) -> None:
        self._settings = SettingsPresenter(
            self._panel,
            work.preferences,
            work.settings,
            work.audit,
            work.house,
            work.write,
            work.clock,
            work.at_counter,
            work.apply,
            work.obey,
        )
        self._roll = RollPresenter(self._roll_panel, work.roll, work.hasher, work.write, work.at_counter)
        self._readings = ReadingsPresenter(
            self._readings_panel, work.readings, work.read, work.clock, work.at_counter, self._print_readings
        )

    def _join(self) -> None:
        self._panel.preferences_changed.connect(self._settings.preferences_changed)
        self._panel.rules_changed.connect(self._settings.rules_changed)
        self._panel.backup_requested.connect(self._settings.backup_requested)
        self._panel.report_requested.connect(self._choose_report)
        self._roll_panel.task_opened.connect(self._roll.task_opened)
        self._roll_panel.task_closed.connect(self._roll.task_closed)
        self._roll_panel.submitted.connect(self._roll.submitted)
        self._readings_panel.opened.connect(self._readings.begin)
        self._readings_panel.asked.connect(self._readings.asked)
        self._readings_panel.more_wanted.connect(self._readings.more_wanted)
        self._readings_panel.print_requested.connect(self._readings.print_requested)
        self._readings_panel.save_requested.connect(self._save_readings)

    def leave(self) -> None:
        """Locked: nobody's name stays in sight."""
        self._readings.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settings.begin()
        self._roll.begin()
        self._panel.focus_first()

    def _print_readings(self, readings: tuple[Reading, ...], total: int) -> None:
        document = reading_list(readings, total, self._work.institution(), self._work.clock())
        print_with_dialog(document, self)

    def _save_readings(self) -> None:
        name = self.tr("閲覧の記録.csv")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("CSV に保存"), name, self.tr("CSV (*.csv)"))
        if path:
            self._readings.save_requested(path)

    def _choose_report(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("報告を保存"), "madoguchi-report.zip", self.tr("報告 (*.zip)")
        )
        if path:
            self._settings.report_requested(path)
