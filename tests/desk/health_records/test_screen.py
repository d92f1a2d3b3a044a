"""Health information with its keys, in a window (R15, R16)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QMessageBox, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.consent.consent import ConsentKind
from app.desk.forms.drug_forms import consent_form, generic_slip, history_on_paper
from app.desk.health_records import screen as screen_module
from app.desk.health_records.consent.patient_window import PatientWindow
from app.desk.health_records.drugs.choice_list import ChoiceList
from app.desk.health_records.drugs.panel import DrugsPanel
from app.desk.health_records.panel import RecordsPanel
from app.desk.health_records.screen import RecordsScreen
from app.desk.reception.card.agreeing import AgreeingPart
from app.desk.reception.state import CardPhase, CardState
from app.eligibility.answer import CheckId
from app.health_records.generics import DECLINED, WANTED
from app.health_records.readers import USUAL_READERS
from app.patients.patient import PatientId
from app.staff.member import Role
from tests.desk.found import one
from tests.desk.health_records.room import BOTH, NOW, Room, shown
from tests.desk.in_front import in_front
from tests.people import patient

CTRL = Qt.KeyboardModifier.ControlModifier
OTHER = "00000000-0000-4000-8000-000000000002"
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def screen(qtbot: QtBot, room: Room) -> Iterator[RecordsScreen]:
    made = in_front(qtbot, RecordsScreen(room.work, lambda: "見本薬局"))
    yield made
    made.stop()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the printer, which is always chosen."""
    pages: list[str] = []

    def keep(document: QTextDocument, _: QWidget) -> bool:
        pages.append(document.toPlainText())
        return True

    monkeypatch.setattr(screen_module, "print_with_dialog", keep)
    monkeypatch.setattr(screen_module, "chosen_printer", lambda _: object())
    monkeypatch.setattr(screen_module, "print_on", lambda _, document: pages.append(document.toPlainText()))
    return pages


def open_history(screen: RecordsScreen, room: Room, *kinds: ConsentKind) -> None:
    room.consents.agree(shown().check.id, *kinds)
    screen.person_shown(shown())
    screen.presenter.opened()


def acts(room: Room) -> list[str]:
    return [each.action for each in room.audit.entries]


def words_in(widget: QWidget) -> str:
    """Everything that any part holds, also out of sight."""
    labels = [each.text() + each.toolTip() + each.accessibleName() for each in widget.findChildren(QLabel)]
    fields = [each.text() for each in widget.findChildren(QLineEdit)]
    cells = [
        str(table.model().index(row, column).data())
        for table in widget.findChildren(QTableView)
        for row in range(table.model().rowCount())
        for column in range(table.model().columnCount())
    ]
    rows = [
        found.item(row).text() for found in widget.findChildren(QListWidget) for row in range(found.count())
    ]
    names = [each.accessibleDescription() for each in widget.findChildren(QWidget)]
    return "\n".join((*labels, *fields, *cells, *rows, *names))


def test_the_keys_turn_the_pages(screen: RecordsScreen, room: Room, qtbot: QtBot) -> None:
    open_history(screen, room, *BOTH)
    assert screen.panel.drugs.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_2, CTRL)
    assert screen.panel.checkups.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_1, CTRL)
    assert screen.panel.drugs.isVisible()


def test_a_late_answer_of_the_reception_leaves_a_chosen_patient_open(
    screen: RecordsScreen, room: Room
) -> None:
    """It goes to today's list; coming from the reception, the one who stands there is meant again."""
    room.charts[PatientId(231)] = shown(OTHER, PatientId(231))
    room.consents.agree(CheckId(OTHER), *BOTH)
    screen.chart_chosen(PatientId(231))
    screen.person_shown(shown())
    assert screen.presenter.state.person is not None
    assert screen.presenter.state.person.patient_id == PatientId(231)
    assert screen.panel.drugs.isVisible()
    screen.hide()
    screen.person_shown(shown())
    assert screen.presenter.state.person.patient_id is None
    assert "ネムレル" not in words_in(screen)


def test_an_answer_that_comes_while_one_waits_here_opens_by_itself(screen: RecordsScreen, room: Room) -> None:
    room.consents.agree(shown().check.id, *BOTH)
    screen.person_shown(shown())
    assert screen.panel.drugs.isVisible()


