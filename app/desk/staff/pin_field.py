"""A field for a staff PIN: masked, digits only in any width, never offered to an input method."""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget


class PinField(QLineEdit):
    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(12)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.textEdited.connect(self._keep_digits)

    def _keep_digits(self, typed: str) -> None:
        """Full-width digits count; letters never enter."""
        folded = unicodedata.normalize("NFKC", typed)
        digits = "".join(each for each in folded if each in "0123456789")
        if digits != typed:
            self.setText(digits)

    def take(self) -> str:
        """The PIN, which leaves the field."""
        pin = self.text()
        self.clear()
        return pin
