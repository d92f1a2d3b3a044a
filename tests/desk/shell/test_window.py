"""Screens by key, pages over everything, practice, and a window that is never lost."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.desk.reception.panel import ReceptionPanel
from app.desk.shell.places import is_in_sight, keep_place, restore_place
from app.desk.shell.practice import PracticeBanner, TrayStrip
from app.desk.shell.rail_button import RailButton
from app.desk.shell.top_bar import TopBar
from app.desk.shell.window import MainWindow
from app.eligibility.ports import CentralUnreachable
from tests.desk.found import one
from tests.desk.shell.shell import Tray, window, with_screens


def shown(qtbot: QtBot, shell: MainWindow) -> MainWindow:
    qtbot.addWidget(shell)
    with qtbot.waitActive(shell):
        shell.show()
    return shell


def words(shell: MainWindow) -> str:
    labels = one(shell, TopBar).findChildren(QLabel)
    return " ".join(label.text() for label in labels)


def test_the_bar_says_whose_desk_it_is_what_time_and_who_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    assert "見本医院" in words(shell)
    assert "令和8年11月22日（日）10:32" in words(shell)
    assert "受付　佐藤" in words(shell)
    assert "未送信 0" in words(shell)


def test_a_lamp_tells_its_state_by_shape_and_word_not_by_colour_alone(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    shell.line_said(CentralUnreachable())
    assert "● 回線" in words(shell)
    assert "✕ センター 応答なし" in words(shell)


def test_a_screen_is_made_when_its_key_is_first_pressed(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    made = with_screens(shell)
    assert made == ["reception"]
    with qtbot.waitSignal(shell.opened) as opened:
        qtbot.keyClick(shell, Qt.Key.Key_F3)
    qtbot.keyClick(shell, Qt.Key.Key_F2)
    qtbot.keyClick(shell, Qt.Key.Key_F3)
    assert opened.args == ["patients"]
    assert made == ["reception", "patients"]


def test_the_receptions_key_leads_back_into_its_form(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    reception = ReceptionPanel()
    shell.add_screen("reception", lambda: reception)
    shell.add_screen("patients", QWidget)
    shell.opened.connect(lambda name: reception.form.focus_form() if name == "reception" else None)
    shell.show_desk()
    insurer = reception.form.findChildren(QLineEdit)[0]
    for _ in range(2):
        qtbot.keyClick(shell, Qt.Key.Key_F3)
        qtbot.keyClick(shell, Qt.Key.Key_F2)
        assert insurer.hasFocus()
    one(shell, TopBar).setFocus()
    qtbot.keyClick(shell, Qt.Key.Key_F2)
    assert insurer.hasFocus()


def test_under_a_page_no_screen_is_seen_and_no_key_of_it_heard(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    made = with_screens(shell)
    page = QLineEdit()
    shell.show_page(page)
    page.setFocus()
    for key in (Qt.Key.Key_F3, Qt.Key.Key_F8):
        qtbot.keyClick(page, key)
    assert made == ["reception"]
    assert not any(label.isVisible() for label in shell.findChildren(QLabel) if label.text() == "reception")
    shell.show_desk()
    assert any(label.isVisible() for label in shell.findChildren(QLabel) if label.text() == "reception")


def test_a_question_left_open_does_not_stand_over_the_lock(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    with_screens(shell)
    first, second = QMessageBox(shell), QMessageBox(shell)
    for question in (first, second):
        question.setText("架空　花 さんの統合を元に戻しますか")
        question.open()
    shell.show_page(QLabel("施錠中"))
    assert not first.isVisible()
    assert not second.isVisible()


def test_a_list_left_open_does_not_stand_over_the_lock(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    choices = QComboBox()
    choices.addItems(["見本　正", "仮名　緑"])
    shell.add_screen("reception", lambda: choices)
    shell.show_desk()
    choices.showPopup()
    assert choices.view().isVisible()
    shell.show_page(QLabel("施錠中"))
    assert not choices.view().isVisible()


def test_a_desk_locked_all_day_keeps_no_page_of_before(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    with_screens(shell)
    for _ in range(3):
        page = QLabel("施錠中")
        shell.show_page(page)
        with qtbot.waitSignal(page.destroyed):
            shell.show_desk()
    assert [label for label in shell.findChildren(QLabel) if label.text() == "施錠中"] == []


def test_the_rail_tells_how_many_appointments_need_somebody(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    shell.show_exceptions(7)
    entry = next(each for each in shell.findChildren(RailButton) if "一括確認" in each.accessibleName())
    assert entry.accessibleDescription() == "確認が必要 7件"
    shell.show_exceptions(0)
    assert entry.accessibleDescription() == ""


def test_no_notice_is_overdue_without_a_sign_on_the_rail(qtbot: QtBot, tmp_path: Path) -> None:
    """Also where nothing is open: what somebody has in hand may be past its day."""
    shell = shown(qtbot, window(tmp_path))
    entry = next(each for each in shell.findChildren(RailButton) if "通知" in each.accessibleName())
    badge = one(entry, QLabel)
    shell.show_notices(3, 0)
    assert (badge.text(), entry.accessibleDescription()) == ("3", "未対応 3件")
    shell.show_notices(0, 1)
    assert (badge.text(), entry.accessibleDescription()) == ("!1", "未対応 0件　期限切れ 1件")
    assert badge.property("tone") == "lapsed"
    shell.show_notices(0, 0)
    assert badge.isHidden() and badge.property("tone") is None


def test_the_desk_is_locked_by_key(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    with_screens(shell)
    with qtbot.waitSignal(shell.lock_requested):
        qtbot.keyClick(shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_practice_is_seen_on_every_page(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path, practice=True))
    with_screens(shell)
    shell.show_page(QLabel("施錠中"))
    assert one(shell, PracticeBanner).isVisible()
    assert "練習" in shell.windowTitle()
    assert not window(tmp_path).findChildren(PracticeBanner)


def test_a_soft_card_is_laid_by_key_and_the_cursor_stays_where_one_types(
    qtbot: QtBot, tmp_path: Path
) -> None:
    shell = window(tmp_path, practice=True)
    typed = QLineEdit()
    shell.add_screen("reception", lambda: typed)
    shell.show_desk()
    tray = Tray()
    shell.show_tray(tray)
    shown(qtbot, shell)
    typed.setFocus()
    qtbot.keyClick(typed, Qt.Key.Key_F12)
    cards = one(shell, TrayStrip).findChild(QComboBox)
    assert cards is not None and cards.hasFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Down)
    qtbot.keyClick(cards, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    assert tray.done == ["off", "lapsed"]
    assert typed.hasFocus()
    qtbot.keyClick(typed, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    assert tray.done[-1] == "off"
    assert typed.hasFocus()


def test_the_tray_tells_the_face_on_the_chosen_card(qtbot: QtBot, tmp_path: Path) -> None:
    shell = window(tmp_path, practice=True)
    shell.show_tray(Tray())
    strip = one(shell, TrayStrip)
    assert "写真：30代の女性、短い黒髪" in [label.text() for label in strip.findChildren(QLabel)]
    one(strip, QComboBox).setCurrentIndex(1)
    assert "写真：30代の男性、眼鏡" in [label.text() for label in strip.findChildren(QLabel)]


def test_the_window_stands_where_it_stood(qtbot: QtBot, tmp_path: Path) -> None:
    """In a small window, since the screen of these tests is small too."""
    preferences = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    first, second = QWidget(), QWidget()
    first.setGeometry(40, 60, 510, 300)
    keep_place(first, preferences)
    restore_place(second, preferences)
    assert second.size() == first.size()


def test_closing_is_told_so_that_work_under_way_can_end(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    with qtbot.waitSignal(shell.closing):
        shell.close()


def test_a_window_left_on_a_screen_that_is_gone_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    shell = shown(qtbot, window(tmp_path))
    far = QGuiApplication.primaryScreen().virtualGeometry().bottomRight() + QPoint(4000, 4000)
    shell.move(far)
    assert not is_in_sight(shell)
    shell.close()
    assert is_in_sight(window(tmp_path))


def test_the_lock_is_offered_only_where_somebody_can_come_back_with_a_pin(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for practice in (False, True):
        shell = shown(qtbot, window(tmp_path, practice))
        assert ("施錠" in words(shell)) is not practice
