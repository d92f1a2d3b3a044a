"""The batch screen with its keys, in a window (R10)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.appointments.appointment import FollowUp
from app.desk.appointments import screen as screen_module
from app.desk.appointments.batch.detail import DetailPanel
from app.desk.appointments.batch.note import NotePage
from app.desk.appointments.batch.panel import BatchPanel
from app.desk.appointments.batch.table import FOLLOW_UP, WHAT
from app.desk.appointments.entry.columns import ColumnsPanel
from app.desk.appointments.entry.panel import ChoosePanel
from app.desk.appointments.screen import AppointmentsScreen
from app.desk.forms.exception_list import exception_list
from app.desk.widgets import KeyButton
from app.patients.patient import PatientId
from tests.desk.appointments.states import (
    BATCH,
    LEFT_OUT,
    all_exceptions,
    exceptional,
    page,
    refused,
    several,
)
from tests.desk.appointments.work import Morning, Service
from tests.desk.drop import drop
from tests.desk.found import one
from tests.desk.in_front import in_front
from tests.fakes.ledger import PatientsInMemory
from tests.people import NOW

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(qtbot: QtBot, morning: Morning) -> Iterator[AppointmentsScreen]:
    made = AppointmentsScreen(morning.at_once())
    yield in_front(qtbot, made)
    made.stop()


@pytest.fixture
def listed(qtbot: QtBot, screen: AppointmentsScreen, file: Path) -> AppointmentsScreen:
    """The file was dropped, its columns agreed to by key: the exceptions stand there."""
    drop(screen, file)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(rows(screen)) == 4)
    return screen


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """To whatever has the focus, as a keyboard does."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, held)


def rows(screen: AppointmentsScreen) -> list[str]:
    model = one(one(screen, BatchPanel), QTableView).model()
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_a_dropped_file_shows_its_columns_and_then_only_its_exceptions(
    qtbot: QtBot, screen: AppointmentsScreen, file: Path
) -> None:
    drop(screen, file)
    assert one(screen, ColumnsPanel).isVisible()
    assert "例　06139992" in words(one(screen, ColumnsPanel))
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: rows(screen) == ["架空　花", "例示　一郎", "仮名　海", "見本　正"])
    told = words(one(screen, BatchPanel))
    assert "全 5 件 中 確認が必要 4 件" in told
    assert "1 行は読み取れず" in told


def test_several_files_at_once_are_not_taken(screen: AppointmentsScreen, file: Path) -> None:
    drop(screen, file, file)
    assert one(screen, ChoosePanel).isVisible()


def test_a_file_is_chosen_by_key(
    qtbot: QtBot, screen: AppointmentsScreen, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    press(qtbot, Qt.Key.Key_O, CTRL)
    assert one(screen, ColumnsPanel).isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert one(screen, ChoosePanel).isVisible()


def test_the_evening_is_chosen_by_key_and_kept(
    qtbot: QtBot, screen: AppointmentsScreen, morning: Morning
) -> None:
    cursor = QApplication.focusWidget()
    press(qtbot, Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: morning.settings.get("appointments.waits_for_evening") == "on")
    assert QApplication.focusWidget() is cursor


def test_one_key_takes_over_and_the_next_stands_there(
    qtbot: QtBot, listed: AppointmentsScreen, morning: Morning
) -> None:
    assert "負担割合" in words(one(listed, DetailPanel))
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert rows(listed) == ["例示　一郎", "仮名　海", "見本　正"]
    card = morning.index.get(PatientId(1)).current_card
    assert card is not None
    assert card.ratio_percent == 20
    assert "レイジ　イチロウ" in words(one(listed, DetailPanel))


def test_arrows_walk_and_one_key_shows_the_words_to_say(
    qtbot: QtBot, listed: AppointmentsScreen, morning: Morning
) -> None:
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_D, CTRL)
    note = one(listed, NotePage)
    assert "090-0000-1111" in words(note)
    assert "使えなくなっています" in words(note)
    assert one(note, QLineEdit).hasFocus()
    qtbot.keyClicks(one(note, QLineEdit), "ok")
    press(qtbot, Qt.Key.Key_Return)
    assert rows(listed) == ["架空　花", "仮名　海", "見本　正"]
    assert one(one(listed, BatchPanel), QTableView).hasFocus()
    told = {each.appointment.name: each for each in morning.book.items(morning.book.batches()[0].id)}
    assert (told["例示　一郎"].follow_up, told["例示　一郎"].note) == (FollowUp.CALLED, "ok")


