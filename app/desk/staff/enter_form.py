"""A card with one form in it: Enter sends the form, wherever in it one types or chooses."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.desk.widgets import Card

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class EnterForm(Card):
    """Fields, boxes and buttons pass Enter on to their parent; so it is listened for here, once."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
