"""Taking a notice in hand: until when, and a note; Enter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.notices import keys
from app.desk.widgets import Field, KeyButton, text
from app.notices.handling import MOST_LETTERS
from app.notices.notice import Notice
from app.scheme.days import written_short


class HandPage(QWidget):
    """submitted carries day and note as typed."""

    submitted = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._until = Field(self.tr("いつまでに（例 R8.12.10、2026-12-10）"), digits=True)
        self._note = Field(self.tr("メモ（何をするか）"))
        self._note.edit.setMaxLength(MOST_LETTERS)
        agree = KeyButton(self.tr("対応中にする"), "Enter", primary=True)
        leave = KeyButton(self.tr("やめる"), keys.BACK)
        for field in (self._until, self._note):
            field.submitted.connect(self._tell)
        agree.clicked.connect(self._tell)
        leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addWidget(agree)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(text(self.tr("この通知を対応中にする"), "heading"))
        column.addWidget(self._until)
        column.addWidget(self._note)
        column.addLayout(buttons)
        column.addStretch(1)

    def begin(self, notice: Notice) -> None:
        """The cursor stands in the day, which is the notice's own until somebody types another."""
        self._until.set_value(written_short(notice.limit_on))
        self._note.set_value(notice.handling.note)
        self._until.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._until.edit.selectAll()

    def show_wrong(self, field: str) -> None:
        """The field that cannot be right; "" for none."""
        self._until.show_complaint(
            self.tr("本日か、これからの日を入力してください") if field == "until" else ""
        )
        self._note.show_complaint(
            self.tr("マイナンバーは入力できません。長さは400字までです。") if field == "note" else ""
        )

    def _tell(self) -> None:
        self.submitted.emit(self._until.value(), self._note.value())
