"""The reception on the screen: keys, cursor, names for those who cannot see it."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.desk.reception import keys
from app.desk.reception.panel import ReceptionPanel
from app.desk.reception.state import AnswerState, CardPhase, CardState, FormState, ReceptionState, TodayState
from app.desk.reception.today.words import next_step_of
from app.desk.widgets import KeyButton
from app.eligibility.answer import CheckState
from app.eligibility.question import TypedForm
from tests.desk.found import one
from tests.desk.reception.counter import READER, reading
from tests.desk.reception.shots import LAPSED, SHOTS, TODAYS, shown
from tests.people import TODAY, check

READ = CardState(CardPhase.READ, READER, 3, reading(3), TODAY)
EMPTY = CardState(CardPhase.EMPTY, READER, today=TODAY)


@pytest.fixture
def panel(qtbot: QtBot) -> ReceptionPanel:
    screen = ReceptionPanel()
    qtbot.addWidget(screen)
    screen.resize(1188, 756)
    screen.show_state(ReceptionState(READ))
    with qtbot.waitActive(screen):
        screen.show()
    return screen


def pin_of(panel: ReceptionPanel) -> QLineEdit:
    return next(
        edit for edit in panel.card.findChildren(QLineEdit) if edit.echoMode() is QLineEdit.EchoMode.Password
    )


def edits_of(panel: ReceptionPanel) -> list[QLineEdit]:
    return panel.form.findChildren(QLineEdit)


def press(qtbot: QtBot, key: Qt.Key, control: bool = False) -> None:
    """On whatever has the cursor, as a keyboard does."""
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, held)


def test_the_form_is_entered_at_its_first_empty_field(panel: ReceptionPanel) -> None:
    panel.form.show_state(FormState(TypedForm("06139992"), 1))
    panel.form.focus_form()
    assert edits_of(panel)[1].hasFocus()


def test_the_form_is_entered_at_the_field_that_is_wrong(panel: ReceptionPanel) -> None:
    """Else whoever presses its key would type over the next empty one."""
    typed = TypedForm("0613", "101", "442")
    panel.form.show_state(FormState(typed, 1, complaint="保険者番号は8桁か6桁です。", wrong_field="insurer"))
    panel.form.focus_form()
    assert edits_of(panel)[0].hasFocus()
    panel.form.show_state(FormState(typed, 1))
    panel.form.focus_form()
    assert edits_of(panel)[3].hasFocus()


def test_enter_sends_the_form_and_nothing_else(qtbot: QtBot, panel: ReceptionPanel) -> None:
    panel.form.focus_form()
    with (
        qtbot.assertNotEmitted(panel.card.pin_entered),
        qtbot.assertNotEmitted(panel.card.photograph_confirmed),
        qtbot.waitSignal(panel.form.form_submitted) as sent,
    ):
        for letter in "06139992":
            press(qtbot, Qt.Key(ord(letter)))
        press(qtbot, Qt.Key.Key_Return)
    assert sent.args == [TypedForm(insurer="06139992")]


def test_the_photograph_is_confirmed_while_somebody_types_and_the_cursor_stays(
    qtbot: QtBot, panel: ReceptionPanel
) -> None:
    panel.form.focus_form()
    cursor = QApplication.focusWidget()
    with qtbot.waitSignal(panel.card.photograph_confirmed):
        press(qtbot, Qt.Key.Key_1, control=True)
    panel.show_state(ReceptionState(CardState(CardPhase.READ, READER, 3, reading(3), TODAY, busy=True)))
    assert QApplication.focusWidget() is cursor


def test_todays_list_is_narrowed_while_somebody_types_and_the_cursor_stays(
    qtbot: QtBot, panel: ReceptionPanel
) -> None:
    panel.form.focus_form()
    cursor = QApplication.focusWidget()
    panel.today.show_state(TodayState((check(),)))
    for narrowed in (True, False):
        with qtbot.waitSignal(panel.today.only_open_requested) as asked:
            press(qtbot, Qt.Key.Key_T, control=True)
        assert asked.args == [narrowed]
    assert QApplication.focusWidget() is cursor


def test_the_pin_leaves_the_field_as_it_is_sent(qtbot: QtBot, panel: ReceptionPanel) -> None:
    press_pin(qtbot, panel)
    with qtbot.waitSignal(panel.card.pin_entered) as sent:
        press(qtbot, Qt.Key.Key_Enter)
    assert sent.args == ["1234"]
    assert pin_of(panel).text() == ""
    panel.show_state(ReceptionState(EMPTY))
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "カード", "a screen reader says where one is"


def press_pin(qtbot: QtBot, panel: ReceptionPanel) -> None:
    panel.form.focus_form()
    press(qtbot, Qt.Key.Key_3, control=True)
    assert pin_of(panel).hasFocus()
    qtbot.keyClicks(pin_of(panel), "1234")


def test_pin_keys_reach_no_other_field_when_the_card_is_taken_away(
    qtbot: QtBot, panel: ReceptionPanel
) -> None:
    press_pin(qtbot, panel)
    panel.show_state(ReceptionState(EMPTY))
    for letter in "56":
        press(qtbot, Qt.Key(ord(letter)))
    assert [edit.text() for edit in edits_of(panel)] == [""] * 6
    assert pin_of(panel).text() == ""


def test_pin_keys_reach_no_other_field_while_the_card_signs(qtbot: QtBot, panel: ReceptionPanel) -> None:
    press_pin(qtbot, panel)
    panel.show_state(ReceptionState(CardState(CardPhase.READ, READER, 3, reading(3), TODAY, busy=True)))
    for letter in "56":
        press(qtbot, Qt.Key(ord(letter)))
    assert [edit.text() for edit in edits_of(panel)] == [""] * 6
    assert pin_of(panel).hasFocus()


def test_another_card_starts_with_an_empty_pin(qtbot: QtBot, panel: ReceptionPanel) -> None:
    press_pin(qtbot, panel)
    panel.show_state(ReceptionState(CardState(CardPhase.READ, READER, 4, reading(4), TODAY)))
    assert pin_of(panel).text() == ""


def test_a_hint_under_way_never_overwrites_what_is_typed(panel: ReceptionPanel) -> None:
    panel.form.focus_form()
    edits_of(panel)[0].setText("0613")
    panel.form.show_state(FormState(TypedForm("061"), 0, insurer_name="見本健康保険組合"))
    assert edits_of(panel)[0].text() == "0613"


def test_a_line_is_spread_and_a_single_value_pasted_where_the_cursor_is(
    qtbot: QtBot, panel: ReceptionPanel
) -> None:
    panel.form.focus_form()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("06139992 701 442 02 0214")
    with qtbot.waitSignal(panel.form.line_pasted) as pasted:
        press(qtbot, Qt.Key.Key_V, control=True)
    assert pasted.args == ["06139992 701 442 02 0214"]
    clipboard.setText("06139992")
    press(qtbot, Qt.Key.Key_V, control=True)
    assert edits_of(panel)[0].text() == "06139992"


def test_escape_empties_the_form(qtbot: QtBot, panel: ReceptionPanel) -> None:
    panel.form.focus_form()
    with qtbot.waitSignal(panel.form.clear_requested):
        press(qtbot, Qt.Key.Key_Escape)


def test_the_cursor_walks_the_form_as_a_card_face_is_read(qtbot: QtBot, panel: ReceptionPanel) -> None:
    panel.form.focus_form()
    walked = []
    for _ in range(7):
        focused = QApplication.focusWidget()
        assert focused is not None
        walked.append(focused.accessibleName())
        press(qtbot, Qt.Key.Key_Tab)
    assert walked == ["保険者番号", "記号", "番号", "枝番（なければ空欄）", "生年月日", "確認日", "証の種類"]


def test_a_branch_asks_for_month_and_day_only(panel: ReceptionPanel) -> None:
    """R6."""
    panel.form.show_state(FormState(TypedForm("06139992", "701", "442", "02"), 1))
    assert any(edit.accessibleName() == "生まれた月日（4桁）" for edit in edits_of(panel))


def test_a_late_elderly_card_skips_symbol_and_branch(panel: ReceptionPanel) -> None:
    """R6."""
    panel.form.show_state(FormState(TypedForm("39139990"), 1))
    off = [edit.accessibleName() for edit in edits_of(panel) if not edit.isEnabled()]
    assert off == ["記号", "枝番（なければ空欄）"]


def test_a_step_of_a_lapsed_card_is_taken_by_its_key(qtbot: QtBot, panel: ReceptionPanel) -> None:
    panel.show_state(ReceptionState(EMPTY, answer=AnswerState(shown(LAPSED), TODAY)))
    panel.form.focus_form()
    with qtbot.waitSignal(panel.declaration_requested):
        press(qtbot, Qt.Key.Key_J, control=True)


def test_the_line_on_which_the_keyboard_stands_is_meant_unless_its_answer_stands_there(
    qtbot: QtBot, panel: ReceptionPanel
) -> None:
    """Who opens health information from today's list means that line."""
    panel.show_state(ReceptionState(EMPTY, today=TodayState(TODAYS, chosen=TODAYS[0].id)))
    assert not panel.today.open_chosen(), "the keyboard is elsewhere"
    table = one(panel.today, QTableView)
    table.setFocus()
    assert not panel.today.open_chosen()
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.today.row_opened) as opened:
        assert panel.today.open_chosen()
    assert opened.args == [TODAYS[1].id]


