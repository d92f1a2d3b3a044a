"""The receipts' screen with its keys, in a window."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.claims.evidence import Source
from app.claims.fixes import Fix, FixItem
from app.claims.month import ClaimState
from app.claims.ports import ToldOutcome
from app.claims.sending import want_sending
from app.desk.claims.month.detail import DetailPanel
from app.desk.claims.month.looking import MOST_ON_PAPER
from app.desk.claims.month.panel import MonthPanel
from app.desk.claims.month.table import REASON
from app.desk.claims.months.panel import MonthsPanel
from app.desk.claims.screen import ClaimsScreen
from app.desk.forms.precheck_list import precheck_list
from app.desk.widgets import ElidedLabel
from app.scheme.outcome import Outcome
from tests.claims.month_files import BILL, told
from tests.desk.claims.states import MONTH, ROWS, SUMMARY, reviewed
from tests.desk.claims.work import ClaimsDesk
from tests.desk.drop import drop
from tests.desk.found import one
from tests.desk.in_front import in_front
from tests.people import MANAGER, NOW

CTRL = Qt.KeyboardModifier.ControlModifier
WRONG_BRANCH = replace(BILL, branch="77")


@pytest.fixture
def screen(qtbot: QtBot, desk: ClaimsDesk) -> Iterator[ClaimsScreen]:
    with shown_screen(qtbot, desk) as made:
        yield made


@contextmanager
def shown_screen(qtbot: QtBot, desk: ClaimsDesk) -> Iterator[ClaimsScreen]:
    desk.office.respond = lambda item: (
        told(item, Outcome.NONE) if item.appointment.insured.number == "９" else told(item)
    )
    made = in_front(qtbot, ClaimsScreen(desk.work()))
    yield made
    made.stop()


def steady(qtbot: QtBot, desk: ClaimsDesk) -> None:
    """The courier's clock is ours; its timer is the screen's."""

    def compared() -> bool:
        desk.now += timedelta(seconds=5)
        months = desk.office.book.months()
        return bool(months) and desk.office.book.summary(months[0].id).compared == months[0].receipts

    qtbot.waitUntil(compared)


def test_a_dropped_file_opens_with_its_predictions(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(BILL, replace(BILL, number="９")))
    assert one(screen, MonthPanel).isVisible()
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "返戻" in _shown(screen))
    table = next(each for each in screen.findChildren(QTableView) if each.accessibleName() == "レセプト")
    assert table.hasFocus()


def test_a_difference_is_fixed_and_taken_back_by_keys(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(WRONG_BRANCH))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "5", CTRL)
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "→ 02" in _shown(screen))
    qtbot.keyClick(screen, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "写しに書き込む" in _shown(screen))
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "写しに書き込む" not in _shown(screen))
    for _ in range(2):
        qtbot.keyClick(screen, Qt.Key.Key_Return, CTRL)
    month = desk.office.book.months()[0]
    assert desk.office.book.page(month.id, 1).row.fixed == 1


def test_a_receipt_is_typed_over_by_keys_alone(qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk) -> None:
    """R12"""
    drop(screen, desk.office.file(replace(BILL, number="９")))
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "返戻" in _shown(screen))
    qtbot.keyClick(screen, "E", CTRL)
    assert _focused_name() == "保険者番号"
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert _focused_name() == "番号"
    qtbot.keyClicks(QApplication.focusWidget(), "x" * 30)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "券面のとおりに入力してください" in _shown(screen))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "442")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "写しに書き込む" in _shown(screen))
    assert "番号（手入力）" in _shown(screen)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert _focused_name() == "保険者番号"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return):
        qtbot.keyClick(screen, key, CTRL)
    assert _focused_name() == "レセプト", "the arrows walk on through the list"
    month = desk.office.book.months()[0]
    qtbot.waitUntil(lambda: desk.office.book.page(month.id, 1).row.fixed == 1)
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "そのまま" in _shown(screen))


def test_of_what_was_typed_nothing_stays_behind_a_locked_screen(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(replace(BILL, number="９")))
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "返戻" in _shown(screen))
    qtbot.keyClick(screen, "E", CTRL)
    assert _focused_name() == "保険者番号"
    screen.leave()
    assert [each.text() for each in one(screen, DetailPanel).findChildren(QLineEdit) if each.text()] == []


def test_from_a_complaint_enter_leads_to_its_receipt(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(BILL, replace(BILL, sex="5"), BILL))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "8", CTRL)
    assert _focused_name() == "指摘"
    qtbot.waitUntil(lambda: "Enter で、このレセプトを開きます。" in _shown(screen))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _focused_name() == "レセプト"
    qtbot.waitUntil(lambda: "レセプト 2　" in _shown(screen))


def test_sending_says_first_what_goes_unconfirmed(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words[-1]))
        return QMessageBox.StandardButton.No if len(asked) == 1 else QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", answer)
    drop(screen, desk.office.file(BILL, replace(BILL, number="９")))
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "返戻 1" in _shown(screen))
    qtbot.keyClick(screen, "J", CTRL)
    assert "返戻 1" in asked[0]
    assert desk.office.book.months()[0].is_open
    qtbot.keyClick(screen, "J", CTRL)
    desk.review.review(ToldOutcome(2, "returned", "unknown_person"))

    def reviewed_now() -> bool:
        desk.now += timedelta(seconds=5)
        return desk.office.book.months()[0].state is ClaimState.REVIEWED

    qtbot.waitUntil(reviewed_now)
    qtbot.waitUntil(lambda: "審査が終わりました" in _shown(screen))


def test_sending_names_what_belongs_into_the_other_agencys_file(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R14"""
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[-1]))
    drop(screen, desk.office.file(BILL))
    steady(qtbot, desk)
    card = ("39139993", "", "00000123", "")
    fix = Fix(FixItem.NUMBER, "06139992 701・442・02", "39139993 00000123", card, Source.STAFF)
    month = desk.office.book.months()[0].id
    desk.office.book.fix(month, 1, (fix,))
    desk.office.book.compare_again(month)
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "修正 1" in _shown(screen))
    assert "今の保険では、国保連に請求します。このファイルは支払基金あてです。" in _shown(screen)
    qtbot.keyClick(screen, "J", CTRL)
    assert "国保連あてのファイルに移すもの 1" in asked[0]


