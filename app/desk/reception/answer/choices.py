"""People or charts to choose from by key, after comparing with the card face."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desk.reception import keys
from app.desk.reception.answer.page import Choice
from app.desk.widgets import KeyButton, text


class Choices(QFrame):
    """chosen carries the place, from 0. The buttons are made once, each with its key."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text("", "heading")
        self._buttons = [KeyButton("", key) for key in keys.CHOICES]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        for place, button in enumerate(self._buttons):
            button.clicked.connect(partial(self._choose, place))
            layout.addWidget(button)

    def show_choices(self, title: str, choices: tuple[Choice, ...]) -> None:
        self.setVisible(bool(choices))
        self._title.setText(title)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(choices))
            if place < len(choices):
                button.setText(choices[place].title)
                button.set_detail(choices[place].detail)

    def _choose(self, place: int) -> None:
        self.chosen.emit(place)
