"""The patients' screen with its keys, in a window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QTableView

from app.desk.lanes import Inline
from app.desk.patients.entry.panel import EntryPanel
from app.desk.patients.merging.panel import MergingPanel
from app.desk.patients.page.panel import PagePanel
from app.desk.patients.screen import PatientsScreen, PatientsWork
from app.desk.patients.search.panel import SearchPanel
from app.desk.patients.search.presenter import SearchPresenter
from app.eligibility.revisit import RevisitRule
from app.patients.patient import PatientId
from app.scheme.digits import my_number_check_digit
from tests.desk.found import one
from tests.desk.patients.work import Book, Held, check, clock, information
from tests.fakes.appointments import AppointmentBookInMemory
from tests.fakes.ledger import PatientsInMemory
from tests.patients.fakes import HANA, SATO, card

YOU = replace(HANA, name="架空　葉", kana="カクウ　ヨウ")
MY_NUMBER = f"12345678901{my_number_check_digit('12345678901')}"


@pytest.fixture
def index() -> PatientsInMemory:
    return PatientsInMemory(replace(HANA, cards=(card(),)), YOU, replace(HANA, phone="03-1111-2222"))


@pytest.fixture
def screen(qtbot, index) -> PatientsScreen:
    book = Book(p1=(check(0, information()), check(40, information(branch=None))))
    work = PatientsWork(
        index, book, AppointmentBookInMemory(), Inline(), Inline(), clock, RevisitRule, lambda: SATO
    )
    shown = PatientsScreen(work)
    qtbot.addWidget(shown)
    shown.resize(1188, 756)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    qtbot.waitUntil(lambda: _field(shown).hasFocus())
    return shown


def _field(screen) -> QLineEdit:
    return one(one(screen, SearchPanel), QLineEdit)


def _rows(screen) -> list[str]:
    model = one(one(screen, SearchPanel), QTableView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def _visible(screen, panel) -> bool:
    return bool(one(screen, panel).isVisible())


def _press(qtbot, widget, key) -> None:
    qtbot.keyClick(widget, key)


def _click(screen, panel, words) -> None:
    buttons = one(screen, panel).findChildren(QPushButton)
    next(each for each in buttons if words in each.accessibleName() and each.isVisible()).click()


def _type(field: QLineEdit, words: str) -> None:
    """Letter by letter, as an input method hands them over."""
    for letter in words:
        field.insert(letter)


def test_rows_appear_while_one_types_in_hiragana(screen):
    _type(_field(screen), "かくうよ")
    assert _rows(screen) == ["架空　葉"]


def test_arrows_walk_through_the_rows_while_the_field_keeps_the_keyboard(qtbot, screen):
    _type(_field(screen), "か")
    _press(qtbot, _field(screen), Qt.Key.Key_Down)
    assert _field(screen).hasFocus()
    _press(qtbot, _field(screen), Qt.Key.Key_Return)
    assert _visible(screen, PagePanel)
    assert one(one(screen, PagePanel), QTableView).model().rowCount() == 0


def test_enter_opens_the_best_row_and_escape_leads_back_to_what_was_typed(qtbot, screen):
    _type(_field(screen), "かくう")
    _press(qtbot, _field(screen), Qt.Key.Key_Return)
    assert _visible(screen, PagePanel)
    assert one(one(screen, PagePanel), QTableView).model().rowCount() == 2
    _press(qtbot, one(screen, PagePanel), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: _visible(screen, SearchPanel))
    assert _field(screen).text() == "かくう"


def test_enter_before_the_rows_came_opens_whom_the_whole_text_means(qtbot, index):
    lane = Held()
    panel = SearchPanel()
    qtbot.addWidget(panel)
    presenter = SearchPresenter(panel, index, lane, clock)
    opened: list[int] = []
    panel.text_changed.connect(presenter.text_changed)
    panel.patient_opened.connect(opened.append)
    field = one(panel, QLineEdit)
    field.insert("か")
    lane.waiting.pop().finish()
    field.insert("くうよ")
    _press(qtbot, field, Qt.Key.Key_Return)
    assert opened == []
    lane.waiting.pop().finish()
    assert opened == [2]


def test_a_my_number_leaves_the_field_at_once(qtbot, screen):
    """R3."""
    qtbot.keyClicks(_field(screen), MY_NUMBER)
    assert _field(screen).text() == ""


def test_a_new_patient_is_typed_warned_of_and_entered_with_the_keyboard_alone(qtbot, screen, index):
    _press_with_ctrl(qtbot, screen, Qt.Key.Key_5)
    qtbot.waitUntil(lambda: _visible(screen, EntryPanel))
    form = one(screen, EntryPanel)
    for name, typed in (("name", "架空 花"), ("kana", "かくう はな"), ("birth", "S63.2.14")):
        _type(form.field(name), typed)
    form.choose_sex("2")
    _press(qtbot, form.field("birth"), Qt.Key.Key_Return)
    assert index.count() == 3
    _click(screen, EntryPanel, "別の人として登録")
    qtbot.waitUntil(lambda: _visible(screen, PagePanel))
    assert index.count() == 4


def test_enter_in_the_form_is_sent_once(qtbot, screen):
    _press_with_ctrl(qtbot, screen, Qt.Key.Key_5)
    form = one(screen, EntryPanel)
    sent: list[object] = []
    form.submitted.connect(sent.append)
    _press(qtbot, form.field("name"), Qt.Key.Key_Return)
    assert len(sent) == 1


def test_two_entries_are_merged_and_parted_again(qtbot, screen, index, monkeypatch):
    screen.open_patient(PatientId(1))
    _click(screen, PagePanel, "重複をまとめる")
    _press(qtbot, one(one(screen, MergingPanel), QLineEdit), Qt.Key.Key_Return)
    _click(screen, MergingPanel, "まとめる")
    qtbot.waitUntil(lambda: _visible(screen, PagePanel))
    assert (index.count(), index.get(PatientId(1)).phone) == (2, "03-1111-2222")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    _click(screen, PagePanel, "統合を元に戻す")
    assert (index.count(), index.get(PatientId(1)).phone) == (3, None)


def _press_with_ctrl(qtbot, screen, key) -> None:
    """A shortcut acts on the next turn of the event loop (its button is seen to go down)."""
    with qtbot.waitSignal(one(screen, SearchPanel).new_requested):
        qtbot.keyClick(screen, key, Qt.KeyboardModifier.ControlModifier)


def test_the_first_of_all_patients_is_nobodys_choice(screen, qtbot):
    """Who opens health information from here means somebody: looked for, walked to, or open."""
    assert screen.chosen() is None
    assert not screen.when_found(_never)
    _press(qtbot, _field(screen), Qt.Key.Key_Down)
    assert screen.chosen() is not None
    _type(_field(screen), "かくうよ")
    assert screen.chosen() == PatientId(2)
    _press(qtbot, _field(screen), Qt.Key.Key_Return)
    assert screen.chosen() == PatientId(2)


def test_somebody_still_looked_for_is_handed_over_when_found(qtbot, index):
    """F5 right after the last letter means the one who was typed, not the row that still stands there."""
    lane = Held()
    panel = SearchPanel()
    qtbot.addWidget(panel)
    presenter = SearchPresenter(panel, index, lane, clock)
    panel.text_changed.connect(presenter.text_changed)
    one(panel, QLineEdit).insert("かくうよ")
    assert (panel.is_looking, panel.chosen()) == (True, None)
    found: list[int] = []
    panel.when_found(found.append)
    lane.waiting.pop().finish()
    assert found == [2]
    assert (panel.is_looking, panel.chosen()) == (False, 2)


def _never(_):
    raise AssertionError("nobody is being looked for")