def test_an_alert_is_answered_by_one_key_with_its_note(
    screen: RecordsScreen, room: Room, qtbot: QtBot
) -> None:
    open_history(screen, room, *BOTH)
    one(screen.panel.drugs.duplicates, QLineEdit).setText("医師に確認")
    qtbot.keyClick(screen, Qt.Key.Key_6, CTRL)
    assert screen.presenter.state.drugs is not None
    answered = screen.presenter.state.drugs.history.answered
    assert [(each.answer, each.note) for each in answered] == [("asked_prescriber", "医師に確認")]


def test_every_alert_is_reached_and_answered_by_keys(screen: RecordsScreen, room: Room, qtbot: QtBot) -> None:
    open_history(screen, room, *BOTH)
    page = screen.presenter.state.drugs
    assert page is not None
    first, second, *_ = page.alerts
    note = one(screen.panel.drugs.duplicates, QLineEdit)
    note.setText("はじめの重複について")
    qtbot.keyClick(screen, Qt.Key.Key_3, CTRL)
    assert note.text() == "", "a note is about the one it was written for"
    assert f"重なり{second.twice_days}日" in words_in(screen.panel.drugs.duplicates)
    note.setText("専門医が承知")
    qtbot.keyClick(screen, Qt.Key.Key_5, CTRL)
    left = screen.presenter.state.drugs
    assert left is not None
    assert first in left.alerts
    assert [(each.alert, each.note) for each in left.history.answered] == [(second.key, "専門医が承知")]
    while screen.presenter.state.drugs is not None and screen.presenter.state.drugs.alerts:
        qtbot.keyClick(screen, Qt.Key.Key_5, CTRL)
    assert "重複は見つかっていません" in words_in(screen.panel.drugs.duplicates)


def test_a_note_half_written_stays_while_one_looks_for_something(
    screen: RecordsScreen, room: Room, qtbot: QtBot
) -> None:
    open_history(screen, room, *BOTH)
    note = one(screen.panel.drugs.duplicates, QLineEdit)
    note.setText("医師に")
    qtbot.keyClick(screen, Qt.Key.Key_O, CTRL | SHIFT)
    assert note.text() == "医師に"


def test_every_generic_is_asked_about_and_the_slip_has_what_is_ticked(
    screen: RecordsScreen, room: Room, qtbot: QtBot, printed: list[str]
) -> None:
    """R15: asked, declined, why."""
    open_history(screen, room, *BOTH)
    generics = screen.panel.drugs.generics
    qtbot.keyClick(screen, Qt.Key.Key_8, CTRL)
    assert ("見本アムロ錠" in printed[0], "見本トリゾ錠" in printed[0]) == (True, True)
    qtbot.keyClick(screen, Qt.Key.Key_4, CTRL)
    one(generics, QLineEdit).setText("味が合わない")
    qtbot.keyClick(screen, Qt.Key.Key_7, CTRL)
    assert "希望しない：味が合わない（" in words_in(generics)
    qtbot.keyClick(screen, Qt.Key.Key_8, CTRL)
    assert ("見本アムロ錠" in printed[1], "見本トリゾ錠" in printed[1]) == (True, False)
    chosen = one(generics, ChoiceList)
    qtbot.keyClick(chosen, Qt.Key.Key_Space)
    qtbot.keyClick(chosen, Qt.Key.Key_Up)
    qtbot.keyClick(chosen, Qt.Key.Key_Space)
    qtbot.keyClick(screen, Qt.Key.Key_9, CTRL)
    qtbot.keyClick(screen, Qt.Key.Key_8, CTRL)
    assert ("見本アムロ錠" in printed[2], "見本トリゾ錠" in printed[2]) == (True, True)
    page = screen.presenter.state.drugs
    assert page is not None
    assert [each.answer for each in page.history.about_generics] == [DECLINED, WANTED]