def test_a_line_of_todays_list_opens_with_enter(qtbot: QtBot, panel: ReceptionPanel) -> None:
    panel.show_state(ReceptionState(EMPTY, today=TodayState(TODAYS)))
    table = one(panel.today, QTableView)
    table.setFocus()
    table.selectRow(1)
    with qtbot.waitSignal(panel.today.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [TODAYS[1].id]


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("certificate.revoked", "証で確認"),
        ("certificate.unknown", "証で確認"),
        ("signature.refused", "もう一度確認"),
        ("line.not_connected", ""),
    ],
)
def test_a_card_that_is_no_good_is_not_to_be_read_again(code: str, step: str) -> None:
    """As the advice beside it says."""
    assert next_step_of(check(state=CheckState.REFUSED, failure_code=code)) == step


def listened_keys(screen: QWidget) -> list[str]:
    shortcuts = [each for each in screen.findChildren(QShortcut) if _can_hear(each)]
    boxes = [each for each in screen.findChildren(QAbstractButton) if each.isVisible()]
    texts = [each.key().toString() for each in shortcuts]
    return texts + [box.shortcut().toString() for box in boxes if not box.shortcut().isEmpty()]


def _can_hear(shortcut: QShortcut) -> bool:
    parent = shortcut.parent()
    seen = isinstance(parent, QWidget) and parent.isVisible() and parent.isEnabled()
    return seen and shortcut.isEnabled()


