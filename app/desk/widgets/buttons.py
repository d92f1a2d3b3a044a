"""Buttons that show their key."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WITHOUT_SHORTCUT = frozenset({"", "Enter"})
"""Enter belongs to the form in which one types: the form listens for it, the button only shows it."""
_SHOWN = {"+": " ", "Return": "Enter", "Left": "←", "Right": "→"}


def key_words(key: str) -> str:
    """As the keyboard says it: Ctrl Enter; ⌘ on a Mac is Qt's doing."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key != "Enter" else "Enter"
    for name, shown in _SHOWN.items():
        native = native.replace(name, shown)
    return native


def click_by_key(button: QAbstractButton, key: str) -> None:
    """At once, without taking the keyboard along, and with any text: a shortcut of the button's own does none of it."""
    shortcut = QShortcut(QKeySequence(key), button)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(button.click)


class KeyButton(QPushButton):
    """Words on the left, the key in a cap on the right; the key works wherever the button is visible and enabled.

    listens False: the key is another's, the button only shows it.
    """

    def __init__(
        self,
        words: str,
        key: str = "",
        primary: bool = False,
        parent: QWidget | None = None,
        listens: bool = True,
    ) -> None:
        super().__init__(parent)
        self._words = QLabel(words)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._key = QLabel(key_words(key))
        self._key.setProperty("type", "key")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if not key:
            self._key.hide()  # never shown by us: without its parent yet it would be a window of its own
        self.key = key
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 4, 12, 4)
        self._row.setSpacing(10)
        self._detail = QLabel()
        self._detail.setProperty("type", "caption")
        self._detail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row.addLayout(self._column(), 1)
        self._row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("primary", primary)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where somebody types
        self.setAccessibleName(words)
        if listens and key not in _WITHOUT_SHORTCUT:
            click_by_key(self, key)

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._words)
        column.addWidget(self._detail)
        self._detail.hide()
        return column

    def set_primary(self, primary: bool) -> None:
        """The one that is likely next. Only a change costs a polish."""
        if self.property("primary") != primary:
            self.setProperty("primary", primary)
            for part in (self, self._words, self._key):
                part.style().unpolish(part)
                part.style().polish(part)

    def set_detail(self, detail: str) -> None:
        """A smaller line below the words, which stand out over it."""
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._words.setProperty("type", "value" if detail else None)
        self.setAccessibleDescription(detail)
        self.updateGeometry()

    def setText(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def text(self) -> str:
        return self._words.text()

    def sizeHint(self) -> QSize:
        hint = self._row.sizeHint()
        return hint.expandedTo(QSize(0, self._words.fontMetrics().height() + 18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