def test_finding_hiding_and_rolling_up_change_the_list(
    screen: RecordsScreen, room: Room, qtbot: QtBot
) -> None:
    open_history(screen, room, *BOTH)
    table = one(one(screen, DrugsPanel), QTableView)
    assert table.model().rowCount() == 6
    qtbot.keyClick(screen, Qt.Key.Key_O, CTRL | SHIFT)
    assert table.model().rowCount() == 2
    qtbot.keyClick(screen, Qt.Key.Key_O, CTRL | SHIFT)
    qtbot.keyClick(screen, Qt.Key.Key_E, CTRL)
    qtbot.keyClick(screen, Qt.Key.Key_E, CTRL)
    assert table.model().rowCount() == 3
    qtbot.keyClick(screen, Qt.Key.Key_F, CTRL)
    focused = screen.focusWidget()
    assert isinstance(focused, QLineEdit)
    focused.setText("さくら")
    assert table.model().rowCount() == 1


def test_closed_means_gone_from_every_part_and_from_the_clipboard(
    screen: RecordsScreen, room: Room, qtbot: QtBot
) -> None:
    """R15."""
    open_history(screen, room, *BOTH)
    qtbot.keyClick(screen, Qt.Key.Key_2, CTRL)
    qtbot.keyClick(screen, Qt.Key.Key_1, CTRL)
    qtbot.keyClick(screen, Qt.Key.Key_C, CTRL | SHIFT)
    assert "ネムレル錠" in QGuiApplication.clipboard().text()
    assert "ネムレル錠" in words_in(screen)
    screen.leave()
    left = words_in(screen) + QGuiApplication.clipboard().text()
    for told in ("ネムレル", "ゾルミデム", "アムロ", "さくら薬局", "151", "例示市国保", "架空"):
        assert told not in left, told


def test_what_somebody_copied_elsewhere_stays_in_the_clipboard(
    screen: RecordsScreen, room: Room, qtbot: QtBot
) -> None:
    open_history(screen, room, *BOTH)
    qtbot.keyClick(screen, Qt.Key.Key_C, CTRL | SHIFT)
    QGuiApplication.clipboard().setText("買い物")
    screen.leave()
    assert QGuiApplication.clipboard().text() == "買い物"


