"""The settings with its sections, and the keys of all these screens, in windows."""

from collections import defaultdict

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QPushButton

from app.desk.lanes import Inline
from app.desk.settings.overview.sections import ClinicSection, PersonalSection
from app.desk.settings.screen import SettingsScreen, SettingsWork
from app.desk.settings.values import ClinicRules, Preferences
from app.desk.staff.roll.form import TaskForm
from app.desk.widgets import KeyButton
from app.staff.member import Role
from tests.desk.found import one
from tests.desk.patients.shots import SHOTS as PATIENTS
from tests.desk.settings.house import HouseInMemory, PreferencesInMemory, TextsInMemory
from tests.desk.settings.shots import SHOTS as SETTINGS
from tests.desk.staff.roll import QuickHasher, RollInMemory
from tests.desk.staff.shots import SHOTS as STAFF

TAKEN = {
    "F2",
    "F3",
    "F8",
    "Ctrl+1",
    "Ctrl+2",
    "Ctrl+3",
    "Ctrl+4",
    "Ctrl+Enter",
    "Ctrl+Return",
    "Ctrl+L",
    "Ctrl+P",
}
OF_FORMS = {"Enter", "Esc", ""}


class Desk:
    def __init__(self, qtbot, me):
        self.roll = RollInMemory(
            ("佐藤", frozenset({Role.RECEPTIONIST})), ("鈴木", frozenset({Role.MANAGER}))
        )
        self.applied: list[Preferences] = []
        self.obeyed: list[ClinicRules] = []
        self.screen = SettingsScreen(
            SettingsWork(
                PreferencesInMemory(),
                TextsInMemory(),
                HouseInMemory(),
                self.roll,
                QuickHasher(),
                Inline(),
                lambda: self.roll.member(me),
                self.applied.append,
                self.obeyed.append,
            )
        )
        qtbot.addWidget(self.screen)
        self.screen.resize(1188, 756)
        self.screen.show()

    def choose(self, section: int) -> None:
        one(self.screen, QListWidget, "sections").setCurrentRow(section)

    def press(self, words: str) -> None:
        buttons = self.screen.findChildren(QPushButton)
        next(each for each in buttons if words == each.accessibleName() and each.isVisible()).click()


@pytest.fixture
def manager(qtbot) -> Desk:
    return Desk(qtbot, "鈴木")


@pytest.fixture
def receptionist(qtbot) -> Desk:
    return Desk(qtbot, "佐藤")


def _choose(section, caption: str, words: str) -> None:
    box = next(each for each in section.findChildren(QComboBox) if each.accessibleName() == caption)
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_a_receptionist_enlarges_her_own_text(receptionist):
    _choose(one(receptionist.screen, PersonalSection), "文字の大きさ", "150％")
    assert [each.text_percent for each in receptionist.applied] == [150]


def test_a_receptionist_reads_the_clinics_rules_but_cannot_change_them(receptionist):
    receptionist.choose(1)
    section = one(receptionist.screen, ClinicSection)
    assert not any(each.isEnabled() for each in section.findChildren(QComboBox))
    assert not one(section, QLineEdit).isEnabled()


def test_a_manager_sets_how_long_the_desk_stays_open(manager):
    manager.choose(1)
    _choose(one(manager.screen, ClinicSection), "操作がないとき自動で施錠するまで", "10分")
    assert [each.idle_minutes for each in manager.obeyed] == [10]


def test_a_manager_adds_a_member_from_the_keyboard(manager, qtbot):
    manager.choose(2)
    manager.press("職員を追加")
    form = one(manager.screen, TaskForm)
    for field, typed in zip(form.findChildren(QLineEdit), ("田中", "", "4092", "4092"), strict=True):
        field.setText(typed)
    form.entered.emit()
    assert [each.name for each in manager.roll.members()] == ["佐藤", "田中", "鈴木"]
    assert not form.isVisible()


@pytest.fixture
def all_screens(qtbot):
    panels = [build() for build in (*PATIENTS.values(), *STAFF.values(), *SETTINGS.values())]
    for panel in panels:
        qtbot.addWidget(panel)
    return panels


def test_no_key_means_two_things_nor_belongs_to_the_shell(all_screens):
    meanings: dict[str, set[str]] = defaultdict(set)
    for panel in all_screens:
        for button in panel.findChildren(KeyButton):
            meanings[button.key].add(button.text())
    keys = {key: words for key, words in meanings.items() if key not in OF_FORMS}
    assert {key: words for key, words in keys.items() if len(words) > 1} == {}
    assert set(keys) & TAKEN == set()
    assert len(keys) >= 15


def test_every_field_list_and_button_has_a_name_for_screen_readers(all_screens):
    for panel in all_screens:
        for kind in (QLineEdit, QListWidget, QComboBox, QPushButton):
            nameless = [
                each
                for each in panel.findChildren(kind)
                if not each.accessibleName() and not each.objectName()
            ]
            assert nameless == []