def test_what_was_sent_before_it_was_confirmed_says_so_for_good(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13: nobody is asked about any more, and nothing is said to go on by itself but the review."""
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    desk.office.batches.paused_until = NOW + timedelta(days=1)
    drop(screen, desk.office.file(BILL))
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "問い合わせが一時止められました" in _shown(screen))
    assert "資格を確認する前に送信しました" not in _shown(screen)
    qtbot.keyClick(screen, "J", CTRL)

    def sent_now() -> bool:
        desk.now += timedelta(seconds=5)
        return "送信しました。審査を待っています。" in _shown(screen)

    qtbot.waitUntil(sent_now)
    shown = _shown(screen)
    assert "1 件は、資格を確認する前に送信しました。" in shown
    assert "一時止められました" not in shown
    assert "資格を確認してから送ると安心です" not in shown
    assert sum(line.startswith("資格を確認する前に送信しました。") for line in shown.splitlines()) == 1
    (table,) = (each for each in screen.findChildren(QTableView) if each.accessibleName() == "レセプト")
    assert table.model().index(0, REASON).data() == "資格を確認する前に送信しました。"


def test_a_second_file_of_a_month_that_was_sent_is_told_before_it_goes(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words[-1]))
        return QMessageBox.StandardButton.Yes

    def sent() -> bool:
        desk.now += timedelta(seconds=5)
        return desk.office.book.months()[0].state is ClaimState.SENT

    monkeypatch.setattr(QMessageBox, "question", answer)
    drop(screen, desk.office.file(BILL))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "J", CTRL)
    qtbot.waitUntil(sent)
    drop(screen, desk.office.file(BILL, BILL))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "J", CTRL)
    assert "社保" in one(one(screen, MonthPanel).head, ElidedLabel).text()
    assert "送信済み" not in asked[0]
    assert "令和8年11月22日 に送信済みです（RECEIPTC.UKE）" in asked[1]


def test_the_inbox_hears_of_each_review_once(qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk) -> None:
    """R14: notices are there as soon as the review is."""
    drop(screen, desk.office.file(BILL, replace(BILL, number="９")))
    steady(qtbot, desk)
    month = desk.office.book.months()[0].id
    want_sending(month, MANAGER, desk.office.book)

    def heard() -> int:
        """The courier's next look is due."""
        desk.now += timedelta(minutes=11)
        return desk.reviews_told

    qtbot.waitUntil(lambda: heard() == 0 and desk.office.book.month(month).state is ClaimState.SENT)
    desk.review.review(ToldOutcome(2, "returned", "unknown_person"))
    qtbot.waitUntil(lambda: heard() == 1)
    qtbot.wait(250)
    assert heard() == 1
    desk.review.review()
    qtbot.waitUntil(lambda: heard() == 2)


def test_who_comes_from_the_inbox_finds_the_month_settled(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(BILL, BILL))
    steady(qtbot, desk)
    month = desk.office.book.months()[0].id
    want_sending(month, MANAGER, desk.office.book)
    desk.review.review(ToldOutcome(2, "returned", "unknown_person"))
    desk.open_notices = 1

    def reviewed_by_now() -> bool:
        desk.now += timedelta(seconds=5)
        return desk.office.book.month(month).state is ClaimState.REVIEWED

    qtbot.waitUntil(reviewed_by_now)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    screen.hide()
    desk.open_notices = 0
    screen.show()
    qtbot.waitUntil(lambda: "完了" in _listed(one(screen, MonthsPanel)))


def test_a_file_that_the_agency_refused_is_seen_in_the_list_of_months(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    desk.review.refusal = "counts"
    drop(screen, desk.office.file(BILL))
    steady(qtbot, desk)
    month = desk.office.book.months()[0].id
    want_sending(month, MANAGER, desk.office.book)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)

    def refused() -> bool:
        desk.now += timedelta(seconds=5)
        return "✕ 受付不可" in _listed(one(screen, MonthsPanel))

    qtbot.waitUntil(refused)


def test_in_practice_one_key_takes_the_towns_file_in(qtbot: QtBot, desk: ClaimsDesk) -> None:
    desk.sample = desk.office.file(BILL, replace(BILL, number="９"))
    with shown_screen(qtbot, desk) as screen:
        assert "練習用のレセプトを使う" in _shown(screen)
        qtbot.keyClick(screen, "E", CTRL)
        qtbot.waitUntil(lambda: "レセプト 2" in _shown(screen))


def test_escape_goes_back_to_the_months_and_enter_opens_one(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(BILL))
    steady(qtbot, desk)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert one(screen, MonthsPanel).isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(one(screen, MonthPanel).isVisible)


def test_rows_beyond_the_first_hundred_come_when_they_are_scrolled_to(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(*[BILL] * 130))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "5", CTRL)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    table = next(each for each in screen.findChildren(QTableView) if each.accessibleName() == "レセプト")
    model = table.model()
    qtbot.waitUntil(lambda: model.rowCount() == 130)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: model.index(129, 0).data() == "130")