@pytest.mark.parametrize("name", sorted(SHOTS))
def test_no_two_things_listen_for_one_key(qtbot: QtBot, name: str) -> None:
    screen = SHOTS[name]()
    qtbot.addWidget(screen)
    screen.show()
    twice = [key for key, times in Counter(listened_keys(screen)).items() if times > 1]
    assert twice == []


@pytest.mark.parametrize("name", sorted(SHOTS))
def test_every_button_shows_a_key_that_something_listens_for(qtbot: QtBot, name: str) -> None:
    screen = SHOTS[name]()
    qtbot.addWidget(screen)
    screen.show()
    heard = {QKeySequence(key).toString() for key in listened_keys(screen)} | {"Enter"}
    shown_keys = {button.key for button in screen.findChildren(KeyButton) if button.isVisible()}
    assert {QKeySequence(key).toString() or key for key in shown_keys - {"Enter"}} <= heard


@pytest.mark.parametrize("name", sorted(SHOTS))
def test_everything_that_takes_keys_has_a_name_to_be_read_out(qtbot: QtBot, name: str) -> None:
    screen = SHOTS[name]()
    qtbot.addWidget(screen)
    screen.show()
    for kind in (QLineEdit, QComboBox, QTableView, QAbstractButton):
        for each in screen.findChildren(kind):
            if each.isVisible() and each.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                named = each.accessibleName() or (isinstance(each, QAbstractButton) and each.text())
                assert named, type(each).__name__


ALL_KEYS = sorted(
    key
    for value in vars(keys).values()
    for key in (value if isinstance(value, tuple) else (value,))
    if isinstance(key, str) and (key.startswith("Ctrl+") or key in ("F2",))
)


@pytest.mark.parametrize("key", ALL_KEYS)
def test_no_field_takes_a_key_of_the_reception_for_itself(panel: ReceptionPanel, key: str) -> None:
    """Ctrl D, for one, deletes a letter on Linux."""
    pressed = QKeySequence(key)[0]  # type: ignore[index]
    event = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), pressed.keyboardModifiers())
    event.ignore()
    QApplication.sendEvent(edits_of(panel)[0], event)
    assert not event.isAccepted()


def test_the_verdict_is_told_by_word_sign_and_colour(panel: ReceptionPanel) -> None:
    panel.show_state(ReceptionState(EMPTY, answer=AnswerState(shown(LAPSED), TODAY)))
    told = [
        label.text() for label in panel.answer.findChildren(QLabel) if label.property("type") == "verdict"
    ]
    assert told == ["喪失した資格です"]
    assert panel.answer.verdict_label.property("tone") == "lapsed"
