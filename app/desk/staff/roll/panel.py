"""The roll of staff and, beside it, the one form that is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from app.desk.staff.roll.form import TaskForm
from app.desk.staff.roll.presenter import RollForm, RollState, Task
from app.desk.widgets import Banner, KeyButton, caption
from app.staff.member import StaffId

ADD_KEY = "Ctrl+Shift+A"
ROLES_KEY = "Ctrl+Shift+O"
NEW_PIN_KEY = "Ctrl+Shift+K"
OWN_PIN_KEY = "Ctrl+Shift+I"
RETIRE_KEY = "Ctrl+Shift+D"


class RollPanel(QWidget):
    """task_opened carries a Task and the StaffId chosen in the list; submitted a RollForm."""

    task_opened = Signal(object, object)
    task_closed = Signal()
    submitted = Signal(RollForm)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = RollState()
        self._names = QListWidget()
        self._names.setAccessibleName(self.tr("職員"))
        self._banner = Banner()
        self._form = TaskForm()
        self._form.submitted.connect(self.submitted)
        self._form.cancelled.connect(self.task_closed)
        self._kept_by_managers = [
            self._button(self.tr("職員を追加"), ADD_KEY, Task.ADD),
            self._button(self.tr("役割を変える"), ROLES_KEY, Task.ROLES),
            self._button(self.tr("暗証番号を付けなおす"), NEW_PIN_KEY, Task.NEW_PIN),
            self._button(self.tr("退職"), RETIRE_KEY, Task.RETIRE),
        ]
        self._own_pin = self._button(self.tr("自分の暗証番号を変える"), OWN_PIN_KEY, Task.OWN_PIN)
        self._lay_out()

    def _button(self, words: str, key: str, task: Task) -> KeyButton:
        button = KeyButton(words, key)
        button.clicked.connect(lambda: self.task_opened.emit(task, self._current()))
        return button

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(caption(self.tr("ここで働く人")))
        left.addWidget(self._names, 1)
        for button in (*self._kept_by_managers, self._own_pin):
            left.addWidget(button)
        right = QVBoxLayout()
        right.addWidget(self._banner)
        right.addWidget(self._form)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(16)
        layout.addLayout(left, 1)
        layout.addLayout(right, 1)

    def show_state(self, state: RollState) -> None:
        before, self._state = self._state, state
        if state.members != before.members:
            self._list(state)
        for button in self._kept_by_managers:
            button.setVisible(state.may_keep)
        self._banner.show_advice(state.trouble)
        self._form.show_state(state)

    def _list(self, state: RollState) -> None:
        row = self._names.currentRow()
        self._names.clear()
        for member in state.members:
            self._names.addItem(f"{member.name}　　{member.role_words}")
        self._names.setCurrentRow(min(max(row, 0), self._names.count() - 1))

    def _current(self) -> StaffId | None:
        row = self._names.currentRow()
        return self._state.members[row].id if row >= 0 else None