def test_the_list_keeps_the_keyboard_while_it_is_empty(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(replace(BILL, number="９")))
    table = next(each for each in screen.findChildren(QTableView) if each.accessibleName() == "レセプト")
    assert "確認しています。" in _shown(screen)
    assert table.hasFocus()
    steady(qtbot, desk)
    qtbot.waitUntil(lambda: "返戻" in _shown(screen))
    assert table.hasFocus()


def test_typing_searches_without_moving_the_cursor(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk
) -> None:
    drop(screen, desk.office.file(replace(BILL, number="９")))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "F", CTRL)
    field = one(one(screen, MonthPanel), QLineEdit)
    qtbot.keyClicks(field, "zzz")
    qtbot.waitUntil(lambda: "見つかりません。" in _shown(screen))
    assert field.hasFocus() and field.text() == "zzz"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.hasFocus() and field.text() == ""
    assert one(screen, MonthPanel).isVisible(), "Esc leaves the month only once nothing is looked for"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(one(screen, MonthsPanel).isVisible)


def test_the_list_is_saved_where_one_chooses(
    qtbot: QtBot, screen: ClaimsScreen, desk: ClaimsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = desk.office.folder / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    drop(screen, desk.office.file(BILL))
    steady(qtbot, desk)
    qtbot.keyClick(screen, "S", CTRL)
    qtbot.waitUntil(out.exists)


def test_paper_has_every_row_of_the_list(qapp: QApplication) -> None:
    document = precheck_list(MONTH, SUMMARY, ROWS, "見本医院", NOW)
    words = document.toPlainText()
    assert all(row.name.replace("　", " " * 4) in words for row in ROWS)
    assert "見本医院" in words
    assert f"このうち {len(ROWS)}" in words


def test_paper_says_where_it_ends_before_the_list(qapp: QApplication) -> None:
    document = precheck_list(MONTH, SUMMARY, ROWS[:1] * MOST_ON_PAPER, "見本医院", NOW)
    assert "はじめの 500 だけ（すべては CSV に）" in document.toPlainText()


def test_a_result_other_than_predicted_says_so(qtbot: QtBot) -> None:
    panel = MonthPanel()
    qtbot.addWidget(panel)
    panel.show_state(reviewed())
    head = "\n".join(label.text() for label in _labels(panel.head))
    assert "分割 8" in head and "返戻 7" in head  # what became of them, no longer what was foreseen
    words = "\n".join(label.text() for label in _labels(one(panel, DetailPanel)))
    assert "予測のあとに、保険者の登録が変わったものと思われます。" in words


def _focused_name() -> str:
    focused = QApplication.focusWidget()
    return focused.accessibleName() if focused is not None else ""


def _labels(parent: QWidget) -> list[QLabel]:
    return list(parent.findChildren(QLabel))


def _listed(panel: QWidget) -> str:
    model = one(panel, QTableView).model()
    return "\n".join(str(model.index(row, 3).data()) for row in range(model.rowCount()))


def _shown(screen: QWidget) -> str:
    words = [each.text() for each in screen.findChildren(QLabel) if each.isVisible()]
    words += [each.text() for each in screen.findChildren(QAbstractButton) if each.isVisible()]
    return "\n".join(words)