def test_a_list_that_was_worked_off_says_so_and_keeps_the_keyboard(
    qtbot: QtBot, listed: AppointmentsScreen
) -> None:
    for _ in range(4):
        press(qtbot, Qt.Key.Key_G, CTRL)
        press(qtbot, Qt.Key.Key_Return)
    assert rows(listed) == []
    panel = one(listed, BatchPanel)
    assert one(panel, QTableView).hasFocus()
    assert "すべて対応済みです" in words(panel)
    press(qtbot, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: len(rows(listed)) == 4)
    assert "すべて対応済みです" not in words(panel)
    assert one(panel, QTableView).hasFocus()


def test_the_difference_gives_place_to_what_was_done(qtbot: QtBot, listed: AppointmentsScreen) -> None:
    """The difference stands beside the list as well."""
    table = one(one(listed, BatchPanel), QTableView)
    press(qtbot, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: not table.isColumnHidden(FOLLOW_UP))
    assert table.isColumnHidden(WHAT)


def test_what_was_asked_and_what_was_found_can_be_compared_with_the_card(
    qtbot: QtBot, listed: AppointmentsScreen
) -> None:
    """R7"""
    press(qtbot, Qt.Key.Key_Down)
    assert "令和8年11月1日 喪失" in words(one(listed, DetailPanel))
    press(qtbot, Qt.Key.Key_Down)
    assert "照会した証　138024　東京・88012・01" in words(one(listed, DetailPanel))


def test_several_people_are_told_apart_by_branch(qtbot: QtBot) -> None:
    """R7"""
    panel = BatchPanel()
    qtbot.addWidget(panel)
    panel.show_state(page(chosen=exceptional(several())))
    panel.show()
    told = words(panel.detail)
    assert all(f"枝番 {branch}" in told for branch in ("03", "04"))


def test_one_of_several_people_is_chosen_by_key(qtbot: QtBot, morning: Morning, file: Path) -> None:
    """R7: by name and branch, as at the counter; what the service says of that person then stands there."""
    twins = several().answer
    assert twins is not None
    morning.service.answers["仮名　海"] = twins
    made = AppointmentsScreen(morning.at_once())
    screen = in_front(qtbot, made)
    drop(screen, file)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Down)
    detail = one(screen, DetailPanel)
    assert "複数該当" in words(detail)
    press(qtbot, Qt.Key.Key_5, CTRL)
    assert "選び直す" in words(detail)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert "複数該当" in words(detail) and "選び直す" not in words(detail)
    press(qtbot, Qt.Key.Key_6, CTRL)
    assert "台帳にない方" in words(detail)
    (kept,) = (
        each.answer
        for each in morning.book.items(morning.book.batches()[0].id)
        if each.appointment.name == "仮名　海"
    )
    assert kept is not None and kept.information == twins.information[1:]
    made.stop()


def test_a_refused_item_says_why(qtbot: QtBot) -> None:
    panel = BatchPanel()
    qtbot.addWidget(panel)
    panel.show_state(page(chosen=exceptional(refused())))
    panel.show()
    said = words(panel.detail)
    assert "番号の組み合わせが正しくありません" in said
    assert "入力し直して" not in said, "nobody has the card in hand the evening before"


