"""Calling a patient, or leaving something for the visit: the words large, a note, Enter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.appointments.exceptions import ExceptionalItem
from app.desk.appointments import keys
from app.desk.appointments.batch.state import Task
from app.desk.widgets import Field, KeyButton, scrolled, text

_MOST_LETTERS = 200


class NotePage(QWidget):
    """noted carries the note, which may be empty."""

    noted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text("", "heading")
        self._phone = text("", "figure")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._identity = text(
            self.tr("ご本人かどうか、お名前と生年月日を言っていただいて確かめてからお話しします"),
            "caption",
            wrap=True,
        )
        self._words = text("", "words-large", wrap=True)
        self._note = Field(self.tr("メモ"))
        self._note.edit.setMaxLength(_MOST_LETTERS)
        self._note.submitted.connect(self._tell)
        self._agree = KeyButton("", "Enter", primary=True)
        self._agree.clicked.connect(self._tell)
        self._leave = KeyButton(self.tr("やめる"), keys.BACK)
        self._leave.clicked.connect(self.left)
        said = QVBoxLayout()
        said.setSpacing(10)
        for widget in (self._title, self._words, self._phone, self._identity):
            said.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self._agree)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(scrolled(said), 1)
        column.addWidget(self._note)
        column.addLayout(buttons)

    def begin(self, task: Task, exceptional: ExceptionalItem) -> None:
        """The cursor stands in the note; what was noted before stands there."""
        calling = task is Task.CALL
        self._title.setText(
            self.tr("電話でお伝えする言葉") if calling else self.tr("後でする（当日の受付など）")
        )
        patient = exceptional.patient
        phone = patient.phone if patient is not None else None
        self._phone.setText(phone or self.tr("電話番号は台帳にありません"))
        for widget in (self._phone, self._identity, self._words):
            widget.setVisible(calling)
        self._words.setText(exceptional.words)
        self._agree.setText(self.tr("電話しました") if calling else self.tr("後でする"))
        self._note.set_value(exceptional.item.note)
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell(self) -> None:
        self.noted.emit(self._note.value())
