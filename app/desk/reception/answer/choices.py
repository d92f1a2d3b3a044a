"""People or charts to choose from by key, after comparing with the card face."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.desk.reception.answer.page import Choice
from app.desk.widgets import KeyButton, text


class Choices(QFrame):
    """chosen carries the place, from 0."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text("", "heading")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._shown: tuple[Choice, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)

    def show_choices(self, title: str, choices: tuple[Choice, ...]) -> None:
        self.setVisible(bool(choices))
        self._title.setText(title)
        if choices == self._shown:
            return
        self._shown = choices
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for place, choice in enumerate(choices):
            button = KeyButton(choice.title, choice.key, detail=choice.detail)
            button.clicked.connect(lambda _=False, chosen=place: self.chosen.emit(chosen))
            self._rows.addWidget(button)
