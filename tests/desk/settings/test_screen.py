"""The settings with its sections, and the keys of all these screens, in windows."""

from collections import defaultdict
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QTableView,
)

from app.desk.lanes import Inline
from app.desk.settings import screen as screen_module
from app.desk.settings.overview.sections import ClinicSection, PersonalSection
from app.desk.settings.readings.panel import ReadingsPanel
from app.desk.settings.screen import SettingsScreen, SettingsWork
from app.desk.settings.values import ClinicRules, Preferences
from app.desk.staff.roll.form import TaskForm
from app.desk.widgets import KeyButton
from app.health_records.access import Act
from app.health_records.readings import ReadingsAsked
from app.staff.member import Role
from tests.desk.found import one
from tests.desk.patients.shots import SHOTS as PATIENTS
from tests.desk.settings.house import HouseInMemory, PreferencesInMemory, TextsInMemory
from tests.desk.settings.readings import DOCTOR, ROWS, use
from tests.desk.settings.shots import SHOTS as SETTINGS
from tests.desk.staff.roll import QuickHasher, RollInMemory
from tests.desk.staff.shots import SHOTS as STAFF
from tests.fakes.health_records import AuditInMemory, ReadingsInMemory
from tests.people import NOW

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
}
READINGS = 3
OF_FORMS = {"Enter", "Esc", ""}


class Desk:
    def __init__(self, qtbot, me, readings=None):
        self.roll = RollInMemory(
            ("佐藤", frozenset({Role.RECEPTIONIST})), ("鈴木", frozenset({Role.MANAGER}))
        )
        self.texts, self.audit = TextsInMemory(), AuditInMemory()
        self.readings = ReadingsInMemory(*(readings or ROWS))
        self.applied: list[Preferences] = []
        self.obeyed: list[ClinicRules] = []
        self.screen = SettingsScreen(
            SettingsWork(
                PreferencesInMemory(),
                self.texts,
                self.audit,
                self.readings,
                HouseInMemory(),
                self.roll,
                QuickHasher(),
                Inline(),
                Inline(),
                lambda: NOW,
                lambda: "見本医院",
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


def test_a_manager_lets_receptionists_read_and_it_holds_at_once(manager):
    manager.choose(1)
    section = one(manager.screen, ClinicSection)
    boxes = {each.text(): each for each in section.findChildren(QCheckBox)}
    assert [words for words, box in boxes.items() if box.isChecked()] == ["医師", "薬剤師"]
    boxes["受付"].click()
    assert [each.readers for each in manager.obeyed] == [
        frozenset({Role.RECEPTIONIST, Role.DOCTOR, Role.PHARMACIST})
    ]
    assert [each.subject for each in manager.audit.entries] == ["roles:receptionist doctor pharmacist"]


def test_a_receptionist_sees_who_may_read_but_sets_nothing(receptionist):
    receptionist.choose(1)
    boxes = one(receptionist.screen, ClinicSection).findChildren(QCheckBox)
    assert not any(each.isEnabled() for each in boxes)


def _words(desk) -> list[str]:
    model = one(one(desk.screen, ReadingsPanel), QTableView).model()
    return [
        "　".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_manager_sees_who_opened_what_under_which_consent(manager):
    """R15."""
    manager.choose(READINGS)
    assert len(_words(manager)) == len(ROWS)
    assert (
        _words(manager)[5]
        == "R8.11.22 10:50　院長　架空　花　● 薬剤情報　印刷した　用紙 K-0412　11/22 11:32取り消し"
    )


def test_the_chosen_entry_is_told_in_full(manager, qtbot):
    manager.choose(READINGS)
    panel = one(manager.screen, ReadingsPanel)
    table = one(panel, QTableView)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert "患者番号 000231" in panel.told()
    assert "用紙 K-0412" in panel.told()


def test_a_receptionist_is_not_offered_the_list_and_gets_nothing_of_it(receptionist):
    names = one(receptionist.screen, QListWidget, "sections")
    assert names.item(READINGS).text() == "閲覧の記録"
    assert names.item(READINGS).isHidden()
    receptionist.choose(READINGS)
    assert _words(receptionist) == []
    assert not receptionist.readings.asked


def test_a_search_from_the_keyboard_asks_again(manager, qtbot):
    manager.choose(READINGS)
    panel = one(manager.screen, ReadingsPanel)
    manager.screen.activateWindow()
    qtbot.waitUntil(manager.screen.isActiveWindow)
    qtbot.keyClick(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = manager.screen.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "K-0412")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert manager.readings.asked[-1].text == "K-0412"


def test_one_of_the_staff_is_chosen_and_days_are_typed(manager):
    manager.choose(READINGS)
    panel = one(manager.screen, ReadingsPanel)
    _choose(panel, "職員", "院長")
    first, last = panel.findChildren(QLineEdit)[:2]
    first.setText("R8.11.1")
    last.setText("2026/11/20")
    last.editingFinished.emit()
    assert manager.readings.asked[-1] == ReadingsAsked(date(2026, 11, 1), date(2026, 11, 20), DOCTOR[0], "")


def test_a_long_list_comes_as_it_is_scrolled(qtbot):
    rows = tuple(use(300 - place, Act.READ) for place in range(250))
    desk = Desk(qtbot, "鈴木", rows)
    desk.choose(READINGS)
    table = one(one(desk.screen, ReadingsPanel), QTableView)
    assert table.model().rowCount() == 100
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.model().rowCount() == 200)
    assert table.currentIndex().row() == 0


def test_the_list_goes_to_paper_and_into_a_file(manager, monkeypatch, tmp_path):
    printed: list[str] = []
    monkeypatch.setattr(
        screen_module, "print_with_dialog", lambda document, _: printed.append(document.toPlainText())
    )
    file = tmp_path / "list.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    manager.choose(READINGS)
    manager.press("印刷")
    assert "後発品の案内を印刷" in printed[0]
    assert "12件" in printed[0]
    manager.press("CSV に保存")
    lines = file.read_text("utf-8-sig").splitlines()
    assert len(lines) == len(ROWS) + 1
    assert lines[6] == (
        "2026-11-22 10:50,院長,000231,架空　花,1988-02-14,薬剤情報,印刷した,用紙 K-0412,"
        "2026-11-22 10:32,2026-11-23 10:32,2026-11-22 11:32"
    )


def test_a_locked_desk_keeps_nobodys_name_in_the_list(manager):
    manager.choose(READINGS)
    assert "架空" in "".join(_words(manager))
    manager.screen.leave()
    assert _words(manager) == []
    assert one(manager.screen, ReadingsPanel).told() == ""


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
        for kind in (QLineEdit, QListWidget, QComboBox, QPushButton, QScrollArea):
            nameless = [
                each
                for each in panel.findChildren(kind)
                if each.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not each.accessibleName()
                and not each.objectName()
            ]
            assert nameless == []
