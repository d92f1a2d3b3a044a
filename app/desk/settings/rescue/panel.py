"""The window in place of the desk while the ledger is shut: what happened, and the ways that open it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from app.desk.patients.words import moment_long
from app.desk.settings.rescue.presenter import RescueState, Way
from app.desk.staff.centred import Centred
from app.desk.widgets import Card, KeyButton, caption

RESTORE_KEY = "Ctrl+Shift+G"
RETRY_KEY = "Ctrl+Shift+Y"


class RescuePanel(Centred):
    """restore_requested: the backup's name, and whether the loss was agreed to."""

    code_entered = Signal(str)
    restore_requested = Signal(str, bool)
    retry_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Card(), letters=46, parent=parent)
        self._state: RescueState | None = None
        self._what = QLabel()
        self._what.setProperty("type", "title")
        self._next = QLabel()
        self._complaint = QLabel()
        self._complaint.setProperty("tone", "lapsed")
        for label in (self._what, self._next, self._complaint):
            label.setWordWrap(True)
        self._code = QLineEdit()
        self._code.setAccessibleName(self.tr("復旧コード"))
        self._code.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._code.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self._code.returnPressed.connect(self._enter_code)
        self._open = KeyButton(self.tr("復旧コードで開く"), "Enter", primary=True)
        self._open.clicked.connect(self._enter_code)
        self._backups = QListWidget()
        self._backups.setMaximumHeight(220)
        self._backups.setAccessibleName(self.tr("バックアップ"))
        self._restore = KeyButton(self.tr("このバックアップから戻す"), RESTORE_KEY, primary=True)
        self._restore.clicked.connect(self._ask_restore)
        self._retry = KeyButton(self.tr("もう一度開く"), RETRY_KEY)
        self._retry.clicked.connect(self.retry_requested)
        self._close = KeyButton(self.tr("終了"), "Esc")
        self._close.clicked.connect(self.close_requested)
        self._lay_out()

    def _lay_out(self) -> None:
        self._with_code = _box(caption(self.tr("復旧コード（最初に印刷した紙）")), self._code, self._open)
        self._with_backup = _box(caption(self.tr("バックアップ（新しい順）")), self._backups, self._restore)
        for widget in (self._what, self._next, self._with_code, self._with_backup, self._complaint):
            self.column.addWidget(widget)
        ways = QHBoxLayout()
        ways.addWidget(self._retry)
        ways.addWidget(self._close)
        ways.addStretch(1)
        self.column.addLayout(ways)

    def show_state(self, state: RescueState) -> None:
        before, self._state = self._state, state
        self._what.setText(state.advice.what)
        self._next.setText(state.advice.next_step)
        self._with_code.setVisible(Way.RECOVERY_CODE in state.ways)
        self._with_backup.setVisible(Way.RESTORE in state.ways)
        self._retry.setVisible(Way.RETRY in state.ways)
        for button in (self._open, self._restore, self._retry):
            button.setEnabled(not state.busy)
        self._complaint.setText(self._complaint_words(state))
        self._complaint.setVisible(bool(self._complaint.text()))
        if before is None or before.backups != state.backups:
            self._list(state)

    def _list(self, state: RescueState) -> None:
        self._backups.clear()
        for each in state.backups:
            words = moment_long(each.made_at)
            if each.checks is not None:
                words += self.tr("　確認の記録 {0}件").format(each.checks)
            self._backups.addItem(words)
        self._backups.setCurrentRow(0)

    def _complaint_words(self, state: RescueState) -> str:
        if state.losing is not None:
            return self.tr(
                "いまの台帳のほうが新しい記録を持っています。それでも戻すときは、もう一度押してください。"
            )
        if not state.code_wrong:
            return ""
        words = self.tr("復旧コードが違います。紙を見て、もう一度入力してください。")
        if state.wrong_groups:
            groups = "・".join(map(str, state.wrong_groups))
            words += self.tr("{0}番目の組が違うようです。").format(groups)
        return words

    def _enter_code(self) -> None:
        self.code_entered.emit(self._code.text())

    def _ask_restore(self) -> None:
        row = self._backups.currentRow()
        if self._state is not None and row >= 0:
            name = self._state.backups[row].name
            self.restore_requested.emit(name, self._state.losing == name)


def _box(*widgets: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        side = Qt.AlignmentFlag.AlignLeft if isinstance(widget, KeyButton) else Qt.AlignmentFlag(0)
        column.addWidget(widget, 0, side)
    return box
