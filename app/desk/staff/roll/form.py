"""The form of one task on the roll: only the fields that the task needs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.desk.staff.enter_form import EnterForm
from app.desk.staff.pin_field import PinField
from app.desk.staff.roll.presenter import RollForm, RollState, Task
from app.desk.staff.words import refusal_words
from app.desk.widgets import KeyButton, caption
from app.staff.member import ROLE_WORDS, Role

_WITH_ROLES = frozenset({Task.ADD, Task.ROLES})
_WITH_PIN = frozenset({Task.ADD, Task.NEW_PIN, Task.OWN_PIN})


class TaskForm(EnterForm):
    """Hidden while no task is open."""

    submitted = Signal(RollForm)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._title = QLabel()
        self._title.setProperty("type", "title")
        self._title.setWordWrap(True)
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("お名前"))
        self._roles = {role: QCheckBox(words) for role, words in ROLE_WORDS.items()}
        self._old_pin = PinField(self.tr("今の暗証番号"))
        self._pin = PinField(self.tr("新しい暗証番号"))
        self._pin_again = PinField(self.tr("もう一度"))
        self._complaint = QLabel()
        self._complaint.setWordWrap(True)
        self._complaint.setProperty("tone", "lapsed")
        self._submit = KeyButton(self.tr("決定"), "Enter", primary=True)
        self._submit.clicked.connect(self._send)
        self._cancel = KeyButton(self.tr("やめる"), "Esc")
        self._cancel.clicked.connect(self.cancelled)
        self.entered.connect(self._send)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        roles = QWidget()
        row = QVBoxLayout(roles)
        row.setContentsMargins(0, 0, 0, 0)
        for box in self._roles.values():
            row.addWidget(box)
        self._parts: dict[str, tuple[QWidget, QWidget]] = {
            "name": (caption(self.tr("お名前（呼び名）")), self._name),
            "roles": (caption(self.tr("役割")), roles),
            "old": (caption(self.tr("今の暗証番号")), self._old_pin),
            "pin": (caption(self.tr("新しい暗証番号（4〜12桁）")), self._pin),
            "again": (caption(self.tr("もう一度")), self._pin_again),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self._title)
        for label, field in self._parts.values():
            column.addWidget(label)
            column.addWidget(field)
        column.addWidget(self._complaint)
        buttons = QHBoxLayout()
        buttons.addWidget(self._submit)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def show_state(self, state: RollState) -> None:
        if state.task is not self._task:
            self._open(state)
        self._complaint.setText(refusal_words(state.complaint))
        self._complaint.setVisible(state.complaint is not None)
        self._submit.setEnabled(not state.busy)

    def _open(self, state: RollState) -> None:
        self._task = state.task
        self.setVisible(state.task is not None)
        for field in (self._name, self._old_pin, self._pin, self._pin_again):
            field.clear()
        if state.task is None:
            return
        needed = {
            "name": state.task is Task.ADD,
            "roles": state.task in _WITH_ROLES,
            "old": state.task is Task.OWN_PIN,
            "pin": state.task in _WITH_PIN,
            "again": state.task in _WITH_PIN,
        }
        for part, widgets in self._parts.items():
            for widget in widgets:
                widget.setVisible(needed[part])
        held = state.member.roles if state.member else frozenset({Role.RECEPTIONIST})
        for role, box in self._roles.items():
            box.setChecked(role in held)
        self._title.setText(self._title_words(state))
        self._first_field(state.task).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _first_field(self, task: Task) -> QWidget:
        return {
            Task.ADD: self._name,
            Task.ROLES: self._roles[Role.RECEPTIONIST],
            Task.NEW_PIN: self._pin,
            Task.OWN_PIN: self._old_pin,
            Task.RETIRE: self._submit,
        }[task]

    def _title_words(self, state: RollState) -> str:
        name = state.member.name if state.member else ""
        words = {
            Task.ADD: self.tr("職員を追加"),
            Task.ROLES: self.tr("{0} さんの役割"),
            Task.NEW_PIN: self.tr("{0} さんの暗証番号を付けなおす"),
            Task.OWN_PIN: self.tr("自分の暗証番号を変える"),
            Task.RETIRE: self.tr(
                "{0} さんが退職します。名前は過去の記録に残り、サインインできなくなります。"
            ),
        }
        return words[state.task].format(name) if state.task else ""

    def _send(self) -> None:
        roles = frozenset(role for role, box in self._roles.items() if box.isChecked())
        self.submitted.emit(
            RollForm(
                name=self._name.text(),
                roles=roles,
                old_pin=self._old_pin.take(),
                pin=self._pin.take(),
                pin_again=self._pin_again.take(),
            )
        )