def test_the_list_is_printed_by_key(
    qtbot: QtBot, listed: AppointmentsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[QTextDocument] = []
    monkeypatch.setattr(screen_module, "print_with_dialog", lambda document, _: printed.append(document))
    press(qtbot, Qt.Key.Key_P, CTRL)
    assert "全5件 中 確認が必要 4件" in printed[0].toPlainText()


def test_esc_leaves_the_note_first_and_then_the_batch(qtbot: QtBot, listed: AppointmentsScreen) -> None:
    press(qtbot, Qt.Key.Key_G, CTRL)
    assert one(one(listed, NotePage), QLineEdit).hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert len(rows(listed)) == 4
    assert one(listed, BatchPanel).isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert one(listed, ChoosePanel).isVisible()
    press(qtbot, Qt.Key.Key_Return)
    assert one(listed, BatchPanel).isVisible()


def test_many_new_patients_are_entered_after_a_question(
    qtbot: QtBot, morning: Morning, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning.index = PatientsInMemory()
    made = AppointmentsScreen(Morning(morning.service, before=morning).at_once())
    screen = in_front(qtbot, made)
    drop(screen, file)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(rows(screen)) == 5)
    assert "台帳にない 3 人をまとめて登録" in words(one(screen, BatchPanel))
    answers = iter((QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: next(answers))
    for left in (5, 2):
        press(qtbot, Qt.Key.Key_U, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert len(rows(screen)) == left
    made.stop()


def test_a_desk_opened_again_goes_on_with_its_batch(
    qtbot: QtBot, listed: AppointmentsScreen, morning: Morning
) -> None:
    listed.stop()
    made = AppointmentsScreen(Morning(morning.service, before=morning).at_once())
    again = in_front(qtbot, made)
    assert rows(again) == rows(listed)
    assert one(one(again, BatchPanel), QTableView).hasFocus()
    made.stop()


def test_the_list_is_saved_by_key(
    qtbot: QtBot, listed: AppointmentsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "保存しました" in words(one(listed, BatchPanel))


def test_columns_are_decided_anew_by_key(
    qtbot: QtBot, listed: AppointmentsScreen, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, Qt.Key.Key_Escape)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    press(qtbot, Qt.Key.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    drop(listed, file)
    assert one(listed, BatchPanel).isVisible(), "a file that is dropped afterwards is asked about no more"
    press(qtbot, Qt.Key.Key_Escape)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    press(qtbot, Qt.Key.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "前に決めたとおり" in words(one(listed, ColumnsPanel))
    assert "初めて" not in words(one(listed, ColumnsPanel))


def test_a_file_without_days_asks_for_the_day_first_of_all(
    qtbot: QtBot, screen: AppointmentsScreen, file: Path
) -> None:
    """With large letters the columns need scrolling; the one question of every day must not lie below them."""
    text = file.read_text(encoding="cp932").replace("予約日", "備考")
    file.write_text(text, encoding="utf-8")
    drop(screen, file)
    panel = one(screen, ColumnsPanel)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == "どの日の予約ですか"
    others = [each for each in panel.findChildren(QComboBox) if each is not focus]
    top = focus.mapTo(panel, focus.rect().topLeft()).y()
    assert all(top < each.mapTo(panel, each.rect().topLeft()).y() for each in others)


def test_without_a_line_the_screen_says_what_to_do(qtbot: QtBot, file: Path) -> None:
    """R20"""
    made = AppointmentsScreen(Morning(Service({}), connected=False).at_once())
    screen = in_front(qtbot, made)
    drop(screen, file)
    choose = one(screen, ChoosePanel)
    assert "接続していないので" in words(choose)
    assert not any(each.isEnabled() for each in choose.findChildren(QPushButton))
    made.stop()


def test_the_paper_names_everybody_and_every_row_left_out() -> None:
    text = exception_list(BATCH, all_exceptions(), LEFT_OUT, "見本医院", NOW).toPlainText()
    assert "全86件 中 確認が必要 7件" in text
    for each in all_exceptions():
        assert "".join(each.item.appointment.name.split()) in "".join(text.split())
    assert "14行目" in text
    assert "見本医院" in text


def test_no_key_does_two_things_on_one_page(qapp: QApplication) -> None:
    """Every action has a key that no other action of its page uses."""
    for panel in (ChoosePanel(), ColumnsPanel(), BatchPanel()):
        keys = [each.key for each in panel.findChildren(KeyButton)]
        heard = [key for key in keys if key not in ("Enter", "Esc")]
        assert len(heard) == len(set(heard)) > 0
