"""The settings: sections on the left, the chosen one on the right."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desk.settings.overview.house_sections import AboutSection, ConnectionSection, SafetySection
from app.desk.settings.overview.presenter import Done, SettingsState
from app.desk.settings.overview.sections import ClinicSection, PersonalSection
from app.desk.settings.values import ClinicRules, Preferences
from app.desk.widgets import Banner, Card, scrolling, text


@dataclass(frozen=True)
class Sections:
    """All that show the same state; they may be made one by one, so that no turn of the event loop is long."""

    personal: PersonalSection = field(default_factory=PersonalSection)
    clinic: ClinicSection = field(default_factory=ClinicSection)
    safety: SafetySection = field(default_factory=SafetySection)
    connection: ConnectionSection = field(default_factory=ConnectionSection)
    about: AboutSection = field(default_factory=AboutSection)


class SettingsPanel(QWidget):
    """roll, readings: the panels of staff and of who opened what, sections like the others."""

    preferences_changed = Signal(Preferences)
    rules_changed = Signal(ClinicRules)
    backup_requested = Signal()
    report_requested = Signal()

    def __init__(
        self,
        roll: QWidget,
        readings: QWidget,
        sections: Sections,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._personal, self._clinic = sections.personal, sections.clinic
        self._safety, self._connection, self._about = sections.safety, sections.connection, sections.about
        self._personal.changed.connect(self.preferences_changed)
        self._clinic.changed.connect(self.rules_changed)
        self._safety.backup_requested.connect(self.backup_requested)
        self._about.report_requested.connect(self.report_requested)
        self._banner = Banner()
        self._kept = text("", "small", "valid")
        self._names = QListWidget()
        self._names.setObjectName("sections")
        self._names.setAccessibleName(self.tr("設定の種類"))
        self._pages = QStackedWidget()
        self._sections = {
            self.tr("表示と音"): self._personal,
            self.tr("診療所"): self._clinic,
            self.tr("職員"): roll,
            self.tr("閲覧の記録"): readings,
            self.tr("バックアップと復旧"): self._safety,
            self.tr("センターへの接続"): self._connection,
            self.tr("このアプリ"): self._about,
        }
        self._managers_row = list(self._sections.values()).index(readings)
        self._areas: dict[str, QScrollArea] = {}
        self._names.addItems(list(self._sections))
        self._names.currentTextChanged.connect(self._open)
        self._lay_out()
        self._names.setCurrentRow(0)

    def _open(self, name: str) -> None:
        """A section is laid out when it is first looked at."""
        if name not in self._areas:
            self._areas[name] = scrolling(self._sections[name], name=name)
            self._pages.addWidget(self._areas[name])
        self._pages.setCurrentWidget(self._areas[name])

    def _lay_out(self) -> None:
        card = Card()
        inside = QVBoxLayout(card)
        inside.addWidget(self._banner)
        inside.addWidget(self._pages, 1)
        inside.addWidget(self._kept)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._names, 1)
        layout.addWidget(card, 3)

    def show_state(self, state: SettingsState) -> None:
        self._show_to_managers(state.sees_readings)
        self._banner.show_advice(state.trouble)
        self._kept.setText(self.tr("保存しました") if state.done is Done.KEPT else "")
        for section in (self._personal, self._clinic, self._safety, self._connection, self._about):
            section.show_state(state)

    def _show_to_managers(self, sees: bool) -> None:
        if not sees and self._names.currentRow() == self._managers_row:
            self._names.setCurrentRow(0)
        self._names.item(self._managers_row).setHidden(not sees)

    def focus_first(self) -> None:
        self._names.setFocus(Qt.FocusReason.ShortcutFocusReason)