def test_withdrawing_asks_once_and_closes(
    screen: RecordsScreen, room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R15."""
    open_history(screen, room, *BOTH)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    qtbot.keyClick(screen, Qt.Key.Key_W, CTRL | SHIFT)
    assert screen.panel.consent.isVisible()
    assert "ネムレル" not in words_in(screen)


def test_a_form_on_paper_is_recorded_by_keys(screen: RecordsScreen, room: Room, qtbot: QtBot) -> None:
    screen.person_shown(shown())
    screen.presenter.opened()
    consent = screen.panel.consent
    qtbot.keyClick(screen, Qt.Key.Key_Return, CTRL)
    assert not room.consents.forms
    drug, _ = consent.kinds()
    drug.setChecked(True)
    number, document = consent.findChildren(QLineEdit)
    qtbot.keyClicks(number, "K-12")
    document.setText("運転免許証")
    qtbot.keyClick(screen, Qt.Key.Key_Return, CTRL)
    assert [(each.number, each.kinds, each.identity_document) for each in room.consents.forms] == [
        ("K-12", (ConsentKind.DRUG,), "運転免許証")
    ]
    assert screen.panel.drugs.isVisible()


def test_the_slip_the_list_and_the_form_go_to_the_printer(
    screen: RecordsScreen, room: Room, qtbot: QtBot, printed: list[str]
) -> None:
    screen.person_shown(shown())
    screen.presenter.opened()
    qtbot.keyClick(screen, Qt.Key.Key_P, CTRL)
    open_history(screen, room, *BOTH)
    screen.presenter.look_again()
    qtbot.keyClick(screen, Qt.Key.Key_P, CTRL)
    qtbot.keyClick(screen, Qt.Key.Key_8, CTRL)
    form, listed, slip = printed
    assert "同意書" in form
    assert "ネムレル錠" in listed
    assert "見本後発錠" in slip
    assert acts(room) == ["records.drugs_read", "records.drugs_printed", "records.drugs_slip_printed"]


def test_checkups_go_to_the_printer_with_the_same_key(
    screen: RecordsScreen, room: Room, qtbot: QtBot, printed: list[str]
) -> None:
    open_history(screen, room, *BOTH)
    qtbot.keyClick(screen, Qt.Key.Key_2, CTRL)
    qtbot.keyClick(screen, Qt.Key.Key_P, CTRL)
    (sheets,) = printed
    assert "151↑↑受診" in sheets
    assert acts(room)[-2:] == ["records.checkups_read", "records.checkups_printed"]


def test_who_thinks_better_of_printing_has_printed_nothing(
    screen: RecordsScreen, room: Room, qtbot: QtBot, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_module, "chosen_printer", lambda _: None)
    open_history(screen, room, *BOTH)
    qtbot.keyClick(screen, Qt.Key.Key_P, CTRL)
    assert (printed, acts(room)) == ([], ["records.drugs_read"])


def test_a_copy_is_on_record_and_goes_with_the_role_that_made_it(
    screen: RecordsScreen, room: Room, qtbot: QtBot
) -> None:
    """R15."""
    open_history(screen, room, *BOTH)
    qtbot.keyClick(screen, Qt.Key.Key_C, CTRL | SHIFT)
    assert acts(room) == ["records.drugs_read", "records.drugs_copied"]
    assert {each.consent for each in room.audit.entries} == {"consent-1"}
    room.readers = frozenset({Role.DOCTOR})
    screen.readers_changed()
    assert "ネムレル錠" not in words_in(screen) + QGuiApplication.clipboard().text()
    assert "この診療所では医師です" in words_in(screen)


def test_what_is_printed_escapes_what_was_written() -> None:
    room = Room()
    room.consents.agree(shown().check.id, *BOTH)
    room.presenter.person_shown(shown())
    room.presenter.opened()
    state = room.presenter.state
    assert state.drugs is not None
    assert state.person is not None
    for document in (
        history_on_paper(state.drugs, state.person, "<b>見本</b>", NOW),
        generic_slip(state.drugs.savings, state.person, "<b>見本</b>", NOW),
        consent_form("<b>見本</b>", USUAL_READERS, NOW),
    ):
        assert "<b>見本</b>" in document.toPlainText()


def test_the_window_that_faces_the_patient_names_nobody(qtbot: QtBot) -> None:
    window = PatientWindow()
    qtbot.addWidget(window)
    window.show_agreed({ConsentKind.DRUG}, USUAL_READERS)
    told = words_in(window)
    assert "✓ 見せる" in told
    assert "– 見せない" in told
    assert "24時間" in told
    assert patient().name not in told
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_the_patient_is_told_who_sees_it_as_the_clinic_has_set(qtbot: QtBot) -> None:
    """R15: on every way of being asked; nobody agrees to doctors alone and is read by the reception."""
    readers = frozenset({Role.DOCTOR, Role.RECEPTIONIST})
    part = AgreeingPart()
    qtbot.addWidget(part)
    part.know_readers(lambda: readers)
    part.show_state(CardState(CardPhase.READ))
    with qtbot.waitExposed(part):
        part.show()
    part.activateWindow()
    qtbot.waitUntil(part.isActiveWindow)
    qtbot.keyClick(part, Qt.Key.Key_V, CTRL | SHIFT)
    room = Room()
    room.readers = readers
    room.presenter.person_shown(shown())
    room.presenter.opened()
    panel = RecordsPanel()
    qtbot.addWidget(panel)
    panel.show_state(room.presenter.state)
    told = "見るのは、ここの受付・医師だけです。"
    assert told in words_in(one(part, PatientWindow))
    assert told in words_in(panel)
    assert told in consent_form("見本医院", readers, NOW).toPlainText()
    assert "決まっていません" in consent_form("見本医院", frozenset(), NOW).toPlainText()


def test_the_patients_window_follows_the_choices_and_leaves_with_the_card(qtbot: QtBot) -> None:
    """R15."""
    part = AgreeingPart()
    qtbot.addWidget(part)
    read = CardState(CardPhase.READ)
    part.show_state(read)
    with qtbot.waitExposed(part):
        part.show()
    part.activateWindow()
    qtbot.waitUntil(part.isActiveWindow)
    qtbot.keyClick(part, Qt.Key.Key_V, CTRL | SHIFT)
    window = one(part, PatientWindow)
    assert window.isVisible()
    part.show_state(replace(read, agreed=frozenset({ConsentKind.DRUG})))
    assert "✓ 見せる" in words_in(window)
    part.show_state(replace(read, pin_given=True))
    assert not window.isVisible()
