"""A field with its caption above and a hint beside the text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.desk.theme_tones import Tone
from app.desk.widgets.labels import caption, set_tone, text

_DIGITS = Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText


class Field(QWidget):
    """digits: the input method stays off and full-width digits are accepted all the same.

    A hint stands inside the field at the right while it fits, a complaint below it.
    """

    text_changed = Signal(str)
    submitted = Signal()

    def __init__(self, words: str, digits: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = caption(words)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(words)
        if digits:
            self.edit.setInputMethodHints(_DIGITS)
            self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._hint = text("", "small")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self.edit)
        inside.setContentsMargins(8, 0, 10, 0)
        inside.addStretch(1)
        inside.addWidget(self._hint)
        self._complaint = text("", "small", "lapsed", wrap=True)
        self._complaint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.caption)
        layout.addWidget(self.edit)
        layout.addWidget(self._complaint)
        self.caption.setBuddy(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.text_changed)
        self.edit.returnPressed.connect(self.submitted)

    def value(self) -> str:
        return self.edit.text()

    def set_value(self, words: str) -> None:
        """Only where it differs, so that the cursor of somebody typing stays."""
        if self.edit.text() != words:
            self.edit.setText(words)

    def set_caption(self, words: str) -> None:
        self.caption.setText(words)
        self.edit.setAccessibleName(words)

    def show_hint(self, words: str, tone: Tone | None = None) -> None:
        self._hint.setText(words)
        self.edit.setAccessibleDescription(words)
        set_tone(self._hint, tone)

    def show_complaint(self, words: str) -> None:
        """Empty takes it away."""
        self._complaint.setText(words)
        self._complaint.setVisible(bool(words))
        wrong = bool(words)
        if self.edit.property("wrong") != wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
