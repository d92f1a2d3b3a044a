"""The sign-in with its keys, in a window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget

from app.desk.lanes import Inline
from app.desk.staff.pin_field import PinField
from app.desk.staff.sign_in.panel import SignInPanel
from app.desk.staff.sign_in.presenter import Door, SignInPresenter
from app.staff.member import Role, StaffMember
from tests.desk.found import one
from tests.desk.patients.work import clock
from tests.desk.staff.roll import QuickHasher, RollInMemory

DESK = frozenset({Role.RECEPTIONIST})


class Counter:
    def __init__(self, qtbot, *names):
        self.came: list[StaffMember] = []
        self.qtbot = qtbot
        self.panel = SignInPanel()
        qtbot.addWidget(self.panel)
        self.roll = RollInMemory(*((name, DESK) for name in names))
        self.presenter = SignInPresenter(
            self.panel, lambda: Door(self.roll, QuickHasher()), Inline(), clock, self.came.append
        )
        self.panel.chosen.connect(self.presenter.chosen)
        self.panel.chosen_again.connect(self.presenter.chosen_again)
        self.panel.submitted.connect(self.presenter.submitted)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.activateWindow()
        self.presenter.begin()
        qtbot.waitUntil(self._is_ready)

    def _is_ready(self) -> bool:
        return self.panel.focusWidget() is not None and self.panel.isActiveWindow()

    @property
    def names(self) -> QListWidget:
        return one(self.panel, QListWidget)

    @property
    def pin(self) -> PinField:
        return one(self.panel, PinField)

    def words(self) -> str:
        return "".join(label.text() for label in self.panel.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def counter(qtbot) -> Counter:
    return Counter(qtbot, "佐藤", "鈴木", "田中")


def test_a_number_key_chooses_the_name_and_the_pin_follows(counter, qtbot):
    qtbot.keyClick(counter.names, Qt.Key.Key_2)
    assert counter.pin.hasFocus()
    qtbot.keyClicks(counter.pin, "2580")
    qtbot.keyClick(counter.pin, Qt.Key.Key_Return)
    assert [each.name for each in counter.came] == ["田中"]


def test_a_number_nobody_has_chooses_nobody(counter, qtbot):
    qtbot.keyClick(counter.names, Qt.Key.Key_9)
    assert counter.names.isVisible()


def test_a_wrong_pin_empties_the_field_and_leaves_the_keyboard_in_it(counter, qtbot):
    qtbot.keyClick(counter.names, Qt.Key.Key_1)
    qtbot.keyClicks(counter.pin, "1111")
    qtbot.keyClick(counter.pin, Qt.Key.Key_Return)
    assert counter.pin.text() == ""
    assert counter.pin.hasFocus()
    assert "暗証番号が違います" in counter.words()


def test_escape_leads_back_to_the_names(counter, qtbot):
    qtbot.keyClick(counter.names, Qt.Key.Key_1)
    qtbot.keyClick(counter.pin, Qt.Key.Key_Escape)
    qtbot.waitUntil(counter.names.isVisible)


def test_full_width_digits_are_digits_and_letters_are_not(counter, qtbot):
    qtbot.keyClick(counter.names, Qt.Key.Key_1)
    counter.pin.setText("")
    counter.pin.textEdited.emit("２５a８０")
    assert counter.pin.text() == "2580"


def test_who_was_here_before_the_lock_is_marked_but_others_need_one_key_as_well(counter, qtbot):
    counter.presenter.begin(counter.roll.named("田中"))
    assert counter.names.currentRow() == 1
    qtbot.keyClick(counter.names, Qt.Key.Key_Return)
    assert counter.pin.hasFocus()


def test_who_works_alone_types_the_pin_at_once(qtbot):
    alone = Counter(qtbot, "佐藤")
    assert alone.pin.hasFocus()
